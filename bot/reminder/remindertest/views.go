package remindertest

import (
	"context"

	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/live"
	"meetingbot/bot/personal"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/watch"
)

// view is the store as one package uses it.
type view[Tx any] struct {
	s  *Store
	as func(*tx) Tx
}

// Reminders are subscriptions and notices.
func (s *Store) Reminders() reminder.Store {
	return view[reminder.Tx]{s, func(t *tx) reminder.Tx { return t }}
}

// Watches are the meetings that are followed.
func (s *Store) Watches() watch.Store {
	return view[watch.Tx]{s, func(t *tx) watch.Tx { return t }}
}

// Live are the messages that follow a meeting.
func (s *Store) Live() live.Store {
	return view[live.Tx]{s, func(t *tx) live.Tx { return t }}
}

// Calls are Slack's own calls for meetings.
func (s *Store) Calls() live.CallStore {
	return view[live.CallTx]{s, func(t *tx) live.CallTx { return t }}
}

// Home are the Home tabs that people have opened.
func (s *Store) Home() home.Store {
	return view[home.Tx]{s, func(t *tx) home.Tx { return t }}
}

// Bookings are attempts to book a meeting.
func (s *Store) Bookings() booking.Store {
	return view[booking.Tx]{s, func(t *tx) booking.Tx { return t }}
}

// Personal is what people decided for themselves.
func (s *Store) Personal() personal.Store {
	return view[personal.Tx]{s, func(t *tx) personal.Tx { return t }}
}

// Rules are what conversations follow by rule.
func (s *Store) Rules() rule.Store {
	return view[rule.Tx]{s, func(t *tx) rule.Tx { return t }}
}

// InTx runs do in one transaction.
func (v view[Tx]) InTx(ctx context.Context, do func(Tx) error) error {
	return v.s.inTx(ctx, func(t *tx) error { return do(v.as(t)) })
}

// Read runs do without a transaction.
func (v view[Tx]) Read(_ context.Context, do func(Tx) error) error {
	return do(v.as(&tx{state: v.s.now(), statements: &v.s.statements}))
}

// Join returns a transaction that was begun through another view.
func (v view[Tx]) Join(q queue.Queue) Tx {
	t, ok := q.(*tx)
	if !ok {
		panic("remindertest: a transaction of another store")
	}
	return v.as(t)
}
