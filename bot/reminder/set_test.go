package reminder_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

func TestSetWithLeadsThatCannotBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	for _, leads := range [][]time.Duration{
		nil,
		{-time.Minute},
		{90 * time.Second},
		{reminder.MaxLead + time.Minute},
		{1 * time.Minute, 2 * time.Minute, 3 * time.Minute, 4 * time.Minute, 5 * time.Minute, 6 * time.Minute},
	} {
		if _, err := w.trySet("C1", "914", leads...); !errors.Is(err, reminder.ErrLeads) {
			t.Errorf("Set with %v = %v, want ErrLeads", leads, err)
		}
	}
}

func TestSetPutsLeadsInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	st := w.remind("C1", "914", time.Minute, early, usual, early)
	if want := []time.Duration{early, usual, time.Minute}; !slices.Equal(st.Subscription.Leads, want) {
		t.Errorf("leads %v, want %v", st.Subscription.Leads, want)
	}
	if !st.Next.Start.Equal(at("10:00")) || st.Facts.Subject != "Weekly" || st.Already || st.Changed {
		t.Errorf("Set = %+v, want a new subscription for 10:00", st)
	}
}

func TestSetForWhatHasNoStartAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("1", "Timeless", "10:00").noTimes = true
	w.meetings.book("2", "Instant", "10:00").instant = true
	w.meetings.book("3", "Begun", "07:30")
	for _, id := range []string{"1", "2", "3"} {
		if _, err := w.trySet("C1", id, usual); !errors.Is(err, reminder.ErrNoUpcomingStart) {
			t.Errorf("Set(%s) = %v, want ErrNoUpcomingStart", id, err)
		}
	}
	if n := w.store.Watched(); n != 0 {
		t.Errorf("%d meetings are watched, want none", n)
	}
}

func TestSetForWhatIsHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	m, err := w.meetings.Refresh(t.Context(), "914")
	if err != nil {
		t.Fatal(err)
	}
	m.Ended = true
	if _, err := w.set("C1", "914", m, usual); !errors.Is(err, reminder.ErrNoUpcomingStart) {
		t.Errorf("Set = %v, want ErrNoUpcomingStart", err)
	}
}

func TestSetAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	first := w.remind("C1", "914", early, usual)
	w.until("08:01")
	if again := w.remind("C1", "914", usual, early); !again.Already || again.Changed || again.Subscription.ID != first.Subscription.ID {
		t.Errorf("Set again = %+v, want that it stood already", again)
	} else if !again.Subscription.SetAt.Equal(first.Subscription.SetAt) {
		t.Errorf("set at %s, want %s as before", format(again.Subscription.SetAt), format(first.Subscription.SetAt))
	}
	if other := w.remind("C1", "914", 5*time.Minute); other.Already || !other.Changed || other.Subscription.ID != first.Subscription.ID {
		t.Errorf("Set with other leads = %+v, want that it has changed", other)
	}
	w.until("09:59")
	w.wantPosted("09:55 C1: Weekly at 10:00")
}

func TestLeadThatHasPassedIsQuiet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.until("09:30")
	w.remind("C1", "914", early, usual)
	w.until("09:59")
	w.wantPosted("09:50 C1: Weekly at 10:00")
}

func TestSetTellsOthersWhatItFinds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	b.move(0, "11:00")
	w.remind("C2", "914", usual)
	w.until("08:00:30")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00")
	w.until("10:55")
	w.wantPosted("10:50 C1: Weekly at 11:00", "10:50 C2: Weekly at 11:00")
}

func TestReadingThatIsOlderThanWhatIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	old, err := w.meetings.Refresh(t.Context(), "914")
	if err != nil {
		t.Fatal(err)
	}
	b.move(0, "11:00")
	w.until("08:00:30")
	w.remind("C1", "914", usual)
	if _, err := w.set("C2", "914", old, usual); err != nil {
		t.Fatal(err)
	}
	w.until("10:55")
	w.wantPosted("10:50 C1: Weekly at 11:00", "10:50 C2: Weekly at 11:00")
}

// forget ends a subscription where it is.
func (w *world) forget(s reminder.Subscription) (reminder.Status, error) {
	return w.engine.Forget(w.t.Context(), reminder.Asker{Conversation: s.Conversation}, s.ID)
}

