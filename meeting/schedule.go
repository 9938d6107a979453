package meeting

import (
	"cmp"
	"slices"
	"time"
)

// Occurrence is one booked time of a meeting, in UTC: the only one of an
// ordinary meeting, or one of a series.
type Occurrence struct {
	ID    string // the API's cycleSubConfID, "" for an ordinary meeting
	Start time.Time
	End   time.Time // zero when unknown
}

// Begun reports whether the booked start has come. An unknown start never has.
func (o Occurrence) Begun(now time.Time) bool { return !o.Start.IsZero() && !now.Before(o.Start) }

// Over reports whether the booked end has come. An unknown end never has.
func (o Occurrence) Over(now time.Time) bool { return !o.End.IsZero() && !now.Before(o.End) }

// Contains reports whether t is within the booked time, whose both sides must
// be known.
func (o Occurrence) Contains(t time.Time) bool {
	return o.Begun(t) && !o.End.IsZero() && t.Before(o.End)
}

// Last is the last moment that is known of the occurrence: its end, or its
// start where the end is unknown.
func (o Occurrence) Last() time.Time {
	if o.End.IsZero() {
		return o.Start
	}
	return o.End
}

// Unknown reports whether neither start nor end is known.
func (o Occurrence) Unknown() bool { return o.Start.IsZero() && o.End.IsZero() }

// SameTime reports whether both start and end at the same time.
func (o Occurrence) SameTime(p Occurrence) bool {
	return o.Start.Equal(p.Start) && o.End.Equal(p.End)
}

// compare orders by start, then by end.
func (o Occurrence) compare(p Occurrence) int {
	if c := o.Start.Compare(p.Start); c != 0 {
		return c
	}
	return o.End.Compare(p.End)
}

// distance is how far t is from the booked time, 0 within it.
func (o Occurrence) distance(t time.Time) time.Duration {
	if o.Contains(t) {
		return 0
	}
	return min(o.Start.Sub(t).Abs(), o.Last().Sub(t).Abs())
}

// Booked returns the occurrence's booked time. An end before the start is not
// believed. A side that is unknown is zero.
func (s *SubConference) Booked() Occurrence { return booked(s.ID, s.StartTime, s.EndTime) }

// Booked returns the meeting's own booked time, as Occurrence does. That of a
// series is its first or next one.
func (c *Conference) Booked() Occurrence {
	var id Text
	if c.Recurring() {
		id = c.Occurrence
	}
	return booked(id, c.StartTime, c.EndTime)
}

func booked(id, start, end Text) Occurrence {
	o := Occurrence{ID: id.String()}
	o.Start, _ = parseTime(start)
	if at, ok := parseTime(end); ok && !at.Before(o.Start) {
		o.End = at
	}
	return o
}

// Schedule is the occurrences of a meeting, by start and then by end. No two
// have the same start and end, and the start of each is known.
type Schedule []Occurrence

// Series returns the occurrences that the API lists, empty for an ordinary
// meeting. The API repeats some; of those the first counts.
func (c *Conference) Series() Schedule {
	all := make(Schedule, 0, len(c.Occurrences))
	for i := range c.Occurrences {
		if o := c.Occurrences[i].Booked(); !o.Start.IsZero() {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, Occurrence.compare)
	return slices.CompactFunc(all, Occurrence.SameTime)
}

// Schedule returns the occurrences that the API lists, else the meeting's own
// booked time. It is empty where no start is known.
func (c *Conference) Schedule() Schedule {
	if all := c.Series(); len(all) > 0 {
		return all
	}
	if o := c.Booked(); !o.Start.IsZero() {
		return Schedule{o}
	}
	return nil
}

// Current returns the occurrence that a card of the meeting is about: that of
// its series, as Schedule.Current tells, or the meeting's own booked time where
// it is no series or its series is over.
func (c *Conference) Current(now time.Time) Occurrence {
	if o, ok := c.Series().Current(now, c.State == StateRunning); ok {
		return o
	}
	return c.Booked()
}

// NextStart returns the first start that lies ahead, zero for none. It looks at
// the listed occurrences and then at the meeting's own booked time, which may
// be later than all of them.
func (c *Conference) NextStart(now time.Time) time.Time {
	if o, ok := append(c.Series(), c.Booked()).Next(now); ok {
		return o.Start
	}
	return time.Time{}
}

// NextStart returns the meeting's first start that is ahead, zero for none. A
// meeting that is over has none.
func (s *Snapshot) NextStart(now time.Time) time.Time {
	if s.Over() {
		return time.Time{}
	}
	return s.Conference.NextStart(now)
}

// Current returns the occurrence that a card is about. While the meeting runs it
// is the one nearest to now, since meetings begin early and run late; otherwise
// the first of Coming. Once none is coming it is the last one, and false.
func (s Schedule) Current(now time.Time, running bool) (Occurrence, bool) {
	if len(s) == 0 {
		return Occurrence{}, false
	}
	if running {
		return s.nearest(now), true
	}
	if coming := s.Coming(now); len(coming) > 0 {
		return coming[0], true
	}
	return s[len(s)-1], false
}

// nearest returns the occurrence nearest to t, the earlier one of two.
func (s Schedule) nearest(t time.Time) Occurrence {
	return slices.MinFunc(s, func(a, b Occurrence) int { return cmp.Compare(a.distance(t), b.distance(t)) })
}

// Coming returns those whose end is ahead, or whose start is where the end is
// unknown.
func (s Schedule) Coming(now time.Time) Schedule {
	var coming Schedule
	for _, o := range s {
		if o.Last().After(now) {
			coming = append(coming, o)
		}
	}
	return coming
}

// Next returns the first one whose start is ahead.
func (s Schedule) Next(now time.Time) (Occurrence, bool) {
	return s.first(func(o Occurrence) bool { return o.Start.After(now) })
}

// StartingAt returns the first one that starts at t.
func (s Schedule) StartingAt(t time.Time) (Occurrence, bool) {
	return s.first(func(o Occurrence) bool { return o.Start.Equal(t) })
}

// Find returns the first one with an id.
func (s Schedule) Find(id string) (Occurrence, bool) {
	return s.first(func(o Occurrence) bool { return o.ID == id })
}

func (s Schedule) first(fits func(Occurrence) bool) (Occurrence, bool) {
	i := slices.IndexFunc(s, fits)
	if i < 0 {
		return Occurrence{}, false
	}
	return s[i], true
}

// Has reports whether one starts and ends at the same time as o.
func (s Schedule) Has(o Occurrence) bool { return slices.ContainsFunc(s, o.SameTime) }
