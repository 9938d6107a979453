package reminder

import (
	"context"
	"errors"

	"meetingbot/bot/post"
)

// Get returns the subscription with an id, or ErrNotFound.
func (e *Engine) Get(ctx context.Context, id string) (Status, error) {
	return e.stand(ctx, func(d *desk) (Subscription, error) { return d.GetSubscription(ctx, id) })
}

// Find returns the subscription of a conversation to a meeting, or ErrNotFound.
func (e *Engine) Find(ctx context.Context, c post.Conversation, meetingID string) (Status, error) {
	return e.stand(ctx, func(d *desk) (Subscription, error) { return d.FindSubscription(ctx, c, meetingID) })
}

// List returns some of the subscriptions of a conversation, parked ones too,
// oldest first, and how many there are in all.
func (e *Engine) List(ctx context.Context, c post.Conversation, offset, limit int) (page []Status, total int, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		var subs []Subscription
		if subs, total, err = d.SubscriptionsIn(ctx, c, offset, limit); err != nil {
			return err
		}
		page = make([]Status, 0, len(subs))
		for _, s := range subs {
			f, err := d.known(ctx, s.Meeting())
			if err != nil {
				return err
			}
			page = append(page, statusOf(s, f, d.now))
		}
		return nil
	})
	return page, total, err
}

// Forget takes the subscription with an id back and returns it as it was, or
// ErrNotFound.
func (e *Engine) Forget(ctx context.Context, id string) (Status, error) {
	return e.stand(ctx, func(d *desk) (Subscription, error) {
		s, err := d.GetSubscription(ctx, id)
		if err != nil {
			return s, err
		}
		if _, err := d.LockWatch(ctx, s.Meeting()); err != nil && !errors.Is(err, ErrNotFound) {
			return s, err
		}
		return s, d.DeleteSubscription(ctx, id)
	})
}

// GetNotice returns the notice with an id, or ErrNotFound.
func (e *Engine) GetNotice(ctx context.Context, id string) (n Notice, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		n, err = d.GetNotice(ctx, id)
		return err
	})
	return n, err
}

// stand says how the subscription stands that get returns.
func (e *Engine) stand(ctx context.Context, get func(*desk) (Subscription, error)) (st Status, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		s, err := get(d)
		if err != nil {
			return err
		}
		f, err := d.known(ctx, s.Meeting())
		st = statusOf(s, f, d.now)
		return err
	})
	return st, err
}

// known returns what is known of a meeting, its number at least.
func (d *desk) known(ctx context.Context, k MeetingKey) (Facts, error) {
	w, err := d.GetWatch(ctx, k)
	if errors.Is(err, ErrNotFound) {
		return Facts{Number: k.MeetingID}, nil
	}
	return w.Facts, err
}
