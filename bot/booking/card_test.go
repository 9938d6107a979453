package booking_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/booking"
	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// The card of a meeting to which nobody comes says so; of one that has begun it does
// not.
func TestIdle(t *testing.T) {
	t.Parallel()
	for _, comes := range []bool{false, true} {
		w := newWorld(t)
		o := w.book(attempt("1"))
		if err := w.engine.Told(t.Context(), o, w.posted); err != nil {
			t.Fatal(err)
		}
		w.later(14 * time.Minute)
		if w.idle {
			t.Error("the card says too early that nobody has come")
		}
		if comes && !w.api.Start(o.MeetingID) {
			t.Fatal("the meeting does not start")
		}
		w.later(2 * time.Minute)
		if w.idle == comes || w.row("1").IdleAt.IsZero() != comes {
			t.Errorf("somebody comes: %v, the card says that nobody has: %v", comes, w.idle)
		}
		w.later(2 * time.Hour)
		if last := w.shown[len(w.shown)-1]; last.State.Phase != meeting.Over {
			t.Errorf("the last card shows %q", last.State.Phase)
		}
	}
}

// What is refused for good is given up; what may pass is tried again.
func TestTellingIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err   error
		tries bool
	}{
		"throttled": {&post.Error{RetryAfter: time.Second, Err: errCut}, true},
		"lost":      {&post.Error{Unconfirmed: true, Err: errCut}, true},
		"gone":      {&post.Error{Reason: post.Gone, Err: errCut}, false},
	} {
		w := newWorld(t)
		w.api.Lose(meetingtest.EndpointBook, 1)
		w.refuse = tt.err
		w.book(attempt("1"))
		w.later(20 * time.Second)
		w.refuse = nil
		w.later(2 * time.Minute)
		if got := len(w.told) == 1; got != tt.tries {
			t.Errorf("%s: told after it passed: %v, want %v", name, got, tt.tries)
		}
	}
}

// Nothing that is stored names anybody, or the meeting.
func TestWhatIsStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := attempt("1")
	a.User = linked
	w.book(a)
	r := w.row("1")
	for _, word := range []string{"Budget", "Ann", "ann", "example"} {
		if strings.Contains(r.Sought, word) || strings.Contains(r.ID, word) {
			t.Errorf("%q is stored in clear", word)
		}
	}
	w.later(31 * 24 * time.Hour)
	_ = w.jobs.Work(t.Context(), w.jobs.Periodic()[0].Job)
	if _, err := w.engine.Attempt(t.Context(), a.Key, "U1", a.ID); !errors.Is(err, booking.ErrNotFound) {
		t.Errorf("after a month it is still there: %v", err)
	}
}

// A meeting that somebody cancels here is void on its card at once.
func TestCancelledCard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.book(attempt("1"))
	if err := w.engine.Told(t.Context(), o, w.posted); err != nil {
		t.Fatal(err)
	}
	w.later(16 * time.Minute)
	if !w.idle {
		t.Error("the card does not say that nobody has come")
	}
	w.api.Cancel(o.MeetingID)
	if err := w.engine.Cancelled(t.Context(), attempt("1").Key, o.MeetingID); err != nil {
		t.Fatal(err)
	}
	w.later(time.Minute)
	if last := w.shown[len(w.shown)-1]; last.State.Phase != live.Void || last.Subject != "Budget" {
		t.Errorf("the card shows %+v", last)
	}
	shown := len(w.shown)
	w.later(3 * time.Hour)
	if len(w.shown) != shown {
		t.Errorf("the card is updated %d times more", len(w.shown)-shown)
	}
}
