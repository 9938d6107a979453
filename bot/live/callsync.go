package live

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

const (
	// seenEvery is how often it is stored that a meeting still runs.
	seenEvery = 5 * time.Minute
	// unansweredWait is how long no call is made or changed in a workspace where Slack did
	// not answer.
	unansweredWait = 30 * time.Second
	// callTimeout bounds one use of a method for calls.
	callTimeout = 5 * time.Second
)

// Sync says that a meeting runs that is shown in a workspace, and returns Slack's id
// of the call of this run, "" while there is none. It makes the call, once. People are
// added and removed by a job. Where Slack refuses, answers late or asks to wait, there
// is no call for now and no error: errors are those of the store.
func (c *Calls) Sync(ctx context.Context, ws workspace.Workspace, run Run) (callID string, err error) {
	if ws.Scopes.Lacks(scopeCalls) {
		return "", nil
	}
	call, take, err := c.see(ctx, ws.Key, run)
	if err != nil || !take {
		return call.CallID, err
	}
	m, err := ws.Meetings.Get(ctx, run.MeetingID)
	if err != nil {
		return "", nil //nolint:nilerr // the next Sync makes it
	}
	shown := c.o.Renderer.Call(ws, m)
	if shown.JoinURL == "" {
		return "", nil
	}
	return c.add(ctx, ws, call, shown)
}

// see notes that a meeting runs, and reports whether its call is to be made now.
func (c *Calls) see(ctx context.Context, k workspace.Key, run Run) (call Call, take bool, err error) {
	err = c.inTx(ctx, func(t *callTxn) error {
		call, take = Call{}, false
		all, err := t.CallsOf(ctx, watch.MeetingKey{Key: k, MeetingID: run.MeetingID})
		if err != nil {
			return err
		}
		known := latestOpen(all)
		if known != nil && !known.is(run) {
			if err := t.end(ctx, *known, known.SeenAt); err != nil {
				return err
			}
			known = nil
		}
		if known == nil {
			call = newCall(k, run, all, t.now)
			if err := t.PutCall(ctx, call); err != nil {
				return err
			}
		} else if call, err = t.sawAgain(ctx, *known, run); err != nil {
			return err
		}
		if call.CallID != "" || call.Refused != "" {
			return nil
		}
		wait, err := t.pacing().TakeNewCall(ctx, k)
		take = err == nil && wait == 0
		return err
	})
	return call, take, err
}

// latestOpen is the latest call whose meeting has not ended, nil for none.
func latestOpen(all []Call) *Call {
	for i := range all {
		if all[i].EndedAt.IsZero() {
			return &all[i]
		}
	}
	return nil
}

// is reports whether a call is that of a run. Its UUID may become known later.
func (c *Call) is(run Run) bool {
	return c.UUID == run.UUID || c.UUID == "" || run.UUID == ""
}

// newCall is the call of a run that has none yet. Where a run had one that has ended,
// it gets another id.
func newCall(k workspace.Key, run Run, former []Call, now time.Time) Call {
	began := cmp.Or(run.Began.UTC().Truncate(time.Millisecond), now)
	base := cmp.Or(k.TeamID, k.EnterpriseID) + ":" + run.UUID
	if run.UUID == "" {
		base = fmt.Sprintf("%s:%s:%d", cmp.Or(k.TeamID, k.EnterpriseID), run.MeetingID, began.Unix())
	}
	id := base
	for n := 2; isKnown(former, id); n++ {
		id = base + ":" + strconv.Itoa(n)
		began = now // it was opened again
	}
	return Call{UniqueID: id, Key: k, MeetingID: run.MeetingID, UUID: run.UUID, In: run.In, BeganAt: began, SeenAt: now}
}

func isKnown(calls []Call, uniqueID string) bool {
	for _, c := range calls {
		if c.UniqueID == uniqueID {
			return true
		}
	}
	return false
}

// sawAgain stores what is new of a run, and has its people read where their number
// has changed.
func (t *callTxn) sawAgain(ctx context.Context, call Call, run Run) (Call, error) {
	changed := call.In != run.In
	if !changed && t.now.Sub(call.SeenAt) < seenEvery && (call.UUID != "" || run.UUID == "") {
		return call, nil
	}
	call.In, call.SeenAt, call.UUID = run.In, t.now, cmp.Or(call.UUID, run.UUID)
	if err := t.PutCall(ctx, call); err != nil {
		return call, err
	}
	if !changed || call.CallID == "" {
		return call, nil
	}
	return call, t.Hasten(ctx, t.job(call.UniqueID))
}

// add makes a call at Slack.
func (c *Calls) add(ctx context.Context, ws workspace.Workspace, call Call, shown post.Call) (string, error) {
	bot, err := c.botUser(ctx, ws)
	var callID string
	ended := false
	if err == nil {
		calling, cancel := context.WithTimeout(ctx, callTimeout)
		callID, ended, err = post.AddCall(calling, ws.Jobs, post.NewCall{Call: shown, UniqueID: call.UniqueID, CreatedBy: bot, Began: call.BeganAt})
		cancel()
	}
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	if err != nil {
		return "", c.notMade(noting, ws, call, err)
	}
	return c.made(noting, call, callID, ended, digest(shown))
}

