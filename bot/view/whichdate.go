package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the question which date of a series is meant. The buttons and the entries of
// the menu carry the PageRef of a date, or of the series.
const (
	BlockWhichDate        = "which_date"
	BlockWhichDateButtons = "which_date_buttons"

	ActionChangeDate  = "change_date"  // a button
	ActionChangeOther = "change_other" // a menu
	ActionChangeAll   = "change_series"
	ActionCancelDate  = "cancel_date"
	ActionCancelOther = "cancel_other"
	ActionCancelAll   = "cancel_series"
	ActionActNot      = "act_nothing" // leaves everything as it is
)

const (
	// maxDatesListed is how many dates the question lists.
	maxDatesListed = 5
	// maxDatesOffered is how many its menu offers, which Slack bounds by 100.
	maxDatesOffered = 60
)

// whichDate are the words and ids of the question.
type whichDate struct {
	question         text.Key
	date, other, all string
}

// WhichToChange asks which date of a series somebody wants to change, or all of them.
func WhichToChange(loc text.Localizer, f Facts) Message {
	return whichDate{text.WhichToChange, ActionChangeDate, ActionChangeOther, ActionChangeAll}.ask(loc, f)
}

// WhichToCancel asks the same of cancelling.
func WhichToCancel(loc text.Localizer, f Facts) Message {
	return whichDate{text.WhichToCancel, ActionCancelDate, ActionCancelOther, ActionCancelAll}.ask(loc, f)
}

func (w whichDate) ask(loc text.Localizer, f Facts) Message {
	c := newCard(loc, f)
	ahead := c.ahead()
	question := loc.Say(w.question, text.Args{"Meeting": c.meetingText()})
	question = lines(question, listUnder(loc.Say(text.WhichDates), firstDates(c, ahead)))
	return Message{Text: question, Blocks: []slack.Block{
		section(BlockWhichDate, question), slack.NewActionBlock(BlockWhichDateButtons, w.elements(c, ahead)...),
	}}
}

// elements are the buttons for the date that the card shows and for the series, and a
// menu of all dates.
func (w whichDate) elements(c card, ahead meeting.Schedule) []slack.BlockElement {
	var all []slack.BlockElement
	others := len(ahead)
	if ahead.Has(c.occurrence) {
		others--
		words := c.Say(text.WhichThisDate, text.Args{"When": c.startText(c.occurrence)})
		all = append(all, button(w.date, clean(words, maxCaption), "", c.dateRef(c.occurrence)))
	}
	if others > 0 {
		menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, caption(c.Say(text.WhichOtherDate)), w.other)
		for _, o := range ahead[:min(len(ahead), maxDatesOffered)] {
			menu.Options = append(menu.Options, slack.NewOptionBlockObject(c.dateRef(o).String(), caption(clean(c.startText(o), maxCaption)), nil))
		}
		all = append(all, menu)
	}
	whole := PageRef{ID: c.ref.ID, Page: 1}
	return append(all, button(w.all, c.Say(text.WhichSeries), "", whole), button(ActionActNot, c.Say(text.WhichNothing), "", whole))
}

// ahead are the dates of a series that have not begun.
func (c card) ahead() meeting.Schedule {
	var ahead meeting.Schedule
	for _, o := range c.series {
		if !o.Begun(c.now) {
			ahead = append(ahead, o)
		}
	}
	return ahead
}

// dateRef leads to one date of a series.
func (c card) dateRef(o meeting.Occurrence) PageRef {
	return PageRef{ID: c.ref.ID, Page: 1, Start: o.Start.Unix()}
}

// firstDates writes the first dates of some, and counts the others.
func firstDates(c card, dates meeting.Schedule) []string {
	var list []string
	for _, o := range dates[:min(len(dates), maxDatesListed)] {
		list = append(list, c.bookedTokens(o))
	}
	if more := len(dates) - maxDatesListed; more > 0 {
		list = append(list, c.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return list
}

// meetingText is the meeting with its number.
func (c card) meetingText() string {
	return c.Say(text.ReminderMeeting, text.Args{"Subject": bold(subjectText(c.Localizer, c.conference.Subject.String())), "Number": c.number()})
}

// canChange reports whether there is anything left to change: the meeting has not
// started, and it is no webinar.
func (c card) canChange() bool {
	switch {
	case bool(c.conference.Webinar):
		return false
	case len(c.series) > 0:
		return len(c.ahead()) > 0
	default:
		return c.conference.State != meeting.StateRunning
	}
}
