package booking

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = watch.ErrNotFound

// Store keeps attempts.
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
	queue.Queue
	post.Slots
	// AddBooking stores an attempt, and reports whether it is the first with its id. Of
	// several at the same time one is. One that was refused or has booked nothing is
	// replaced, as if it had never been.
	AddBooking(ctx context.Context, r Row) (first bool, err error)
	// GetBooking returns the one with the id, or ErrNotFound.
	GetBooking(ctx context.Context, id string) (Row, error)
	// CompleteBooking stores what has become of an attempt, which nobody has been told
	// yet, and reports whether that is news: what is booked stays so, whatever somebody
	// else has found out before, and what is stored already is none.
	CompleteBooking(ctx context.Context, id string, s State, refusal, meetingID string) (news bool, err error)
	// ClaimBooking keeps others from telling the person until a time, and reports false
	// where they have been told, or somebody else is about to.
	ClaimBooking(ctx context.Context, id string, now, until time.Time) (bool, error)
	// HoldBooking moves the time until which whoever has claimed it tells the person.
	HoldBooking(ctx context.Context, id string, until time.Time) error
	// MarkBookingTold stores that the person was told, and where the card is.
	MarkBookingTold(ctx context.Context, id string, at time.Time, p post.Posted) error
	// MarkBookingIdle stores since when the card says that nobody has come.
	MarkBookingIdle(ctx context.Context, id string, at time.Time) error
	// BookingsOf lists the attempts that a meeting was booked by, by their ids.
	BookingsOf(ctx context.Context, k workspace.Key, meetingID string) ([]Row, error)
	// DeleteBookings deletes those that were made before a time.
	DeleteBookings(ctx context.Context, madeBefore time.Time) error
}
