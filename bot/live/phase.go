package live

import (
	"context"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// phase tells where an occurrence is, now that it should have begun. Upcoming
// stands for not begun and for not known.
func phase(ctx context.Context, ws workspace.Workspace, v View, r watch.Reading) Phase {
	o := v.Message.Occurrence
	end := watch.EndOf(o)
	past := !v.Now.Before(end)
	switch {
	case r.Fresh != nil:
		return phaseOf(v.Facts, r.Fresh, o, v.Now)
	case r.Missing && past:
		return meeting.Over
	case r.Missing:
		// It may have been ended early, or the API may be confused.
		held, err := ws.Meetings.Held(ctx, v.Message.MeetingID, o.Start.Add(-time.Hour))
		if err == nil && held {
			return meeting.Over
		}
		return meeting.Upcoming
	case v.Now.After(end.Add(unreadFor)):
		return meeting.Over
	default:
		return meeting.Upcoming
	}
}

// phaseOf is the phase of an occurrence that should have begun, by a reading,
// which may leave out a later occurrence that has begun as well.
func phaseOf(f watch.Facts, m *meeting.Snapshot, o watch.Occurrence, now time.Time) Phase {
	for _, later := range f.Occurrences {
		if later.Start.After(o.Start) && later.Begun(now) {
			return meeting.Over
		}
	}
	o.End = watch.EndOf(o)
	return m.Phase(o, now)
}
