package live_test

import (
	"slices"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// move moves the one occurrence by some time, as a watcher does that has read it.
func (w *world) move(from, to time.Duration) []string {
	w.t.Helper()
	was := watch.Occurrence{Start: start.Add(from), End: start.Add(from + time.Hour)}
	now := watch.Occurrence{Start: start.Add(to), End: start.Add(to + time.Hour)}
	var outdated []string
	err := w.store.Watches().InTx(w.t.Context(), func(tx watch.Tx) (err error) {
		known := watch.Watch{MeetingKey: key, Facts: watch.Facts{Subject: "Weekly", Occurrences: meeting.Schedule{now}, ReadAt: w.now}}
		if err = tx.PutWatch(w.t.Context(), known); err != nil {
			return err
		}
		outdated, err = w.updater.Change(w.t.Context(), tx, "notice", watch.Change{Watch: known, Moved: []watch.Move{{From: was, To: now}}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return outdated
}

// What has moved is shown at once, and then at its new start.
func TestChangedMessageIsUpdatedBeforeTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = start.Add(-time.Hour)
	if outdated := w.move(0, time.Hour); !slices.Equal(outdated, []string{"M1"}) {
		t.Errorf("Change() = %v, want M1", outdated)
	}
	if again := w.follow(-time.Hour, meeting.StateScheduled); again != 2*time.Hour || !slices.Equal(w.shown, []live.Phase{meeting.Upcoming}) {
		t.Errorf("again in %s with %v shown, want 2 h and one update", again, w.shown)
	}
	if again := w.follow(0, meeting.StateScheduled); again != time.Hour || len(w.shown) != 1 {
		t.Errorf("again in %s with %v shown, want 1 h and no more", again, w.shown)
	}
	if outdated := w.move(5*time.Hour, 6*time.Hour); outdated != nil {
		t.Errorf("Change() of another occurrence = %v, want none", outdated)
	}
}

// While the Meeting API fails, a message is not updated to what is half known.
func TestChangedMessageWaitsForAReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = start.Add(-time.Hour)
	w.move(0, time.Hour)
	w.down = true
	if again := w.follow(-time.Hour, meeting.StateScheduled); again != time.Minute || len(w.shown) != 0 {
		t.Errorf("again in %s with %v shown, want 1 min and nothing", again, w.shown)
	}
	w.down = false
	if w.follow(-59*time.Minute, meeting.StateScheduled); len(w.shown) != 1 {
		t.Errorf("%v shown, want one update", w.shown)
	}
}

// A change that comes while a message is updated is not lost.
func TestChangeDuringAnUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = start.Add(-time.Hour)
	w.move(0, time.Hour)
	w.during = func() {
		w.during = nil
		w.move(time.Hour, 2*time.Hour)
	}
	if again := w.follow(-time.Hour, meeting.StateScheduled); again != time.Second {
		t.Errorf("again in %s, want 1 s", again)
	}
	w.follow(-59*time.Minute, meeting.StateScheduled)
	if want := []time.Time{start.Add(time.Hour), start.Add(2 * time.Hour)}; !slices.EqualFunc(w.starts, want, time.Time.Equal) {
		t.Errorf("%v was shown, want %v", w.starts, want)
	}
}

// One that comes during what would be the last update is not lost either.
func TestChangeDuringTheLastUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.during = func() {
		w.during = nil
		w.move(0, 3*time.Hour)
	}
	w.follow(time.Hour, meeting.StateEnded)
	if n := w.store.Messages(); n != 1 {
		t.Fatalf("%d messages are left, want the one that has moved", n)
	}
	if w.follow(61*time.Minute, meeting.StateScheduled); !slices.Equal(w.shown, []live.Phase{meeting.Over, meeting.Upcoming}) {
		t.Errorf("%v shown, want over and then upcoming", w.shown)
	}
}
