package reminder_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// snoozed is a world in which a notice was posted at 09:50, and its id.
func snoozed(t *testing.T) (w *world, id string) {
	t.Helper()
	w = newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:51:10")
	w.wantPosted("09:50 C1: Weekly at 10:00")
	return w, w.store.Notices()[0].ID
}

// snooze puts a notice off for five minutes.
func (w *world) snooze(id string) time.Time {
	w.t.Helper()
	due, err := w.snoozeFor(id, 5*time.Minute)
	if err != nil {
		w.t.Fatalf("Snooze = %v", err)
	}
	return due
}

// snoozeFor has U2 put a notice off where it was posted.
func (w *world) snoozeFor(id string, d time.Duration) (time.Time, error) {
	r := reminder.SnoozeRequest{Asker: reminder.Asker{UserID: "U2"}, NoticeID: id, After: d}
	for _, n := range w.store.Notices() {
		if n.ID == id {
			r.Conversation = n.Conversation
		}
	}
	return w.engine.Snooze(w.t.Context(), r)
}

func TestSnoozedNoticeComesBackInPrivate(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	if due := w.snooze(id); !due.Equal(at("09:56:10")) {
		t.Errorf("Snooze = %s, want 09:56:10", format(due))
	}
	w.snooze(id) // a double click
	w.until("09:59")
	w.wantPosted("09:56:10 U2: Weekly at 10:00")
}

func TestSnoozedNoticeIsSnoozedAgain(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id)
	w.until("09:57:10")
	for _, n := range w.store.Notices() {
		if n.For != "" {
			w.snooze(n.ID)
		}
	}
	w.until("10:30")
	w.ignore("running")
	w.wantPosted("09:56:10 U2: Weekly at 10:00", "10:02:10 U2: Weekly at 10:00")
}

func TestSnoozeThatWouldBeTooLate(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	for d, want := range map[time.Duration]error{
		68*time.Minute + 49*time.Second: nil, 68*time.Minute + 50*time.Second: reminder.ErrTooLate, 2 * time.Hour: reminder.ErrTooLate,
	} {
		if _, err := w.snoozeFor(id, d); !errors.Is(err, want) {
			t.Errorf("Snooze(%s) = %v, want %v", d, err, want)
		}
	}
	w.until("11:10")
	w.ignore("running", "over")
	w.wantPosted("10:59:59 U2: Weekly at 10:00")
}

func TestSnoozedNoticeGivesNoWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual, time.Minute)
	w.until("09:51")
	w.snooze(w.store.Notices()[0].ID)
	w.away("09:59:30")
	w.until("09:59:59")
	w.wantPosted("09:50 C1: Weekly at 10:00", "09:59:30 C1: Weekly at 10:00", "09:59:30 U2: Weekly at 10:00")
}

func TestSnoozeOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	if _, err := w.forget(w.store.Subscriptions()[0]); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{id, "nothing"} {
		if _, err := w.snoozeFor(id, time.Minute); !errors.Is(err, reminder.ErrNotFound) {
			t.Errorf("Snooze(%q) = %v, want ErrNotFound", id, err)
		}
	}
}

func TestSnoozeThatSlackRefusesParksNobody(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id)
	w.slack.refuse = refusing("post", -1, &post.Error{Reason: post.Gone, Err: errSlack})
	w.until("09:59")
	w.wantPosted()
	if why := w.store.Subscriptions()[0].Suspended; why != "" {
		t.Errorf("suspended for %q, want it not suspended", why)
	}
}

func TestSnoozeOfAMeetingThatMoves(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.snooze(id)
	w.meetings.known["914"].move(0, "11:00")
	w.until("10:49")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00", "10:00 C1: Weekly at 10:00 void")
}

func TestSnoozeBeyondTheStartIsTriedAgain(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	w.slack.unwell = true
	due, err := w.snoozeFor(id, 11*time.Minute)
	if err != nil || !due.Equal(at("10:02:10")) {
		t.Fatalf("Snooze = %s, %v, want 10:02:10", format(due), err)
	}
	w.until("10:02")
	w.slack.refuse = refusing("post", 3, &post.Error{Err: errSlack})
	w.until("10:10")
	w.ignore("running")
	w.wantPosted("10:02:18 U2: Weekly at 10:00") // after 2, 2 and 4 seconds
}

func TestSnoozeBeyondTheStartOfAMeetingNotKnownForAMoment(t *testing.T) {
	t.Parallel()
	w, id := snoozed(t)
	if _, err := w.snoozeFor(id, 11*time.Minute); err != nil {
		t.Fatal(err)
	}
	w.until("10:02")
	w.meetings.known["914"].hidden = true
	w.until("10:02:30")
	w.meetings.known["914"].hidden = false
	w.until("10:10")
	w.ignore("running")
	w.wantPosted("10:03:10 U2: Weekly at 10:00")
}

func TestSnoozeWhileSuspended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", early, usual)
	w.until("09:45")
	id := w.store.Notices()[0].ID
	w.snooze(id)
	w.people.strangers["U1"] = true
	w.until("09:55")
	w.wantPosted("09:00 C1: Weekly at 10:00", "U1: Weekly in C1 is suspended: access_lost")
	if _, err := w.snoozeFor(id, time.Minute); !errors.Is(err, reminder.ErrNotFound) {
		t.Errorf("Snooze = %v, want ErrNotFound", err)
	}
}
