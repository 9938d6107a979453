package reminder

import (
	"slices"
	"time"
)

// horizon is how far ahead notices are armed; it is longer than any lead.
const horizon = MaxLead + 24*time.Hour

// promised returns the occurrences that a conversation will be told about by
// what is armed now: those within the horizon and always the next one.
func promised(list []Occurrence, now time.Time) []Occurrence {
	var ahead []Occurrence
	for _, o := range list {
		if !o.begun(now) && (len(ahead) == 0 || !o.Start.After(now.Add(horizon))) {
			ahead = append(ahead, o)
		}
	}
	return ahead
}

// compare tells what has become of the promised occurrences, and of those that
// should have begun and are not over. A series that was booked anew, under
// other ids for the same times, has not changed.
func compare(was, is []Occurrence, now time.Time) (moved []Move, dropped []Occurrence) {
	ahead := promised(was, now)
	for _, o := range was {
		to, known := find(is, o.ID)
		switch {
		case has(is, o) || !now.Before(o.last()):
		case !o.begun(now) && !has(ahead, o):
		case known && (!o.begun(now) || !to.begun(now)):
			moved = append(moved, Move{From: o, To: to})
		case known || o.begun(now) || startsAt(is, o.Start):
		default:
			dropped = append(dropped, o)
		}
	}
	return moved, dropped
}

// carry returns a new list with those of the old one that have begun and that
// the new one leaves out: the API need not list what has begun.
func carry(was, is []Occurrence, now time.Time) []Occurrence {
	all := slices.Clone(is)
	for _, o := range was {
		if _, known := find(is, o.ID); !known && o.begun(now) && !startsAt(is, o.Start) {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b Occurrence) int { return a.Start.Compare(b.Start) })
	return all
}
