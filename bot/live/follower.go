package live

import (
	"context"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// readAhead is how long before its start a meeting is read again and again because it
// is shown. One that is moved before is noticed then.
const readAhead = 7 * 24 * time.Hour

// follower follows the meetings that messages show.
type follower struct{ u *Updater }

var _ watch.Follower = follower{}

// Interest is to have a meeting read while a date is near that is shown, and remembered
// while it is shown at all. Messages of the fixed kind are no reason to read it.
func (f follower) Interest(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (watch.Interest, error) {
	t := f.u.txn(f.u.store.Join(tx))
	shown, next, err := t.ShownOf(ctx, k, f.u.fixed, t.now)
	switch {
	case err != nil || !shown:
		return watch.Ignores, err
	case !next.IsZero() && next.Sub(t.now) <= readAhead:
		return watch.Follows, nil
	default:
		return watch.Remembers, nil
	}
}

// MeetingChanged has the messages updated that show a date which has changed, before
// the start, too.
func (f follower) MeetingChanged(ctx context.Context, tx queue.Queue, c watch.Change) error {
	t := f.u.txn(f.u.store.Join(tx))
	k := c.Watch.MeetingKey
	for kind := range f.u.renderers {
		if kind == f.u.fixed {
			continue
		}
		if err := t.change(ctx, kind, c); err != nil {
			return err
		}
	}
	for _, m := range c.Moved {
		if err := t.Hasten(ctx, pollAt(k.Key, later(t.now, m.To.Start))); err != nil {
			return err
		}
	}
	return t.updateDue(ctx, k.Key)
}

// change has the messages of a kind follow a change of their meeting.
func (t *txn) change(ctx context.Context, kind Kind, c watch.Change) error {
	k := c.Watch.MeetingKey
	if c.Cancelled {
		return t.VoidMessages(ctx, k, time.Time{}, kind, t.now)
	}
	for _, dropped := range c.Dropped {
		if err := t.VoidMessages(ctx, k, dropped.Start, kind, t.now); err != nil {
			return err
		}
	}
	moves := c.Moved
	if c.Renamed.Is() { // those that stay where they are show another subject
		for _, o := range watch.Followed(c.Watch.Facts.Occurrences, t.now) {
			moves = append(moves, watch.Move{From: o, To: o})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	return t.MoveMessages(ctx, k, moves, kind, t.now)
}

// MeetingRead does nothing: messages are updated when the meeting changes.
func (follower) MeetingRead(context.Context, queue.Queue, watch.Watch) error { return nil }

// Cancelled has the messages of a meeting say that somebody has cancelled it here, but
// for those of the fixed kind.
func (u *Updater) Cancelled(ctx context.Context, k watch.MeetingKey) error {
	c := watch.Change{Watch: watch.Watch{MeetingKey: k}, Cancelled: true}
	return u.inTx(ctx, func(t *txn) error { return follower{u}.MeetingChanged(ctx, t.Tx, c) })
}

// later returns the later one of two times.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
