package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

func testPosts(t *testing.T, b bench) {
	one, other := reminder.NewID(), reminder.NewID()
	begin := func(id string, at time.Time, want int) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			posts, err := tx.BeginPost(ctx, id, at)
			same(t, "BeginPost()", posts, want)
			return err
		})
	}
	begin(one, noon(), 1)
	begin(one, noon(), 2)
	begin(other, noon(), 1)
	b.in(t, func(ctx context.Context, tx tx) error {
		return errors.Join(tx.RevokePost(ctx, one), tx.RevokePost(ctx, reminder.NewID()))
	})
	begin(one, noon(), 2)
	b.in(t, func(ctx context.Context, tx tx) error { // never fewer than none
		return errors.Join(tx.RevokePost(ctx, other), tx.RevokePost(ctx, other))
	})
	begin(other, noon(), 1)
	b.in(t, func(ctx context.Context, tx tx) error { return tx.ForgetPosts(ctx, one) })
	begin(one, noon(), 1)
	begin(one, noon().Add(time.Hour), 2) // the last one counts
	b.in(t, func(ctx context.Context, tx tx) error { return tx.DeletePosts(ctx, noon().Add(time.Minute)) })
	begin(one, noon(), 3)
	begin(other, noon(), 1)
	b.in(t, func(ctx context.Context, tx tx) error { // one that was never begun stays so
		return errors.Join(tx.ClosePosts(ctx, other), tx.ClosePosts(ctx, reminder.NewID()))
	})
	begin(other, noon(), post.MaxPosts+1)
}

func testTokenRefusals(t *testing.T, b bench) {
	k := anywhere().Key
	get := func() (r reminder.TokenRefusal, err error) {
		b.in(t, func(ctx context.Context, tx tx) error {
			r, err = tx.GetTokenRefusal(ctx, k)
			return nil
		})
		return r, err
	}
	_, err := get()
	gone(t, "GetTokenRefusal() of a workspace without", err)
	for _, later := range []time.Duration{0, time.Hour} {
		r := reminder.TokenRefusal{Since: noon(), RefusedAt: noon().Add(later)}
		b.in(t, func(ctx context.Context, tx tx) error { return tx.PutTokenRefusal(ctx, k, r) })
		got, err := get()
		same(t, "GetTokenRefusal()", got, reminder.TokenRefusal{Since: keptNoon(), RefusedAt: keptNoon().Add(later)})
		if err != nil {
			t.Error(err)
		}
	}
	for _, c := range elsewhere(anywhere()) {
		b.in(t, func(ctx context.Context, tx tx) error { return tx.DeleteTokenRefusal(ctx, c.Key) })
	}
	if _, err := get(); err != nil {
		t.Errorf("GetTokenRefusal() after others were deleted = %v", err)
	}
	b.in(t, func(ctx context.Context, tx tx) error { return tx.DeleteTokenRefusal(ctx, k) })
	_, err = get()
	gone(t, "GetTokenRefusal() of a deleted one", err)
}