func TestForget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	st := w.remind("C1", "914", usual)
	w.remind("C2", "914", usual)
	gone, err := w.forget(st.Subscription)
	if err != nil || gone.Subscription.ID != st.Subscription.ID || gone.Facts.Subject != "Weekly" {
		t.Errorf("Forget = %+v, %v, want what was forgotten", gone, err)
	}
	if _, err := w.forget(st.Subscription); !errors.Is(err, reminder.ErrNotFound) {
		t.Errorf("Forget again = %v, want ErrNotFound", err)
	}
	w.until("09:55")
	w.wantPosted("09:50 C2: Weekly at 10:00")
}

func TestForgottenAndSetAgainIsPostedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	st := w.remind("C1", "914", early, usual)
	w.until("09:30")
	if _, err := w.forget(st.Subscription); err != nil {
		t.Fatal(err)
	}
	w.until("09:40")
	w.remind("C1", "914", early, usual)
	w.until("09:58")
	w.wantPosted("09:00 C1: Weekly at 10:00", "09:50 C1: Weekly at 10:00")
}

// A meeting is watched as long as anybody is to be told of it, or was told
// something that is to become true.
func TestForgottenMeetingIsWatchedAsLongAsNeeded(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		forget string
		want   []string
	}{
		"before the first notice": {"08:30", nil},
		"after it":                {"09:52", []string{"09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.book("914", "Weekly", "10:00")
			st := w.remind("C1", "914", usual)
			w.until(tt.forget)
			if _, err := w.forget(st.Subscription); err != nil {
				t.Fatal(err)
			}
			w.until("09:58")
			if n := w.store.Watched(); (n > 0) != (tt.want != nil) {
				t.Errorf("%d meetings are watched at 09:58", n)
			}
			w.until("14:00")
			w.wantPosted(tt.want...)
			if n := w.store.Watched() + w.store.Messages(); n != 0 {
				t.Errorf("%d meetings are watched and messages followed in the end, want none", n)
			}
		})
	}
}

func TestListGetAndFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, id := range []string{"911", "912", "913"} {
		w.meetings.book(id, "M"+id, "10:00")
		w.remind("C1", id, usual)
	}
	w.remind("C2", "911", usual)
	c := post.Conversation{Key: home, ChannelID: "C1"}
	page, total, err := w.engine.List(t.Context(), c, 1, 5)
	if err != nil || total != 3 || len(page) != 2 || page[0].Facts.Subject != "M912" || !page[1].Next.Start.Equal(at("10:00")) {
		t.Errorf("List = %+v, %d, %v, want the last two of three", page, total, err)
	}
	found, err := w.engine.Find(t.Context(), c, "913")
	if err != nil || found.Subscription.ID != page[1].Subscription.ID {
		t.Errorf("Find = %+v, %v, want %s", found, err, page[1].Subscription.ID)
	}
	if got, err := w.engine.Get(t.Context(), reminder.Asker{Conversation: c}, found.Subscription.ID); err != nil || got.Facts.Subject != "M913" {
		t.Errorf("Get = %+v, %v, want M913", got, err)
	}
	if _, err := w.engine.Find(t.Context(), c, "999"); !errors.Is(err, reminder.ErrNotFound) {
		t.Errorf("Find of nothing = %v, want ErrNotFound", err)
	}
}

func TestOldNoticesAreSwept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	sweep := func() {
		if err := w.engine.Jobs.Work(t.Context(), queue.Job{Kind: reminder.SweepNotices}); err != nil {
			t.Errorf("Work = %v", err)
		}
	}
	w.run(morning.AddDate(0, 0, 29))
	sweep()
	if n := len(w.store.Notices()); n != 1 {
		t.Errorf("%d notices after 29 days, want 1", n)
	}
	w.run(morning.AddDate(0, 0, 32))
	sweep()
	if n := len(w.store.Notices()); n != 0 {
		t.Errorf("%d notices after 32 days, want none", n)
	}
}

func TestNewNeedsEverything(t *testing.T) {
	t.Parallel()
	if _, err := reminder.New(reminder.Options{}); err == nil {
		t.Error("New of nothing succeeded")
	}
}

func TestUnknownJobIsDiscarded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, j := range []queue.Job{
		{Kind: "dance"}, {Kind: watch.ReadMeeting, Key: "nonsense"}, {Kind: reminder.PostChange, Key: "1", Payload: []byte("{")},
	} {
		if _, never := errors.AsType[*queue.Discard](w.engine.Jobs.Work(t.Context(), j)); !never {
			t.Errorf("Work(%+v) is not given up", j)
		}
	}
}
