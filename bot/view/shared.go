package view

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of buttons on a card that a channel sees.
const (
	ActionRemind        = "meeting_remind" // opens the form for reminders of a meeting; it carries a PageRef
	ActionSharedRefresh = "shared_refresh" // reads anew what a snapshot shows; it carries a SharedRef
)

// SharedFacts describe a meeting that somebody has shared with a channel.
type SharedFacts struct {
	Live       LiveFacts
	MeetingID  string            // for API calls, 1 to 32 digits
	Start      int64             // of the date that was shared, in Unix seconds; 0 for the running or next one
	Subject    string            // as it was known, where there is no Meeting
	Number     string            // what people type to join, where there is no Meeting
	Meeting    *meeting.Snapshot // nil where there is no reading
	Occurrence meeting.Occurrence
	By         string       // who shared it, U… or W…
	ByName     meeting.Name // their name, "" when not known
	Remindable bool         // reminders can be set for it
	Snapshot   bool         // it does not follow the meeting: it says when it was true, and can be refreshed
}

// SharedRef is what a button carries that refreshes a snapshot.
type SharedRef struct {
	By   string  // who shared it, U… or W…
	Page PageRef // the meeting and the date that was shared
}

// String writes ref as the value of a button: "U012AB3CD 914083136:1".
func (ref SharedRef) String() string { return ref.By + " " + ref.Page.String() }

// ParseSharedRef parses the value of a button. It accepts only what String writes.
func ParseSharedRef(value string) (SharedRef, bool) {
	by, page, _ := strings.Cut(value, " ")
	ref, ok := ParsePageRef(page)
	return SharedRef{By: by, Page: ref}, ok && isUserID(by)
}

// isUserID reports whether a text has the form of a user's id in Slack.
func isUserID(id string) bool {
	kind := strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W")
	return kind && len(id) <= maxUserID && strings.Trim(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// maxUserID is longer than any user's id in Slack, in characters.
const maxUserID = 32

// Shared is the card of a meeting that everybody in a channel sees: what it is, when,
// how it goes, and how to join. It names nobody but the one who shared it.
func Shared(loc text.Localizer, f SharedFacts) Message {
	s := newShared(loc, f)
	emoji, status := s.status()
	words := lines(bold(s.title()), emoji+" "+status, s.when(), s.noLinkNote())
	blocks := append([]slack.Block{section(BlockTitle, words)}, s.call()...)
	blocks = append(blocks, slack.NewActionBlock(BlockActions, s.buttons()...))
	if footer := s.footer(s.dayToken); footer != "" {
		blocks = append(blocks, slack.NewContextBlock(BlockFooter, mrkdwn(footer)))
	}
	return Message{Text: s.fallbackText(), Blocks: blocks}
}

// shared is a meeting as the channel sees it that it was shared with.
type shared struct {
	live
	SharedFacts
}

func newShared(loc text.Localizer, f SharedFacts) shared {
	known := f.Meeting
	if known == nil {
		known = &meeting.Snapshot{Conference: &meeting.Conference{Subject: meeting.Text(f.Subject)}, ReadAt: f.Live.Now}
	}
	l := newLocale(loc, Facts{Meeting: known}, f.Live.Now.UTC().Truncate(time.Minute))
	f.Subject, f.Number = known.Conference.Subject.String(), cmp.Or(known.Conference.Number(), f.Number, f.MeetingID)
	return shared{live: live{locale: l, LiveFacts: f.Live, occurrence: f.Occurrence, void: text.UnfurlVoid}, SharedFacts: f}
}

// title is the subject as mrkdwn.
func (s shared) title() string {
	if title := clean(s.Subject, maxShared); title != "" {
		return escapeMrkdwn(title)
	}
	return s.Say(text.UntitledMeeting)
}

// link is the guests' link, "" where there is none or nothing to join.
func (s shared) link() string {
	if s.Meeting == nil || s.Phase.isLast() {
		return ""
	}
	return JoinLink(s.Meeting.Conference, false)
}

// noLinkNote says that a meeting which was read has no usable link, "" when it has one
// or is over.
func (s shared) noLinkNote() string {
	if s.Meeting == nil || s.Phase.isLast() || s.link() != "" {
		return ""
	}
	return s.Say(text.NoJoinLink)
}

func (s shared) buttons() []slack.BlockElement {
	ref := PageRef{ID: s.MeetingID, Page: 1, Start: s.Start}
	all := s.recordButtons(s.MeetingID)
	if link := s.link(); link != "" {
		all = append(all, s.join(link))
	}
	all = append(all, button(ActionOpen, s.Say(text.ButtonDetails), s.Say(text.LabelDetails), ref))
	if s.Remindable {
		all = append(all, button(ActionRemind, s.Say(text.ButtonRemind), s.Say(text.LabelRemind), ref))
	}
	if s.Snapshot {
		all = append(all, button(ActionSharedRefresh, s.Say(text.ButtonRefresh), s.Say(text.LabelRefreshShared), SharedRef{By: s.By, Page: ref}))
	}
	return all
}

// footer says who shared the meeting, and when what is shown was true where that may
// have changed. at writes a time.
func (s shared) footer(at func(time.Time) string) string {
	args := text.Args{"Who": escapeMrkdwn(displayName(s.ByName)), "Time": at(s.readAt())}
	switch alone := args["Who"] == ""; {
	case s.isStale() && alone:
		return s.Say(text.FooterStale, args)
	case s.isStale():
		return s.Say(text.FooterSharedStale, args)
	case s.Snapshot && alone:
		return s.Say(text.FooterAsOf, args)
	case s.Snapshot:
		return s.Say(text.FooterSharedAsOf, args)
	case s.Phase.isLast() && alone:
		return ""
	case s.Phase.isLast():
		return s.Say(text.FooterSharedBy, args)
	case alone:
		return s.Say(text.FooterUpdated, args)
	default:
		return s.Say(text.FooterShared, args)
	}
}

// isStale reports whether it is said that the API does not answer. A card that follows its
// meeting does not say so: it stays when the API answers again.
func (s shared) isStale() bool { return s.Snapshot && s.Meeting != nil && s.Meeting.Stale }

// readAt is when what is shown was true.
func (s shared) readAt() time.Time {
	if s.Meeting == nil {
		return s.Live.Now
	}
	return s.Meeting.ReadAt
}

// fallbackText has what people need first, in the order of the blocks, for clients that
// show none and for notifications.
func (s shared) fallbackText() string {
	_, status := s.status()
	all := []string{s.title(), status, s.whenText(), s.noLinkNote()}
	if link := s.link(); link != "" {
		all = append(all, s.labelled(text.FieldJoin, "<"+escapeControl(link)+">"))
	}
	all = append(all, s.labelled(text.FieldNumber, Number(s.Number)))
	if s.Snapshot {
		all = append(all, s.footer(s.dateTimeText))
	}
	return lines(all...)
}

func (s shared) labelled(label text.Key, value string) string {
	return s.Say(text.LabelValue, text.Args{"Label": s.Say(label), "Value": value})
}
