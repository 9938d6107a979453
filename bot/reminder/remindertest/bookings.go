package remindertest

import (
	"context"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
)

func (t *tx) AddBooking(ctx context.Context, r booking.Row) (first bool, err error) {
	if before, ok := t.bookings.rows[r.ID]; ok && before.State != booking.Refused && before.State != booking.Missing {
		return false, t.ready(ctx)
	}
	r.MadeAt, r.TellAt, r.ToldAt, r.IdleAt = stored(r.MadeAt), stored(r.TellAt), stored(r.ToldAt), stored(r.IdleAt)
	t.bookings.put(r.ID, r)
	return true, t.ready(ctx)
}

func (t *tx) GetBooking(ctx context.Context, id string) (booking.Row, error) {
	return row(ctx, t, t.bookings, id)
}

func (t *tx) CompleteBooking(ctx context.Context, id string, s booking.State, refusal, meetingID string) (news bool, err error) {
	r, ok := t.bookings.rows[id]
	if !ok || r.State == booking.Booked || r.State == s {
		return false, t.ready(ctx)
	}
	r.State, r.Refusal, r.MeetingID, r.ToldAt = s, refusal, meetingID, time.Time{}
	t.bookings.put(id, r)
	return true, t.ready(ctx)
}

func (t *tx) ClaimBooking(ctx context.Context, id string, now, until time.Time) (bool, error) {
	r, ok := t.bookings.rows[id]
	if !ok || !r.ToldAt.IsZero() || r.TellAt.After(stored(now)) {
		return false, t.ready(ctx)
	}
	return true, t.HoldBooking(ctx, id, until)
}

func (t *tx) HoldBooking(ctx context.Context, id string, until time.Time) error {
	return t.changeBooking(ctx, id, func(r *booking.Row) { r.TellAt = stored(until) })
}

func (t *tx) MarkBookingTold(ctx context.Context, id string, at time.Time, p post.Posted) error {
	return t.changeBooking(ctx, id, func(r *booking.Row) { r.ToldAt, r.Posted = stored(at), p })
}

func (t *tx) MarkBookingIdle(ctx context.Context, id string, at time.Time) error {
	return t.changeBooking(ctx, id, func(r *booking.Row) { r.IdleAt = stored(at) })
}

// changeBooking changes a booking, if there is one.
func (t *tx) changeBooking(ctx context.Context, id string, change func(*booking.Row)) error {
	if r, ok := t.bookings.rows[id]; ok {
		change(&r)
		t.bookings.put(id, r)
	}
	return t.ready(ctx)
}

func (t *tx) BookingsOf(ctx context.Context, k workspace.Key, meetingID string) ([]booking.Row, error) {
	all := []booking.Row{}
	for _, r := range t.bookings.rows {
		if r.Key == k && r.MeetingID == meetingID {
			all = append(all, r)
		}
	}
	slices.SortFunc(all, func(a, b booking.Row) int { return strings.Compare(a.ID, b.ID) })
	return all, t.ready(ctx)
}

func (t *tx) DeleteBookings(ctx context.Context, madeBefore time.Time) error {
	for id, r := range t.bookings.rows {
		if r.MadeAt.Before(stored(madeBefore)) {
			t.bookings.drop(id)
		}
	}
	return t.ready(ctx)
}
