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
)

const (
	// changeRetention is for how long a change is worth posting.
	changeRetention = 24 * time.Hour
	// changeAttempts is how many times a change is posted to a Slack that fails.
	changeAttempts = 10
)

// change is what a PostChange job posts, in its payload. It holds ids and times
// only. Programs of two versions read each other's, so the names in JSON, those
// of Subscription too, stay, and fields are only ever added.
type change struct {
	At           time.Time
	Subscription Subscription
	Suspended    bool `json:"Parked,omitempty"`
	InChannel    bool `json:",omitempty"` // Suspended: the setter cannot be told
	Cancelled    bool `json:",omitempty"`
	Moved        []watch.Move
	Dropped      []watch.Occurrence
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
	c, f, err := e.prepareChange(ctx, c)
	if err != nil {
		return err
	}
	if err := e.sendChange(ctx, c, f); err != nil {
		return e.onChangeError(ctx, j, c, err)
	}
	count(e.metrics.posted, c.topic())
	return nil
}

// prepareChange takes the slot for what is still true of a change.
func (e *Engine) prepareChange(ctx context.Context, c change) (still change, f watch.Facts, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		if f, err = t.facts(ctx, c.Subscription.Meeting()); err != nil {
			return err
		}
		s, err := t.GetSubscription(ctx, c.Subscription.ID)
		switch still = c.still(f); {
		case errors.Is(err, ErrNotFound) && !c.Cancelled, still.isEmpty():
			return queue.ErrDone // deleted meanwhile, or changed once more
		case err == nil && c.Suspended && s.Suspended == "":
			return queue.ErrDone
		case err != nil && !errors.Is(err, ErrNotFound):
			return err
		}
		return queue.Wait(t.pacing().Take(ctx, c.audience()))
	})
	return still, f, err
}

// sendChange posts a change to its audience.
func (e *Engine) sendChange(ctx context.Context, c change, f watch.Facts) error {
	ws, err := e.workspace(ctx, c.Subscription.Key)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, postTimeout)
	defer cancel()
	if c.Suspended {
		return e.notifier.PostProblem(ctx, ws, c.audience(), c.Subscription, f)
	}
	return e.notifier.PostChange(ctx, ws, Change{
		Subscription: c.Subscription, Facts: f, Cancelled: c.Cancelled, Moved: c.Moved, Dropped: c.Dropped,
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
	return c
}

func (c change) isEmpty() bool {
	return !c.Suspended && !c.Cancelled && len(c.Moved) == 0 && len(c.Dropped) == 0
}

// onChangeError decides what becomes of a change that Slack did not take. A
// conversation that cannot be told what changed cannot be reminded either.
func (e *Engine) onChangeError(ctx context.Context, j queue.Job, c change, cause error) error {
	r, _ := errors.AsType[*post.Error](cause)
	switch {
	case r != nil && r.Reason != "":
		e.log.WarnContext(ctx, "change not posted",
			slog.String("team_id", c.Subscription.TeamID), slog.String("channel_id", c.audience().ChannelID),
			slog.String("meeting_id", c.Subscription.MeetingID), slog.String("error", cause.Error()))
		return e.onUndeliverable(ctx, c, Reason(r.Reason))
	case r != nil && r.RetryAfter > 0:
		return e.inTx(ctx, func(t *txn) error {
			return queue.Wait(t.pacing().ApplyRetryAfter(ctx, c.audience(), r))
		})
	case j.Attempt >= changeAttempts:
		return &queue.Discard{Err: cause}
	default:
		return cause
	}
}

// onUndeliverable suspends the subscription of a conversation that nothing can be
// posted to. Where the setter of a subscription cannot be told, because they
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
		w, err := t.LockWatch(ctx, c.Subscription.Meeting())
		if err != nil {
			return doneIfNotFound(err)
		}
		s, err := t.GetSubscription(ctx, c.Subscription.ID)
		if err != nil || s.Suspended != "" {
			return doneIfNotFound(err)
		}
		if err := t.suspendSubscription(ctx, s, why); err != nil {
			return err
		}
		_, err = t.reconcile(ctx, w)
		return err
	})
}
