package reminder

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/meeting"
)

const (
	// readingTime bounds one reading of a meeting, and dueTime one that a due
	// notice waits for: better said from memory than late.
	readingTime = 20 * time.Second
	dueTime     = 10 * time.Second
	dueTries    = 2
	// slowAfter is how long an API that fails may keep a due notice waiting before
	// notices go without it for a breather. In a burst everybody further behind
	// would wait for each of those ahead.
	slowAfter = 3 * time.Second
	breather  = 30 * time.Second
)

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

// failed reports whether the API could not be asked.
func (r reading) failed() bool { return r.fresh == nil && !r.missing && !r.forbidden }

// readDue asks for a meeting that a due notice is about.
func (e *Engine) readDue(ctx context.Context, id string) reading {
	begun := e.now()
	if begun.UnixMilli() < e.restsUntil.Load() {
		return reading{}
	}
	ctx, cancel := context.WithTimeout(ctx, dueTime)
	defer cancel()
	r := e.read(ctx, id, dueTries)
	if now := e.now(); r.failed() && now.Sub(begun) >= slowAfter {
		e.restsUntil.Store(now.Add(breather).UnixMilli())
	}
	return r
}

// readAtLeisure asks for a meeting that nobody waits for.
func (e *Engine) readAtLeisure(ctx context.Context, id string) reading {
	ctx, cancel := context.WithTimeout(ctx, readingTime)
	defer cancel()
	return e.read(ctx, id, 1)
}

// read asks for a meeting, at most so many times while the API fails. A
// refusal that is about the account and not the meeting is a failure too.
func (e *Engine) read(ctx context.Context, id string, tries int) reading {
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
