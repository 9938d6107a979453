package view

import (
	"cmp"
	"slices"
	"time"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// entry is one row of a list: a meeting or an occurrence.
type entry struct {
	conference *meeting.Conference
	occurrence meeting.Occurrence
	otherDate  bool      // not the running or next occurrence of its series
	day        time.Time // a time of the day that it stands under, zero when not known
	over       bool      // its booked end has come
	past       bool      // it was over before today
}

// state is that of the meeting, which only the running or next occurrence has.
func (e entry) state() meeting.State {
	if e.otherDate {
		return meeting.StateScheduled
	}
	return e.conference.State
}

// entriesOnAllPages returns the rows of all pages, ordered by day and start. What
// was over before today comes last.
func (f ListFacts) entriesOnAllPages(l locale) []entry {
	var all []entry
	for _, c := range f.Meetings {
		for _, e := range f.entries(c, l.now, l.zone) {
			all = append(all, f.withDay(l, e))
		}
	}
	slices.SortStableFunc(all, compareEntries)
	return slices.CompactFunc(all, func(a, b entry) bool {
		return a.conference.ID == b.conference.ID && a.occurrence.SameTime(b.occurrence)
	})
}

// withDay sets the day of an entry: that of its start, or the first day of the list
// for what began before it and is not over.
func (f ListFacts) withDay(l locale, e entry) entry {
	begin, _ := f.window(l.now, l.zone)
	running := e.state() == meeting.StateRunning
	e.over = e.occurrence.Over(l.now)
	e.day = e.occurrence.Start
	if e.day.IsZero() {
		e.day = e.occurrence.End
	}
	e.past = !running && !e.day.IsZero() && e.occurrence.Last().Before(dayStart(l.now.In(l.zone), 0))
	if running || !e.past && !e.day.IsZero() && e.day.Before(begin) {
		e.day = begin
	}
	return e
}

// compareEntries orders by day and start, what is past its booked end after what is
// not, without a day after those with one, and past days after all others.
func compareEntries(a, b entry) int {
	return cmp.Or(
		compareBool(a.past, b.past), compareBool(a.day.IsZero(), b.day.IsZero()), a.day.Compare(b.day), compareBool(a.over, b.over),
		a.occurrence.Start.Compare(b.occurrence.Start), cmp.Compare(a.conference.Number(), b.conference.Number()),
	)
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// sameListDay reports whether two entries stand under the same day.
func (l locale) sameListDay(a, b entry) bool {
	return a.day.IsZero() == b.day.IsZero() && sameDay(a.day.In(l.zone), b.day.In(l.zone))
}

// listDay names a day for the reader: "Today", "Tomorrow", "Mon, 30 Nov".
func (l locale) listDay(day time.Time) string {
	local, today := day.In(l.zone), l.now.In(l.zone)
	switch {
	case day.IsZero():
		return l.Say(text.WhenUnknown)
	case l.lasting && (sameDay(local, today) || sameDay(local, dayStart(today, 1))): // it may be read tomorrow
		l.lasting = false
		return joined(l.listDay(day), l.Date(local, l.now))
	case sameDay(local, today):
		return l.Say(text.ListToday)
	case sameDay(local, dayStart(today, 1)):
		return l.Say(text.ListTomorrow)
	default:
		return l.Date(local, l.now)
	}
}

// timesOn writes a booked time, with tokens and in words, for a row under a day,
// which it leaves out. Without the reader's zone it has the dates as well.
func (l locale) timesOn(s meeting.Occurrence, day time.Time) (tokens, words string) {
	if !l.zoneIsReaders {
		return l.spanTokens(s), l.rangeText(s, l.zone)
	}
	inWords := func(at time.Time, dated, zoned bool) string {
		local := at.In(l.zone)
		words := text.Clock(local)
		if dated {
			words = l.DateTime(local, l.now)
		}
		if !zoned {
			return words
		}
		return l.withZone(words, local)
	}
	inTokens := func(at time.Time, dated, zoned bool) string {
		format := formatTime
		if dated {
			format = formatShort
		}
		return l.withOffset(dateToken(at, format, inWords(at, dated, zoned)), s, at)
	}
	return l.sides(s, day, inTokens), l.sides(s, day, inWords)
}

// sides writes a booked time of which write makes each side. dated is set where a
// side is on another day than the one it stands under; zoned where the words for
// people who see no tokens need the zone: the last time, and both where the clock
// changes between them.
func (l locale) sides(s meeting.Occurrence, day time.Time, write func(at time.Time, dated, zoned bool) string) string {
	start, end, day := s.Start.In(l.zone), s.End.In(l.zone), day.In(l.zone)
	switch {
	case s.Unknown():
		return ""
	case s.End.IsZero():
		return write(s.Start, !sameDay(start, day), true)
	case s.Start.IsZero():
		return l.Say(text.ListUntil, text.Args{"End": write(s.End, !sameDay(end, day), true)})
	}
	from := write(s.Start, !sameDay(start, day), clockChanges(s, l.zone))
	if sameDay(start, end) {
		return clockSpan(from, write(s.End, false, true))
	}
	return l.Say(text.Span, text.Args{"Start": from, "End": write(s.End, !sameDay(end, day), true)})
}
