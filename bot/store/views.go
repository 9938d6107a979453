package store

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

// view is the database as one package uses it. Tx is what that package does in a
// transaction.
type view[Tx any] struct {
	db *DB
	as func(*tx) Tx
}

var (
	_ reminder.Store = view[reminder.Tx]{}
	_ watch.Store    = view[watch.Tx]{}
	_ live.Store     = view[live.Tx]{}
	_ home.Store     = view[home.Tx]{}
	_ booking.Store  = view[booking.Tx]{}
	_ personal.Store = view[personal.Tx]{}
	_ rule.Store     = view[rule.Tx]{}
)

// Reminders are subscriptions and notices.
func (d *DB) Reminders() reminder.Store {
	return view[reminder.Tx]{d, func(t *tx) reminder.Tx { return t }}
}

// Watches are the meetings that are followed.
func (d *DB) Watches() watch.Store {
	return view[watch.Tx]{d, func(t *tx) watch.Tx { return t }}
}

// Live are the messages that follow a meeting.
func (d *DB) Live() live.Store {
	return view[live.Tx]{d, func(t *tx) live.Tx { return t }}
}

// Home are the Home tabs that people have opened.
func (d *DB) Home() home.Store {
	return view[home.Tx]{d, func(t *tx) home.Tx { return t }}
}

// Bookings are attempts to book a meeting.
func (d *DB) Bookings() booking.Store {
	return view[booking.Tx]{d, func(t *tx) booking.Tx { return t }}
}

// Personal is what people decided for themselves.
func (d *DB) Personal() personal.Store {
	return view[personal.Tx]{d, func(t *tx) personal.Tx { return t }}
}

// Rules are what conversations follow by rule.
func (d *DB) Rules() rule.Store {
	return view[rule.Tx]{d, func(t *tx) rule.Tx { return t }}
}

// InTx runs do in one transaction of the database.
func (v view[Tx]) InTx(ctx context.Context, do func(Tx) error) error {
	return v.db.inTx(ctx, func(t *tx) error { return do(v.as(t)) })
}

// Read runs do, which changes nothing, without a transaction.
func (v view[Tx]) Read(ctx context.Context, do func(Tx) error) error {
	return do(v.as(v.db.engine.reader()))
}

// Join returns a transaction that was begun through another view. One of another
// store is a mistake in the program: it panics.
func (v view[Tx]) Join(q queue.Queue) Tx {
	t, ok := q.(*tx)
	if !ok {
		panic("store: a transaction of another store")
	}
	return v.as(t)
}
