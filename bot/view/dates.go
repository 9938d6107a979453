package view

import (
	"strconv"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks of a list of dates. The number of the row is appended to those
// of a date and of its buttons.
const (
	BlockDates      = "series_dates_title"
	BlockDate       = "series_date_"
	BlockDateJoin   = "series_join_"
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
	key := text.DatesTitle
	if p.pages == 1 {
		key = text.DatesTitleAll
	}
	title := loc.Say(key, text.Args{
		"Subject": escapeMrkdwn(c.title()), "From": p.first(p.number), "To": p.last(p.number), "Total": p.entries,
	})
	m := Message{Blocks: []slack.Block{section(BlockDates, title)}}
	fallback := []string{title}
	pattern := newPattern(c.conference, c.series)
	for i, s := range onPage(p, c.series) {
		tokens, words := c.dateLines(pattern, s)
		fallback = append(fallback, words)
		m.Blocks = append(m.Blocks, c.dateRow(strconv.Itoa(i+1), tokens, s)...)
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

// dateLines describe an occurrence, with tokens and in words: its day, and its times
// with what there is to note.
func (c card) dateLines(p pattern, s meeting.Occurrence) (tokens, words string) {
	tokens, words = c.timesOn(s, s.Start)
	note := c.dateNote(p, s)
	if !c.zoneIsReaders {
		return lines(bold(tokens), note), lines(words, note) // the times have the days
	}
	day := bold(c.listDay(s.Start))
	return lines(day, joined(tokens, note)), lines(day, joined(words, note))
}

// dateNote says where an occurrence stands and how it differs from the pattern, ""
// for neither.
func (c card) dateNote(p pattern, s meeting.Occurrence) string {
	state := c.stateOf(s)
	status := c.listStatus(state, s)
	if state != meeting.StateRunning && !s.Last().After(c.now) {
		status = c.Say(text.SeriesPassed)
	}
	return joined(status, p.deviation(c.Localizer, s))
}

// stateOf is the state of the meeting, which only its running or next occurrence
// has.
func (c card) stateOf(s meeting.Occurrence) meeting.State {
	if s.SameTime(c.conference.Current(c.now)) {
		return c.conference.State
	}
	return meeting.StateScheduled
}

// dateRow is one occurrence with the button to its card, and the link into it where
// it runs.
func (c card) dateRow(id, words string, s meeting.Occurrence) []slack.Block {
	ref := PageRef{ID: c.ref.ID, Page: 1, Start: s.Start.Unix()}
	open := button(ActionOpen, c.Say(text.ButtonOpen), c.Say(text.LabelOpen, text.Args{"When": c.startText(s)}), ref)
	block := slack.SectionBlockOptionBlockID(BlockDate + id)
	link := listLink(c.link)
	if link == "" || !s.SameTime(c.conference.Current(c.now)) || !c.joinable(c.conference.State, s) {
		return []slack.Block{slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(open), block)}
	}
	join := joinButton(link, c.Say(text.ButtonJoin), c.Say(text.LabelJoin))
	return []slack.Block{slack.NewSectionBlock(mrkdwn(words), nil, nil, block), slack.NewActionBlock(BlockDateJoin+id, join, open)}
}

// datesRef leads to the page of dates that has the next occurrence.
func (c card) datesRef() PageRef {
	past := len(c.series) - len(c.series.Coming(c.now))
	return PageRef{ID: c.ref.ID, Page: newPaging(past/PerPage+1, len(c.series)).number}
}
