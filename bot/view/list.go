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
	ActionPick         = "list_pick" // posts the card, and keeps the list
)

// Ids of the blocks of a list of meetings. The number of the row is appended to
// BlockListRow.
const (
	BlockList       = "list_title"
	BlockListRow    = "list_row_"
	BlockListPager  = "list_pager"
	BlockListFooter = "list_footer"
)

// ListFacts describe a list of meetings.
type ListFacts struct {
	Search                         // what was asked for; without such a page the nearest one is shown
	Meetings []*meeting.Conference // what was found, in any order
	Now      time.Time
	Zone     *time.Location // of the reader, nil when not known
	Mine     bool           // only meetings of the reader
	Read     int            // how many meetings could be looked through
	Total    int            // how many there are to look through
	Untold   int            // Mine: meetings left out that nobody can tell to be theirs or not
}

// entry is one row of a list: a meeting or an occurrence.
type entry struct {
	conference *meeting.Conference
	occurrence meeting.Occurrence
	otherDate  bool // not the running or next occurrence of its series
}

// List shows one page of meetings, each with a button to its card. Only the
// reader sees it.
func List(loc text.Localizer, f ListFacts) Message {
	l := locale{Localizer: loc, now: f.Now.UTC().Truncate(time.Minute), zone: cmp.Or(f.Zone, time.UTC), zoneIsReaders: f.Zone != nil}
	all := f.entriesOnAllPages(l)
	p := newPaging(f.Page, len(all))
	title := f.title(loc, p)
	m := Message{Blocks: []slack.Block{section(BlockList, title)}}
	fallback := []string{title}
	for i, e := range onPage(p, all) {
		number := strconv.Itoa(p.first(p.number) + i)
		fallback = append(fallback, lines(l.listLine(number, e, l.rangeText(e.occurrence, l.zone))))
		m.Blocks = append(m.Blocks, l.listRow(number, strconv.Itoa(i+1), e))
	}
	if buttons := f.pager(p).buttons(loc); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockListPager, buttons...))
	}
	if footer := f.footer(loc); footer != "" {
		fallback = append(fallback, footer)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockListFooter, mrkdwn(footer)))
	}
	m.Text = fitText(fallback)
	return m
}

// Covers reports whether the times of a meeting are in the range of the list.
func (f ListFacts) Covers(c *meeting.Conference, now time.Time) bool {
	return len(f.entries(c, now, cmp.Or(f.Zone, time.UTC))) > 0
}

// entriesOnAllPages returns the rows of all pages, ordered by start.
func (f ListFacts) entriesOnAllPages(l locale) []entry {
	var all []entry
	for _, c := range f.Meetings {
		all = append(all, f.entries(c, l.now, l.zone)...)
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		return cmp.Or(a.occurrence.Start.Compare(b.occurrence.Start), cmp.Compare(a.conference.Number(), b.conference.Number()))
	})
	return slices.CompactFunc(all, func(a, b entry) bool {
		return a.conference.ID == b.conference.ID && a.occurrence.SameTime(b.occurrence)
	})
}

func (f ListFacts) pager(p paging) pager {
	return pager{
		paging: p, previous: ActionListPrevious, next: ActionListNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: p.entries, ref: f.withPage,
	}
}

// title says what was asked for and which rows are shown.
func (f ListFacts) title(loc text.Localizer, p paging) string {
	title := bold(loc.Say(f.titleKey()))
	if f.Text != "" {
		title = loc.Say(text.ListFound, text.Args{"Text": code(escapeCode(f.Text))})
	}
	switch from, to := p.first(p.number), p.last(p.number); {
	case p.entries == 0:
		return title + separator + loc.Say(text.ListNone)
	case p.entries == 1:
		return title + separator + loc.Say(text.ListSingle)
	case from == to:
		return title + separator + loc.Say(text.ListOne, text.Args{"From": from, "Total": p.entries})
	default:
		return title + separator + loc.Say(text.ListRange, text.Args{"From": from, "To": to, "Total": p.entries})
	}
}

func (f ListFacts) titleKey() text.Key {
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

// Cut reports whether there are more meetings than could be looked through.
func (f ListFacts) Cut() bool { return f.Total > f.Read }

// footer says which meetings are not listed, "" for none.
func (f ListFacts) footer(loc text.Localizer) string {
	var mine, untold, cut string
	if f.Mine {
		mine = loc.Say(text.ListMine)
	}
	switch {
	case f.Cut() && f.Mine: // how many meetings others have is not theirs to know
		cut = loc.Say(text.ListMineCut)
	case f.Cut():
		cut = loc.Say(text.ListCut, text.Args{"Read": f.Read, "Total": f.Total})
	}
	if f.Untold > 0 {
		untold = loc.Count(text.ListUntold, f.Untold)
	}
	return lines(mine, untold, cut)
}

// listLine describes one row in mrkdwn. when is its time.
func (l locale) listLine(number string, e entry, when string) string {
	state := e.conference.State
	if e.otherDate {
		state = meeting.StateScheduled
	}
	emoji, words := statusText(l.Localizer, state, e.occurrence, l.now)
	about := Number(e.conference.Number())
	if booker := escapeMrkdwn(cleanShort(displayName(e.conference.BookerName), maxName)); booker != "" {
		about = l.Say(text.ListBookedBy, text.Args{"Who": booker}) + separator + about
	}
	return lines(number+". "+bold(escapeMrkdwn(l.listSubject(e.conference))), when, emoji+" "+words, about)
}

// listSubject returns the subject of a meeting, shortened for a list.
func (l locale) listSubject(c *meeting.Conference) string {
	return cmp.Or(cleanShort(c.Subject.String(), maxListed), l.Say(text.UntitledMeeting))
}

// listRow is one row with the button to its card. A meeting ID that does not fit
// into a button has none.
func (l locale) listRow(number, id string, e entry) slack.Block {
	words := l.listLine(number, e, l.spanTokens(e.occurrence))
	block := slack.SectionBlockOptionBlockID(BlockListRow + id)
	ref := PageRef{ID: e.conference.ID.String(), Page: 1}
	if e.otherDate {
		ref.Start = e.occurrence.Start.Unix()
	}
	if _, ok := ParsePageRef(ref.String()); !ok {
		return slack.NewSectionBlock(mrkdwn(words), nil, nil, block)
	}
	label := l.Say(text.LabelPick, text.Args{"Subject": clean(e.conference.Subject.String(), maxWord), "Number": number})
	return slack.NewSectionBlock(mrkdwn(words), nil, slack.NewAccessory(button(ActionPick, l.Say(text.ButtonOpen), label, ref)), block)
}
