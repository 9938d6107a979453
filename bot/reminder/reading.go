package reminder

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/meeting"
)

// readingTime bounds one reading of a meeting. Who waits for a reminder is
// better told from memory than late.
const readingTime = 20 * time.Second

// backwards is how much older than what is known a reading may be when two
// were under way at once. One that is older still was read after the clock was
// set back.
const backwards = time.Minute

// reading is what came of asking for a meeting.
type reading struct {
	fresh     *meeting.Snapshot // nil when there is no new reading
	old       *meeting.Snapshot // an older one, while the API fails
	missing   bool              // the API does not know the meeting
	forbidden bool              // the account may not see it
}

// any returns a reading of any age, or nil.
func (r reading) any() *meeting.Snapshot {
	if r.fresh != nil {
		return r.fresh
	}
	return r.old
}

// read asks for a meeting, at most so many times while the API fails. A
// refusal that is about the account and not the meeting is a failure too.
func (e *Engine) read(ctx context.Context, id string, tries int) reading {
	ctx, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	var r reading
	for range tries {
		m, err := e.meetings.Refresh(ctx, id)
		switch {
		case err == nil && m.Stale:
			r.old = m
		case err == nil && ended(m):
			return reading{missing: true}
		case err == nil:
			return reading{fresh: m}
		case meeting.KindOf(err) == meeting.NotFound:
			return reading{missing: true}
		case meeting.KindOf(err) == meeting.Forbidden:
			return reading{forbidden: true}
		default:
			e.log.DebugContext(ctx, "meeting not read", slog.String("meeting_id", id), slog.String("error", err.Error()))
		}
	}
	return r
}

// outdated reports whether a reading is older than what is known.
func outdated(read, known time.Time) bool {
	age := known.Sub(read)
	return age > 0 && age < backwards
}
