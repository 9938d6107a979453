package reminder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

const (
	// changeRetention is for how long a change is worth posting, and tried.
	changeRetention = 24 * time.Hour
	// changeLooks is how many times Slack must refuse a change before that counts.
	changeLooks = 4
)

// change is what a PostChange job posts, in its payload. It holds ids, times and
// subjects only. Programs of two versions read each other's, so the names in JSON, those
// of Subscription too, stay, and fields are only ever added.
type change struct {
	At           time.Time
	Subscription Subscription
	Suspended    bool `json:"Parked,omitempty"`
	InChannel    bool `json:",omitempty"` // Suspended: the setter cannot be told
	Cancelled    bool `json:",omitempty"`
	Moved        []watch.Move
	Dropped      []watch.Occurrence
	Renamed      *watch.Rename `json:",omitempty"`
}

// topic is what the change is counted as.
func (c change) topic() topic {
	switch {
	case c.Suspended:
		return topicSuspended
	case c.Cancelled:
		return topicCancelled
	default:
		return topicChanged
	}
}

// audience is who is told.
func (c change) audience() post.Conversation {
	to := c.Subscription.Conversation
	if c.Suspended && !c.InChannel {
		to.ChannelID = c.Subscription.SetBy
	}
	return to
}

func (t *txn) enqueueChange(ctx context.Context, c change) error {
	c.At = t.now
	payload, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("queue a change: %w", err)
	}
	return t.Enqueue(ctx, queue.Job{Kind: PostChange, Key: NewID(), Payload: payload, At: t.now, Priority: priorityChange})
}

// postChange posts what the job's payload says.
func (e *Engine) postChange(ctx context.Context, j queue.Job) error {
	var c change
	if err := json.Unmarshal(j.Payload, &c); err != nil {
		return &queue.Discard{Err: fmt.Errorf("read a change: %w", err)}
	}
	if e.now().Sub(c.At) > changeRetention {
		return &queue.Discard{Err: errors.New("the change is old")}
	}
	ws, err := e.workspaces.Get(ctx, c.Subscription.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return e.onUndeliverable(ctx, c, Revoked)
	case err != nil:
		return fmt.Errorf("find workspace %s: %w", c.Subscription.TeamID, err)
	}
	c, f, posts, err := e.prepareChange(ctx, j, c)
	if err != nil {
		return err
	}
	err = e.sendChange(ctx, ws, c, f)
	if err != nil {
		return queue.NoteOnce(ctx, func(ctx context.Context) error { return e.onChangeError(ctx, j, c, posts, err) })
	}
	count(e.metrics.posted, c.topic())
	return queue.Note(ctx, func(ctx context.Context) error {
		return e.inTx(ctx, func(t *txn) error { return t.ClosePosts(ctx, j.Key) })
	})
}

// prepareChange takes the slot for what is still true of a change, and counts its
// post before it is made. A change that may have been posted as often as it may be
// is done.
func (e *Engine) prepareChange(ctx context.Context, j queue.Job, c change) (still change, f watch.Facts, posts int, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		if f, err = t.facts(ctx, c.Subscription.Meeting()); err != nil {
			return err
		}
		s, err := t.toTell(ctx, c)
		switch still = c.still(f); {
		case errors.Is(err, ErrNotFound) && !c.Cancelled, still.isEmpty():
			return queue.ErrDone // deleted meanwhile, or changed once more
		case err == nil && c.Suspended && s.Suspended == "":
			return queue.ErrDone
		case err != nil && !errors.Is(err, ErrNotFound):
			return err
		}
		if wait, err := t.pacing().Take(ctx, c.audience()); err != nil || wait > 0 {
			return queue.Wait(wait, err)
		}
		if posts, err = t.BeginPost(ctx, j.Key, t.now); err != nil {
			return err
		}
		if posts > post.MaxPosts {
			return queue.ErrDone
		}
		return nil
	})
	return still, f, posts, err
}

