package reminder_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/reminder"
)

// snoozed is a world in which a notice was posted at 09:50, and its id.
func snoozed(t *testing.T) (w *world, id string) {
	t.Helper()
	w = newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.until("09:51:10")
	w.heard("09:50 C1: Weekly at 10:00")
	return w, w.store.Notices()[0].ID
}

// snooze snoozes as a person does with a click.
func (w *world) snooze(id string, d time.Duration) time.Time {
	w.t.Helper()
	due, err := w.engine.Snooze(w.t.Context(), id, "U2", d)
	if err != nil {
		w.t.Fatalf("Snooze(%s) = %v", d, err)
	}
	return due
}

func TestSnoozedNoticeComesBackInPrivate(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	if due := w.snooze(id, 5*time.Minute); !due.Equal(at("09:56:10")) {
		t.Errorf("Snooze = %s, want 09:56:10", saying(due))
	}
	w.snooze(id, 5*time.Minute) // a double click
	w.until("09:59")
	w.heard("09:56:10 U2: Weekly at 10:00")
}

func TestSnoozedNoticeIsSnoozedAgain(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id, 5*time.Minute)
	w.until("09:57:10")
	for _, n := range w.store.Notices() {
		if n.For != "" {
			w.snooze(n.ID, 5*time.Minute)
		}
	}
	w.until("10:30")
	w.forget("running")
	w.heard("09:56:10 U2: Weekly at 10:00", "10:02:10 U2: Weekly at 10:00")
}

func TestSnoozeThatWouldBeTooLate(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	for d, want := range map[time.Duration]error{
		68*time.Minute + 49*time.Second: nil, 68*time.Minute + 50*time.Second: reminder.ErrTooLate, 2 * time.Hour: reminder.ErrTooLate,
	} {
		if _, err := w.engine.Snooze(t.Context(), id, "U2", d); !errors.Is(err, want) {
			t.Errorf("Snooze(%s) = %v, want %v", d, err, want)
		}
	}
}

func TestSnoozeOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	if _, err := w.engine.Forget(t.Context(), w.store.Subscriptions()[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{id, "nothing"} {
		if _, err := w.engine.Snooze(t.Context(), id, "U2", time.Minute); !errors.Is(err, reminder.ErrNotFound) {
			t.Errorf("Snooze(%q) = %v, want ErrNotFound", id, err)
		}
	}
}

func TestSnoozeThatSlackRefusesParksNobody(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id, 5*time.Minute)
	w.slack.refuse = refusing("announce", -1, &reminder.Refusal{Reason: reminder.Gone, Err: errSlack})
	w.until("09:59")
	w.heard()
	if why := w.store.Subscriptions()[0].Parked; why != "" {
		t.Errorf("parked for %q, want it not parked", why)
	}
}

func TestSnoozeOfAMeetingThatMoves(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id, 5*time.Minute)
	w.meetings.known["914"].move(0, "11:00")
	w.until("10:49")
	w.heard("C1: Weekly moved 10:00 → 11:00")
}
