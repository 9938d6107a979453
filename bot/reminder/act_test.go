package reminder_test

import (
	"testing"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// cancel cancels meeting 914 with the bot.
func (w *world) cancel() {
	w.t.Helper()
	delete(w.meetings.known, "914")
	if err := w.engine.Watcher.Cancelled(w.t.Context(), meeting914()); err != nil {
		w.t.Fatal(err)
	}
}

func meeting914() watch.MeetingKey { return watch.MeetingKey{Key: home, MeetingID: "914"} }

// changed tells that meeting 914 was changed with the bot, which read it anew.
func (w *world) changed() {
	w.t.Helper()
	m, err := w.meetings.Refresh(w.t.Context(), "914")
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.engine.Watcher.Changed(w.t.Context(), meeting914(), m, watch.Rename{}); err != nil {
		w.t.Fatal(err)
	}
}

// Nobody waits until the API has not known a meeting for long that was cancelled with
// the bot, and nobody is told again.
func TestCancelledHereIsToldAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("C2", "914", usual)
	w.until("09:00")
	w.cancel()
	w.until("09:00:01")
	w.wantPosted("C1: Weekly cancelled", "C2: Weekly cancelled")
	w.cancel()
	w.until("11:30")
	w.wantPosted() // nothing more
}

// What was posted before the cancellation is updated.
func TestCancelledHereAfterTheNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:55")
	w.cancel()
	w.until("10:05")
	w.wantPosted("09:50 C1: Weekly at 10:00", "C1: Weekly cancelled", "10:00 C1: Weekly at 10:00 void")
}

// A reading that was made before the cancellation and comes late revives nothing.
func TestCancelledHereWhileItIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:00")
	late, err := w.meetings.Refresh(t.Context(), "914")
	if err != nil {
		t.Fatal(err)
	}
	w.until("09:00:01")
	w.cancel()
	if err := w.engine.Watcher.Changed(t.Context(), meeting914(), late, watch.Rename{}); err != nil {
		t.Fatal(err)
	}
	w.until("11:30")
	w.wantPosted("C1: Weekly cancelled")
}

// A change made with the bot is told at once, and the next readings tell nothing more.
func TestChangedHereIsToldAtOnceAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("08:01")
	b.move(0, "08:30")
	w.changed()
	w.until("08:01:01")
	w.wantPosted("C1: Weekly moved 10:00 → 08:30")
	w.until("08:29")
	w.wantPosted("08:20 C1: Weekly at 08:30")
}

// Without a reading after the change, the meeting is read at once.
func TestChangedHereWithoutAReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("08:01")
	b.move(0, "11:00")
	if err := w.engine.Watcher.Changed(t.Context(), meeting914(), nil, watch.Rename{}); err != nil {
		t.Fatal(err)
	}
	w.until("08:01:01")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00")
}

// A new name that was given with the bot is told once, with a reading and without one;
// one that was given elsewhere is not told.
func TestRenamedHereIsToldOnce(t *testing.T) {
	t.Parallel()
	for known, read := range map[string]bool{"Monthly": true, "Weekly": false} {
		t.Run(known, func(t *testing.T) { // what is known of it when that is told
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.until("08:01")
			var m *meeting.Snapshot
			b.subject = "Monthly"
			if read {
				m, _ = w.meetings.Refresh(t.Context(), "914")
			}
			if err := w.engine.Watcher.Changed(t.Context(), meeting914(), m, watch.Rename{From: "Weekly", To: "Monthly"}); err != nil {
				t.Fatal(err)
			}
			w.until("08:03")
			b.subject = "Yearly"
			w.until("09:51")
			w.wantPosted("C1: "+known+" renamed Weekly → Monthly", "09:50 C1: Yearly at 10:00")
		})
	}
}

// A new name and a new time are told in one message.
func TestRenamedAndMovedHere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("08:01")
	b.subject = "Monthly"
	b.move(0, "11:00")
	m, err := w.meetings.Refresh(t.Context(), "914")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.engine.Watcher.Changed(t.Context(), meeting914(), m, watch.Rename{From: "Weekly", To: "Monthly"}); err != nil {
		t.Fatal(err)
	}
	w.until("09:00")
	w.wantPosted("C1: Monthly renamed Weekly → Monthly, moved 10:00 → 11:00")
}

// What nobody follows concerns nobody.
func TestChangesOfWhatNobodyFollows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.changed()
	w.cancel()
	w.until("11:00")
	w.wantPosted()
}
