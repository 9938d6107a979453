package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"meetingbot/meeting"
)

// Range selects the meetings of a list by time.
type Range string

// The ranges. Days are those of the reader's time zone.
const (
	RangeAll      Range = "list" // running and upcoming meetings
	RangeToday    Range = "today"
	RangeTomorrow Range = "tomorrow"
	RangeWeek     Range = "week" // today and the six days after it
	RangeDay      Range = "day"  // today and tomorrow, which no button leads to
)

// Search is the value of a button on a list of meetings: a search and its page.
type Search struct {
	Range Range
	Page  int    // from 1 to 9999
	Text  string // what to search for, "" for everything
}

// String writes a search as the value of a button: "today:2", "list:1:budget".
func (s Search) String() string {
	value := string(s.Range) + ":" + strconv.Itoa(s.Page)
	if s.Text != "" {
		value += ":" + s.Text
	}
	return value
}

// maxSearch is the longest text to search for, in characters.
const maxSearch = 128

// ParseSearch reads the value of a button. It takes only what String writes.
func ParseSearch(value string) (Search, bool) {
	name, rest, _ := strings.Cut(value, ":")
	number, words, _ := strings.Cut(rest, ":")
	page, err := strconv.Atoi(number)
	s := Search{Range: Range(name), Page: page, Text: words}
	known := slices.Contains([]Range{RangeAll, RangeToday, RangeTomorrow, RangeWeek}, s.Range)
	if err != nil || !known || page < 1 || page > maxPage || s.String() != value || utf8.RuneCountInString(words) > maxSearch {
		return Search{}, false
	}
	return s, true
}

// withPage returns the search for another page.
func (s Search) withPage(page int) fmt.Stringer {
	s.Page = page
	return s
}

// entries returns the rows of a meeting: one in RangeAll, else one for each
// occurrence in the range.
func (s Search) entries(c *meeting.Conference, now time.Time, zone *time.Location) []entry {
	next := c.Current(now)
	if s.Range == RangeAll {
		return []entry{{conference: c, occurrence: next}}
	}
	all := c.Series()
	if !all.Has(next) {
		all = append(all, next)
	}
	begin, end := s.window(now, zone)
	var entries []entry
	for _, one := range all {
		running := c.State == meeting.StateRunning && one.SameTime(next) && s.Range != RangeTomorrow
		if running || !one.Start.IsZero() && one.Start.Before(end) && one.Last().After(begin) {
			entries = append(entries, entry{conference: c, occurrence: one, otherDate: !one.SameTime(next)})
		}
	}
	return entries
}

// window returns begin and end of the range, without the past.
func (s Search) window(now time.Time, zone *time.Location) (begin, end time.Time) {
	today := now.In(zone)
	switch s.Range {
	case RangeTomorrow:
		return dayStart(today, 1), dayStart(today, 2)
	case RangeWeek:
		return now, dayStart(today, 7)
	case RangeDay:
		return now, dayStart(today, 2)
	default:
		return now, dayStart(today, 1)
	}
}

// dayStart returns the first moment of the day that is a number of days after t's,
// in t's zone. Where clocks change at midnight, it is not always 0:00, or the first
// of two.
func dayStart(t time.Time, days int) time.Time {
	year, month, day := t.Date()
	zone := t.Location()
	midnight := time.Date(year, month, day+days, 0, 0, 0, 0, zone)
	noon := time.Date(year, month, day+days, 12, 0, 0, 0, zone)
	begin, end := midnight.ZoneBounds()
	if !sameDay(midnight, noon) { // midnight was skipped
		return end
	}
	if begin.IsZero() {
		return midnight
	}
	before := begin.Add(-time.Second)
	_, offset := midnight.Zone()
	_, earlier := before.Zone()
	if first := midnight.Add(time.Duration(offset-earlier) * time.Second); first.Before(begin) && sameDay(first, noon) {
		return first
	}
	return midnight
}
