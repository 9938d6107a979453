package reminder

import (
	"context"
	"errors"

	"meetingbot/bot/post"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
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
		page, total, err = t.statuses(ctx, c, offset, limit)
		return err
	})
	return page, total, err
}

// Listed are some of the subscriptions that a person has a say in.
type Listed struct {
	Page []Status // those of the conversation, and then those of the person alone
	Here int      // how many the conversation has in all
	Own  int      // how many the person alone has, 0 where they are the conversation
}

// ListFor returns some of the subscriptions of the conversation in which somebody
// asks, followed by those of the asker alone, each oldest first.
func (e *Engine) ListFor(ctx context.Context, a Asker, offset, limit int) (l Listed, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		l = Listed{}
		if l.Page, l.Here, err = t.statuses(ctx, a.Conversation, offset, limit); err != nil || a.Conversation == a.own() {
			return err
		}
		var own []Status
		own, l.Own, err = t.statuses(ctx, a.own(), max(offset-l.Here, 0), limit-len(l.Page))
		l.Page = append(l.Page, own...)
		return err
	})
	return l, err
}

// CountTo returns how many conversations are told what becomes of a meeting: those with
// a subscription that is not suspended.
func (e *Engine) CountTo(ctx context.Context, k watch.MeetingKey) (n int, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		subs, err := t.SubscriptionsTo(ctx, k)
		n = 0
		for _, s := range subs {
			if s.Suspended == "" {
				n++
			}
		}
		return err
	})
	return n, err
}

// ListSetBy returns some of the subscriptions that a person of a workspace has set up,
// wherever they are sent, suspended ones too, oldest first, and how many there are in
// all.
func (e *Engine) ListSetBy(ctx context.Context, k workspace.Key, userID string, offset, limit int) (page []Status, total int, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		var subs []Subscription
		if subs, total, err = t.SubscriptionsSetBy(ctx, k, userID, offset, limit); err != nil {
			return err
		}
		page, err = t.statusesOf(ctx, subs)
		return err
	})
	return page, total, err
}

// statuses is List within a transaction.
func (t *txn) statuses(ctx context.Context, c post.Conversation, offset, limit int) ([]Status, int, error) {
	subs, total, err := t.SubscriptionsIn(ctx, c, offset, limit)
	if err != nil {
		return nil, 0, err
	}
	page, err := t.statusesOf(ctx, subs)
	return page, total, err
}

// statusesOf are subscriptions with what is known of their meetings.
func (t *txn) statusesOf(ctx context.Context, subs []Subscription) ([]Status, error) {
	page := make([]Status, 0, len(subs))
	for _, s := range subs {
		f, err := t.facts(ctx, s.Meeting())
		if err != nil {
			return nil, err
		}
		page = append(page, statusOf(s, f, t.now))
	}
	return page, nil
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
		if err := t.DeleteSubscription(ctx, id); err != nil {
			return s, err
		}
		return s, t.stopped(ctx, s)
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
