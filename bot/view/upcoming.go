package view

import (
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// shownOccurrences is how many upcoming occurrences of a series a card lists.
const shownOccurrences = 5

// upcoming lists the next occurrences of a series and notes which differ from
// its pattern. when writes the times. The title is empty and the list has one
// sentence when no occurrence is left or the card is about a chosen one.
func (c card) upcoming(when func(meeting.Occurrence) string) (title string, list []string) {
	if len(c.series) == 0 {
		return "", nil
	}
	if c.ref.Start != 0 {
		return "", []string{c.Say(text.SeriesOne)}
	}
	next := c.series.Coming(c.now)
	if len(next) == 0 {
		return "", []string{c.Say(text.SeriesDone, text.Args{"When": when(c.series[len(c.series)-1])})}
	}
	p := newPattern(c.conference, c.series)
	for _, s := range next[:min(len(next), shownOccurrences)] {
		item := when(s)
		if deviation := p.deviation(c.Localizer, s); deviation != "" {
			item += separator + deviation
		}
		list = append(list, item)
	}
	if more := len(next) - shownOccurrences; more > 0 {
		list = append(list, c.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return c.Say(text.SeriesNext), list
}
