package watch

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// readTimeout bounds one reading of a meeting that nobody waits for.
const readTimeout = 20 * time.Second

// maxClockSkew is how far ahead of this clock that of another process may be.
// What was read later than that was read before the clock was set back.
const maxClockSkew = time.Minute

// Reading is what came of asking for a meeting.
type Reading struct {
	Fresh     *meeting.Snapshot // nil when there is no new reading
	Old       *meeting.Snapshot // an older one, while the API fails
	Missing   bool              // the API does not know the meeting, or it has ended
	Forbidden bool              // the account may not see it
}

// Any returns a reading of any age, or nil.
func (r Reading) Any() *meeting.Snapshot {
	if r.Fresh != nil {
		return r.Fresh
	}
	return r.Old
}

// Since returns a new reading, or one that is not older than what is known, or
// nil.
func (r Reading) Since(known time.Time) *meeting.Snapshot {
	if r.Fresh == nil && r.Old != nil && r.Old.ReadAt.Truncate(time.Millisecond).Before(known) {
		return nil
	}
	return r.Any()
}

// Read reads a meeting that nobody waits for.
func Read(ctx context.Context, log *slog.Logger, ws workspace.Workspace, meetingID string) Reading {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	m, err := ws.Meetings.Refresh(ctx, meetingID)
	return readingOf(ctx, log, meetingID, m, err)
}

// ReadDue reads a meeting for a message that is due.
func ReadDue(ctx context.Context, log *slog.Logger, ws workspace.Workspace, meetingID string) Reading {
	m, err := ws.Meetings.RefreshDue(ctx, meetingID)
	return readingOf(ctx, log, meetingID, m, err)
}

// readingOf says what an answer means. A refusal that is about the account and
// not the meeting is a failure.
func readingOf(ctx context.Context, log *slog.Logger, meetingID string, m *meeting.Snapshot, err error) Reading {
	switch {
	case err == nil && m.Stale:
		return Reading{Old: m}
	case err == nil && m.Over(), meeting.KindOf(err) == meeting.NotFound:
		return Reading{Missing: true}
	case err == nil:
		return Reading{Fresh: m}
	case meeting.KindOf(err) == meeting.Forbidden:
		return Reading{Forbidden: true}
	}
	log.DebugContext(ctx, "meeting not read", slog.String("meeting_id", meetingID), slog.String("error", err.Error()))
	return Reading{}
}

// isOutdated reports whether a reading is older than what is known.
func isOutdated(readAt, known, now time.Time) bool {
	return readAt.Before(known) && !known.After(now.Add(maxClockSkew))
}
