package view

import (
	"cmp"
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
	ActionListOther    = "list_other" // of an empty list, to one of more days
	ActionPick         = "list_pick"  // posts the card, and keeps the list
)

// Ids of the blocks of a list of meetings. The number of the row on the page is
// appended to those of a day, a row and the buttons of a row.
const (
	BlockList       = "list_title"
	BlockListDay    = "list_day_"
	BlockListRow    = "list_row_"
	BlockListJoin   = "list_join_"
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
	Unclear  int            // Mine: meetings left out that nobody can tell to be theirs or not
	Lasting  bool           // it is looked at for long: minutes are not counted
	Links    bool           // each meeting has its link, however far its start is
}

// List shows one page of meetings under the days that they are on, two lines each,
// with a button to its card, and one into those that run. Only the reader sees it.
func List(loc text.Localizer, f ListFacts) Message {
	l := f.locale(loc)
	all := f.entriesOnAllPages(l)
	p := newPaging(f.Page, len(all))
	title := f.title(loc, p)
	m := Message{Blocks: []slack.Block{section(BlockList, title)}}
	fallback := []string{title}
	rows, words := f.rows(l, onPage(p, all), p.first(p.number))
	m.Blocks, fallback = append(m.Blocks, rows...), append(fallback, words...)
	if buttons := f.buttons(loc, p); len(buttons) > 0 {
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockListPager, buttons...))
	}
	if footer := f.footer(loc); footer != "" {
		fallback = append(fallback, footer)
		m.Blocks = append(m.Blocks, slack.NewContextBlock(BlockListFooter, mrkdwn(footer)))
	}
	m.Text = fitText(fallback)
	return m
}

// locale writes for the reader of the list.
func (f ListFacts) locale(loc text.Localizer) locale {
	l := Reader{Localizer: loc, Now: f.Now, Zone: f.Zone}.locale()
	l.lasting = f.Lasting
	return l
}

// rows are the rows of a page under their days, and the same in words. The first has
// a number in the whole list.
func (f ListFacts) rows(l locale, shown []entry, first int) (blocks []slack.Block, fallback []string) {
	for i, e := range shown {
		if f.hasDays(l) && (i == 0 || !l.sameListDay(e, shown[i-1])) {
			day := bold(l.listDay(e.day))
			fallback = append(fallback, day)
			blocks = append(blocks, slack.NewDividerBlock(), section(BlockListDay+strconv.Itoa(i+1), day))
		}
		row := f.row(l, e)
		fallback = append(fallback, row.words(row.inWords))
		blocks = append(blocks, row.blocks(l, first+i, i+1)...)
	}
	return blocks, fallback
}

// Covers reports whether the times of a meeting are in the range of the list.
func (f ListFacts) Covers(c *meeting.Conference, now time.Time) bool {
	return len(f.entries(c, now, cmp.Or(f.Zone, time.UTC))) > 0
}

// hasDays reports whether meetings stand under days: not where the title names the
// only one, or where it is not known when the reader's days begin.
func (f ListFacts) hasDays(l locale) bool {
	return l.zoneIsReaders && f.Range != RangeToday && f.Range != RangeTomorrow
}

// buttons lead to other pages, or from an empty list to one that has more.
func (f ListFacts) buttons(loc text.Localizer, p paging) []slack.BlockElement {
	if p.entries > 0 {
		return pager{
			paging: p, previous: ActionListPrevious, next: ActionListNext,
			labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: p.entries, ref: f.withPage,
		}.buttons(loc)
	}
	caption, wider := text.ListWeek, RangeWeek
	switch {
	case f.Range == RangeAll && f.Text == "":
		return nil
	case f.Range == RangeAll || f.Range == RangeWeek:
		caption, wider = text.ButtonAllMeetings, RangeAll
	}
	words := loc.Say(caption)
	return []slack.BlockElement{button(ActionListOther, words, words, Search{Range: wider, Page: 1})}
}

// title says what was asked for and which rows are shown, or what to do where there
// are none.
func (f ListFacts) title(loc text.Localizer, p paging) string {
	title := bold(loc.Say(f.titleKey()))
	if f.Text != "" {
		title = loc.Say(text.ListFound, text.Args{"Text": code(escapeCode(f.Text))})
	}
	switch from, to := p.first(p.number), p.last(p.number); {
	case p.entries == 0 && f.Text != "":
		return lines(title+separator+loc.Say(text.ListNone), loc.Say(text.ListNoneHint))
	case p.entries == 0 && (f.Cut() || f.Unclear > 0): // those left out may be what is asked for
		return title + separator + loc.Say(text.ListNone)
	case p.entries == 0:
		return loc.Say(f.emptyKey())
	case p.pages == 1:
		return title + separator + loc.Count(text.ListAll, p.entries)
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

// emptyKey is what an empty list says.
func (f ListFacts) emptyKey() text.Key {
	switch f.Range {
	case RangeToday:
		return text.ListNoneToday
	case RangeTomorrow:
		return text.ListNoneTomorrow
	case RangeWeek:
		return text.ListNoneWeek
	default:
		return text.ListNoneUpcoming
	}
}

// Cut reports whether there are more meetings than could be looked through.
func (f ListFacts) Cut() bool { return f.Total > f.Read }

// footer says which meetings are not listed, "" for none.
func (f ListFacts) footer(loc text.Localizer) string {
	var mine, cut string
	if f.Mine {
		mine = loc.Say(text.ListMine)
	}
	switch {
	case f.Cut() && f.Mine: // how many meetings others have is not theirs to know
		cut = loc.Say(text.ListMineCut)
	case f.Cut():
		cut = loc.Say(text.ListCut, text.Args{"Read": f.Read, "Total": f.Total})
	}
	return lines(mine, f.unclear(loc), cut)
}

// unclear says how many meetings may be the reader's, "" for none.
func (f ListFacts) unclear(loc text.Localizer) string {
	if f.Unclear == 0 {
		return ""
	}
	return loc.Count(text.ListUnclear, f.Unclear)
}
