package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// truthTimeout bounds how long it takes to find out whether a notice is true.
	truthTimeout = 10 * time.Second
	// earliest is how long before a booked start people may come whose meeting is the
	// one that starts then.
	earliest = 15 * time.Minute
)

// errUnknown says that it cannot be told just now.
var errUnknown = errors.New("it cannot be told who is in the meeting")

// truth is whether what a notice tells is so.
type truth struct {
	holds bool
	in    int // how many are in the meeting
}

// truthOf finds out whether what a notice tells is so at this moment. The reading has
// just been made. An error says that it cannot be told.
func truthOf(ctx context.Context, ws workspace.Workspace, n Notice, r watch.Reading) (truth, error) {
	if r.Fresh == nil {
		return truth{}, errUnknown
	}
	ctx, cancel := context.WithTimeout(ctx, truthTimeout)
	defer cancel()
	if n.About == AboutOverrun {
		in, err := countIn(ctx, ws, n.MeetingID, r.Fresh)
		return truth{holds: in > 0, in: in}, err
	}
	if r.Fresh.Conference.State == meeting.StateRunning { // or it was, and all have left
		return truth{}, nil
	}
	in, err := countIn(ctx, ws, n.MeetingID, r.Fresh)
	if err != nil || in > 0 {
		return truth{}, err
	}
	held, err := ws.Meetings.Held(ctx, n.MeetingID, n.Occurrence.Start.Add(-earliest))
	return truth{holds: !held}, err
}

// countIn counts who is in a meeting.
func countIn(ctx context.Context, ws workspace.Workspace, meetingID string, m *meeting.Snapshot) (int, error) {
	if m.Conference.State == meeting.StateScheduled {
		return 0, nil
	}
	people, err := ws.Meetings.Attendees(ctx, meetingID)
	if err != nil {
		return 0, err
	}
	return people.Count, nil
}

// checkTruth says what a notice tells that is so at this moment. One that is not so is
// dropped; where that cannot be told, it is tried again while the notice is of use.
func (e *Engine) checkTruth(ctx context.Context, ws workspace.Workspace, n Notice, r watch.Reading) (truth, error) {
	if n.About == AboutStart {
		return truth{holds: true}, nil
	}
	so, err := truthOf(ctx, ws, n, r)
	if err == nil && so.holds {
		return so, nil
	}
	if err != nil {
		e.log.DebugContext(ctx, "not known whether a notice is true", append(n.attrs(), slog.String("error", err.Error()))...)
	}
	return so, e.inTx(ctx, func(t *txn) error {
		n, _, _, loadErr := t.loadLocked(ctx, n.ID)
		switch {
		case loadErr != nil:
			return loadErr
		case err == nil:
			return t.drop(ctx, n, Untrue)
		case !t.now.Add(truthRetry).Before(usefulUntil(n)):
			return t.drop(ctx, n, Unknown)
		}
		return t.postpone(ctx, n, truthRetry)
	})
}
