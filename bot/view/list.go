package view

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the buttons on a list of meetings.
const (
	ActionListPrevious = "list_previous"
	ActionListNext     = "list_next"
	ActionPick         = "list_pick" // shows a meeting beside the list
)

// Ids of the blocks of a list of meetings; the number of its row is added to
// BlockListed.
const (
	BlockList       = "list_title"
	BlockListRow    = "list_row_"
	BlockListPager  = "list_pager"
	BlockListFooter = "list_footer"
)

// ListFacts are what a list of meetings is made of.
type ListFacts struct {
	Search                         // what was asked for; a page beyond the ends is moved inside
	Meetings []*meeting.Conference // what was found, in any order
	Now      time.Time
	Zone     *time.Location // of the reader, nil when not known
	Mine     bool           // only meetings that the reader has a part in
	Cut      bool           // there are more than could be looked through
}

// entry is one line of a list: a meeting, or one of a series.
type entry struct {
	of    *meeting.Conference
	span  meeting.Occurrence
	other bool // not the one of its series that runs or comes next
}

// List shows meetings, a page of them, each with a button to its card. Only its
// reader sees it.
func List(say text.Localizer, f ListFacts) Message {
	l := clock{say: say, now: f.Now.UTC().Truncate(time.Minute), zone: cmp.Or(f.Zone, time.UTC), read: f.Zone != nil}
	all := f.all(l)
	p := newPaging(f.Page, len(all))
	title := f.title(say, p)
	m := Message{Blocks: []slack.Block{section(BlockList, title)}}
	words := []string{title}
	for i, e := range on(p, all) {
		number := strconv.Itoa(p.from(p.number) + i)
		words = append(words, lines(l.line(number, e, l.words(e.span, l.zone))))
		m.Blocks = append(m.Blocks, l.row(number, strconv.Itoa(i+1), e))
	}
	if buttons := f.pager(p).buttons(say); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockListPager, buttons...))
	}
	if footer := f.footer(say); footer != "" {
		words = append(words, footer)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockListFooter, mrkdwn(footer)))
	}
	m.Text = within(words)
	return m
}

// Covers reports whether the list has a meeting on it, by its times alone.
func (f ListFacts) Covers(c *meeting.Conference, now time.Time) bool {
	return len(f.entries(c, now, cmp.Or(f.Zone, time.UTC))) > 0
}

// all are the lines of all pages, by their start.
func (f ListFacts) all(l clock) []entry {
	var all []entry
	for _, c := range f.Meetings {
		all = append(all, f.entries(c, l.now, l.zone)...)
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(a.span.Start.Compare(b.span.Start), cmp.Compare(a.of.Number(), b.of.Number()))
	})
	return slices.CompactFunc(all, func(a, b entry) bool { return a.of.ID == b.of.ID && a.span.SameTime(b.span) })
}

func (f ListFacts) pager(p paging) pager {
	return pager{
		paging: p, previous: ActionListPrevious, next: ActionListNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: p.listed, to: f.to,
	}
}

// title says what was asked for and which part of it is shown.
func (f ListFacts) title(say text.Localizer, p paging) string {
	title := bold(say.Say(f.about()))
	if f.Text != "" {
		title = say.Say(text.ListFound, text.Args{"Text": code(inCode(f.Text))})
	}
	switch from, to := p.from(p.number), p.until(p.number); {
	case p.listed == 0:
		return title + separator + say.Say(text.ListNone)
	case from == to:
		return title + separator + say.Say(text.ListOne, text.Args{"From": from, "Total": p.listed})
	default:
		return title + separator + say.Say(text.ListRange, text.Args{"From": from, "To": to, "Total": p.listed})
	}
}

func (f ListFacts) about() text.Key {
	switch f.Range {
	case RangeToday:
		return text.ListToday
	case RangeTomorrow:
		return text.ListTomorrow
	case RangeWeek:
		return text.ListWeek
	default:
		return text.ListUpcoming
	}
}

// footer says what is not on the list, "" for nothing.
func (f ListFacts) footer(say text.Localizer) string {
	var mine, cut string
	if f.Mine {
		mine = say.Say(text.ListMine)
	}
	if f.Cut {
		cut = say.Say(text.ListCut)
	}
	return lines(mine, cut)
}

// line is what a list says of one meeting; when is its time.
func (l clock) line(number string, e entry, when string) string {
	state := e.of.State
	if e.other {
		state = meeting.StateScheduled
	}
	sign, words := status(l.say, state, e.span, l.now)
	about := Number(e.of.Number())
	if booker := unmarked(brief(called(e.of.BookerName.String()), maxName)); booker != "" {
		about = l.say.Say(text.ListBookedBy, text.Args{"Who": booker}) + separator + about
	}
	return lines(number+". "+bold(unmarked(l.subject(e.of))), when, sign+" "+words, about)
}

// subject is what a list calls a meeting, as plain text.
func (l clock) subject(c *meeting.Conference) string {
	return cmp.Or(brief(c.Subject.String(), maxListed), l.say.Say(text.UntitledMeeting))
}

// row is one meeting with the button to its card.
func (l clock) row(number, id string, e entry) slack.Block {
	words := l.line(number, e, l.spanned(e.span))
	block := slack.SectionBlockOptionBlockID(BlockListRow + id)
	t := PageRef{ID: e.of.ID.String(), Page: 1}
	if e.other {
		t.Start = e.span.Start.Unix()
	}
	if _, ok := ParsePageRef(t.String()); !ok {
		return slack.NewSectionBlock(mrkdwn(words), nil, nil, block)
	}
	label := l.say.Say(text.LabelPick, text.Args{"Subject": clean(e.of.Subject.String(), maxWord), "Number": number})
	return slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(button(ActionPick, l.say.Say(text.ButtonOpen), label, t)), block)
}
