package watch

import (
	"hash/fnv"
	"time"
)

// How often a meeting is read, by how far away its next start is.
const (
	intervalFar  = 30 * time.Minute
	intervalDay  = 5 * time.Minute // within a day
	intervalSoon = time.Minute     // within soon
	soon         = 15 * time.Minute
	// intervalMissing is how often a meeting that the API does not know is read;
	// several readings must fall into missingFor.
	intervalMissing = 4 * time.Minute
	// intervalResting is how often it is looked whether anybody follows a meeting
	// again that is only remembered, and whether it is over.
	intervalResting = time.Hour
)

// interval is the time from a reading of a meeting to the next one. Meetings do
// not go in step: each has up to a tenth more or less of its own.
func (w Watch) interval(now time.Time) time.Duration {
	wait := intervalDay
	if o, ok := w.Facts.Occurrences.Next(now); ok {
		wait = intervalBefore(o.Start.Sub(now))
		if w.Misses > 0 {
			wait = min(wait, intervalMissing)
		}
	}
	return jitter(w.MeetingKey, now, wait)
}

// intervalBefore is the interval at a distance from a start. It does not reach
// beyond the moment from which readings are more frequent.
func intervalBefore(distance time.Duration) time.Duration {
	switch {
	case distance > 24*time.Hour:
		return max(min(intervalFar, distance-24*time.Hour), intervalDay)
	case distance > soon:
		return max(min(intervalDay, distance-soon), intervalSoon)
	default:
		return intervalSoon
	}
}

// jitter changes an interval by up to a tenth, differently for each meeting and
// each reading. It is not random: a job that is done again decides the same.
func jitter(k MeetingKey, now time.Time, d time.Duration) time.Duration {
	h := fnv.New32a()
	_, _ = h.Write([]byte(k.String() + now.Truncate(time.Minute).String()))
	share := int64(h.Sum32()%201) - 100 // thousandths
	return d + d*time.Duration(share)/1000
}
