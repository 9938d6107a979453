package view

import (
	"slices"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// shownOccurrences is how many dates a card lists of a series after its own.
const shownOccurrences = 4

// upcoming lists the dates of a series after the one that the card shows, with a
// button to all of them; nil where there are no others.
func (c card) upcoming() slack.Block {
	if len(c.series) < 2 {
		return nil
	}
	all := button(ActionDates, c.Say(text.ButtonDates), c.Say(text.LabelDates), c.datesRef())
	return slack.NewSectionBlock(mrkdwn(c.upcomingText()), nil, slack.NewAccessory(all), slack.SectionBlockOptionBlockID(BlockSeries))
}

func (c card) upcomingText() string {
	if c.ref.Start != 0 {
		return c.Say(text.SeriesOne)
	}
	shown := func(s meeting.Occurrence) bool { return s.SameTime(c.occurrence) }
	next := c.series.Coming(c.now)
	if len(next) == 0 {
		return c.Say(text.SeriesDone)
	}
	next = slices.DeleteFunc(slices.Clone(next), shown)
	if len(next) == 0 {
		return c.Say(text.SeriesLast)
	}
	p := newPattern(c.conference, c.series)
	var list []string
	for _, s := range next[:min(len(next), shownOccurrences)] {
		when := c.otherDay(s.Start, c.occurrence.Start)
		if !s.End.IsZero() && s.End.Sub(s.Start) != c.occurrence.End.Sub(c.occurrence.Start) {
			when = c.bookedTokens(s)
		}
		list = append(list, joined(when, p.deviation(c.Localizer, s)))
	}
	if more := len(next) - shownOccurrences; more > 0 {
		list = append(list, c.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return bulleted(c.Say(text.SeriesNext), list)
}
