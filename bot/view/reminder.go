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
	c := r.clock()
	if own, ok := f.zone(); ok && !c.read {
		c.own, c.zone = own, own
	}
	sign, title := f.title(r.Localizer, c.now)
	booked := meeting.Occurrence{Start: f.Start, End: f.End}
	footer := lines(f.memory(c.say, c.minute), f.setBy(r.Localizer))
	m := Message{
		Text: within(strings.Split(lines(title, f.link(r.Localizer), f.facts(r.Localizer, c.words(booked, c.zone)),
			f.memory(c.say, c.clocked), f.setBy(r.Localizer)), "\n")),
		Blocks: []slack.Block{
			section(BlockReminder, sign+" "+bold(title)),
			section(BlockReminderFacts, f.facts(r.Localizer, c.when(booked))),
		},
	}
	if buttons := f.buttons(r.Localizer, c.now); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockReminderActions, buttons...))
	}
	if footer != "" {
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockReminderFooter, mrkdwn(footer)))
	}
	return m
}

// clocked says a time of day in words, on the clock of the reader's zone.
func (c clock) clocked(t time.Time) string {
	local := t.In(c.zone)
	return c.zoned(text.Clock(local), local)
}

// zone is the meeting's own, if it is known.
func (f NoticeFacts) zone() (*time.Location, bool) {
	if f.Meeting == nil {
		return nil, false
	}
	return f.Meeting.Zone()
}

// title says what happens: "Budget starts in 10 minutes".
func (f NoticeFacts) title(say text.Localizer, now time.Time) (sign, words string) {
	args := text.Args{"Subject": titled(say, f.Subject)}
	wait := f.Start.Sub(now)
	switch {
	case f.Phase == PhaseRunning:
		return signRunning, say.Say(text.ReminderRunning, args)
	case f.Phase == PhaseOver:
		return signEnded, say.Say(text.ReminderOver, args)
	case wait == 0:
		return signStarting, say.Say(text.ReminderStartsNow, args)
	case wait < 0:
		args["Duration"] = say.Duration(wait)
		return signStarting, say.Say(text.ReminderStarted, args)
	default:
		args["Duration"] = say.Duration(wait)
		return signStarting, say.Say(text.ReminderStartsIn, args)
	}
}

// facts are what people need to know, in lines of mrkdwn.
func (f NoticeFacts) facts(say text.Localizer, when string) string {
	labelled := func(label text.Key, value string) string {
		if value == "" {
			return ""
		}
		return say.Say(text.LabelValue, text.Args{"Label": say.Say(label), "Value": value})
	}
	return lines(
		labelled(text.FieldWhen, when),
		labelled(text.FieldNumber, Number(f.Number)),
		labelled(text.FieldBooker, unmarked(called(f.Booker))),
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
func (f NoticeFacts) link(say text.Localizer) string {
	link := f.guestLink()
	if link == "" {
		return ""
	}
	return say.Say(text.LabelValue, text.Args{"Label": say.Say(text.FieldJoin), "Value": "<" + escaped(link) + ">"})
}

// memory says that the API could not be asked, and how old this is; "" where
// it was.
func (f NoticeFacts) memory(say text.Localizer, clock func(time.Time) string) string {
	if f.ReadAt.IsZero() {
		return ""
	}
	return say.Say(text.ReminderStale, text.Args{"Time": clock(f.ReadAt)})
}

// setBy says who made the promise, "" where it has been taken back.
func (f NoticeFacts) setBy(say text.Localizer) string {
	if f.SetBy == "" {
		return ""
	}
	return say.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)})
}

// buttons are what can be done with a reminder.
func (f NoticeFacts) buttons(say text.Localizer, now time.Time) []slack.BlockElement {
	if f.Phase == PhaseOver {
		return nil
	}
	var all []slack.BlockElement
	if link := f.guestLink(); link != "" {
		all = append(all, joining(link, say.Say(text.ButtonJoin), say.Say(text.LabelJoin)))
	}
	all = append(all, reminderButton(ActionNoticeDetails, say.Say(text.ButtonDetails), PageRef{ID: f.MeetingID, Page: 1}.String()))
	if f.Phase == PhaseUpcoming && f.Start.After(now) {
		all = append(all, reminderButton(ActionNoticeSnooze, say.Say(text.ButtonSnooze), f.NoticeID))
	}
	switch {
	case f.ID == "":
	case f.Channel == "":
		all = append(all, reminderButton(ActionNoticeStop, say.Say(text.ButtonStopYou), f.stop()))
	default:
		all = append(all, reminderButton(ActionNoticeStop, say.Say(text.ButtonStopChannel), f.stop()))
	}
	return all
}

// SnoozedUntil tells somebody when they are reminded again.
func SnoozedUntil(r Reader, at time.Time) Message {
	return Message{Text: r.Say(text.Snoozed, text.Args{"Time": r.clock().minute(at)})}
}
