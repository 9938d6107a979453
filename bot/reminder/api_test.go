package reminder_test

import (
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

func TestMeetingAPIDownIsPostedFromMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.meetings.down = true
	before := w.meetings.readings
	w.until("09:49:59")
	watched := w.meetings.readings
	w.until("09:50")
	w.wantPosted("09:50 C1: Weekly at 10:00 (from memory)")
	if n := w.meetings.readings - watched; n > 3 {
		t.Errorf("the API was asked %d times for one notice, want a couple", n)
	}
	if watched == before {
		t.Error("the watch gave up on the API")
	}
	w.until("10:20")
	w.wantPosted()
	w.meetings.down = false
	w.until("10:25")
	w.wantPosted("10:20:30 C1: Weekly at 10:00 running")
}

func TestEndIsPostedThoughTheAPIIsDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("10:30")
	w.meetings.down = true
	w.until("14:00")
	w.wantPosted("09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:31 C1: Weekly at 10:00 over")
}

func TestOlderReadingIsMemoryToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.meetings.down, w.meetings.stale = true, true
	w.until("09:58")
	w.wantPosted("09:50 C1: Weekly at 10:00 (from memory)")
	if m := w.slack.notices[0].Meeting; m == nil || !m.Stale {
		t.Errorf("the notice was posted of the reading %+v, want the older one, which has the link", m)
	}
}

func TestOlderReadingOverturnsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	before, _ := w.meetings.Refresh(t.Context(), "914")
	w.remind("C1", "914", usual)
	b.move(0, "11:00")
	w.until("08:36")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00")
	for _, stale := range []bool{true, false} {
		m := *before
		m.Stale = stale
		if st, err := w.set("C2", "914", &m, usual); err != nil || !st.Next.Start.Equal(at("11:00")) {
			t.Errorf("Set by an older reading = %+v, %v, want a start at 11:00", st.Next, err)
		}
	}
	w.meetings.down = true
	w.until("10:55")
	w.wantPosted("10:50 C1: Weekly at 11:00 (from memory)", "10:50 C2: Weekly at 11:00 (from memory)")
}

func TestOlderReadingThatIsNewsIsLearned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.meetings.down = true
	w.until("09:00")
	b.move(0, "11:00") // as somebody sees who looks it up before the API fails once more
	w.until("09:30")
	w.meetings.stale = true
	w.until("09:58")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00")
}

func TestAccessIsCheckedWithoutAReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.meetings.down, w.people.strangers["U1"] = true, true
	w.until("09:58")
	w.wantPosted("U1: Weekly in C1 is suspended: access_lost")
}

func TestChannelIsToldForASetterWhoHasLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("U1", "914", usual) // in private: there is nobody else to tell
	w.people.strangers["U1"] = true
	w.slack.unwell = true
	w.slack.refuse = func(_, channel string) error {
		if channel == "U1" {
			return &post.Error{Reason: post.Gone, Err: errSlack}
		}
		return nil
	}
	w.until("09:58")
	w.wantPosted("C1: Weekly in C1 is suspended: access_lost")
}

func TestAccessIsCheckedByAnOlderReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.meetings.down, w.meetings.stale, w.people.strangers["U1"] = true, true, true
	w.until("09:58")
	w.wantPosted("U1: Weekly in C1 is suspended: access_lost")
}

func TestAccessIsCheckedWhenTheNoticeIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", early, usual)
	w.people.strangers["U1"] = true
	w.until("Tue 09:58")
	w.wantPosted("U1: Daily in C1 is suspended: access_lost")
	if got := w.store.Subscriptions()[0].Suspended; got != reminder.AccessLost {
		t.Errorf("suspended for %q, want %q", got, reminder.AccessLost)
	}
}

// Who set reminders up keeps them while Slack cannot say who they are, and loses
// them when it has not shown them for minutes.
func TestSetterWhomSlackDoesNotShow(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		account person.AccountType
		until   string // they are a member again
		want    string
	}{
		{"unknown", person.Unknown, "09:58", "09:50 C1: Weekly at 10:00"},
		{"unseen for a moment", person.Unseen, "09:51:30", "09:52 C1: Weekly at 10:00"},
		{"unseen for good", person.Unseen, "09:58", "U1: Weekly in C1 is suspended: access_lost"},
		{"deactivated", person.Deactivated, "09:50:30", "U1: Weekly in C1 is suspended: access_lost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.people.accounts = map[string]person.AccountType{"U1": tt.account}
			w.until(tt.until)
			w.people.accounts = nil
			w.until("09:58")
			w.wantPosted(tt.want)
		})
	}
}

func TestSetAgainWhileAccessIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49:59")
	w.people.strangers["U1"] = true
	w.people.meanwhile = func() {
		w.people.meanwhile = nil
		w.clock = w.clock.Add(time.Millisecond)
		w.remind("C1", "914", usual, 5*time.Minute)
		w.people.strangers["U1"] = false // as is whoever did that
	}
	w.until("09:58")
	w.wantPosted("09:50:01 C1: Weekly at 10:00", "09:55 C1: Weekly at 10:00")
}

func TestAccountMayNoLongerSeeTheMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49:59")
	b.locked = true
	w.until("09:59:59")
	w.wantPosted()
	w.until("10:01")
	w.wantPosted("U1: Weekly in C1 is suspended: account_lost")
}

func TestWatchIsOneHoweverManyFollow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "Wed 10:00")
	for _, channel := range []string{"C1", "C2", "C3"} {
		w.remind(channel, "914", usual)
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
		w.remind("C1", id, usual)
	}
	w.meetings.down = true
	w.until("09:49:59")
	w.meetings.slow = 5 * time.Second
	w.until("09:51:30")
	if n := len(w.slack.lines); n != 30 {
		t.Errorf("%d notices were posted while the API failed slowly, want 30", n)
	}
	w.meetings.down = false
	w.until("09:52:30")
	w.meetings.book("914", "Weekly", "10:00")
	w.slack.lines, w.slack.times = nil, nil
	w.remind("C1", "914", 7*time.Minute)
	w.until("09:54")
	w.wantPosted("09:53 C1: Weekly at 10:00")
}

func TestSlowFailureOfOneMeetingIsItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bad := w.meetings.book("913", "Bad", "10:00")
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "913", usual)
	w.remind("C2", "913", usual)
	w.remind("C3", "914", usual)
	w.until("09:49:59")
	bad.broken, w.meetings.slow = true, 5*time.Second
	w.until("09:55")
	w.wantPosted("09:50:10 C1: Bad at 10:00 (from memory)", "09:50:20 C2: Bad at 10:00 (from memory)", "09:50:20 C3: Weekly at 10:00")
}
