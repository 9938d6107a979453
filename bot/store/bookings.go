package store

import (
	"context"
	"time"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) AddBooking(ctx context.Context, r booking.Row) (first bool, err error) {
	added, err := t.rows.AddBooking(ctx, rows.AddBookingParams{
		ID:              r.ID,
		EnterpriseID:    r.EnterpriseID,
		TeamID:          r.TeamID,
		UserID:          r.UserID,
		ChannelID:       r.ChannelID,
		Sought:          r.Sought,
		Role:            string(r.Role),
		State:           string(r.State),
		Refusal:         r.Refusal,
		MeetingID:       r.MeetingID,
		PostedChannelID: r.Posted.ChannelID,
		PostedTs:        r.Posted.TS,
		MadeAt:          millis(r.MadeAt),
		TellAt:          millis(r.TellAt),
		ToldAt:          millis(r.ToldAt),
		IdleAt:          millis(r.IdleAt),
	})
	return added == 1, failed("add a booking", err)
}

func bookingOf(r rows.Booking) booking.Row {
	return booking.Row{
		ID:        r.ID,
		Key:       workspace.Key{EnterpriseID: r.EnterpriseID, TeamID: r.TeamID},
		UserID:    r.UserID,
		ChannelID: r.ChannelID,
		Sought:    r.Sought,
		Role:      booking.Role(r.Role),
		State:     booking.State(r.State),
		Refusal:   r.Refusal,
		MeetingID: r.MeetingID,
		Posted:    post.Posted{ChannelID: r.PostedChannelID, TS: r.PostedTs},
		MadeAt:    fromMillis(r.MadeAt),
		TellAt:    fromMillis(r.TellAt),
		ToldAt:    fromMillis(r.ToldAt),
		IdleAt:    fromMillis(r.IdleAt),
	}
}

func (t *tx) GetBooking(ctx context.Context, id string) (booking.Row, error) {
	row, err := t.rows.GetBooking(ctx, id)
	if err != nil {
		return booking.Row{}, failed("get a booking", err)
	}
	return bookingOf(row), nil
}

func (t *tx) CompleteBooking(ctx context.Context, id string, s booking.State, refusal, meetingID string) (news bool, err error) {
	changed, err := t.rows.CompleteBooking(ctx, rows.CompleteBookingParams{
		State: string(s), Refusal: refusal, MeetingID: meetingID, ID: id, Booked: string(booking.Booked),
	})
	return changed == 1, failed("settle a booking", err)
}

func (t *tx) ClaimBooking(ctx context.Context, id string, now, until time.Time) (bool, error) {
	claimed, err := t.rows.ClaimBooking(ctx, rows.ClaimBookingParams{ID: id, Now: millis(now), Until: millis(until)})
	return claimed == 1, failed("claim a booking", err)
}

func (t *tx) HoldBooking(ctx context.Context, id string, until time.Time) error {
	return failed("hold a booking", t.rows.HoldBooking(ctx, rows.HoldBookingParams{ID: id, Until: millis(until)}))
}

func (t *tx) MarkBookingTold(ctx context.Context, id string, at time.Time, p post.Posted) error {
	return failed("note that a booking was told", t.rows.MarkBookingTold(ctx, rows.MarkBookingToldParams{
		ID: id, ToldAt: millis(at), PostedChannelID: p.ChannelID, PostedTs: p.TS,
	}))
}

func (t *tx) MarkBookingIdle(ctx context.Context, id string, at time.Time) error {
	return failed("note that nobody has come", t.rows.MarkBookingIdle(ctx, rows.MarkBookingIdleParams{ID: id, IdleAt: millis(at)}))
}

func (t *tx) BookingsOf(ctx context.Context, k workspace.Key, meetingID string) ([]booking.Row, error) {
	found, err := t.rows.BookingsOfMeeting(ctx, rows.BookingsOfMeetingParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: meetingID})
	all := make([]booking.Row, 0, len(found))
	for _, r := range found {
		all = append(all, bookingOf(r))
	}
	return all, failed("list the bookings of a meeting", err)
}

func (t *tx) DeleteBookings(ctx context.Context, madeBefore time.Time) error {
	return failed("delete old bookings", t.rows.DeleteBookings(ctx, millis(madeBefore)))
}
