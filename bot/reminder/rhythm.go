package reminder

import (
	"hash/fnv"
	"time"
)

// How often a meeting is looked at, by how far away its next start is.
const (
	lookFar  = 30 * time.Minute
	lookNear = 5 * time.Minute // within a day
	lookNext = time.Minute     // within soon
	soon     = 15 * time.Minute
	// lookMissing is how often a meeting that the API does not know is looked
	// at; several looks must fall into missingFor.
	lookMissing = 4 * time.Minute
)

// pause is how long a meeting is left alone after a look. Meetings do not go in
// step: each has up to a tenth more or less of its own.
func pause(w Watch, now time.Time) time.Duration {
	wait := lookNear
	if o, ok := next(w.Facts.Occurrences, now); ok {
		wait = rhythm(o.Start.Sub(now))
		if w.Misses > 0 {
			wait = min(wait, lookMissing)
		}
	}
	return jitter(w.MeetingKey, now, wait)
}

// rhythm is the pause at a distance from a start. It does not reach beyond the
// moment from which looks are more frequent.
func rhythm(distance time.Duration) time.Duration {
	switch {
	case distance > 24*time.Hour:
		return max(min(lookFar, distance-24*time.Hour), lookNear)
	case distance > soon:
		return max(min(lookNear, distance-soon), lookNext)
	default:
		return lookNext
	}
}

// jitter changes a pause by up to a tenth, differently for each meeting and
// each look, without chance: a look done again decides the same.
func jitter(k MeetingKey, now time.Time, d time.Duration) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(k.String() + now.Truncate(time.Minute).String()))
	share := int64(h.Sum32()%201) - 100 // thousandths
	return d + d*time.Duration(share)/1000
}
