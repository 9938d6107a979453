package watch

import (
	"time"

	"meetingbot/meeting"
)

const (
	// occurrenceRetention is how long an occurrence is remembered after its booked
	// end, so that what was posted about it can be updated for the last time.
	occurrenceRetention = time.Hour
	// unreadRetention is how long after its booked end an occurrence is remembered
	// while the meeting cannot be read, since it may have been moved.
	unreadRetention = 24 * time.Hour
	// watchRetention is how long a meeting that nobody follows any more is
	// remembered, for what is still being posted about it.
	watchRetention = time.Hour
	// openEnded is how long after its start an occurrence whose end is unknown is
	// followed as one that may be in progress.
	openEnded = time.Hour
)

// EndOf is until when an occurrence may be in progress as booked: its end, or a
// while after its start where the end is unknown.
func EndOf(o Occurrence) time.Time {
	if o.End.After(o.Start) {
		return o.End
	}
	return o.Start.Add(openEnded)
}

// current returns the occurrences that ended less than a while ago, or have not.
// The one that began last has not ended while the meeting runs.
func current(all meeting.Schedule, now time.Time, runs bool, a time.Duration) meeting.Schedule {
	var kept meeting.Schedule
	for i, o := range all {
		running := runs && o.Begun(now) && (i+1 == len(all) || !all[i+1].Begun(now))
		if running || now.Before(EndOf(o).Add(a)) {
			kept = append(kept, o)
		}
	}
	return kept
}

// Unfinished returns the occurrences that are not over.
func (f Facts) Unfinished(now time.Time) meeting.Schedule {
	return current(f.Occurrences, now, false, 0)
}
