package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks of a list of dates. The number of the row is appended to
// BlockDate.
const (
	BlockDates      = "series_dates_title"
	BlockDate       = "series_date_"
	BlockDatesPager = "series_dates_pager"
)

// Dates shows one page of the occurrences of a series, including past ones, each
// with a button to its card. Only the reader sees it.
func Dates(loc text.Localizer, f Facts) Message {
	c := newCard(loc, f)
	if len(c.series) == 0 {
		return MeetingSentence(loc, text.SeriesNone, f.ID)
	}
	p := newPaging(f.Page, len(c.series))
	title := loc.Say(text.DatesTitle, text.Args{
		"Subject": escapeMrkdwn(c.title()), "From": p.first(p.number), "To": p.last(p.number), "Total": p.entries,
	})
	m := Message{Blocks: []slack.Block{section(BlockDates, title)}}
	fallback := []string{title}
	pattern := newPattern(c.conference, c.series)
	for i, s := range onPage(p, c.series) {
		number := strconv.Itoa(p.first(p.number)+i) + ". "
		note := c.dateNote(pattern, s)
		fallback = append(fallback, number+c.rangeText(s, c.zone)+note)
		m.Blocks = append(m.Blocks, c.dateRow(BlockDate+strconv.Itoa(i+1), number+c.bookedTokens(s)+note, s))
	}
	buttons := pager{
		paging: p, previous: ActionDatesPrevious, next: ActionDatesNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: p.entries, ref: PageRef{ID: f.ID}.withPage,
	}.buttons(loc)
	back := button(ActionOpen, loc.Say(text.ButtonBack), loc.Say(text.LabelBack), PageRef{ID: f.ID, Page: 1})
	m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockDatesPager, append(buttons, back)...))
	m.Text = fitText(fallback)
	return m
}

// dateNote says how an occurrence differs from the pattern and whether it is
// past, "" for neither.
func (c card) dateNote(p pattern, s meeting.Occurrence) string {
	var b strings.Builder
	for _, note := range []string{p.deviation(c.Localizer, s), c.pastNote(s)} {
		if note != "" {
			b.WriteString(separator + note)
		}
	}
	return b.String()
}

// pastNote says that an occurrence is over, "" when it is not.
func (c card) pastNote(s meeting.Occurrence) string {
	if s.Last().After(c.now) {
		return ""
	}
	return c.Say(text.SeriesPassed)
}

// dateRow is one occurrence with the button to its card.
func (c card) dateRow(id, words string, s meeting.Occurrence) slack.Block {
	ref := PageRef{ID: c.ref.ID, Page: 1, Start: s.Start.Unix()}
	open := button(ActionOpen, c.Say(text.ButtonOpen), c.Say(text.LabelOpen, text.Args{"When": c.startText(s)}), ref)
	return slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(open), slack.SectionBlockOptionBlockID(id))
}

// datesRef leads to the page of dates that has the next occurrence.
func (c card) datesRef() PageRef {
	past := len(c.series) - len(c.series.Coming(c.now))
	return PageRef{ID: c.ref.ID, Page: newPaging(past/PerPage+1, len(c.series)).number}
}
