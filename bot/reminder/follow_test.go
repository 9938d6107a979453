package reminder_test

import (
	"testing"
	"time"

	"meetingbot/bot/reminder"
)

func TestExtendedMeetingStaysInProgress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.longer = 7 * time.Minute
	w.remind("C1", "914", tenMinutes)
	w.until("13:00")
	w.heard(
		"09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running",
		"11:00 C1: Weekly at 10:00 running", "11:05 C1: Weekly at 10:00 running", "11:10 C1: Weekly at 10:00 over",
	)
}

func TestMeetingThatNeverEndsIsFollowedForSoLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.longer = 1000 * time.Hour
	w.remind("C1", "914", tenMinutes)
	w.until("Tue 12:00")
	w.heard(w.slack.lines...)
	w.until("Thu 12:00")
	w.heard()
}

func TestMeetingThatNobodyJoins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.unheld = true
	w.remind("C1", "914", tenMinutes)
	w.until("10:20")
	b.unheld = false
	w.until("10:29")
	w.heard("09:50 C1: Weekly at 10:00", "10:23 C1: Weekly at 10:00 running")
}

func TestMovedNoticeIsNotFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", 5*time.Minute)
	w.until("09:56")
	b.move(0, "Tue 10:00")
	w.until("Tue 09:00")
	w.heard("09:55 C1: Weekly at 10:00", "C1: Weekly moved 10:00 → Tue 10:00")
}

func TestEditsKeepTheirPace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	for _, c := range []string{"C1", "C2", "C3"} {
		w.remind(c, "914", tenMinutes)
	}
	w.until("09:55")
	w.heard("09:50 C1: Weekly at 10:00", "09:50 C2: Weekly at 10:00", "09:50 C3: Weekly at 10:00")
	w.until("10:30")
	for i := 1; i < len(w.slack.times); i++ {
		if gap := w.slack.times[i].Sub(w.slack.times[i-1]); gap < 1200*time.Millisecond {
			t.Errorf("an edit %s after the one before, want 1.2 s at least", gap)
		}
	}
	if n := len(w.slack.times); n != 3 {
		t.Errorf("%d edits, want 3", n)
	}
}

func TestEditThatSlackRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		r    *reminder.Refusal
		want []string
	}{
		"for good":    {&reminder.Refusal{Reason: reminder.NotInvited, Err: errSlack}, nil},
		"for a while": {&reminder.Refusal{RetryAfter: 20 * time.Second, Err: errSlack}, []string{"10:00:20 C1: Weekly at 10:00 running"}},
		"by failing":  {&reminder.Refusal{Err: errSlack}, []string{"10:00:02 C1: Weekly at 10:00 running"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.slack.unwell = true
			w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", tenMinutes)
			w.slack.refuse = refusing("amend", 1, tt.r)
			w.until("09:55")
			w.heard("09:50 C1: Weekly at 10:00")
			w.until("10:30")
			w.heard(tt.want...)
		})
	}
}