// made stores that there is a call. Slack may have answered with one that it made
// before and that has ended: the next Sync makes another one then.
func (c *Calls) made(ctx context.Context, call Call, callID string, ended bool, shown string) (string, error) {
	err := c.change(ctx, call.UniqueID, func(t *callTxn, call *Call) error {
		call.CallID, call.Shown = callID, shown
		if ended {
			call.EndedAt, call.ClosedAt = t.now, t.now
		}
		return t.Hasten(ctx, t.job(call.UniqueID))
	})
	switch {
	case errors.Is(err, ErrNotFound), err == nil && ended:
		return "", nil
	case err != nil:
		return "", err
	}
	return callID, nil
}

// notMade stores why there is no call. What Slack refuses for good is not asked for
// again in this run.
func (c *Calls) notMade(ctx context.Context, ws workspace.Workspace, call Call, err error) error {
	c.explain(ctx, ws.Key, err)
	e, ok := errors.AsType[*post.Error](err)
	refused := ""
	if ok && e.Reason != "" {
		refused = cmp.Or(post.SlackError(e.Err), string(e.Reason))
	}
	if ok && e.Reason == post.NoUser {
		c.bots.Delete(ws.String())
	}
	err = c.change(ctx, call.UniqueID, func(t *callTxn, call *Call) error {
		call.Refused = refused
		if refused != "" {
			return t.Enqueue(ctx, t.jobAt(call.UniqueID, missedAfter))
		}
		wait := unansweredWait
		if ok && e.RetryAfter > 0 {
			wait = e.RetryAfter
		}
		_, err := t.pacing().BlockCalls(ctx, ws.Key, wait)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// explain logs why there is no call, once for each workspace and reason.
func (c *Calls) explain(ctx context.Context, k workspace.Key, err error) {
	reason := "unanswered"
	if e, ok := errors.AsType[*post.Error](err); ok {
		switch {
		case e.Reason != "":
			reason = cmp.Or(post.SlackError(e.Err), string(e.Reason))
		case e.RetryAfter > 0:
			reason = "ratelimited"
		}
	}
	if !c.said.Add(k.String()+" "+reason, struct{}{}, saidLife) {
		return
	}
	c.o.Logger.LogAttrs(ctx, slog.LevelWarn, "no call block at Slack for now: cards stand alone",
		slog.String("enterprise_id", k.EnterpriseID), slog.String("team_id", k.TeamID), slog.String("reason", reason), slog.Any("error", err))
}

// botUser is the bot as a user of the workspace, who makes calls. Errors are
// *post.Error.
func (c *Calls) botUser(ctx context.Context, ws workspace.Workspace) (string, error) {
	if known, ok := c.bots.Get(ws.String()); ok {
		return known, nil
	}
	calling, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	userID, err := post.BotUser(calling, ws.Jobs)
	if err == nil {
		c.bots.Put(ws.String(), userID, botLife)
	}
	return userID, err
}

// digest tells what calls show from what others show, and tells nothing of it.
func digest(t post.Call) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{t.Title, t.Number, t.JoinURL}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// End says that a meeting has ended: its calls are ended at Slack by a job, each once.
func (c *Calls) End(ctx context.Context, k workspace.Key, meetingID string, at time.Time) error {
	return c.inTx(ctx, func(t *callTxn) error {
		all, err := t.CallsOf(ctx, watch.MeetingKey{Key: k, MeetingID: meetingID})
		if err != nil {
			return err
		}
		for _, call := range all {
			if !call.EndedAt.IsZero() {
				continue
			}
			if err := t.end(ctx, call, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// end stores that the meeting of a call has ended, and has it ended at Slack.
func (t *callTxn) end(ctx context.Context, call Call, at time.Time) error {
	call.EndedAt, call.SlotAt = at.UTC().Truncate(time.Millisecond), time.Time{}
	if call.EndedAt.Before(call.BeganAt) {
		call.EndedAt = call.BeganAt
	}
	if err := t.PutCall(ctx, call); err != nil {
		return err
	}
	return t.Hasten(ctx, t.job(call.UniqueID))
}

// callTxn is one transaction, at one time.
type callTxn struct {
	CallTx
	now time.Time
}

func (t *callTxn) pacing() post.Pacing { return post.Pacing{Slots: t.CallTx, Now: t.now} }

func (t *callTxn) job(uniqueID string) queue.Job { return t.jobAt(uniqueID, 0) }

func (t *callTxn) jobAt(uniqueID string, wait time.Duration) queue.Job {
	return queue.Job{Kind: FollowCall, Key: uniqueID, At: t.now.Add(wait), Priority: priorityCall}
}

// now is the time as a Store keeps it.
func (c *Calls) now() time.Time { return c.o.Now().UTC().Truncate(time.Millisecond) }

// inTx runs do in one transaction. Outcomes of jobs are returned after it has been
// committed.
func (c *Calls) inTx(ctx context.Context, do func(*callTxn) error) error {
	return queue.InTx(ctx, c.o.Store.InTx, func(tx CallTx) error { return do(&callTxn{tx, c.now()}) })
}

// change changes a call as it is stored by now. Outcomes of jobs are returned after it
// has been stored.
func (c *Calls) change(ctx context.Context, uniqueID string, do func(*callTxn, *Call) error) error {
	return c.inTx(ctx, func(t *callTxn) error {
		call, err := t.GetCall(ctx, uniqueID)
		if err != nil {
			return err
		}
		outcome := do(t, &call)
		if outcome != nil && !queue.IsOutcome(outcome) {
			return outcome
		}
		if err := t.PutCall(ctx, call); err != nil {
			return err
		}
		return outcome
	})
}
