package view

import (
	"slices"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// shownOccurrences is how many upcoming occurrences of a series a card lists.
const shownOccurrences = 5

// upcoming lists the dates of a series after the one that the card shows, with a
// button to all of them; nil for a meeting that is no series.
func (c card) upcoming() slack.Block {
	if len(c.series) == 0 {
		return nil
	}
	var accessory *slack.Accessory
	if len(c.series) > 1 {
		accessory = slack.NewAccessory(button(ActionDates, c.Say(text.ButtonDates), c.Say(text.LabelDates), c.datesRef()))
	}
	return slack.NewSectionBlock(mrkdwn(c.upcomingText()), nil, accessory, slack.SectionBlockOptionBlockID(BlockSeries))
}

func (c card) upcomingText() string {
	if c.ref.Start != 0 {
		return c.Say(text.SeriesOne)
	}
	shown := func(s meeting.Occurrence) bool { return s.SameTime(c.occurrence) }
	next := c.series.Coming(c.now)
	if len(next) == 0 {
		return c.Say(text.SeriesDone, text.Args{"When": c.bookedTokens(c.series[len(c.series)-1])})
	}
	next = slices.DeleteFunc(slices.Clone(next), shown)
	if len(next) == 0 {
		return c.Say(text.SeriesLast)
	}
	p := newPattern(c.conference, c.series)
	var list []string
	for _, s := range next[:min(len(next), shownOccurrences)] {
		list = append(list, joined(c.bookedTokens(s), p.deviation(c.Localizer, s)))
	}
	if more := len(next) - shownOccurrences; more > 0 {
		list = append(list, c.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return bulleted(c.Say(text.SeriesNext), list)
}
