package reminder

import (
	"context"
	"errors"

	"meetingbot/bot/post"
)

// Get returns the asker's subscription with an id, or ErrNotFound.
func (e *Engine) Get(ctx context.Context, a Asker, id string) (Status, error) {
	return e.status(ctx, func(t *txn) (Subscription, error) { return t.subscriptionFor(ctx, a, id) })
}

// Find returns the subscription of a conversation to a meeting, or ErrNotFound.
func (e *Engine) Find(ctx context.Context, c post.Conversation, meetingID string) (Status, error) {
	return e.status(ctx, func(t *txn) (Subscription, error) { return t.FindSubscription(ctx, c, meetingID) })
}

// List returns some of the subscriptions of a conversation, suspended ones too,
// oldest first, and how many there are in all.
func (e *Engine) List(ctx context.Context, c post.Conversation, offset, limit int) (page []Status, total int, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		var subs []Subscription
		if subs, total, err = t.SubscriptionsIn(ctx, c, offset, limit); err != nil {
			return err
		}
		page = make([]Status, 0, len(subs))
		for _, s := range subs {
			f, err := t.facts(ctx, s.Meeting())
			if err != nil {
				return err
			}
			page = append(page, statusOf(s, f, t.now))
		}
		return nil
	})
	return page, total, err
}

// Forget deletes the asker's subscription with an id and returns it as it was, or
// ErrNotFound.
func (e *Engine) Forget(ctx context.Context, a Asker, id string) (Status, error) {
	return e.status(ctx, func(t *txn) (Subscription, error) {
		s, err := t.subscriptionFor(ctx, a, id)
		if err != nil {
			return s, err
		}
		if _, err := t.LockWatch(ctx, s.Meeting()); err != nil && !errors.Is(err, ErrNotFound) {
			return s, err
		}
		return s, t.DeleteSubscription(ctx, id)
	})
}

// status returns the subscription that get returns, with what is known.
func (e *Engine) status(ctx context.Context, get func(*txn) (Subscription, error)) (st Status, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		s, err := get(t)
		if err != nil {
			return err
		}
		f, err := t.facts(ctx, s.Meeting())
		st = statusOf(s, f, t.now)
		return err
	})
	return st, err
}
