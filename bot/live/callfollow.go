package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// peopleEvery is how often the people in a meeting are read whose number does not
	// change, and describedEvery how often what the call says of the meeting.
	peopleEvery    = 2 * time.Minute
	describedEvery = 5 * time.Minute
	// missedAfter is how long a meeting is not seen to run before it is asked for, and
	// missedFor for how long its call is left as it is while nobody can say.
	missedAfter = 15 * time.Minute
	missedFor   = 6 * time.Hour
	// closedFor is how long a call is known that has ended, so that the same run gets
	// another one when it is opened again.
	closedFor = 24 * time.Hour
	// refusedCallRetry is how often a change of a call is tried again that Slack refuses.
	refusedCallRetry = 5 * time.Minute
	// saidLife and botLife are how long it is known what was logged, and who the bot is.
	saidLife = 24 * time.Hour
	botLife  = 24 * time.Hour
	maxSaid  = 10_000
)

// Register makes the calls do their jobs.
func (c *Calls) Register(jobs *queue.Registry) {
	jobs.Register(FollowCall, queue.WorkerFunc(c.follow))
}

// follow keeps a call as its meeting is, and ends it.
func (c *Calls) follow(ctx context.Context, j queue.Job) error {
	call, ws, err := c.load(ctx, j.Key)
	if err != nil {
		return err
	}
	now := c.now()
	switch {
	case !call.ClosedAt.IsZero(), !call.EndedAt.IsZero() && call.CallID == "":
		return c.forget(ctx, call)
	case !call.EndedAt.IsZero():
		return c.end(ctx, ws, call)
	case now.Sub(call.SeenAt) >= missedAfter:
		return c.missed(ctx, ws, call)
	case call.CallID == "":
		return &queue.RetryAfter{After: missedAfter}
	default:
		return c.update(ctx, ws, call)
	}
}

