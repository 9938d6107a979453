package unfurl_test

import (
	"slices"
	"testing"
	"time"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// What is shown follows its meeting: to another time, to its start and to its end.
func TestFollowsItsMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.booked["914083136"]
	w.post(linkTo("914083136"))
	step := func(after time.Duration, want string) {
		t.Helper()
		if w.until(after); !slices.Equal(w.shown(), []string{want}) {
			t.Errorf("after %s: %v is shown, want %s", after, w.shown(), want)
		}
	}
	step(time.Hour, meeting914)
	if w.calls != 1 {
		t.Errorf("Slack was called %d times for what has not changed", w.calls)
	}
	setStart(c, noon.Add(4*time.Hour))
	step(70*time.Minute, "Meeting 914083136 16:00 upcoming")
	setStart(c, noon.Add(2*time.Hour)) // and back
	step(80*time.Minute, meeting914)
	c.State = meeting.StateRunning
	step(121*time.Minute, "Meeting 914083136 14:00 running")
	delete(w.booked, "914083136")
	step(4*time.Hour, "Meeting 914083136 14:00 over")
	if w.store.Messages() != 0 {
		t.Errorf("%d messages are followed after the end", w.store.Messages())
	}
	if w.calls != 5 {
		t.Errorf("Slack was called %d times, want 5", w.calls)
	}
}

func TestFollowsTheCancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post(linkTo("914083136"))
	delete(w.booked, "914083136")
	if w.until(time.Hour); !contains(w.shown(), "void") || w.store.Messages() != 0 {
		t.Errorf("%v is shown, %d messages are followed", w.shown(), w.store.Messages())
	}
}

// One date of a series is followed, and not the next ones.
func TestFollowsOneDateOfASeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.book("935150742", noon.Add(3*time.Hour))
	c.Kind = meeting.KindRecurring
	date := func(id string, start time.Time) meeting.SubConference {
		return meeting.SubConference{
			ID: meeting.Text(id), StartTime: meeting.Text(start.Format("2006-01-02 15:04")), EndTime: meeting.Text(start.Add(time.Hour).Format("2006-01-02 15:04")),
		}
	}
	c.Occurrences = []meeting.SubConference{date("a", noon.Add(3*time.Hour)), date("b", noon.Add(27*time.Hour))}
	w.post(linkTo("935150742"))
	c.Occurrences = []meeting.SubConference{date("a", noon.Add(5*time.Hour)), date("b", noon.Add(29*time.Hour))}
	if w.until(time.Hour); !contains(w.shown(), "17:00 upcoming") || w.calls != 2 {
		t.Errorf("%v is shown after %d calls, want 17:00 after 2", w.shown(), w.calls)
	}
	c.Occurrences = c.Occurrences[1:]
	if w.until(2 * time.Hour); !contains(w.shown(), "17:00 void") || w.store.Messages() != 0 {
		t.Errorf("%v is shown, %d messages are followed", w.shown(), w.store.Messages())
	}
}

// A meeting that runs when its link is posted is followed to its end.
func TestFollowsARunningMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.book("900000001", noon.Add(-30*time.Minute))
	c.State, c.Kind = meeting.StateRunning, meeting.KindInstant
	w.post(linkTo("900000001"))
	if !contains(w.shown(), "running") {
		t.Fatalf("%v is shown", w.shown())
	}
	if w.until(20 * time.Minute); w.calls != 1 || w.store.Messages() != 1 {
		t.Errorf("Slack was called %d times for what has not changed, %d messages are followed", w.calls, w.store.Messages())
	}
	delete(w.booked, "900000001")
	if w.until(time.Hour); !contains(w.shown(), "over") || w.store.Messages() != 0 {
		t.Errorf("%v is shown, %d messages are followed", w.shown(), w.store.Messages())
	}
}

// A meeting of which no dates are watched is followed all the same.
func TestFollowsAnInstantMeetingToCome(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.book("900000001", noon.Add(time.Hour))
	c.Kind = meeting.KindInstant
	w.post(linkTo("900000001"))
	c.State = meeting.StateRunning
	if w.until(62 * time.Minute); !contains(w.shown(), "13:00 running") {
		t.Errorf("%v is shown", w.shown())
	}
}

// A meeting that is over is shown, and not followed.
func TestOverIsNotFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.book("900000001", noon.Add(-5*time.Hour)).State = meeting.StateEnded
	w.post(linkTo("900000001"))
	if !contains(w.shown(), "over") || w.store.Messages() != 0 || len(w.store.Jobs()) != 0 {
		t.Errorf("%v is shown, %d messages, %d jobs", w.shown(), w.store.Messages(), len(w.store.Jobs()))
	}
}

// What stands in the way of following ends it: a message that was deleted, and that
// whoever posted the link has lost access.
func TestFollowingEnds(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*world){
		"the message is gone": func(w *world) { w.refuse = refusal("cannot_find_message") },
		"access is lost":      func(w *world) { w.types["U1"] = person.Deactivated },
		"the app is removed":  func(w *world) { w.gone = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.post(linkTo("914083136"))
			change(w)
			setStart(w.booked["914083136"], noon.Add(4*time.Hour))
			if w.until(5 * time.Hour); w.store.Messages() != 0 || !slices.Equal(w.shown(), []string{meeting914}) {
				t.Errorf("%d messages are followed, %v is shown", w.store.Messages(), w.shown())
			}
		})
	}
}

// A meeting that is far away is not read again and again. One that was moved before
// is noticed in the week before its start.
func TestFarMeetingsAreReadInTheirWeek(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	w := newWorld(t)
	w.book("900000001", noon.Add(30*day))
	w.post(linkTo("900000001"))
	setStart(w.booked["900000001"], noon.Add(30*day+time.Hour))
	if w.until(20 * day); w.reads > 3 {
		t.Errorf("the meeting was read %d times in 20 days", w.reads)
	}
	if w.until(24 * day); !contains(w.shown(), "13:00 upcoming") {
		t.Errorf("%v is shown in the week before the start, want the new time", w.shown())
	}
}

// Whatever is asked for anew is shown anew, and followed once.
func TestShownAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.post(linkTo("914083136"))
	setStart(w.booked["914083136"], noon.Add(150*time.Minute))
	w.post(linkTo("914083136"))
	if want := []string{"Meeting 914083136 14:30 upcoming"}; !slices.Equal(w.shown(), want) || w.store.Messages() != 1 {
		t.Errorf("%v is shown, want %v; %d messages are followed", w.shown(), want, w.store.Messages())
	}
}
