package bot

import (
	"context"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
)

// Booking books meetings for people. Errors mean that nothing was booked, or that it
// could not be stored or read.
type Booking interface {
	// Book books a meeting, once for the id of an attempt. Whoever tells the person of
	// an outcome says so by Told.
	Book(ctx context.Context, a booking.Attempt) (booking.Outcome, error)
	// Await looks for the booking of a Pending attempt until it is known what has become
	// of it.
	Await(ctx context.Context, o booking.Outcome) (booking.Outcome, error)
	// Check finds out what has become of an attempt, as far as that can be told now.
	Check(ctx context.Context, id string) (booking.Outcome, error)
	// Attempt returns an attempt of a person, or booking.ErrNotFound.
	Attempt(ctx context.Context, k workspace.Key, userID, id string) (booking.Row, error)
	// Told stores that a person was told, and where the card is.
	Told(ctx context.Context, o booking.Outcome, at post.Posted) error
}

var _ Booking = (*booking.Engine)(nil)
