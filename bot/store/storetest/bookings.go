package storetest

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// attempt is an attempt to book, in a workspace that no other test knows.
func attempt() booking.Row {
	return booking.Row{
		ID: reminder.NewID(), Key: anywhere().Key, UserID: "U1", ChannelID: "C1", Sought: "x", Role: booking.Host, State: booking.Pending,
		MadeAt: keptNoon(), TellAt: keptNoon().Add(time.Minute),
	}
}

// addAttempts stores attempts that must be the first of their id.
func (b bench) addAttempts(t *testing.T, attempts ...booking.Row) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) error {
		for _, a := range attempts {
			if first, err := tx.booking.AddBooking(ctx, a); err != nil || !first {
				return errors.Join(errors.New("AddBooking() is not the first"), err)
			}
		}
		return nil
	})
}

func (b bench) getAttempt(t *testing.T, id string) (r booking.Row, err error) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) error {
		r, err = tx.booking.GetBooking(ctx, id)
		return nil
	})
	return r, err
}

// settle stores what has become of an attempt, and checks whether that is news.
func (b bench) settle(t *testing.T, id string, s booking.State, refusal, meetingID string, want bool) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) error {
		news, err := tx.booking.CompleteBooking(ctx, id, s, refusal, meetingID)
		same(t, "CompleteBooking() as "+string(s)+" is news", news, want)
		return err
	})
}

func testBookings(t *testing.T, b bench) {
	t.Run("are stored once", func(t *testing.T) {
		a := attempt()
		a.Posted, a.ToldAt, a.IdleAt, a.Refusal, a.MeetingID = post.Posted{ChannelID: "C1", TS: "1.2"}, noon(), noon(), "invalid", "914083136"
		_, err := b.getAttempt(t, a.ID)
		gone(t, "GetBooking() before", err)
		b.addAttempts(t, a)
		again := a
		again.UserID = "U2"
		b.in(t, func(ctx context.Context, tx tx) error {
			first, err := tx.booking.AddBooking(ctx, again)
			same(t, "AddBooking() of the same id is the first", first, false)
			return err
		})
		a.ToldAt, a.IdleAt = keptNoon(), keptNoon()
		got, err := b.getAttempt(t, a.ID)
		same(t, "GetBooking()", got, a)
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("are stored by one of several at the same time", func(t *testing.T) {
		a := attempt()
		var firsts atomic.Int32
		b.together(t, 4, func(ctx context.Context, _ int, tx tx) error {
			first, err := tx.booking.AddBooking(ctx, a)
			if first {
				firsts.Add(1)
			}
			return err
		})
		same(t, "how many are the first", firsts.Load(), int32(1))
	})
	t.Run("are made again where they have booked nothing", func(t *testing.T) {
		for _, s := range []booking.State{booking.Refused, booking.Missing, booking.Unknown, booking.Booked} {
			a := attempt()
			b.addAttempts(t, a)
			b.settle(t, a.ID, s, "", "", true)
			a.MadeAt, a.TellAt, a.Sought, a.Role = keptNoon().Add(time.Hour), keptNoon().Add(2*time.Hour), "y", booking.Booker
			b.in(t, func(ctx context.Context, tx tx) error {
				again, err := tx.booking.AddBooking(ctx, a)
				same(t, "AddBooking() after "+string(s)+" is the first", again, s == booking.Refused || s == booking.Missing)
				return err
			})
			if got, _ := b.getAttempt(t, a.ID); s == booking.Refused || s == booking.Missing {
				same(t, "GetBooking() of one that is made again", got, a)
			}
		}
	})
	t.Run("are settled, and stay booked", func(t *testing.T) {
		a := attempt()
		b.addAttempts(t, a)
		b.settle(t, a.ID, booking.Missing, "", "", true)
		b.in(t, func(ctx context.Context, tx tx) error {
			return tx.booking.MarkBookingTold(ctx, a.ID, noon(), post.Posted{})
		})
		b.settle(t, a.ID, booking.Missing, "", "", false)
		if got, _ := b.getAttempt(t, a.ID); got.ToldAt.IsZero() {
			t.Error("what is no news is told again")
		}
		b.settle(t, a.ID, booking.Booked, "", "914083136", true)
		b.settle(t, a.ID, booking.Refused, "invalid", "", false)
		got, _ := b.getAttempt(t, a.ID)
		a.State, a.MeetingID = booking.Booked, "914083136"
		same(t, "GetBooking() of one that is booked after all", got, a)
		b.settle(t, "none", booking.Booked, "", "1", false)
	})
	t.Run("are told by one", func(t *testing.T) { testTelling(t, b) })
	t.Run("are found by their meeting", func(t *testing.T) {
		first, other, elsewhere := attempt(), attempt(), attempt()
		first.MeetingID, other.MeetingID, elsewhere.MeetingID = "1", "2", "1"
		other.Key = first.Key
		b.addAttempts(t, first, other, elsewhere)
		b.in(t, func(ctx context.Context, tx tx) error {
			found, err := tx.booking.BookingsOf(ctx, first.Key, "1")
			same(t, "BookingsOf()", found, []booking.Row{first})
			return err
		})
	})
	t.Run("are deleted when they are old", func(t *testing.T) {
		old, kept := attempt(), attempt()
		old.MadeAt, kept.MadeAt = keptNoon().AddDate(-2, 0, -1), keptNoon().AddDate(-2, 0, 0)
		b.addAttempts(t, old, kept)
		b.in(t, func(ctx context.Context, tx tx) error { return tx.booking.DeleteBookings(ctx, kept.MadeAt) })
		_, err := b.getAttempt(t, old.ID)
		gone(t, "GetBooking() of an old one", err)
		if _, err := b.getAttempt(t, kept.ID); err != nil {
			t.Errorf("GetBooking() of one that is not old = %v", err)
		}
	})
}

// testTelling checks who may tell a person what has become of an attempt.
func testTelling(t *testing.T, b bench) {
	t.Helper()
	a := attempt()
	b.addAttempts(t, a)
	claim := func(now, until time.Time, want bool) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			claimed, err := tx.booking.ClaimBooking(ctx, a.ID, now, until)
			same(t, "ClaimBooking()", claimed, want)
			return err
		})
	}
	claim(a.TellAt.Add(-time.Millisecond), a.TellAt.Add(time.Hour), false)
	claim(a.TellAt, a.TellAt.Add(time.Minute), true)
	claim(a.TellAt, a.TellAt.Add(time.Minute), false)
	b.in(t, func(ctx context.Context, tx tx) error {
		return tx.booking.HoldBooking(ctx, a.ID, a.TellAt.Add(time.Hour))
	})
	claim(a.TellAt.Add(time.Minute), a.TellAt.Add(2*time.Hour), false)
	b.in(t, func(ctx context.Context, tx tx) error {
		err := tx.booking.MarkBookingTold(ctx, a.ID, noon(), post.Posted{ChannelID: "C1", TS: "1.2"})
		return errors.Join(err, tx.booking.MarkBookingIdle(ctx, a.ID, noon().Add(time.Hour)))
	})
	claim(a.TellAt.Add(2*time.Hour), a.TellAt.Add(3*time.Hour), false)
	got, err := b.getAttempt(t, a.ID)
	a.TellAt, a.ToldAt, a.IdleAt, a.Posted = a.TellAt.Add(time.Hour), keptNoon(), keptNoon().Add(time.Hour), post.Posted{ChannelID: "C1", TS: "1.2"}
	same(t, "GetBooking() of one that was told", got, a)
	if err != nil {
		t.Error(err)
	}
}
