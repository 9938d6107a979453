package live

import (
	"context"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// phase tells by a reading where an occurrence is that should have begun: Upcoming
// where it does not run now, and "" where that is not known.
func (r *round) phase(ctx context.Context, g Group, reading watch.Reading) Phase {
	o := g.Occurrence
	end := watch.EndOf(o)
	past := !r.now.Before(end)
	switch {
	case reading.Fresh != nil:
		return phaseOf(r.facts[g.MeetingKey], reading.Fresh, o, r.now)
	case reading.Missing && (past || !g.State.Began.IsZero()):
		return meeting.Over
	case reading.Missing:
		// It may have been ended early, or the API may be confused.
		held, err := r.ws.Meetings.Held(ctx, g.MeetingID, o.Start.Add(-time.Hour))
		if err == nil && held {
			return meeting.Over
		}
		return ""
	case r.now.After(end.Add(unreadFor)):
		return meeting.Over
	default:
		return ""
	}
}

// phaseOf is the phase of an occurrence that should have begun, by a reading,
// which may leave out a later occurrence that has begun as well.
func phaseOf(f watch.Facts, m *meeting.Snapshot, o watch.Occurrence, now time.Time) Phase {
	if laterHasBegun(f, o, now) {
		return meeting.Over
	}
	o.End = watch.EndOf(o)
	return m.Phase(o, now)
}

// laterHasBegun reports whether another occurrence has begun after one.
func laterHasBegun(f watch.Facts, o watch.Occurrence, now time.Time) bool {
	for _, later := range f.Occurrences {
		if later.Start.After(o.Start) && later.Begun(now) {
			return true
		}
	}
	return false
}
