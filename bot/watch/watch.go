package watch

import "time"

const (
	// missingFor and missingReadings are how long and how many times in a row the
	// API must not know a meeting before it counts as cancelled.
	missingFor      = 10 * time.Minute
	missingReadings = 3
)

// Watch is one meeting that is read again and again, however many follow it.
type Watch struct {
	MeetingKey
	Facts        Facts
	Misses       int       // how many readings in a row found that the API does not know it
	MissingSince time.Time // when it first did not, zero while it does
}

// missed is the watch after one more reading that found no meeting.
func (w Watch) missed(now time.Time) Watch {
	w.Misses++
	if w.MissingSince.IsZero() {
		w.MissingSince = now
	}
	w.Facts.Occurrences = current(w.Facts.Occurrences, now, false, occurrenceRetention)
	return w
}

// isLost reports whether the API has not known a meeting that is still to come
// for so long that it counts as cancelled.
func (w Watch) isLost(now time.Time) bool {
	_, ahead := w.Facts.Occurrences.Next(now)
	return ahead && w.Misses >= missingReadings && now.Sub(w.MissingSince) >= missingFor
}

// heldAfter is the time from which on a holding explains that the API does not
// know the meeting: it began early or on time, was ended early, and is known
// again no sooner than its booked end.
func (w Watch) heldAfter(now time.Time) time.Time {
	o := w.Facts.Occurrences[0]
	switch {
	case o.Begun(now):
		return o.Start.Add(-time.Hour)
	case o.ID != "":
		return w.MissingSince.Add(-time.Hour)
	default:
		return w.MissingSince.Add(-12 * time.Hour)
	}
}
