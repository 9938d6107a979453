package reminder_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

func TestMovedMeetingIsPostedOnceAndRemindedAtItsNewTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("C2", "914", usual)
	w.until("09:00")
	b.move(0, "10:30")
	w.until("10:29")
	w.wantPosted(
		"C1: Weekly moved 10:00 → 10:30", "C2: Weekly moved 10:00 → 10:30",
		"10:20 C1: Weekly at 10:30", "10:20 C2: Weekly at 10:30",
	)
}

func TestMoveFoundWhenTheNoticeIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49:59")
	b.move(0, "11:00")
	w.until("10:59")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00", "10:50 C1: Weekly at 11:00")
}

func TestMoveAfterTheNoticeIsToldAndRemindedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:55")
	b.move(0, "11:00")
	w.until("10:59")
	w.wantPosted(
		"09:50 C1: Weekly at 10:00", "C1: Weekly moved 10:00 → 11:00", "10:00 C1: Weekly at 10:00 void",
		"10:50 C1: Weekly at 11:00",
	)
}

func TestMoveAndMoveBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("08:30")
	b.move(0, "11:00")
	w.until("09:00")
	b.move(0, "10:00")
	w.until("09:59")
	w.wantPosted(
		"C1: Weekly moved 10:00 → 11:00", "C1: Weekly moved 11:00 → 10:00",
		"09:50 C1: Weekly at 10:00",
	)
}

func TestMoveBackAfterTheNoticeDoesNotRepeatIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:51")
	b.move(0, "11:00")
	w.until("09:54")
	b.move(0, "10:00")
	w.until("09:59")
	w.wantPosted(
		"09:50 C1: Weekly at 10:00", "C1: Weekly moved 10:00 → 11:00",
		"C1: Weekly moved 11:00 → 10:00",
	)
}

func TestNewNameAndRoomAreRightWithoutNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49:59")
	b.subject = "Monthly"
	w.until("09:59")
	w.wantPosted("09:50 C1: Monthly at 10:00")
}

func TestCancelledMeetingIsPostedOnceAfterItStayedUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("C2", "914", early)
	w.until("08:30")
	b.hidden = true
	w.until("08:41")
	w.wantPosted()
	w.until("12:00")
	w.wantPosted("C1: Weekly cancelled", "C2: Weekly cancelled")
	if n := len(w.store.Subscriptions()); n != 0 {
		t.Errorf("%d subscriptions are left, want none", n)
	}
	if n := w.store.Watched(); n != 0 {
		t.Errorf("%d meetings are watched, want none", n)
	}
}

func TestCancelledMeetingThatWasFarAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "Wed 10:00")
	w.remind("C1", "914", usual)
	w.until("09:00")
	b.hidden = true
	w.until("10:00")
	w.wantPosted("C1: Weekly cancelled")
}

func TestMomentaryIgnoranceIsNoCancellation(t *testing.T) {
	t.Parallel()
	for name, back := range map[string]string{"at once": "08:36", "nearly too late": "08:39"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.until("08:30")
			b.hidden = true
			w.until(back)
			b.hidden = false
			w.until("09:59")
			w.wantPosted("09:50 C1: Weekly at 10:00")
		})
	}
}

func TestTwoReadingsAreNoCancellationHoweverFarApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("08:30")
	b.hidden = true
	for looks := w.meetings.readings; w.meetings.readings == looks; {
		w.run(w.clock.Add(10 * time.Second))
	}
	w.away("08:50")
	w.until("08:50:10")
	b.hidden = false
	w.until("09:59")
	w.wantPosted("09:50 C1: Weekly at 10:00")
}

func TestCancellationWaitsForTheHistory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "12:00")
	w.remind("C1", "914", usual)
	b.hidden, w.meetings.lost = true, true
	w.until("09:00")
	w.wantPosted()
	w.meetings.lost = false
	w.until("09:05")
	w.wantPosted("C1: Weekly cancelled")
}

func TestMeetingHeldEarlyIsNotCancelled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "12:00")
	w.remind("C1", "914", usual)
	w.until("10:00")
	b.starts = append(b.starts, watch.Occurrence{Start: at("09:30"), End: at("14:00")}) // it was held then
	b.hidden = true
	w.until("15:00")
	w.wantPosted()
	if n := len(w.store.Subscriptions()); n != 0 {
		t.Errorf("%d subscriptions are left after the booked end, want none", n)
	}
}

