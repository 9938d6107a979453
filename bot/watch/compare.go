package watch

import (
	"slices"
	"time"

	"meetingbot/meeting"
)

// Horizon is how far ahead occurrences are followed: longer than anything is
// announced before a start. The next occurrence is followed however far it is.
const Horizon = 8 * 24 * time.Hour

// Change is what has become of the followed occurrences of a meeting, or of its subject.
type Change struct {
	Watch     Watch // with what is known by now
	Cancelled bool  // the whole meeting
	Moved     []Move
	Dropped   []Occurrence // occurrences of a series that will not be
	Renamed   Rename       // zero where it has the subject that it had
}

// Rename is another subject than before.
type Rename struct {
	From, To string
	Here     bool // somebody did it here, and not in the meeting app
}

// Is reports whether the subject is another one.
func (r Rename) Is() bool { return r.From != r.To }

// Move is an occurrence that has another time than before.
type Move struct{ From, To Occurrence }

// Followed returns the occurrences that lie ahead and are followed: those within
// the horizon, and always the next one.
func Followed(all meeting.Schedule, now time.Time) []Occurrence {
	var ahead []Occurrence
	for _, o := range all {
		if !o.Begun(now) && (len(ahead) == 0 || !o.Start.After(now.Add(Horizon))) {
			ahead = append(ahead, o)
		}
	}
	return ahead
}

// compare tells what has become of the followed occurrences, and of those that
// should have begun and are not over. A series that was booked anew, under
// other ids for the same times, has not changed.
func compare(before, after meeting.Schedule, m matched, now time.Time) (moved []Move, dropped []Occurrence) {
	ahead := Followed(before, now)
	for _, o := range before {
		to, known := m.find(o)
		switch {
		case has(after, o) || !now.Before(EndOf(o)):
		case !o.Begun(now) && !has(ahead, o):
		case known && (!o.Begun(now) || !to.Begun(now)):
			moved = append(moved, Move{From: o, To: to})
		case known || o.Begun(now) || startsAt(after, o.Start):
		default:
			dropped = append(dropped, o)
		}
	}
	return moved, dropped
}

// carry returns a new list with those of the old one that have begun and that
// the new one leaves out: the API need not list what has begun.
func carry(before, after meeting.Schedule, m matched, now time.Time) meeting.Schedule {
	all := slices.Clone(after)
	for _, o := range before {
		if _, known := m.find(o); !known && o.Begun(now) && !startsAt(after, o.Start) {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return all
}

// has reports whether an occurrence is in a list with its id and its start; it
// may end at another time.
func has(list []Occurrence, o Occurrence) bool {
	return slices.ContainsFunc(list, func(p Occurrence) bool { return o.ID == p.ID && o.Start.Equal(p.Start) })
}

// startsAt reports whether any occurrence starts at a time.
func startsAt(list meeting.Schedule, at time.Time) bool {
	_, ok := list.StartingAt(at)
	return ok
}

// equal reports whether two lists have the same ids and times.
func equal(a, b meeting.Schedule) bool {
	return slices.EqualFunc(a, b, func(o, p Occurrence) bool { return o.ID == p.ID && o.SameTime(p) })
}
