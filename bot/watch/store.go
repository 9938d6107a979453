package watch

import (
	"context"
	"errors"

	"meetingbot/bot/queue"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("not found")

// Store keeps watches.
type Store interface {
	// InTx runs do in one transaction: everything that it did, jobs included, is
	// committed if it returns nil and undone otherwise. It is run again where the
	// database asks for that, so it must have no other effects. The Tx must not be
	// used after do has returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
	// Join returns the transaction that tx is of, which another package began in
	// the same database.
	Join(tx queue.Queue) Tx
}

// Tx is what a watcher does within one transaction. Times are stored as whole
// milliseconds and come back in UTC.
type Tx interface {
	queue.Queue
	// LockWatch returns a watch, or ErrNotFound. Until the transaction ends nobody
	// else can lock it.
	LockWatch(ctx context.Context, k MeetingKey) (Watch, error)
	// OpenWatch locks a watch as LockWatch does, and makes one first of which
	// nothing is known if there is none.
	OpenWatch(ctx context.Context, k MeetingKey) (Watch, error)
	// WatchesOf returns the keys of the watches of a meeting, in all workspaces.
	WatchesOf(ctx context.Context, meetingID string) ([]MeetingKey, error)
	// PutWatch stores a watch, in place of one with the same key.
	PutWatch(ctx context.Context, w Watch) error
	// DeleteWatch deletes a watch, if there is one.
	DeleteWatch(ctx context.Context, k MeetingKey) error
}
