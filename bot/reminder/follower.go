package reminder

import (
	"context"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// follower follows the meetings that there are subscriptions to.
type follower struct{ e *Engine }

var _ watch.Follower = follower{}

// Interest is whether there is a subscription to a meeting, suspended ones too,
// whose next notice is tried.
func (f follower) Interest(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (watch.Interest, error) {
	followed, err := f.e.store.Join(tx).HasSubscriptions(ctx, k)
	if err != nil || !followed {
		return watch.Ignores, err
	}
	return watch.Follows, nil
}

// MeetingChanged queues one message for each conversation that is reminded of a
// meeting. That it was renamed elsewhere is told nobody: the next reminder has the new
// name.
func (f follower) MeetingChanged(ctx context.Context, tx queue.Queue, c watch.Change) error {
	told := change{Cancelled: c.Cancelled, Moved: c.Moved, Dropped: c.Dropped}
	if c.Renamed.Here && c.Renamed.Is() {
		told.Renamed = &c.Renamed
	}
	t := f.e.txn(f.e.store.Join(tx))
	subs, err := t.SubscriptionsTo(ctx, c.Watch.MeetingKey)
	if err != nil {
		return err
	}
	for _, s := range subs {
		if err := t.observed(ctx, s); err != nil {
			return err
		}
		if s.Suspended != "" || told.isEmpty() {
			continue
		}
		told.Subscription = s
		if err := t.enqueueChange(ctx, told); err != nil {
			return err
		}
	}
	return nil
}

// MeetingRead reconciles the notices of a meeting, or ends all subscriptions to
// one that there is nothing left to wait for.
func (f follower) MeetingRead(ctx context.Context, tx queue.Queue, w watch.Watch) error {
	t := f.e.txn(f.e.store.Join(tx))
	if len(w.Facts.Occurrences) == 0 {
		return t.end(ctx, w.MeetingKey)
	}
	open, err := t.reconcile(ctx, w)
	if err != nil {
		return err
	}
	return t.requeue(ctx, open)
}

// end deletes all subscriptions to a meeting, and tells nobody.
func (t *txn) end(ctx context.Context, k watch.MeetingKey) error {
	if err := t.dropBegun(ctx, k); err != nil {
		return err
	}
	subs, err := t.SubscriptionsTo(ctx, k)
	if err != nil {
		return err
	}
	for _, s := range subs {
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
	}
	return nil
}
