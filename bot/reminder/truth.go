package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/live"
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

// upcoming is the state of a meeting that has not begun, or is taken for that: the
// notice of its start may be late.
func upcoming() live.State { return live.State{Phase: meeting.Upcoming} }

// errUnknown says that it cannot be told just now.
var errUnknown = errors.New("it cannot be told who is in the meeting")

// truth is whether what a notice tells is so.
type truth struct {
	holds bool
	state live.State // of the meeting
}

// truthOf finds out whether what a notice tells is so at this moment. The reading has
// just been made. An error says that it cannot be told.
func truthOf(ctx context.Context, ws workspace.Workspace, n Notice, r watch.Reading) (truth, error) {
	if r.Fresh == nil {
		return truth{}, errUnknown
	}
	ctx, cancel := context.WithTimeout(ctx, truthTimeout)
	defer cancel()
	runs, in, err := presence(ctx, ws, n.MeetingID, r.Fresh)
	switch {
	case err != nil:
		return truth{}, err
	case n.About == AboutOverrun:
		return truth{holds: in > 0, state: live.State{Phase: meeting.Running, In: in}}, nil
	case runs: // or it did, and all have left
		return truth{}, nil
	}
	held, err := ws.Meetings.Held(ctx, n.MeetingID, n.Occurrence.Start.Add(-earliest))
	return truth{holds: !held, state: upcoming()}, err
}

// presence tells whether a meeting runs, and how many are in it: by the list of all
// meetings that run, and where that does not say, by the meeting itself.
func presence(ctx context.Context, ws workspace.Workspace, meetingID string, m *meeting.Snapshot) (runs bool, in int, err error) {
	state := m.Conference.State
	all, err := ws.Meetings.Running(ctx)
	if err == nil {
		listed, runs := all.Meetings[meetingID]
		switch {
		case runs && listed.In >= 0:
			return true, listed.In, nil
		case !runs && all.Complete:
			return state == meeting.StateRunning, 0, nil
		}
	}
	if state == meeting.StateScheduled {
		return false, 0, nil
	}
	people, err := ws.Meetings.Attendees(ctx, meetingID)
	if err != nil {
		return false, 0, err
	}
	return state == meeting.StateRunning || len(people.People) > 0, len(people.People), nil
}

// checkTruth says what a notice tells that is so at this moment. One that is not so is
// dropped; where that cannot be told, it is tried again while the notice is of use.
func (e *Engine) checkTruth(ctx context.Context, ws workspace.Workspace, n Notice, r watch.Reading) (truth, error) {
	if n.About == AboutStart {
		return truth{holds: true, state: upcoming()}, nil
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
