package live

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = watch.ErrNotFound

// Store keeps messages.
type Store interface {
	// InTx runs do in one transaction: everything that it did is committed if it
	// returns nil and undone otherwise. It is run again where the database asks for
	// that, so it must have no other effects. The Tx must not be used after do has
	// returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
	// Join returns the transaction that tx is of, which another package began in
	// the same database.
	Join(tx queue.Queue) Tx
}

// Tx is what can be done within one transaction. Times are stored as whole
// milliseconds and come back in UTC.
type Tx interface {
	post.Slots
	post.Attempts
	// PutMessage stores a message, in place of one with the same ID.
	PutMessage(ctx context.Context, m Message) error
	// GetMessage returns the one with the ID, or ErrNotFound.
	GetMessage(ctx context.Context, id string) (Message, error)
	// DeleteMessage deletes the one with the ID, if there is one.
	DeleteMessage(ctx context.Context, id string) error
	// StartedMessages lists the ids of those of a kind whose occurrence started
	// before the given time, the first ones of them.
	StartedMessages(ctx context.Context, kind Kind, startedBefore time.Time, most int) ([]string, error)
	// MessagesOf lists those of a kind that follow a meeting, by their ids.
	MessagesOf(ctx context.Context, kind Kind, k watch.MeetingKey) ([]Message, error)
	// HasMessages reports whether there is any that follows a meeting.
	HasMessages(ctx context.Context, k watch.MeetingKey) (bool, error)
	// GetWatch returns what is known of a meeting, or ErrNotFound.
	GetWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error)
}
