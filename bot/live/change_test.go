package live_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// change has the watcher's followers hear of a change, as after a reading.
func (w *world) change(c watch.Change) {
	w.t.Helper()
	c.Watch.MeetingKey = key
	err := w.store.Watches().InTx(w.t.Context(), func(tx watch.Tx) error {
		return w.updater.Follower().MeetingChanged(w.t.Context(), tx, c)
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func hours(n int) watch.Occurrence {
	o := watch.Occurrence{Start: start.Add(time.Duration(n) * time.Hour)}
	o.End = o.Start.Add(time.Hour)
	return o
}

// What has moved is shown at once, and the message follows it to its new time.
func TestMovedMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	notice := card("N1")
	notice.Kind = "notice"
	w.add(card("M1"), notice)
	w.until(-30 * time.Minute)
	w.known(hours(2))
	w.change(watch.Change{Moved: []watch.Move{{From: booked, To: hours(2)}}})
	w.until(-29 * time.Minute)
	w.updated("M1 upcoming 12:00")
	w.until(time.Minute)
	w.updated("N1 void") // it is about ten o'clock
	w.left(1)
	w.change(watch.Change{Moved: []watch.Move{{From: hours(2), To: hours(1)}}})
	w.known(hours(1))
	w.run(4)
	w.until(2 * time.Minute)
	w.updated("M1 upcoming 11:00")
	w.until(61 * time.Minute)
	w.updated("M1 running 4/42")
}

// A new name is shown at once, before the start, too.
func TestRenamedMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.known(booked)
	c := watch.Change{Renamed: watch.Rename{From: "Budget", To: "Budget review"}}
	c.Watch.Facts.Occurrences = meeting.Schedule{booked}
	w.change(c)
	w.until(-30 * time.Minute)
	w.updated("M1 upcoming 10:00")
	w.run(4)
	w.until(time.Minute)
	w.updated("M1 running 4/42")
}

// A change that comes while a message is updated is not lost.
func TestChangeDuringAnUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.known(hours(0))
	w.change(watch.Change{Moved: []watch.Move{{From: hours(0), To: hours(3)}}})
	w.during = func() { w.change(watch.Change{Moved: []watch.Move{{From: hours(3), To: hours(4)}}}) }
	w.until(-50 * time.Minute)
	w.updated("M1 upcoming 13:00", "M1 upcoming 14:00")
}

// What was cancelled or left out is void, whether a reading or somebody here says so.
func TestCancelledMeeting(t *testing.T) {
	t.Parallel()
	for name, cancel := range map[string]func(w *world){
		"by a reading": func(w *world) { w.change(watch.Change{Cancelled: true}) },
		"one date":     func(w *world) { w.change(watch.Change{Dropped: []watch.Occurrence{booked}}) },
		"here": func(w *world) {
			if err := w.updater.Cancelled(w.t.Context(), key); err != nil {
				w.t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.add(card("M1"))
			cancel(w)
			w.until(-50 * time.Minute)
			w.updated("M1 void")
			w.left(0)
		})
	}
}

// A meeting that runs or has run is not void, whoever cancels the rest of it.
func TestCancelledWhileItRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(3)
	w.until(time.Minute)
	w.change(watch.Change{Cancelled: true})
	w.until(2 * time.Minute)
	w.updated("M1 running 3/42")
	w.left(1)
}

// Where the watcher knows at its start that an occurrence has moved, its message says
// so, and shows a new end.
func TestFactsAtTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.known(hours(5))
	w.until(time.Minute)
	w.updated("M1 void")
	longer := booked
	longer.End = start.Add(3 * time.Hour)
	w.known(longer)
	w.add(card("M2"))
	w.run(1)
	w.until(2 * time.Minute)
	w.updated("M2 running 1/42")
	if got := w.message("M2").Occurrence; !got.SameTime(longer) {
		t.Errorf("it is followed as one of %v", got)
	}
}

// A later date that has begun ends the one before, although both have one id.
func TestNextDateOfASeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	next := card("M2")
	next.Occurrence = hours(1)
	w.known(hours(0), hours(1))
	w.add(card("M1"), next)
	w.run(3)
	w.until(61 * time.Minute)
	w.updated("M1 running 3/42", "M1 over", "M2 running 3/42")
}

// Whoever shows a meeting has it read in the week before, but for notices.
func TestInterest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	interest := func() (i watch.Interest) {
		err := w.store.Watches().InTx(t.Context(), func(tx watch.Tx) (err error) {
			i, err = w.updater.Follower().Interest(t.Context(), tx, key)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	if got := interest(); got != watch.Ignores {
		t.Errorf("interest in what nobody shows is %d", got)
	}
	notice := card("N1")
	notice.Kind = "notice"
	w.add(notice)
	if got := interest(); got != watch.Remembers {
		t.Errorf("interest in what a notice shows is %d", got)
	}
	w.add(card("M1"))
	for _, tt := range []struct {
		before time.Duration
		want   watch.Interest
	}{{8 * 24 * time.Hour, watch.Remembers}, {6 * 24 * time.Hour, watch.Follows}, {-time.Second, watch.Remembers}} {
		if w.now = start.Add(-tt.before); interest() != tt.want {
			t.Errorf("%s before: interest is %d, want %d", tt.before, interest(), tt.want)
		}
	}
}

// What a program of the previous version has stored is taken up: what it was to show, and
// what it has shown.
func TestHandOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	runs, moved := card("M1"), card("M2")
	runs.Shown, runs.Doubtful = live.State{Phase: meeting.Running}, true
	moved.Occurrence, moved.Shown, moved.Doubtful = hours(3), live.State{Phase: "outdated"}, true
	err := w.store.Live().InTx(t.Context(), func(tx live.Tx) error {
		return errors.Join(tx.PutMessage(t.Context(), runs), tx.PutMessage(t.Context(), moved))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.now = start.Add(10 * time.Minute)
	w.run(3)
	for _, id := range []string{"M1", "M2"} {
		if err := w.updater.HandOver(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	if err := w.updater.HandOver(t.Context(), "M9"); !errors.Is(err, live.ErrNotFound) {
		t.Errorf("HandOver of an unknown message = %v", err)
	}
	w.until(11 * time.Minute)
	w.updated("M2 upcoming 13:00", "M1 running 3/42")
}

// Jobs that were lost are made up for.
func TestSweep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	elsewhere := card("E1")
	elsewhere.TeamID = "T2"
	w.add(card("M1"), elsewhere)
	w.run(3)
	w.answer = func(live.View) error { return &post.Error{Reason: post.NotInChannel} }
	w.until(time.Second) // they are due
	w.answer = nil
	for _, j := range w.store.Jobs() {
		w.store.Lose(j.Kind, j.Key)
	}
	w.until(4 * time.Minute)
	w.updated()
	var sweep queue.Job
	for _, p := range w.jobs.Periodic() {
		sweep = p.Job
	}
	w.do(sweep)
	w.run(5)
	w.until(5 * time.Minute)
	w.updated("M1 running 5/42", "E1 running 5/42")
}
