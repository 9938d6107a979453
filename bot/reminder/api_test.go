package reminder_test

import (
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/reminder"
)

func TestMeetingAPIDownIsSaidFromMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.meetings.down = true
	before := w.meetings.readings
	w.until("09:49:59")
	watched := w.meetings.readings
	w.until("09:50")
	w.heard("09:50 C1: Weekly at 10:00 (from memory)")
	if n := w.meetings.readings - watched; n > 3 {
		t.Errorf("the API was asked %d times for one notice, want a couple", n)
	}
	if watched == before {
		t.Error("the watch gave up on the API")
	}
	w.until("10:20")
	w.heard()
	w.meetings.down = false
	w.until("10:25")
	w.heard("10:23 C1: Weekly at 10:00 running")
}

func TestEndIsSaidThoughTheAPIIsDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.until("10:30")
	w.meetings.down = true
	w.until("14:00")
	w.heard("09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:35 C1: Weekly at 10:00 over")
}

func TestOlderReadingIsMemoryToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.meetings.down, w.meetings.stale = true, true
	b.move(0, "11:00") // which an older reading cannot know
	w.until("09:58")
	w.heard("09:50 C1: Weekly at 10:00 (from memory)")
}

func TestAccessIsCheckedByAnOlderReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	w.meetings.down, w.meetings.stale, w.guard.strangers["U1"] = true, true, true
	w.until("09:58")
	w.heard("U1: Weekly in C1 is parked: access_lost")
}

func TestAccessIsCheckedWhenTheNoticeIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("914", "Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", anHour, tenMinutes)
	w.guard.strangers["U1"] = true
	w.until("Tue 09:58")
	w.heard("U1: Daily in C1 is parked: access_lost")
	if got := w.store.Subscriptions()[0].Parked; got != reminder.AccessLost {
		t.Errorf("parked for %q, want %q", got, reminder.AccessLost)
	}
}

func TestAccountMayNoLongerSeeTheMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", tenMinutes)
	b.locked = true
	w.until("09:58")
	w.heard("U1: Weekly in C1 is parked: account_lost")
}

func TestWatchIsOneHoweverManyFollow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "Wed 10:00")
	for _, channel := range []string{"C1", "C2", "C3"} {
		w.remind(channel, "914", tenMinutes)
	}
	before := w.meetings.readings
	w.until("18:00")
	if n := w.meetings.readings - before; n < 18 || n > 23 {
		t.Errorf("%d readings in ten hours, two days before the meeting, want one every 30 min", n)
	}
	w.until("Tue 20:00")
	before = w.meetings.readings
	w.until("Wed 06:00")
	if n := w.meetings.readings - before; n < 109 || n > 133 {
		t.Errorf("%d readings in ten hours, the night before the meeting, want one every 5 min", n)
	}
	w.until("Wed 09:46")
	before = w.meetings.readings
	w.until("Wed 09:49:59")
	if n := w.meetings.readings - before; n < 3 || n > 5 {
		t.Errorf("%d readings in four minutes just before the meeting, want one a minute", n)
	}
}

func TestSlowAPIHoldsNoBurstUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.until("09:45")
	for i := range 30 {
		id := strconv.Itoa(1000 + i)
		w.meetings.book(id, "M", "10:00")
		w.remind("C1", id, tenMinutes)
	}
	w.meetings.down = true
	w.until("09:49:59")
	w.meetings.slow = 5 * time.Second
	w.until("09:51:30")
	if n := len(w.slack.lines); n != 30 {
		t.Errorf("%d notices were said while the API failed slowly, want 30", n)
	}
	w.meetings.down = false
	w.until("09:52:30")
	w.meetings.book("914", "Weekly", "10:00")
	w.slack.lines, w.slack.times = nil, nil
	w.remind("C1", "914", 7*time.Minute)
	w.until("09:54")
	w.heard("09:53 C1: Weekly at 10:00")
}
