package reminder

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"meetingbot/meeting"
)

const (
	// readingTime bounds one reading of a meeting, and dueTime one that a due
	// notice waits for: better said from memory than late.
	readingTime = 20 * time.Second
	dueTime     = 10 * time.Second
	dueTries    = 2
	// slowAfter is how long an API may keep a due notice waiting to count as one
	// that fails slowly, and breather how long it is left alone then.
	slowAfter = 3 * time.Second
	breather  = 30 * time.Second
)

// backwards is how far ahead of this clock that of another process may be. What
// was read later than that was read before the clock was set back.
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

// since returns a new reading, or one that is not older than what is known.
func (r reading) since(known time.Time) *meeting.Snapshot {
	if r.fresh == nil && r.old != nil && r.old.ReadAt.Truncate(time.Millisecond).Before(known) {
		return nil
	}
	return r.any()
}

// failed reports whether the API could not be asked.
func (r reading) failed() bool { return r.fresh == nil && !r.missing && !r.forbidden }

// readDue asks for a meeting that a due notice is about.
func (e *Engine) readDue(ctx context.Context, id string) reading {
	begun := e.now()
	if e.rest.lasts(begun) {
		return reading{}
	}
	ctx, cancel := context.WithTimeout(ctx, dueTime)
	defer cancel()
	r := e.read(ctx, id, dueTries)
	if now := e.now(); r.failed() && now.Sub(begun) >= slowAfter {
		e.rest.note(id, now)
	}
	return r
}

// rest is a time in which due notices go without asking an API that fails
// slowly. In a burst everybody further behind would wait for each of those
// ahead. It begins when two meetings have failed so: one may be at fault itself.
type rest struct {
	mu     sync.Mutex
	failed string    // the meeting that failed last
	at     time.Time // when it did
	until  time.Time
}

// lasts reports whether it is such a time, unless the clock has been set back.
func (r *rest) lasts(now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := r.until.Sub(now)
	return left > 0 && left <= breather
}

// note notes that a meeting has failed.
func (r *rest) note(id string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != "" && r.failed != id && now.Sub(r.at) < breather {
		r.until = now.Add(breather)
	}
	r.failed, r.at = id, now
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
func outdated(read, known, now time.Time) bool {
	return read.Before(known) && !known.After(now.Add(backwards))
}
