package meetingtest

import (
	"fmt"
	"time"
)

// span is a booked time.
type span struct{ Start, End time.Time }

// over reports whether the time has passed; one without an end never does.
func (s span) ended(now time.Time) bool { return !s.End.IsZero() && !now.Before(s.End) }

// current is the time that the meeting's life follows: its own, or that of the
// first occurrence that is not over, or of the last one.
func (m *Meeting) currentSpan(now time.Time) span {
	at := span{m.Start, m.End}
	for _, o := range m.Occurrences {
		at = span{o.Start, o.End}
		if !at.ended(now) {
			break
		}
	}
	return at
}

// span is the time that the meeting says it is booked for.
func (m *Meeting) bookedSpan(now time.Time) span {
	if m.Start.IsZero() {
		return m.currentSpan(now)
	}
	return span{m.Start, m.End}
}

// stateAt is the meeting's state at a moment. What the documents leave open is
// taken thus: somebody comes to every meeting at its booked start (unless it
// is Unattended), and nobody stays beyond its booked end.
func (m *Meeting) stateAt(now time.Time) string {
	at := m.currentSpan(now)
	switch {
	case m.State != "":
		return m.State
	case m.Raw != nil:
		return Running
	case at.ended(now):
		return Ended
	case m.Kind == Instant:
		return Running
	case at.Start.IsZero() || now.Before(at.Start) || m.Unattended:
		return Scheduled
	}
	return Running
}

// clock writes a time as the API does: UTC, to the minute, without a zone.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// confUUID makes the id of one holding of a meeting: a UUID of version 1
// without its dashes, whose time is the start, like the one in the samples.
func confUUID(id string, start time.Time) string {
	const toGregorian = 12219292800 // seconds from 15 October 1582 to 1970
	ticks := uint64(max(0, start.Unix()+toGregorian)) * 1e7
	rest := digest("uuid", id)
	return fmt.Sprintf("%08x%04x1%03xa%s%s", ticks&0xffffffff, ticks>>32&0xffff, ticks>>48&0xfff, rest[:3], rest[3:15])
}

// maxOccurrences is how many meetings a series may have.
const maxOccurrences = 50

// Repeat lists the meetings of a series by its rule: from the first start on,
// each at the same time of day in the first start's zone and as long as given,
// until the rule's EndDate or, without one, for a year, and never more than
// the vendor's 50. Without Points it is the first start's day of the week or
// month. A month that lacks a day of Points has its last day instead.
func Repeat(first time.Time, length time.Duration, r Rule) []Occurrence {
	last := first.AddDate(1, 0, 0).Format(time.DateOnly)
	if r.EndDate != "" {
		last = min(last, r.EndDate)
	}
	var list []Occurrence
	for n := 0; len(list) < maxOccurrences; n++ {
		day := first.AddDate(0, 0, n)
		if day.Format(time.DateOnly) > last {
			break
		}
		if r.occursOn(first, day, n) {
			list = append(list, Occurrence{Start: day, End: day.Add(length)})
		}
	}
	return list
}

// has reports whether a series has a meeting n days after its first.
func (r Rule) occursOn(first, day time.Time, n int) bool {
	every := max(1, r.Interval)
	switch r.Cycle {
	case "Week":
		weeks := (n + int(first.Weekday())) / 7
		return weeks%every == 0 && r.includesDay(int(first.Weekday()), int(day.Weekday()), false)
	case "Month":
		months := (day.Year()-first.Year())*12 + int(day.Month()-first.Month())
		isLast := day.AddDate(0, 0, 1).Day() == 1
		return months%every == 0 && r.includesDay(first.Day(), day.Day(), isLast)
	}
	return n%every == 0
}

// point reports whether a day of the week or month is one of the rule's, or
// the first meeting's own where the rule names none. The last day of a month
// also stands for those that the month lacks.
func (r Rule) includesDay(own, day int, last bool) bool {
	points := r.Points
	if len(points) == 0 {
		points = []int{own}
	}
	for _, p := range points {
		if p == day || last && p > day {
			return true
		}
	}
	return false
}
