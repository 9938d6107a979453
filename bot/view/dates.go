package view

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks of a list of dates; the number of its row is added to
// BlockDate.
const (
	BlockDates      = "series_dates_title"
	BlockDate       = "series_date_"
	BlockDatesPager = "series_dates_pager"
)

// Dates lists the meetings of a series, past ones included, a page of them,
// each with a button to its own card. Only its reader sees it.
func Dates(say text.Localizer, f Facts) Message {
	c := newCard(say, f)
	if len(c.series) == 0 {
		return About(say, text.SeriesNone, f.ID)
	}
	p := newPaging(f.Page, len(c.series))
	title := say.Say(text.DatesTitle, text.Args{
		"Subject": unmarked(c.title()), "From": p.from(p.number), "To": p.until(p.number), "Total": p.listed,
	})
	m := Message{Blocks: []slack.Block{section(BlockDates, title)}}
	words := []string{title}
	marks := newPattern(c.of, c.series)
	for i, s := range on(p, c.series) {
		number := strconv.Itoa(p.from(p.number)+i) + ". "
		mark := c.remark(marks, s)
		words = append(words, number+c.words(s, c.zone)+mark)
		m.Blocks = append(m.Blocks, c.row(BlockDate+strconv.Itoa(i+1), number+c.spanned(s)+mark, s))
	}
	buttons := pager{
		paging: p, previous: ActionDatesPrevious, next: ActionDatesNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: p.listed, to: PageRef{ID: f.ID}.to,
	}.buttons(say)
	back := button(ActionOpen, say.Say(text.ButtonBack), say.Say(text.LabelBack), PageRef{ID: f.ID, Page: 1})
	m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockDatesPager, append(buttons, back)...))
	m.Text = within(words)
	return m
}

// remark is what there is to say of one meeting of a series beside its time.
func (c card) remark(p pattern, s meeting.Occurrence) string {
	var b strings.Builder
	for _, remark := range []string{p.mark(c.say, s), c.passed(s)} {
		if remark != "" {
			b.WriteString(separator + remark)
		}
	}
	return b.String()
}

// passed says that a booked time is over.
func (c card) passed(s meeting.Occurrence) string {
	if s.Last().After(c.now) {
		return ""
	}
	return c.say.Say(text.SeriesPassed)
}

// row is one meeting of a series with the button to its card.
func (c card) row(id, words string, s meeting.Occurrence) slack.Block {
	t := PageRef{ID: c.ref.ID, Page: 1, Start: s.Start.Unix()}
	open := button(ActionOpen, c.say.Say(text.ButtonOpen), c.say.Say(text.LabelOpen, text.Args{"When": c.start(s)}), t)
	return slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(open), slack.SectionBlockOptionBlockID(id))
}

// start says when a meeting begins, in words.
func (c clock) start(s meeting.Occurrence) string {
	local := s.Start.In(c.zone)
	return c.zoned(c.say.DateTime(local, c.now), local)
}

// datesPage leads to the page of all dates that has the next one on it.
func (c card) datesPage() PageRef {
	past := len(c.series) - len(c.series.Coming(c.now))
	return PageRef{ID: c.ref.ID, Page: newPaging(past/PerPage+1, len(c.series)).number}
}
