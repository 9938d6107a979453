package reminder_test

import (
	"fmt"
	"testing"
	"time"

	"meetingbot/bot/post"
)

func TestExtendedMeetingStaysInProgress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.longer = 7 * time.Minute
	w.remind("C1", "914", usual)
	w.until("13:00")
	w.wantPosted(
		"09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running",
		"11:07 C1: Weekly at 10:00 over",
	)
}

func TestMeetingThatNeverEndsIsFollowedForSoLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.longer = 1000 * time.Hour
	w.remind("C1", "914", usual)
	w.until("Tue 12:00")
	w.wantPosted(w.slack.lines...)
	w.until("Thu 12:00")
	w.wantPosted()
	if n := w.store.Messages(); n != 0 {
		t.Errorf("%d messages are still followed, want none", n)
	}
}

func TestMeetingThatNobodyJoins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.unheld = true
	w.remind("C1", "914", usual)
	w.until("10:20")
	b.unheld = false
	w.until("10:29")
	w.wantPosted("09:50 C1: Weekly at 10:00", "10:20:30 C1: Weekly at 10:00 running")
}

func TestMovedNoticeSaysSoAtItsStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", 5*time.Minute)
	w.until("09:56")
	b.move(0, "Tue 10:00")
	w.until("Tue 09:00")
	w.wantPosted("09:55 C1: Weekly at 10:00", "C1: Weekly moved 10:00 → Tue 10:00", "10:00 C1: Weekly at 10:00 void")
	if n := w.store.Messages(); n != 0 {
		t.Errorf("%d messages are followed, want none", n)
	}
}

func TestEditsKeepTheirPace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	for _, c := range []string{"C1", "C2", "C3"} {
		w.remind(c, "914", usual)
	}
	w.until("09:55")
	w.wantPosted("09:50 C1: Weekly at 10:00", "09:50 C2: Weekly at 10:00", "09:50 C3: Weekly at 10:00")
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

// Those who wait for their slot do not ask for the meeting meanwhile.
func TestLongLineOfEdits(t *testing.T) {
	t.Parallel()
	const channels = 50
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	for i := range channels {
		w.remind(fmt.Sprintf("C%d", i), "914", usual)
	}
	w.until("09:59:59")
	w.slack.lines, w.slack.times = nil, nil
	before := w.meetings.readings
	w.until("10:01:30")
	if n := len(w.slack.times); n != channels {
		t.Errorf("%d edits in a minute and a half, want %d", n, channels)
	}
	if n := w.meetings.readings - before; n > channels+3 { // and the looks
		t.Errorf("the API was asked %d times for %d edits", n, channels)
	}
}

func TestAllEditsWaitWhenSlackAsksToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	for _, c := range []string{"C1", "C2", "C3"} {
		w.remind(c, "914", usual)
	}
	w.until("09:59:59")
	w.slack.lines, w.slack.times = nil, nil
	tries := 0
	w.slack.refuse = func(what, _ string) error {
		if tries++; tries == 2 {
			return &post.Error{RetryAfter: 20 * time.Second, Workspace: true, Err: errSlack}
		}
		return nil
	}
	w.until("10:01")
	if tries != 4 || len(w.slack.times) != 3 || w.slack.times[1].Before(at("10:00:21")) {
		t.Errorf("%d calls, edits at %v; want one at 10:00, one that is refused, and two from 10:00:21 on", tries, w.slack.times)
	}
}

func TestClockSetBackStopsNoEdit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("10:00:01")
	w.clock = at("09:00").AddDate(0, 0, -3)
	w.meetings.book("913", "Early", "09:00")
	w.meetings.known["913"].starts[0].Start = w.clock.Add(time.Hour)
	w.meetings.known["913"].starts[0].End = w.clock.Add(2 * time.Hour)
	w.slack.lines, w.slack.times = nil, nil
	w.remind("C1", "913", usual)
	w.run(w.clock.Add(61 * time.Minute))
	if len(w.slack.lines) != 2 {
		t.Errorf("posted %q, want a notice and that the meeting is in progress", w.slack.lines)
	}
}

func TestEditThatSlackRefuses(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		r    *post.Error
		want []string
	}{
		"once":        {&post.Error{Reason: post.NotInChannel, Err: errSlack}, []string{"10:02 C1: Weekly at 10:00 running"}},
		"as deleted":  {&post.Error{Reason: post.MessageGone, Err: errSlack}, nil},
		"for a while": {&post.Error{RetryAfter: 20 * time.Second, Err: errSlack}, []string{"10:00:20 C1: Weekly at 10:00 running"}},
		"by failing":  {&post.Error{Err: errSlack}, []string{"10:00:02 C1: Weekly at 10:00 running"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.slack.unwell = true
			w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.slack.refuse = refusing("update", 1, tt.r)
			w.until("09:55")
			w.wantPosted("09:50 C1: Weekly at 10:00")
			w.until("10:30")
			w.wantPosted(tt.want...)
		})
	}
}

func TestEndThatIsBookedAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:00")
	b.starts[0].End = at("11:30")
	w.until("13:00")
	w.wantPosted("09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:30 C1: Weekly at 10:00 over")
	if end := w.slack.notices[0].Notice.Occurrence.End; !end.Equal(at("11:30")) {
		t.Errorf("the notice said that the meeting ends at %s, want 11:30", format(end))
	}
}

func TestNextOfASeriesBeginsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Shift", "10:00", "11:00")
	w.remind("C1", "914", usual)
	w.until("11:30")
	w.wantPosted(
		"09:50 C1: Shift at 10:00", "10:00 C1: Shift at 10:00 running", "10:50 C1: Shift at 11:00",
		"11:00 C1: Shift at 10:00 over", "11:00:01 C1: Shift at 11:00 running",
	)
}