// sendChange posts a change to its audience.
func (e *Engine) sendChange(ctx context.Context, ws workspace.Workspace, c change, f watch.Facts) error {
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	if c.Suspended {
		return e.notifier.PostProblem(ctx, ws, c.audience(), c.Subscription, f)
	}
	return e.notifier.PostChange(ctx, ws, Change{
		Subscription: c.Subscription, Facts: f, Cancelled: c.Cancelled, Moved: c.Moved, Dropped: c.Dropped, Renamed: c.Renamed,
	})
}

// still returns what is true of a change by what is known now: an occurrence
// that changed once more has another job.
func (c change) still(f watch.Facts) change {
	c.Moved = slices.DeleteFunc(slices.Clone(c.Moved), func(m watch.Move) bool { return !f.Has(m.To) })
	c.Dropped = slices.DeleteFunc(slices.Clone(c.Dropped), func(o watch.Occurrence) bool {
		_, booked := f.Occurrences.StartingAt(o.Start)
		return booked
	})
	if c.Renamed != nil && f.Subject != c.Renamed.To && f.Subject != c.Renamed.From { // not read since, or renamed once more
		c.Renamed = nil
	}
	return c
}

func (c change) isEmpty() bool {
	return !c.Suspended && !c.Cancelled && len(c.Moved) == 0 && len(c.Dropped) == 0 && c.Renamed == nil
}

// onChangeError decides what becomes of a change that Slack did not take, or did
// not say that it took. posts is how many times it may have been posted.
func (e *Engine) onChangeError(ctx context.Context, j queue.Job, c change, posts int, cause error) error {
	r, ok := errors.AsType[*post.Error](cause)
	if !ok {
		r = &post.Error{Unconfirmed: true, Err: cause}
	}
	err := e.inTx(ctx, func(t *txn) error {
		switch {
		case r.Unconfirmed && posts >= post.MaxPosts:
			return queue.ErrDone
		case r.Unconfirmed:
			return nil
		}
		if err := t.RevokePost(ctx, j.Key); err != nil {
			return err
		}
		switch {
		case r.Reason == post.Revoked:
			return queue.Wait(t.refuseToken(ctx, c.Subscription.Key, r))
		case r.RetryAfter > 0:
			return queue.Wait(t.pacing().ApplyRetryAfter(ctx, c.audience(), r))
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case r.Reason == "" || !c.stands(j, e.now()):
		return cause
	}
	e.log.WarnContext(ctx, "change not posted",
		slog.String("team_id", c.Subscription.TeamID), slog.String("channel_id", c.audience().ChannelID),
		slog.String("meeting_id", c.Subscription.MeetingID), slog.String("error", cause.Error()))
	return e.onUndeliverable(ctx, c, Reason(r.Reason))
}

// stands reports whether the refusal of a change counts. A setter who cannot be
// told what they may no longer do need not be waited for: the channel is told.
func (c change) stands(j queue.Job, now time.Time) bool {
	if c.Suspended && !c.InChannel && c.Subscription.Suspended.isPersonal() {
		return true
	}
	return j.Attempt >= changeLooks && now.Sub(c.At) >= refusedFor
}

// onUndeliverable suspends the subscription of a conversation that cannot be told
// what changed: it cannot be reminded either. Where the setter of a subscription cannot be told, because they
// have left, its conversation is.
func (e *Engine) onUndeliverable(ctx context.Context, c change, why Reason) error {
	switch {
	case c.Suspended && (c.InChannel || !c.Subscription.Suspended.isPersonal()):
		return queue.ErrDone
	case c.Suspended:
		c.InChannel = true
		return e.inTx(ctx, func(t *txn) error { return t.enqueueChange(ctx, c) })
	}
	return e.inTx(ctx, func(t *txn) error {
		if _, err := t.LockWatch(ctx, c.Subscription.Meeting()); err != nil {
			return doneIfNotFound(err)
		}
		s, err := t.GetSubscription(ctx, c.Subscription.ID)
		if err != nil {
			return doneIfNotFound(err)
		}
		return t.suspendSubscription(ctx, s, why)
	})
}