// load returns a call and its workspace. A call of a workspace that is gone is
// deleted.
func (c *Calls) load(ctx context.Context, uniqueID string) (call Call, ws workspace.Workspace, err error) {
	err = c.inTx(ctx, func(t *callTxn) error {
		call, err = t.GetCall(ctx, uniqueID)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return call, ws, queue.ErrDone
	}
	if err != nil {
		return call, ws, err
	}
	ws, err = c.o.Workspaces.Get(ctx, call.Key)
	if errors.Is(err, workspace.ErrUnknown) {
		return call, ws, c.delete(ctx, uniqueID)
	}
	if err != nil {
		return call, ws, fmt.Errorf("find workspace %s: %w", call.TeamID, err)
	}
	return call, ws, nil
}

// delete ends the job of a call.
func (c *Calls) delete(ctx context.Context, uniqueID string) error {
	return c.inTx(ctx, func(t *callTxn) error {
		if err := t.DeleteCall(ctx, uniqueID); err != nil {
			return err
		}
		return queue.ErrDone
	})
}

// forget deletes a call some time after its end.
func (c *Calls) forget(ctx context.Context, call Call) error {
	if left := call.EndedAt.Add(closedFor).Sub(c.now()); left > 0 {
		return &queue.RetryAfter{After: left}
	}
	return c.delete(ctx, call.UniqueID)
}

// missed ends a call whose meeting has not been seen to run for long, unless it runs.
func (c *Calls) missed(ctx context.Context, ws workspace.Workspace, call Call) error {
	r := watch.ReadDue(ctx, c.o.Logger, ws, call.MeetingID)
	unseen := c.now().Sub(call.SeenAt)
	if (r.Fresh == nil && !r.Missing || r.Fresh != nil && r.Fresh.Conference.State == meeting.StateRunning) && unseen < missedFor {
		return &queue.RetryAfter{After: missedAfter}
	}
	return c.change(ctx, call.UniqueID, func(t *callTxn, call *Call) error {
		if !call.EndedAt.IsZero() || t.now.Sub(call.SeenAt) < missedAfter {
			return &queue.RetryAfter{After: time.Second} // somebody saw it meanwhile
		}
		call.EndedAt, call.SlotAt = call.SeenAt, time.Time{}
		return &queue.RetryAfter{After: time.Second}
	})
}

// end ends a call at Slack.
func (c *Calls) end(ctx context.Context, ws workspace.Workspace, call Call) error {
	if err := c.waitForSlot(ctx, call); err != nil {
		return err
	}
	calling, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := post.EndCall(calling, ws.Jobs, call.CallID, call.EndedAt.Sub(call.BeganAt))
	return c.note(ctx, ws, call, err, func(call *Call) time.Duration {
		if err == nil {
			call.ClosedAt = c.now()
		}
		return closedFor
	})
}

// update brings the people of a call, and what it says of the meeting, up to date.
func (c *Calls) update(ctx context.Context, ws workspace.Workspace, call Call) error {
	if wait := call.SlotAt.Sub(c.now()); wait > 0 {
		return &queue.RetryAfter{After: wait}
	}
	ch := c.changes(ctx, ws, call)
	if ch.none() {
		return c.note(ctx, ws, call, nil, ch.apply)
	}
	if err := c.waitForSlot(ctx, call); err != nil {
		return err
	}
	return c.note(ctx, ws, call, ch.send(ctx, ws.Jobs, call.CallID), ch.apply)
}

// send makes changes at Slack, each kind with one use of its method.
func (ch *callChange) send(ctx context.Context, to post.Caller, callID string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*callTimeout)
	defer cancel()
	if len(ch.leave) > 0 {
		if err := post.RemoveCallPeople(ctx, to, callID, ch.leave); err != nil {
			return err
		}
		ch.left = true
	}
	if len(ch.join) > 0 {
		if err := post.AddCallPeople(ctx, to, callID, ch.join); err != nil {
			return err
		}
		ch.joined = true
	}
	if ch.shown == nil {
		return nil
	}
	err := post.UpdateCall(ctx, to, callID, *ch.shown)
	ch.described = err == nil
	return err
}

// waitForSlot has a call wait for its slot.
func (c *Calls) waitForSlot(ctx context.Context, call Call) error {
	return c.change(ctx, call.UniqueID, func(t *callTxn, call *Call) error {
		slot, err := t.pacing().CallSlot(ctx, call.Key, call.SlotAt)
		if err != nil {
			return err
		}
		call.SlotAt = slot
		return queue.Wait(max(slot.Sub(t.now), 0), nil)
	})
}

// note stores what came of a change: what was done, how long to wait, or that the call
// is over.
func (c *Calls) note(
	ctx context.Context, ws workspace.Workspace, call Call, failure error, done func(*Call) time.Duration,
) error {
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	e, refused := errors.AsType[*post.Error](failure)
	if failure != nil && (!refused || e.Reason != post.CallOver) {
		c.explain(noting, ws.Key, failure)
	}
	err := c.change(noting, call.UniqueID, func(t *callTxn, call *Call) error {
		call.SlotAt = time.Time{}
		wait := done(call)
		switch {
		case failure == nil:
		case refused && e.RetryAfter > 0:
			blocked, err := t.pacing().BlockCalls(noting, call.Key, e.RetryAfter)
			if err != nil {
				return err
			}
			wait = max(blocked, time.Second)
		case !refused || e.Reason == "":
			wait = unansweredWait
		case e.Reason == post.CallOver:
			if call.EndedAt.IsZero() {
				call.EndedAt = t.now
			}
			call.ClosedAt, wait = t.now, closedFor
		case e.Reason == post.NoUser && !call.Unnamed:
			call.Unnamed, wait = true, time.Second
		default:
			wait = refusedCallRetry
		}
		return &queue.RetryAfter{After: wait}
	})
	if errors.Is(err, ErrNotFound) {
		return queue.ErrDone
	}
	return err
}
