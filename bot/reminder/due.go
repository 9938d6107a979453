package reminder

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// maxAhead is after how many of those ahead of it a notice looks again.
const maxAhead = 30

// Due is a notice with what it belongs to, and with what goes before it.
type Due struct {
	Notice       Notice
	Subscription Subscription
	Watch        watch.Watch
	Ahead        int       // as CountAhead
	FreeAt       time.Time // until when Slack asked to post nothing in the workspace, zero if it did not
}

// loadDue returns a notice that is to be posted now.
func (e *Engine) loadDue(ctx context.Context, id string) (d Due, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		d, err = tx.GetDue(ctx, id, e.now())
		return err
	})
	if err == nil && e.isReady(d) || err != nil && !errors.Is(err, ErrNotFound) {
		return d, err
	}
	return e.settleDue(ctx, id)
}

// isReady reports whether nothing but a new reading is needed to post a notice.
func (e *Engine) isReady(d Due) bool {
	n, now := d.Notice, e.now()
	return n.isOpen() && !n.DueAt.After(now) && n.expired(d.Subscription, now) == "" &&
		d.Ahead == 0 && !d.FreeAt.After(now) && !e.watcher.IsOverdue(d.Watch)
}

// settleDue decides what becomes of a notice that is not ready, or returns it if it
// is ready by now.
func (e *Engine) settleDue(ctx context.Context, id string) (d Due, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		n, s, w, err := t.load(ctx, id)
		if errors.Is(err, ErrNotFound) || err == nil && n.expired(s, t.now) != "" {
			n, s, w, err = t.loadLocked(ctx, id) // something is about to be changed
		}
		if err != nil {
			return err
		}
		d.Notice, d.Subscription, d.Watch = n, s, w
		if wait := n.DueAt.Sub(t.now); wait > 0 {
			return &queue.RetryAfter{After: wait}
		}
		if why := n.expired(s, t.now); why != "" {
			return t.drop(ctx, n, why)
		}
		if err := t.watcher.Requeue(ctx, t.Tx, w); err != nil {
			return err
		}
		return t.waitBehind(ctx, n)
	})
	return d, err
}

// waitBehind has a notice wait behind those of its conversation that go first,
// and while nothing may be posted in the workspace.
func (t *txn) waitBehind(ctx context.Context, n Notice) error {
	ahead, err := t.CountAhead(ctx, n, t.now)
	if err != nil || ahead > 0 {
		return queue.Wait(time.Duration(min(ahead, maxAhead))*post.MessageGap, err)
	}
	return queue.Wait(t.pacing().Backoff(ctx, n.Key))
}

// load returns an open notice with what it belongs to, or ErrNotFound if any of
// that is gone. It locks nothing: many notices about one meeting are due at once.
func (t *txn) load(ctx context.Context, id string) (n Notice, s Subscription, w watch.Watch, err error) {
	if n, err = t.GetNotice(ctx, id); err != nil {
		return n, s, w, err
	}
	if !n.isOpen() {
		return n, s, w, queue.ErrDone
	}
	if w, err = t.GetWatch(ctx, n.Meeting()); err != nil {
		return n, s, w, err
	}
	s, err = t.GetSubscription(ctx, n.SubscriptionID)
	return n, s, w, err
}

// loadLocked returns an open notice with what it belongs to, the watch locked.
func (t *txn) loadLocked(ctx context.Context, id string) (n Notice, s Subscription, w watch.Watch, err error) {
	if n, err = t.GetNotice(ctx, id); err != nil {
		return n, s, w, doneIfNotFound(err)
	}
	w, err = t.LockWatch(ctx, n.Meeting())
	if err != nil {
		return n, s, w, t.endOrphan(ctx, n, err)
	}
	if n, err = t.GetNotice(ctx, id); err != nil { // it may have changed before the lock
		return n, s, w, doneIfNotFound(err)
	}
	if !n.isOpen() {
		return n, s, w, queue.ErrDone
	}
	s, err = t.GetSubscription(ctx, n.SubscriptionID)
	if err != nil {
		return n, s, w, t.endOrphan(ctx, n, err)
	}
	return n, s, w, nil
}

// endOrphan ends a notice that belongs to nothing any more: an open one would
// make others of its conversation wait.
func (t *txn) endOrphan(ctx context.Context, n Notice, why error) error {
	if !errors.Is(why, ErrNotFound) {
		return why
	}
	if n.isOpen() {
		n.State = Dead
		if err := t.PutNotice(ctx, n); err != nil {
			return doneIfNotFound(err)
		}
	}
	return queue.ErrDone
}
