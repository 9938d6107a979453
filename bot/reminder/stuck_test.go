package reminder_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
)

// TestSlackThatNeverAnswers checks that a message which hangs is given up in
// time to try it again.
func TestSlackThatNeverAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.meetings.book("914", "Weekly", "10:00")
		w.remind("C1", "914", usual)
		w.until("09:49:59")
		w.slack.hangs = true
		begun := time.Now()
		w.until("09:50")
		if took := time.Since(begun); took != 15*time.Second {
			t.Errorf("the message was given up after %s, want 15 s", took)
		}
		if n := w.store.Notices()[0]; n.State != reminder.Pending {
			t.Errorf("the notice is %s, want it to be tried again", n.State)
		}
		w.slack.hangs = false
		w.until("09:59")
		w.wantPosted("09:50:02 C1: Weekly at 10:00")
	})
}

// TestFrozenBeforeTheClaim checks that a process which was frozen while it read a
// meeting does not post by that reading when it goes on.
func TestFrozenBeforeTheClaim(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.meetings.book("914", "Weekly", "10:00")
		w.remind("C1", "914", usual)
		w.until("09:49:59")
		w.meetings.frozen = func() {
			<-time.After(40 * time.Second)
			delete(w.meetings.known, "914") // cancelled meanwhile
		}
		w.until("09:59")
		w.wantPosted()
	})
}

// TestStopInTheMiddleOfAMessage checks that a notice of which it is not known
// whether it was posted is posted again.
func TestStopInTheMiddleOfAMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49:59")
	w.clock = at("09:50")
	ctx, stop := context.WithCancel(t.Context())
	w.slack.refuse = func(string, string) error {
		stop()
		return ctx.Err()
	}
	j := queue.Job{Kind: reminder.DeliverNotice, Key: w.store.Notices()[0].ID}
	if err := w.engine.Jobs.Work(ctx, j); !errors.Is(err, context.Canceled) {
		t.Errorf("Work = %v, want that it was cancelled", err)
	}
	if n := w.store.Notices()[0]; n.State != reminder.Claimed {
		t.Errorf("the notice is %s, want it claimed", n.State)
	}
	w.slack.refuse = nil
	w.until("09:59")
	w.wantPosted("09:50:01 C1: Weekly at 10:00")
}

// hang waits for as long as it is let.
func (s *slack) hang(ctx context.Context) error {
	if !s.hangs {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}
