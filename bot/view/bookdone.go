package view

import (
	"cmp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks that say what was booked.
const (
	BlockFormBooked  = "form_booked"
	BlockFormNotes   = "form_booked_notes"
	BlockFormActions = "form_booked_actions"
)

// FormBookedFacts are a meeting that was just booked by the form. Only the reader, who has
// booked it, sees them.
type FormBookedFacts struct {
	Meeting *meeting.Conference
	Until   string   // the last date that was asked for, "2006-01-02", "" for a single meeting
	Invited int      // how many people were invited, without the reader
	Host    bool     // the bot's account has booked it, and the reader is its host
	Nobody  bool     // the bot's account has booked it, and the reader is not on its list
	Remarks []string // what has become of reminders, as mrkdwn
}

// FormBookedModal says what was booked, with the link to join.
func FormBookedModal(r Reader, f FormBookedFacts) slack.ModalViewRequest {
	m := f.message(r)
	return modal(r.Say(text.ScheduleTitle), r.Say(text.ModalClose), m.Blocks...)
}

func (f FormBookedFacts) message(r Reader) Message {
	c, l := f.Meeting, r.locale()
	subject := bold(cmp.Or(safe(c.Subject.String(), maxBookSubject), r.Say(text.UntitledMeeting)))
	words := lines(
		"✅ "+r.Say(text.BookedTitle, text.Args{"Subject": subject}),
		f.when(l),
		joined(r.Say(text.LabelValue, text.Args{"Label": r.Say(text.FieldNumber), "Value": Number(c.Number())}), f.invited(r.Localizer)))
	m := Message{Text: words, Blocks: []slack.Block{section(BlockFormBooked, words)}}
	if notes := f.notes(r); notes != "" {
		m.Blocks = append(m.Blocks, section(BlockFormNotes, notes))
	}
	var all []slack.BlockElement
	if link := JoinLink(c, false); link != "" {
		all = append(all, joinButton(link, r.Say(text.ButtonJoin), r.Say(text.LabelJoin)))
	}
	details := button(ActionOpen, r.Say(text.ButtonDetails), r.Say(text.LabelDetails), PageRef{ID: c.ID.String(), Page: 1})
	m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockFormActions, append(all, details)...))
	return m
}

// when is the booked time, or the first one of a series with its rule.
func (f FormBookedFacts) when(l locale) string {
	c := f.Meeting
	if !c.Recurring() {
		return l.spanTokens(c.Booked())
	}
	s := c.Series()
	first := c.Booked()
	if len(s) > 0 {
		first = s[0]
	}
	return lines(l.spanTokens(first), joined(recurringType(l.Localizer, c.Cycle, l.now), f.dates(l.Localizer, len(s))))
}

func (f FormBookedFacts) dates(loc text.Localizer, n int) string {
	if n == 0 {
		return ""
	}
	return loc.Count(text.BookedDates, n)
}

func (f FormBookedFacts) invited(loc text.Localizer) string {
	if f.Invited == 0 {
		return ""
	}
	return loc.Count(text.BookedInvited, f.Invited)
}

// notes are what the reader should know beside.
func (f FormBookedFacts) notes(r Reader) string {
	var all []string
	switch {
	case f.Host:
		all = append(all, r.Say(text.BookedHost))
	case f.Nobody:
		all = append(all, "⚠️ "+r.Say(text.BookedNobody))
	}
	if end := f.cutAt(); end != "" {
		all = append(all, "⚠️ "+r.Say(text.BookedCut, text.Args{"Date": dateText(r.Localizer, meeting.Text(end), r.Now)}))
	}
	return strings.Join(append(all, f.Remarks...), "\n")
}

// cutAt is the last date of a series that ends earlier than was asked for, "" for one
// that does not. Between the last date and the one that was asked for there may be none.
func (f FormBookedFacts) cutAt() string {
	p := f.Meeting.Cycle
	if f.Until == "" || p == nil || p.EndDate == "" || p.EndDate.String() >= f.Until {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, p.EndDate.String()); err != nil {
		return ""
	}
	return p.EndDate.String()
}

// BookingModal says that a meeting is being booked, which takes longer than a form can
// wait.
func BookingModal(loc text.Localizer) slack.ModalViewRequest {
	return modal(loc.Say(text.ScheduleTitle), loc.Say(text.ModalClose), section(BlockInfo, "⏳ "+loc.Say(text.BookingNow)))
}
