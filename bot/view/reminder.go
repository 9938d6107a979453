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

	ActionNoticeDetails = "notice_details" // carries a PageRef
	ActionNoticeSnooze  = "notice_snooze"  // carries the notice's id
	ActionNoticeStop    = "notice_stop"    // carries a Stop
)

// Phase is where a meeting is in its life when somebody is reminded of it.
type Phase byte

// The phases.
const (
	Ahead Phase = iota // or begun a moment ago
	Running
	Over
)

// Reminding is what a reminder is made of.
type Reminding struct {
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
func Reminder(r Reader, f Reminding) Message {
	c := r.clock()
	if own, ok := f.zone(); ok && !c.read {
		c.own, c.zone = own, own
	}
	sign, title := f.title(r.Say, c.now)
	booked := meeting.Occurrence{Start: f.Start, End: f.End}
	footer := lines(f.memory(c.say, c.minute), f.setBy(r.Say))
	m := Message{
		Text: within(strings.Split(lines(title, f.link(r.Say), f.facts(r.Say, c.words(booked, c.zone)),
			f.memory(c.say, c.clocked), f.setBy(r.Say)), "\n")),
		Blocks: []slack.Block{
			section(BlockReminder, sign+" "+bold(title)),
			section(BlockReminderFacts, f.facts(r.Say, c.when(booked))),
		},
	}
	if buttons := f.buttons(r.Say, c.now); len(buttons) > 0 {
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
func (f Reminding) zone() (*time.Location, bool) {
	if f.Meeting == nil {
		return nil, false
	}
	return f.Meeting.Zone()
}

// title says what happens: "Budget starts in 10 minutes".
func (f Reminding) title(say text.Localizer, now time.Time) (sign, words string) {
	args := text.Args{"Subject": titled(say, f.Subject)}
	wait := f.Start.Sub(now)
	switch {
	case f.Phase == Running:
		return signRunning, say.Say(text.ReminderRunning, args)
	case f.Phase == Over:
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
func (f Reminding) facts(say text.Localizer, when string) string {
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
func (f Reminding) guestLink() string {
	if f.Meeting == nil || f.Phase == Over {
		return ""
	}
	return joinLink(f.Meeting)
}

// link is the link for those who see no blocks.
func (f Reminding) link(say text.Localizer) string {
	link := f.guestLink()
	if link == "" {
		return ""
	}
	return say.Say(text.LabelValue, text.Args{"Label": say.Say(text.FieldJoin), "Value": "<" + escaped(link) + ">"})
}

// memory says that the API could not be asked, and how old this is; "" where
// it was.
func (f Reminding) memory(say text.Localizer, clock func(time.Time) string) string {
	if f.ReadAt.IsZero() {
		return ""
	}
	return say.Say(text.ReminderFromMemory, text.Args{"Time": clock(f.ReadAt)})
}

// setBy says who made the promise, "" where it has been taken back.
func (f Reminding) setBy(say text.Localizer) string {
	if f.SetBy == "" {
		return ""
	}
	return say.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)})
}

// buttons are what can be done with a reminder.
func (f Reminding) buttons(say text.Localizer, now time.Time) []slack.BlockElement {
	if f.Phase == Over {
		return nil
	}
	var all []slack.BlockElement
	if link := f.guestLink(); link != "" {
		all = append(all, joining(link, say.Say(text.ButtonJoin), say.Say(text.LabelJoin)))
	}
	all = append(all, reminderButton(ActionNoticeDetails, say.Say(text.ButtonDetails), PageRef{ID: f.MeetingID, Page: 1}.String()))
	if f.Phase == Ahead && f.Start.After(now) {
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
	return Message{Text: r.Say.Say(text.Snoozed, text.Args{"Time": r.clock().minute(at)})}
}
