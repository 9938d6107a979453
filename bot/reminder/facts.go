package reminder

import (
	"slices"
	"strings"
	"time"

	"meetingbot/meeting"
)

const (
	// linger is how long an occurrence is remembered after its booked end, so
	// that what was said of it can be brought to its end.
	linger = time.Hour
	// assumedLength is taken for an occurrence whose end is not known.
	assumedLength = time.Hour
)

// last is the booked end, or a guess.
func (o Occurrence) last() time.Time {
	if o.End.After(o.Start) {
		return o.End
	}
	return o.Start.Add(assumedLength)
}

// is reports whether two are one start of a meeting; it may end otherwise.
func (o Occurrence) is(p Occurrence) bool { return o.ID == p.ID && o.Start.Equal(p.Start) }

// same reports whether two have the same times, too.
func (o Occurrence) same(p Occurrence) bool { return o.is(p) && o.End.Equal(p.End) }

// begun reports whether it should have started.
func (o Occurrence) begun(now time.Time) bool { return !o.Start.After(now) }

// factsOf takes from a reading what is kept of a meeting. There are no
// occurrences if the reading tells no times, or if there is nothing to wait for.
func factsOf(id string, m *meeting.Snapshot) Facts {
	c := m.Conference
	f := Facts{
		Subject: c.Subject.String(),
		Number:  c.Number(),
		Booker:  c.BookerName.String(),
		ReadAt:  m.ReadAt.UTC().Truncate(time.Millisecond),
	}
	if f.Number == "" {
		f.Number = id
	}
	if c.Kind != meeting.KindInstant && !ended(m) {
		f.Occurrences = occurrences(c)
	}
	return f
}

// ended reports whether a meeting is over by a reading: one from the history,
// or one with the state of a meeting that has ended, unless it is a series. The
// state of a series is that of one of its occurrences.
func ended(m *meeting.Snapshot) bool {
	return m.Ended || m.Conference.State == meeting.StateEnded && !m.Conference.Recurring()
}

// running reports whether the API says that the meeting is in progress.
func running(m *meeting.Snapshot) bool {
	return m != nil && m.Conference.State == meeting.StateRunning
}

// occurrences lists the starts of a meeting in order. A meeting cannot start
// twice at one time, though the API may say so.
func occurrences(c *meeting.Conference) []Occurrence {
	var all []Occurrence
	for i := range c.Occurrences {
		s := &c.Occurrences[i]
		all = appendBooked(all, s.ID.String(), s)
	}
	switch {
	case len(all) > 0:
	case c.Recurring():
		all = appendBooked(all, c.Occurrence.String(), c)
	default:
		all = appendBooked(all, "", c)
	}
	slices.SortFunc(all, func(a, b Occurrence) int {
		if d := a.Start.Compare(b.Start); d != 0 {
			return d
		}
		return strings.Compare(a.ID, b.ID)
	})
	return slices.CompactFunc(all, func(a, b Occurrence) bool { return a.Start.Equal(b.Start) })
}

// appendBooked appends a booked time if it has a start.
func appendBooked(to []Occurrence, id string, t interface {
	Start() (time.Time, bool)
	End() (time.Time, bool)
},
) []Occurrence {
	start, ok := t.Start()
	if !ok {
		return to
	}
	end, _ := t.End()
	if !end.IsZero() {
		end = end.Truncate(time.Minute)
	}
	return append(to, Occurrence{ID: id, Start: start.Truncate(time.Minute), End: end})
}

// find returns the occurrence with an id.
func find(list []Occurrence, id string) (Occurrence, bool) {
	i := slices.IndexFunc(list, func(o Occurrence) bool { return o.ID == id })
	if i < 0 {
		return Occurrence{}, false
	}
	return list[i], true
}

// has reports whether an occurrence is in a list with the start that it has.
func has(list []Occurrence, o Occurrence) bool { return slices.ContainsFunc(list, o.is) }

// current returns an occurrence as it is booked by now, maybe under another id,
// and whether it still starts at its time.
func current(list []Occurrence, o Occurrence) (Occurrence, bool) {
	i := slices.IndexFunc(list, func(p Occurrence) bool { return p.Start.Equal(o.Start) })
	if i < 0 {
		return o, false
	}
	return list[i], true
}

// rebooked returns an occurrence where it is by now: at its time still, else the
// one with its id, else the one that has its time under another id.
func rebooked(list []Occurrence, o Occurrence) (Occurrence, bool) {
	if p, ok := find(list, o.ID); ok && !has(list, o) {
		return p, true
	}
	return current(list, o)
}

// startsAt reports whether any occurrence starts at a time.
func startsAt(list []Occurrence, at time.Time) bool {
	_, ok := current(list, Occurrence{Start: at})
	return ok
}

// next returns the first occurrence that has not begun.
func next(list []Occurrence, now time.Time) (Occurrence, bool) {
	i := slices.IndexFunc(list, func(o Occurrence) bool { return !o.begun(now) })
	if i < 0 {
		return Occurrence{}, false
	}
	return list[i], true
}

// upTo returns those that are not over for longer than a while. The one that
// began last is not over while the meeting runs.
func upTo(list []Occurrence, now time.Time, runs bool, a time.Duration) []Occurrence {
	var kept []Occurrence
	for i, o := range list {
		current := runs && o.begun(now) && (i+1 == len(list) || !list[i+1].begun(now))
		if current || now.Before(o.last().Add(a)) {
			kept = append(kept, o)
		}
	}
	return kept
}
