package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// txn is one transaction, at one time.
type txn struct {
	Tx
	watcher  *watch.Watcher
	observer Observer // nil for nobody
	metrics  *metrics
	log      *slog.Logger
	now      time.Time
	stops    Stops           // nil for nobody
	rules    Rules           // nil for nobody
	late     map[string]bool // subscriptions whose meeting was found late
}

// inTx runs do in one transaction. Outcomes of jobs are returned after it has
// been committed.
func (e *Engine) inTx(ctx context.Context, do func(*txn) error) error {
	return queue.InTx(ctx, e.store.InTx, func(tx Tx) error { return do(e.txn(tx)) })
}

func (e *Engine) txn(tx Tx) *txn {
	return &txn{Tx: tx, watcher: e.watcher, observer: e.observer, metrics: e.metrics, log: e.log, now: e.now(), stops: e.stops, rules: e.rules}
}

// PutSubscription is that of Tx, and tells the observer.
func (t *txn) PutSubscription(ctx context.Context, s Subscription) error {
	if err := t.Tx.PutSubscription(ctx, s); err != nil || !s.setUp() { // which is not shown
		return err
	}
	return t.observed(ctx, s)
}

// DeleteSubscription is that of Tx, and tells the observer.
func (t *txn) DeleteSubscription(ctx context.Context, id string) error {
	if t.observer == nil {
		return t.Tx.DeleteSubscription(ctx, id)
	}
	s, err := t.GetSubscription(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	if err := t.Tx.DeleteSubscription(ctx, id); err != nil || !s.setUp() {
		return err
	}
	return t.observed(ctx, s)
}

// stopped notes that somebody has stopped a subscription.
func (t *txn) stopped(ctx context.Context, s Subscription) error {
	if err := t.ruleStopped(ctx, s); err != nil || t.stops == nil {
		return err
	}
	return t.stops.ReminderStopped(ctx, t.Tx, s)
}

// observed tells the observer that a subscription, or its meeting, has changed.
func (t *txn) observed(ctx context.Context, s Subscription) error {
	if t.observer == nil {
		return nil
	}
	return t.observer.SubscriptionChanged(ctx, t.Tx, s)
}

// pacing keeps to Slack's rate limits.
func (t *txn) pacing() post.Pacing { return post.Pacing{Slots: t.Tx, Now: t.now} }

// doneIfNotFound is for jobs: what is not there needs no work.
func doneIfNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return queue.ErrDone
	}
	return err
}

// facts returns what is known of a meeting, its number at least.
func (t *txn) facts(ctx context.Context, k watch.MeetingKey) (watch.Facts, error) {
	w, err := t.GetWatch(ctx, k)
	if errors.Is(err, ErrNotFound) {
		return watch.Facts{Number: k.MeetingID}, nil
	}
	return w.Facts, err
}
