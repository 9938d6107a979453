package reminder_test

import (
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// A meeting that cannot be read any more is not asked for for ever: a day after
// its booked end it is forgotten, with the subscriptions to it.
func TestMeetingThatCannotBeReadIsForgotten(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(*world, *booking){
		"the app was removed":        func(w *world, _ *booking) { w.removed = true },
		"the account may not see it": func(_ *world, b *booking) { b.locked, b.longer = true, 100*time.Hour },
		"the API is down":            func(w *world, _ *booking) { w.meetings.down = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.until("10:30")
			breaks(w, b)
			w.until("12:30")
			if n := len(w.store.Subscriptions()); n != 1 {
				t.Errorf("%d subscriptions soon after the end, want 1: the meeting may have been moved", n)
			}
			before := w.meetings.readings
			w.until("Wed 12:00")
			if n := w.meetings.readings - before; n > 60 {
				t.Errorf("read %d times in a day after its end, want once in half an hour", n)
			}
			if subs, watched := len(w.store.Subscriptions()), w.store.Watched(); subs != 0 || watched != 0 {
				t.Errorf("%d subscriptions and %d meetings are left, want none", subs, watched)
			}
			before = w.meetings.readings
			w.until("Sat 12:00")
			if n := w.meetings.readings - before; n != 0 {
				t.Errorf("read %d times after it was forgotten, want never", n)
			}
		})
	}
}

// A meeting that was moved while the API failed is not lost.
func TestMovedWhileItCouldNotBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:30")
	w.meetings.down = true
	b.move(0, "17:00")
	w.until("13:30")
	w.slack.lines, w.slack.times = nil, nil
	w.meetings.down = false
	w.until("16:59")
	w.wantPosted("16:50 C1: Weekly at 17:00")
}

// A series whose account lost its access drops what is past and goes on.
func TestUnreadSeriesKeepsWhatIsAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Weekly", "10:00", "Thu 10:00")
	w.remind("C1", "914", usual)
	w.until("10:30")
	w.meetings.down = true
	w.until("Wed 12:00")
	s := w.store.Subscriptions()[0]
	st, err := w.engine.Get(t.Context(), reminder.Asker{Conversation: s.Conversation}, s.ID)
	if err != nil || len(st.Facts.Occurrences) != 1 || !st.Next.Start.Equal(b.starts[1].Start) {
		t.Errorf("known are %v, %v, want what is ahead", st.Facts.Occurrences, err)
	}
}

// A suspended subscription is tried again before the next start, so its meeting is
// read, and forgotten with it when all is over.
func TestSuspendedSubscriptionIsFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Weekly", "10:00", "Tue 10:00", "Wed 10:00", "Thu 10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("post", -1, &post.Error{Reason: post.Gone, Err: errSlack})
	w.until("10:05")
	w.slack.refuse = nil
	w.slack.lines, w.slack.times = nil, nil
	b.move(1, "Tue 11:00")
	w.until("Tue 10:55")
	w.wantPosted("Tue 10:50 C1: Weekly at Tue 11:00")
	w.removed = true // the next notice suspends it
	w.until("Sun 12:00")
	if subs, watched := len(w.store.Subscriptions()), w.store.Watched(); subs != 0 || watched != 0 {
		t.Errorf("%d subscriptions and %d meetings are left when all is over, want none", subs, watched)
	}
}

// A meeting that only a posted notice is about is remembered, and read when that is
// to be updated.
func TestPostedNoticeIsNoReasonToRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	st := w.remind("C1", "914", early)
	w.until("09:01")
	if _, err := w.forget(st.Subscription); err != nil {
		t.Fatal(err)
	}
	w.until("09:10") // the reading after that finds that nobody is told any more
	before := w.meetings.readings
	w.until("09:59")
	if n := w.meetings.readings - before; n != 0 {
		t.Errorf("read %d times before its start, want never", n)
	}
	w.until("12:30")
	w.wantPosted("09:00 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over")
	if watched := w.store.Watched(); watched != 0 {
		t.Errorf("%d meetings are left when all is over, want none", watched)
	}
}
