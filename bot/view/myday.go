package view

import (
	"cmp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// ActionHelp shows the help.
const ActionHelp = "help"

// Ids of the blocks of my day, beside those of a list.
const (
	BlockDay        = "day_title"
	BlockDayMore    = "day_more"
	BlockDayActions = "day_actions"
)

// maxDay is how many meetings a message has of a day: what more there are is on
// lists.
const maxDay = PerPage

// DayFacts are the reader's meetings of today and tomorrow. The Range is RangeDay.
type DayFacts struct {
	ListFacts
	Books bool                // the reader may book meetings
	Next  *meeting.Conference // what comes after tomorrow, nil where it is not known or not asked for
}

// MyDay shows the meetings of the reader that run or come today and tomorrow. Only
// the reader sees it.
func MyDay(loc text.Localizer, command string, f DayFacts) Message {
	l := f.locale(loc)
	var how string
	if f.today(l) == 0 {
		how = dayHow(loc, command)
	}
	d := f.day(l, command, maxDay, how)
	title := joined(bold(loc.Say(text.DayTitle)), d.summary)
	m := Message{Blocks: append([]slack.Block{section(BlockDay, title)}, d.blocks...)}
	m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockDayActions, f.dayButtons(loc)...))
	m.Text = fitText(append([]string{title}, d.words...))
	return m
}

// dayButtons are the buttons under a day. Those that begin a meeting go first.
func (f *DayFacts) dayButtons(loc text.Localizer) []slack.BlockElement {
	var all []slack.BlockElement
	if f != nil && f.Books {
		all = append(all, StartButton(loc), ScheduleButton(loc))
	}
	return append(all, slack.NewButtonBlockElement(ActionHelp, "", caption(loc.Say(text.ButtonHelp))))
}

// day is my day as it is shown: a sentence on how much there is, and the meetings with
// what is left out.
type day struct {
	summary string
	blocks  []slack.Block
	words   []string
}

// day writes the first meetings of the day, most of them at the most, and a hint under
// them.
func (f DayFacts) day(l locale, command string, most int, hint string) day {
	all := f.all(l)
	d := day{summary: f.summary(l, all)}
	shown := all[:min(most, len(all))]
	d.blocks, d.words = f.rows(l, shown, 1)
	var more string
	if rest := len(all) - len(shown); rest > 0 {
		more = l.Count(text.DayMore, rest, text.Args{"Command": example(command, l.Say(text.ListWord))})
	}
	if footer := lines(more, hint, f.footer(l.Localizer)); footer != "" {
		d.words = append(d.words, footer)
		d.blocks = append(d.blocks, slack.NewContextBlock(BlockDayMore, mrkdwn(footer)))
	}
	return d
}

// all returns the meetings of the day, or what comes next where there are none.
func (f DayFacts) all(l locale) []entry {
	all := slices.DeleteFunc(f.entriesOnAllPages(l), func(e entry) bool { return e.past })
	if len(all) > 0 || f.Next == nil {
		return all
	}
	next := f.ListFacts
	next.Range, next.Meetings = RangeAll, []*meeting.Conference{f.Next}
	return next.entriesOnAllPages(l)
}

// today is how many meetings there are today.
func (f DayFacts) today(l locale) (n int) {
	for _, e := range f.all(l) {
		if sameDay(e.day.In(l.zone), l.now.In(l.zone)) {
			n++
		}
	}
	return n
}

// summary says how many meetings there are today, or what else there is.
func (f DayFacts) summary(l locale, all []entry) string {
	switch today := f.today(l); {
	case today > 0:
		return l.Count(text.DayToday, today)
	case len(all) > 0 && f.Next == nil:
		return l.Say(text.ListNoneToday)
	case len(all) > 0:
		return l.Say(text.DayNoneTomorrow)
	case f.Cut() || f.Unclear > 0: // those left out may be theirs
		return l.Say(text.DayNoneKnown)
	default:
		return l.Say(text.DayNone)
	}
}

// dayHow says how to look up a meeting that is not there.
func dayHow(loc text.Localizer, command string) string {
	return loc.Say(text.DayHow, text.Args{
		"Number": example(command, exampleNumber), "Find": example(command, loc.Say(text.HelpFindExample)),
	})
}

const (
	lateLook = 2 * time.Minute // until a meeting is looked at again that should have begun
	overLook = 5 * time.Minute // the same of one that goes on after its booked end
)

// ChangesAt is when time alone changes what my day shows, or when it is worth looking
// again at what has not begun or ended in time. It is zero for never.
func (f DayFacts) ChangesAt() time.Time {
	zone := cmp.Or(f.Zone, time.UTC)
	next := dayStart(f.Now.In(zone), 1)
	sooner := func(at time.Time) {
		if at.After(f.Now) && at.Before(next) {
			next = at
		}
	}
	for _, c := range f.Meetings {
		for _, e := range f.entries(c, f.Now, zone) {
			o := e.occurrence
			sooner(o.Start.Add(-joinAhead))
			sooner(o.Start)
			sooner(o.End)
			switch {
			case e.state() == meeting.StateRunning && o.Over(f.Now):
				sooner(f.Now.Add(overLook))
			case e.state() != meeting.StateRunning && !o.Start.IsZero() && !o.Start.After(f.Now):
				sooner(f.Now.Add(lateLook))
			}
		}
	}
	return next
}
