package reminder

import (
	"time"

	"meetingbot/bot/watch"
)

const (
	// lateUseful is how long after the booked start it is of use that nobody is in the
	// meeting, at most.
	lateUseful = 15 * time.Minute
	// truthRetry is how often it is looked whether a notice is true of which that
	// could not be told.
	truthRetry = 30 * time.Second
)

// wants reports whether a conversation is to be told.
func (s Subscription) wants(a About) bool {
	switch a {
	case AboutLate:
		return s.Late
	case AboutOverrun:
		return s.Overrun
	default:
		return true
	}
}

// checks are the notices of an occurrence that are posted only if they are true then, as
// a subscription wants them. Only what is the same for each of them is left out.
func (s Subscription) checks(o watch.Occurrence) []Notice {
	var all []Notice
	if s.Late {
		all = append(all, Notice{About: AboutLate, Lead: -LateAfter, Occurrence: o})
	}
	if s.Overrun && o.End.After(o.Start) {
		all = append(all, Notice{About: AboutOverrun, Lead: -OverrunBefore, Occurrence: o})
	}
	useful := all[:0]
	for _, n := range all {
		if n.DueAt = n.firstDue(); n.DueAt.After(o.Start) && n.DueAt.Before(usefulUntil(n)) {
			useful = append(useful, n)
		}
	}
	return useful
}

// firstDue is when a notice is first due.
func (n Notice) firstDue() time.Time {
	switch o := n.Occurrence; n.About {
	case AboutLate:
		return o.Start.Add(LateAfter)
	case AboutOverrun:
		return o.End.Add(-OverrunBefore)
	default:
		return o.Start.Add(-n.Lead)
	}
}

// standsFor reports whether a notice is for an occurrence as it is booked now. Its start
// is the same.
func (n Notice) standsFor(booked watch.Occurrence) bool {
	return n.About != AboutOverrun || n.Occurrence.End.Equal(booked.End)
}