func TestDueNoticeOfAMissingMeetingWaits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, back string
		want       []string
		missing    float64
	}{
		{"and is posted late", "09:53:30", []string{"09:54 C1: Weekly at 10:00"}, 0},
		{"and is dropped at the start", "10:05", nil, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", 9*time.Minute)
			w.until("09:50:30")
			b.hidden = true
			w.until(tt.back)
			b.hidden = false
			w.until("10:20")
			w.ignore("running")
			w.wantPosted(tt.want...)
			w.counted("meetingbot_notices_dropped_total missing", tt.missing)
		})
	}
}

func TestMissingMeetingHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.meetings.book("913", "Gone", "10:00")
	w.meetings.book("914", "Weekly", "10:05")
	w.remind("C1", "914", 15*time.Minute) // its job is done first, and waits
	w.remind("C1", "913", usual)
	w.until("09:49:30")
	a.hidden = true
	w.until("09:58")
	w.wantPosted("09:50:01 C1: Weekly at 10:05")
}

func TestMeetingEndedAndReopened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("10:01")
	b.hidden, b.unheld = true, true // the host ends it
	w.until("10:30")
	b.hidden, b.unheld = false, false // somebody joins again
	w.until("11:30")
	w.wantPosted(
		"09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "10:01:30 C1: Weekly at 10:00 over",
		"10:30:30 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over",
	)
}

func TestMeetingThatIsPostedToHaveEndedIsAwaited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:49")
	b.ended = true // ended early, and open again until its booked end
	w.until("09:53")
	b.ended = false
	w.until("09:59")
	w.wantPosted("09:54 C1: Weekly at 10:00")
	b.ended = true
	if _, err := w.trySet("C2", "914", time.Minute); !errors.Is(err, reminder.ErrNoUpcomingStart) {
		t.Errorf("Set for a meeting that has ended = %v, want ErrNoUpcomingStart", err)
	}
}

func TestAnswerWithoutTimesTakesNothingBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	b.noTimes = true
	w.until("09:59")
	w.wantPosted("09:50 C1: Weekly at 10:00")
}

func TestPostponedWhenItShouldHaveBegun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.unheld = true
	w.remind("C1", "914", usual)
	w.until("10:02")
	b.move(0, "11:00")
	w.until("10:59")
	w.ignore("void")
	w.wantPosted("09:50 C1: Weekly at 10:00", "C1: Weekly moved 10:00 → 11:00", "10:50 C1: Weekly at 11:00")
}

func TestPostponedAfterItShouldHaveEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.unheld, b.longer = true, early
	w.remind("C1", "914", usual)
	w.until("11:20")
	b.move(0, "15:00")
	w.until("14:55")
	w.wantPosted("09:50 C1: Weekly at 10:00", "11:00 C1: Weekly at 10:00 over", "14:50 C1: Weekly at 15:00")
}

func TestMissingAtItsStartIsNotCancelledAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.unheld = true
	w.remind("C1", "914", usual)
	w.until("09:56")
	b.hidden = true
	w.until("12:30")
	w.wantPosted("09:50 C1: Weekly at 10:00", "11:00 C1: Weekly at 10:00 over")
}

func TestSetAgainAfterACancellation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	b.hidden = true
	w.until("08:45")
	w.wantPosted("C1: Weekly cancelled")
	b.hidden = false // it was not, after all
	w.remind("C1", "914", usual)
	b.move(0, "09:05")
	w.until("08:52")
	w.wantPosted("C1: Weekly moved 10:00 → 09:05")
}

func TestReadingsKeepUpWithWhatANoticeLearns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "Thu 10:00")
	w.remind("C1", "914", 72*time.Hour+90*time.Minute)
	w.until("08:29:59")
	b.move(0, "08:50") // which the notice finds out, half an hour before the next look
	w.until("08:31")
	w.wantPosted("C1: Weekly moved Thu 10:00 → 08:50")
	b.move(0, "09:05")
	w.until("08:36")
	w.wantPosted("C1: Weekly moved 08:50 → 09:05")
}

func TestNewLeadsTakeTheWayOfNoLateNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.unwell = true
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("post", -1, &post.Error{Err: errSlack})
	w.until("09:56")
	w.remind("C1", "914", usual, 5*time.Minute)
	w.slack.refuse = nil
	w.until("09:59")
	if len(w.slack.lines) != 1 {
		t.Errorf("posted %q, want the one late notice", w.slack.lines)
	}
}
