package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks and buttons of a notice.
const (
	BlockReminder        = "reminder"
	BlockReminderActions = "reminder_actions"
	BlockReminderFooter  = "reminder_footer"

	ActionNoticeDetails = "notice_details" // carries a PageRef
	ActionNoticeSnooze  = "notice_snooze"  // carries the notice's ID
	ActionNoticeStop    = "notice_stop"    // carries a StopRef
)

// Phase says whether the meeting of a notice is upcoming, running or over, or does
// not take place at its time any more.
type Phase byte

// The phases.
const (
	PhaseUpcoming Phase = iota // or just started
	PhaseRunning
	PhaseOver
	PhaseVoid // it was moved or cancelled
)

// About is what a notice tells.
type About byte

// What a notice tells.
const (
	AboutStart   About = iota // the meeting starts
	AboutLate                 // it was to start, and nobody is in it
	AboutOverrun              // its end is near, and people are in it
)

// isLast reports whether nothing can be done about the meeting of a notice any more.
func (p Phase) isLast() bool { return p == PhaseOver || p == PhaseVoid }

// NoticeFacts describe one notice, a message that reminds a conversation of one
// occurrence.
type NoticeFacts struct {
	ReminderFacts // Start is that of the occurrence; without an ID there is no stop button
	Live          LiveFacts
	End           time.Time
	Booker        meeting.Name
	Setter        meeting.Name // who set the reminder, "" when not known; unlike SetBy not mentioned
	About         About
	Automatic     bool // the reader chose to be reminded of all of their meetings

	MeetingID string              // for API calls, 1 to 32 digits
	NoticeID  string              // for the snooze button
	Meeting   *meeting.Conference // source of the guest link; nil when the API did not answer
	ReadAt    time.Time           // when these facts were read, if the API does not answer now; else zero
}

// ReminderNotice tells a conversation that a meeting starts soon, runs or is
// over. It has no password, because everybody in a channel sees it.
func ReminderNotice(r Reader, f NoticeFacts) Message {
	l := r.locale()
	if own, ok := f.meetingZone(); ok && !l.zoneIsReaders {
		l.meetingZone, l.zone = own, own
	}
	told := live{locale: l, LiveFacts: f.Live, occurrence: meeting.Occurrence{Start: f.Start, End: f.End}}
	emoji, title := f.title(told, l.timeToken)
	_, titleText := f.title(told, l.timeText)
	detail := told.detail()
	if f.runsOver(told) { // which says how many are in it
		detail = ""
	}
	footer := lines(f.staleLine(l.Localizer, l.timeToken), f.setByLine(r.Localizer), f.whyLine(r.Localizer))
	m := Message{
		Text: fitText(strings.Split(lines(joined(titleText, detail), told.whenText(), f.linkLine(r.Localizer), f.factLines(r.Localizer),
			f.staleLine(l.Localizer, l.timeText), f.setByLine(r.Localizer)), "\n")),
		Blocks: append([]slack.Block{
			section(BlockReminder, lines(joined(emoji+" "+bold(title), detail), told.when(), f.bookerLine(r.Localizer))),
		}, told.call()...),
	}
	if buttons := f.buttons(told); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockReminderActions, buttons...))
	}
	if footer != "" {
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockReminderFooter, mrkdwn(footer)))
	}
	return m
}

// meetingZone returns the meeting's own time zone, if it is known.
func (f NoticeFacts) meetingZone() (*time.Location, bool) {
	if f.Meeting == nil {
		return nil, false
	}
	return f.Meeting.Zone()
}

