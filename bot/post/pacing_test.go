package post_test

import (
	"context"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
)

var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

var here = post.Conversation{Key: workspace.Key{TeamID: "T1"}, ChannelID: "C1"}

// slots are when each conversation is free.
type slots map[post.Conversation]time.Time

func (s slots) TakeSlot(_ context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Duration, error) {
	if wait := s[c].Sub(now); wait > 0 {
		return wait, nil
	}
	s[c] = now.Add(gap)
	return 0, nil
}

func (s slots) SlotFreeAt(_ context.Context, c post.Conversation) (time.Time, error) {
	return s[c], nil
}

func (s slots) ReserveSlot(_ context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Time, error) {
	begins := now
	if s[c].After(begins) {
		begins = s[c]
	}
	s[c] = begins.Add(gap)
	return begins, nil
}

func (s slots) BlockSlot(_ context.Context, c post.Conversation, until time.Time) error {
	if until.After(s[c]) {
		s[c] = until
	}
	return nil
}

// at calls do with a pacing at a time after noon.
func at(t *testing.T, s slots, after time.Duration, do func(context.Context, post.Pacing) error) {
	t.Helper()
	if err := do(t.Context(), post.Pacing{Slots: s, Now: noon.Add(after)}); err != nil {
		t.Fatal(err)
	}
}

func TestTake(t *testing.T) {
	t.Parallel()
	s := make(slots)
	there := here
	there.ChannelID = "C2"
	take := func(after time.Duration, c post.Conversation, want time.Duration) {
		t.Helper()
		at(t, s, after, func(ctx context.Context, p post.Pacing) error {
			wait, err := p.Take(ctx, c)
			if wait != want {
				t.Errorf("Take(%s) %s after noon = %s, want %s", c.ChannelID, after, wait, want)
			}
			return err
		})
	}
	take(0, here, 0)
	take(0, there, 0)
	take(400*time.Millisecond, here, 600*time.Millisecond)
	take(time.Second, here, 0)
	at(t, s, time.Second, func(ctx context.Context, p post.Pacing) error {
		wait, err := p.ApplyRetryAfter(ctx, here, &post.Error{RetryAfter: time.Minute, Workspace: true})
		if wait != time.Minute {
			t.Errorf("ApplyRetryAfter = %s, want 1 min", wait)
		}
		return err
	})
	take(31*time.Second, there, 30*time.Second)
	take(-time.Hour, there, 0) // the clock was set back
}

func TestRetryAfterIsBounded(t *testing.T) {
	t.Parallel()
	at(t, make(slots), 0, func(ctx context.Context, p post.Pacing) error {
		wait, err := p.ApplyRetryAfter(ctx, here, &post.Error{RetryAfter: time.Hour})
		if wait != 2*time.Minute {
			t.Errorf("ApplyRetryAfter of an hour = %s, want 2 min", wait)
		}
		return err
	})
}

func TestHomeSlot(t *testing.T) {
	t.Parallel()
	s := make(slots)
	slot := func(after time.Duration, reserved, want time.Time) {
		t.Helper()
		at(t, s, after, func(ctx context.Context, p post.Pacing) error {
			got, err := p.HomeSlot(ctx, here.Key, reserved)
			if !got.Equal(want) {
				t.Errorf("HomeSlot(%v) %s after noon = %v, want %v", reserved, after, got, want)
			}
			return err
		})
	}
	second := noon.Add(600 * time.Millisecond)
	slot(0, time.Time{}, time.Time{}) // the first need not wait
	slot(0, time.Time{}, second)
	slot(0, time.Time{}, noon.Add(1200*time.Millisecond))
	slot(500*time.Millisecond, second, second)      // it is kept
	slot(600*time.Millisecond, second, time.Time{}) // it has come
	at(t, s, time.Second, func(ctx context.Context, p post.Pacing) error {
		_, err := p.BlockHomes(ctx, here.Key, time.Minute)
		return err
	})
	slot(2*time.Second, second, noon.Add(61*time.Second)) // it passed while updates are blocked
	slot(-3*time.Hour, noon, time.Time{})                 // the clock was set back
}

// Updates of a workspace are 1.2 s apart, and wait while Slack asks to.
func TestTakeUpdate(t *testing.T) {
	t.Parallel()
	s := make(slots)
	wait := func(after, want time.Duration) {
		t.Helper()
		at(t, s, after, func(ctx context.Context, p post.Pacing) error {
			got, err := p.TakeUpdate(ctx, here.Key)
			if got != want {
				t.Errorf("TakeUpdate() %s after noon = %s, want %s", after, got, want)
			}
			return err
		})
	}
	wait(0, 0)
	wait(time.Second, 200*time.Millisecond)
	wait(1200*time.Millisecond, 0)
	at(t, s, 2*time.Second, func(ctx context.Context, p post.Pacing) error {
		_, err := p.BlockUpdates(ctx, here.Key, time.Minute)
		return err
	})
	wait(3*time.Second, 59*time.Second)
	wait(62*time.Second, 0)
	wait(-3*time.Hour, 0) // the clock was set back
}
