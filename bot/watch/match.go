package watch

import (
	"time"

	"meetingbot/meeting"
)

// nearby is how near to its old time the only occurrence that is known of a series
// counts as moved: nearer than the next one of a daily series.
const nearby = 12 * time.Hour

// matched tells of each occurrence that has left its time where it is by now. An
// id tells that. The one occurrence of a meeting that is no series has no id and
// needs none. In a series without ids, one is taken for moved that is found between
// the same unchanged ones and nearer than those; any other is gone.
type matched struct {
	after  meeting.Schedule
	series bool
	moves  []Move // of a series, those without ids
}

func match(before, after meeting.Schedule, series bool) matched {
	m := matched{after: after, series: series || len(before) > 1 || len(after) > 1}
	if m.series {
		m.moves = movesWithoutIDs(before, after)
	}
	return m
}

// find returns an occurrence where it is by now, if that can be told.
func (m matched) find(o Occurrence) (Occurrence, bool) {
	if o.ID != "" || !m.series {
		return m.after.Find(o.ID)
	}
	for _, p := range m.after {
		if p.ID == "" && p.Start.Equal(o.Start) {
			return p, true
		}
	}
	for _, move := range m.moves {
		if move.From.SameTime(o) {
			return move.To, true
		}
	}
	return Occurrence{}, false
}

// movesWithoutIDs pairs occurrences without ids that have left their times with
// those that have come, gap by gap between the unchanged ones.
func movesWithoutIDs(before, after meeting.Schedule) []Move {
	var moves []Move
	gone, come := without(before, after), without(after, before)
	for _, o := range before {
		if startsAt(after, o.Start) {
			moves = append(moves, pair(before, until(&gone, o.Start), until(&come, o.Start))...)
		}
	}
	return append(moves, pair(before, gone, come)...)
}

// without returns the occurrences without ids at whose time the other list has
// none.
func without(list, other meeting.Schedule) meeting.Schedule {
	var kept meeting.Schedule
	for _, o := range list {
		if o.ID == "" && !startsAt(other, o.Start) {
			kept = append(kept, o)
		}
	}
	return kept
}

// until takes from the beginning of a list what starts before t.
func until(list *meeting.Schedule, t time.Time) meeting.Schedule {
	n := 0
	for n < len(*list) && (*list)[n].Start.Before(t) {
		n++
	}
	taken := (*list)[:n]
	*list = (*list)[n:]
	return taken
}

// pair pairs what has left a gap with what has come into it, in order: one by one
// where that fits, else the nearest first.
func pair(before, gone, come meeting.Schedule) []Move {
	if len(gone) == len(come) {
		if moves, ok := oneByOne(before, gone, come); ok {
			return moves
		}
	}
	i, j, ok := nearest(before, gone, come)
	if !ok {
		return nil
	}
	moves := append(pair(before, gone[:i], come[:j]), Move{From: gone[i], To: come[j]})
	return append(moves, pair(before, gone[i+1:], come[j+1:])...)
}

// oneByOne pairs two lists of one length, and reports whether that fits.
func oneByOne(before, gone, come meeting.Schedule) ([]Move, bool) {
	moves := make([]Move, 0, len(gone))
	for i, o := range gone {
		if !isNear(before, o, come[i]) {
			return nil, false
		}
		moves = append(moves, Move{From: o, To: come[i]})
	}
	return moves, true
}

// nearest finds the two that are nearest to each other, the earliest of several.
func nearest(before, gone, come meeting.Schedule) (i, j int, ok bool) {
	for g, o := range gone {
		for c, p := range come {
			if isNear(before, o, p) && (!ok || apart(o, p) < apart(gone[i], come[j])) {
				i, j, ok = g, c, true
			}
		}
	}
	return i, j, ok
}

// isNear reports whether an occurrence of a series is nearer to its new time than
// to its neighbours.
func isNear(before meeting.Schedule, from, to Occurrence) bool {
	within := time.Duration(0)
	for _, o := range before {
		if d := apart(from, o); d > 0 && (within == 0 || d < within) {
			within = d
		}
	}
	if within == 0 {
		within = nearby
	}
	return apart(from, to) < within
}

// apart is how far two occurrences start from each other.
func apart(o, p Occurrence) time.Duration { return o.Start.Sub(p.Start).Abs() }