// title says what the meeting does: "Budget starts in 10 minutes". when formats times.
func (f NoticeFacts) title(l live, when func(time.Time) string) (emoji, words string) {
	loc, args := l.Localizer, text.Args{"Subject": subjectText(l.Localizer, f.Subject)}
	wait := f.Start.Sub(l.now)
	switch {
	case f.About == AboutLate && f.Live.Phase == PhaseUpcoming:
		args["Duration"] = loc.Duration(wait)
		return emojiLate, loc.Say(text.ReminderLateStart, args)
	case f.runsOver(l):
		return emojiOver, loc.Count(text.ReminderOverrun, l.In, text.Args{"Subject": args["Subject"], "End": when(f.End)})
	case f.Live.Phase == PhaseRunning:
		return emojiRunning, loc.Say(text.ReminderRunning, args)
	case f.Live.Phase == PhaseOver:
		return emojiEnded, loc.Say(text.ReminderOver, args)
	case f.Live.Phase == PhaseVoid:
		return emojiVoid, loc.Say(text.ReminderVoid, args)
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

// runsOver reports whether a notice says that people are still in the meeting, whose
// end is near.
func (f NoticeFacts) runsOver(l live) bool {
	return f.About == AboutOverrun && l.Phase == PhaseRunning && l.In > 0 && l.now.Before(f.End)
}

// factLines are what people type to join and who booked the meeting, for clients
// that show no blocks.
func (f NoticeFacts) factLines(loc text.Localizer) string {
	labelled := func(label text.Key, value string) string {
		if value == "" {
			return ""
		}
		return loc.Say(text.LabelValue, text.Args{"Label": loc.Say(label), "Value": value})
	}
	return lines(labelled(text.FieldNumber, Number(f.Number)), labelled(text.FieldBooker, escapeMrkdwn(displayName(f.Booker))))
}

// bookerLine names who booked the meeting, "" when that is not known.
func (f NoticeFacts) bookerLine(loc text.Localizer) string {
	booker := escapeMrkdwn(displayName(f.Booker))
	if booker == "" {
		return ""
	}
	return bold(loc.Say(text.FieldBooker)) + " " + booker
}

// guestLink returns the link to join, "" for none.
func (f NoticeFacts) guestLink() string {
	if f.Meeting == nil || f.Live.Phase.isLast() {
		return ""
	}
	return JoinLink(f.Meeting, false)
}

// linkLine is the link to join for clients that show no blocks.
func (f NoticeFacts) linkLine(loc text.Localizer) string {
	link := f.guestLink()
	if link == "" {
		return ""
	}
	return loc.Say(text.LabelValue, text.Args{"Label": loc.Say(text.FieldJoin), "Value": "<" + escapeControl(link) + ">"})
}

// staleLine says that the API does not answer, and when the facts were read; ""
// when they are fresh. format writes the time.
func (f NoticeFacts) staleLine(loc text.Localizer, format func(time.Time) string) string {
	if f.ReadAt.IsZero() {
		return ""
	}
	return loc.Say(text.ReminderStale, text.Args{"Time": format(f.ReadAt)})
}

// setByLine says who set the reminder, "" where that is not known or known to the
// reader anyway. A mention would notify them each time.
func (f NoticeFacts) setByLine(loc text.Localizer) string {
	who := escapeMrkdwn(displayName(f.Setter))
	if who == "" {
		return ""
	}
	return loc.Say(text.ReminderSetBy, text.Args{"Who": who})
}

// whyLine says why somebody is reminded of a meeting who did not ask for that one.
func (f NoticeFacts) whyLine(loc text.Localizer) string {
	switch {
	case f.Rule != nil:
		return f.Rule.title(loc)
	case f.Automatic:
		return loc.Say(text.OwnWhy)
	default:
		return ""
	}
}

// buttons are those of the notice: join, details, snooze and stop, or of a meeting that
// is over what leads to how it was.
func (f NoticeFacts) buttons(l live) []slack.BlockElement {
	loc, now := l.Localizer, l.now
	if f.Live.Phase.isLast() {
		return l.recordButtons(f.MeetingID)
	}
	var all []slack.BlockElement
	if link := f.guestLink(); link != "" {
		all = append(all, l.join(link))
	}
	all = append(all, reminderButton(ActionNoticeDetails, loc.Say(text.ButtonDetails), PageRef{ID: f.MeetingID, Page: 1}.String()))
	if f.Live.Phase == PhaseUpcoming && f.Start.After(now) {
		all = append(all, reminderButton(ActionNoticeSnooze, loc.Say(text.ButtonSnooze), f.NoticeID))
	}
	switch {
	case f.Automatic:
		all = append(all, ownStopButton(loc, f.MeetingID))
	case f.ID == "":
	case f.Channel == "":
		all = append(all, reminderButton(ActionNoticeStop, loc.Say(text.ButtonStopYou), f.stopRef()))
	default:
		all = append(all, f.stopButton(loc, ActionNoticeStop, loc.Say(text.ButtonStopChannel), f.stopRef()))
	}
	return all
}

// SnoozedUntil tells a person when they are reminded again.
func SnoozedUntil(r Reader, at time.Time) Message {
	return Message{Text: r.Say(text.Snoozed, text.Args{"Time": r.locale().timeToken(at)})}
}
