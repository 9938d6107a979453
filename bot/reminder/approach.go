package reminder

import (
	"context"
	"errors"

	"meetingbot/bot/queue"
)

// approach returns a notice that is to be said now and its subscription.
func (e *Engine) approach(ctx context.Context, id string) (n Notice, s Subscription, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		var w Watch
		n, s, w, err = d.peek(ctx, id)
		if errors.Is(err, ErrNotFound) || err == nil && n.useless(s, d.now) != "" {
			n, s, w, err = d.pick(ctx, id) // for what is to be changed
		}
		if err != nil {
			return err
		}
		if wait := n.DueAt.Sub(d.now); wait > 0 {
			return &queue.RetryAfter{After: wait}
		}
		if why := n.useless(s, d.now); why != "" {
			return d.drop(ctx, n, why)
		}
		if err := d.wake(ctx, w); err != nil {
			return err
		}
		return d.queueUp(ctx, n)
	})
	return n, s, err
}

// overlooked is how old the last reading of a watch is when it seems to have
// lost its job.
const overlooked = 2 * lookFar

// wake has a meeting looked at that has been overlooked.
func (d *desk) wake(ctx context.Context, w Watch) error {
	if d.now.Sub(w.Facts.ReadAt) < overlooked {
		return nil
	}
	return d.Enqueue(ctx, lookAt(w.MeetingKey, d.now))
}

// peek returns an open notice with what it belongs to, or ErrNotFound if any of
// that is gone. It locks nothing: many notices about one meeting are due at once.
func (d *desk) peek(ctx context.Context, id string) (n Notice, s Subscription, w Watch, err error) {
	if n, err = d.GetNotice(ctx, id); err != nil {
		return n, s, w, err
	}
	if !n.open() {
		return n, s, w, errSettled
	}
	if w, err = d.GetWatch(ctx, n.Meeting()); err != nil {
		return n, s, w, err
	}
	s, err = d.GetSubscription(ctx, n.SubscriptionID)
	return n, s, w, err
}

// pick returns an open notice with what it belongs to, the watch locked.
func (d *desk) pick(ctx context.Context, id string) (n Notice, s Subscription, w Watch, err error) {
	if n, err = d.GetNotice(ctx, id); err != nil {
		return n, s, w, settledIfGone(err)
	}
	w, err = d.LockWatch(ctx, n.Meeting())
	if err != nil {
		return n, s, w, d.orphaned(ctx, n, err)
	}
	if n, err = d.GetNotice(ctx, id); err != nil { // it may have changed before the lock
		return n, s, w, settledIfGone(err)
	}
	if !n.open() {
		return n, s, w, errSettled
	}
	s, err = d.GetSubscription(ctx, n.SubscriptionID)
	if err != nil {
		return n, s, w, d.orphaned(ctx, n, err)
	}
	return n, s, w, nil
}

// orphaned ends a notice that belongs to nothing any more, lest it stand in
// the way of others.
func (d *desk) orphaned(ctx context.Context, n Notice, why error) error {
	if !errors.Is(why, ErrNotFound) {
		return why
	}
	if n.open() {
		n.State = Dead
		if err := d.PutNotice(ctx, n); err != nil {
			return err
		}
	}
	return errSettled
}
