package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// UnfurlFacts describe a meeting that a link leads to which somebody posted.
type UnfurlFacts struct {
	Live       LiveFacts
	MeetingID  string             // for API calls, 1 to 32 digits
	Subject    string             // as it was known, where there is no Meeting
	Meeting    *meeting.Snapshot  // nil when there is no reading, as of one that is over
	Occurrence meeting.Occurrence // the date that is shown
	Bare       bool               // other organisations see it: when it is, and nothing else
}

// Unfurl shows under a link what a meeting is, when, and how to join it. Everybody
// in the conversation sees it, for as long as the message is there: it has no
// password, names nobody, and says nothing that is wrong after a while. Nothing in it
// comes from the link. Its text has no link, which would be unfurled in its turn.
func Unfurl(loc text.Localizer, f UnfurlFacts) Message {
	u := newUnfurl(loc, f)
	emoji, status := u.status()
	title := u.title()
	m := Message{
		Text:   lines(title, status, u.whenText()),
		Blocks: append([]slack.Block{section("", lines(bold(title), emoji+" "+status, u.when()))}, u.call()...),
	}
	if buttons := u.buttons(); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock("", buttons...))
	}
	if footer := u.footer(); footer != "" {
		m.Blocks = append(m.Blocks, slack.NewContextBlock("", mrkdwn(footer)))
	}
	return m
}

// unfurl is what a link leads to as a conversation sees it.
type unfurl struct {
	live
	UnfurlFacts
}

func newUnfurl(loc text.Localizer, f UnfurlFacts) unfurl {
	known := f.Meeting
	if known == nil {
		known = &meeting.Snapshot{Conference: &meeting.Conference{Subject: meeting.Text(f.Subject)}}
	}
	f.Subject = known.Conference.Subject.String()
	l := newLocale(loc, Facts{Meeting: known}, f.Live.Now.UTC().Truncate(time.Minute))
	return unfurl{live: live{locale: l, LiveFacts: f.Live, occurrence: f.Occurrence, void: text.UnfurlVoid, bare: f.Bare}, UnfurlFacts: f}
}

// title is the subject as mrkdwn, or says no more than that it is a meeting.
func (u unfurl) title() string {
	if u.Bare {
		return u.Say(text.UnfurlMeeting)
	}
	if title := clean(u.Subject, maxShared); title != "" {
		return escapeMrkdwn(title)
	}
	return u.Say(text.UntitledMeeting)
}

// buttons are how to join, and where to read more.
func (u unfurl) buttons() []slack.BlockElement {
	all := u.recordButtons(u.MeetingID)
	if u.Meeting != nil && !u.Bare && !u.Phase.isLast() {
		if link := JoinLink(u.Meeting.Conference, false); link != "" {
			all = append(all, u.join(link))
		}
	}
	if u.Phase == PhaseVoid || u.Bare {
		return all
	}
	return append(all, button(ActionOpen, u.Say(text.ButtonDetails), u.Say(text.LabelDetails), PageRef{ID: u.MeetingID, Page: 1}))
}

// footer says when that was read, "" where it cannot change any more.
func (u unfurl) footer() string {
	if u.Meeting == nil || u.Phase.isLast() {
		return ""
	}
	at := text.Args{"Time": u.dayToken(u.Meeting.ReadAt)}
	if u.Meeting.Stale {
		return u.Say(text.FooterStale, at)
	}
	return u.Say(text.FooterUpdated, at)
}
