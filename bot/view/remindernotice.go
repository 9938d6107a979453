package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of a reminder's blocks and buttons.
const (
	BlockReminder        = "reminder"
	BlockReminderFacts   = "reminder_facts"
	BlockReminderActions = "reminder_actions"
	BlockReminderFooter  = "reminder_footer"

	ActionNoticeDetails = "notice_details" // carries a Turn
	ActionNoticeSnooze  = "notice_snooze"  // carries the notice's id
	ActionNoticeStop    = "notice_stop"    // carries a Stop
)

// Phase is where a meeting is in its life when somebody is reminded of it.
type Phase byte

// The phases.
const (
	PhaseUpcoming Phase = iota // or begun a moment ago
	PhaseRunning
	PhaseOver
)

// Reminding is what a reminder is made of.
type NoticeFacts struct {
	ReminderFacts // Start is that of the occurrence; without an ID it cannot be stopped here
	End           time.Time
	Booker        string
	Phase         Phase

	MeetingID string              // for API calls, 1 to 32 digits
	NoticeID  string              // by which it is snoozed
	Meeting   *meeting.Conference // gives the link for guests; nil when the API could not be asked
	ReadAt    time.Time           // how old all this is while the API does not answer, zero while it does
}

// Reminder tells a conversation that a meeting starts, or what has become of
// it. Everybody there sees it, so it holds no password.
func ReminderNotice(r Reader, f NoticeFacts) Message {
	l := r.locale()
	if own, ok := f.meetingZone(); ok && !l.zoneIsReaders {
		l.meetingZone, l.zone = own, own
	}
	emoji, title := f.title(r.Localizer, l.now)
	booked := meeting.Occurrence{Start: f.Start, End: f.End}
	footer := lines(f.staleLine(l.Localizer, l.timeToken), f.setByLine(r.Localizer))
	m := Message{
		Text: fitText(strings.Split(lines(title, f.linkLine(r.Localizer), f.facts(r.Localizer, l.rangeText(booked, l.zone)),
			f.staleLine(l.Localizer, l.timeText), f.setByLine(r.Localizer)), "\n")),
		Blocks: []slack.Block{
			section(BlockReminder, emoji+" "+bold(title)),
			section(BlockReminderFacts, f.facts(r.Localizer, l.rangeTokens(booked))),
		},
	}
	if buttons := f.buttons(r.Localizer, l.now); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockReminderActions, buttons...))
	}
	if footer != "" {
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockReminderFooter, mrkdwn(footer)))
	}
	return m
}

// zone is the meeting's own, if it is known.
func (f NoticeFacts) meetingZone() (*time.Location, bool) {
	if f.Meeting == nil {
		return nil, false
	}
	return f.Meeting.Zone()
}

// title says what happens: "Budget starts in 10 minutes".
func (f NoticeFacts) title(loc text.Localizer, now time.Time) (emoji, words string) {
	args := text.Args{"Subject": subjectText(loc, f.Subject)}
	wait := f.Start.Sub(now)
	switch {
	case f.Phase == PhaseRunning:
		return emojiRunning, loc.Say(text.ReminderRunning, args)
	case f.Phase == PhaseOver:
		return emojiEnded, loc.Say(text.ReminderOver, args)
	case wait == 0:
		return emojiStarting, loc.Say(text.ReminderStartsNow, args)
	case wait < 0:
		args["Duration"] = loc.Duration(wait)
		return emojiStarting, loc.Say(text.ReminderStarted, args)
	default:
		args["Duration"] = loc.Duration(wait)
		return emojiStarting, loc.Say(text.ReminderStartsIn, args)
	}
}

// facts are what people need to know, in lines of mrkdwn.
func (f NoticeFacts) facts(loc text.Localizer, when string) string {
	labelled := func(label text.Key, value string) string {
		if value == "" {
			return ""
		}
		return loc.Say(text.LabelValue, text.Args{"Label": loc.Say(label), "Value": value})
	}
	return lines(
		labelled(text.FieldWhen, when),
		labelled(text.FieldNumber, Number(f.Number)),
		labelled(text.FieldBooker, escapeMrkdwn(displayName(f.Booker))),
	)
}

// guestLink is the link by which people join, "" for none.
func (f NoticeFacts) guestLink() string {
	if f.Meeting == nil || f.Phase == PhaseOver {
		return ""
	}
	return joinLink(f.Meeting)
}

// link is the link for those who see no blocks.
func (f NoticeFacts) linkLine(loc text.Localizer) string {
	link := f.guestLink()
	if link == "" {
		return ""
	}
	return loc.Say(text.LabelValue, text.Args{"Label": loc.Say(text.FieldJoin), "Value": "<" + escapeControl(link) + ">"})
}

// memory says that the API could not be asked, and how old this is; "" where
// it was.
func (f NoticeFacts) staleLine(loc text.Localizer, clock func(time.Time) string) string {
	if f.ReadAt.IsZero() {
		return ""
	}
	return loc.Say(text.ReminderStale, text.Args{"Time": clock(f.ReadAt)})
}

// setBy says who made the promise, "" where it has been taken back.
func (f NoticeFacts) setByLine(loc text.Localizer) string {
	if f.SetBy == "" {
		return ""
	}
	return loc.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)})
}

// buttons are what can be done with a reminder.
func (f NoticeFacts) buttons(loc text.Localizer, now time.Time) []slack.BlockElement {
	if f.Phase == PhaseOver {
		return nil
	}
	var all []slack.BlockElement
	if link := f.guestLink(); link != "" {
		all = append(all, joinButton(link, loc.Say(text.ButtonJoin), loc.Say(text.LabelJoin)))
	}
	all = append(all, reminderButton(ActionNoticeDetails, loc.Say(text.ButtonDetails), PageRef{ID: f.MeetingID, Page: 1}.String()))
	if f.Phase == PhaseUpcoming && f.Start.After(now) {
		all = append(all, reminderButton(ActionNoticeSnooze, loc.Say(text.ButtonSnooze), f.NoticeID))
	}
	switch {
	case f.ID == "":
	case f.Channel == "":
		all = append(all, reminderButton(ActionNoticeStop, loc.Say(text.ButtonStopYou), f.stopRef()))
	default:
		all = append(all, reminderButton(ActionNoticeStop, loc.Say(text.ButtonStopChannel), f.stopRef()))
	}
	return all
}

// SnoozedUntil tells somebody when they are reminded again.
func SnoozedUntil(r Reader, at time.Time) Message {
	return Message{Text: r.Say(text.Snoozed, text.Args{"Time": r.locale().timeToken(at)})}
}
