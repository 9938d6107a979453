package view

import (
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// shownOccurrences is how many coming meetings of a series a card lists.
const shownOccurrences = 5

// agenda lists the coming meetings of a series, those that differ from its
// pattern marked, as when says them. The title is empty, and the list one
// sentence, when none are left or the card is about one of them.
func (c card) agenda(when func(meeting.Occurrence) string) (title string, list []string) {
	if len(c.series) == 0 {
		return "", nil
	}
	if c.ref.Start != 0 {
		return "", []string{c.say.Say(text.SeriesOne)}
	}
	next := c.series.Coming(c.now)
	if len(next) == 0 {
		return "", []string{c.say.Say(text.SeriesDone, text.Args{"When": when(c.series[len(c.series)-1])})}
	}
	p := newPattern(c.of, c.series)
	for _, s := range next[:min(len(next), shownOccurrences)] {
		item := when(s)
		if mark := p.mark(c.say, s); mark != "" {
			item += separator + mark
		}
		list = append(list, item)
	}
	if more := len(next) - shownOccurrences; more > 0 {
		list = append(list, c.say.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return c.say.Say(text.SeriesNext), list
}

// spanned says a booked time with tokens, from – to.
func (c clock) spanned(s meeting.Occurrence) string {
	if s.Start.IsZero() || s.End.IsZero() {
		return c.when(s)
	}
	return c.say.Say(text.Span, text.Args{"Start": c.moment(s.Start), "End": c.until(s)})
}
