package reminder_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

var (
	errSlack = errors.New("internal_error")
	errLost  = errors.New("the answer was lost")
)

// refusing refuses everything of one sort as long as times are left.
func refusing(what string, times int, r *post.Error) func(string, string) error {
	return func(w, _ string) error {
		if w != what || times == 0 {
			return nil
		}
		times--
		return r
	}
}

func TestSlackAsksToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("913", "Early", "10:00")
	w.meetings.book("914", "Later", "10:05")
	w.remind("C1", "914", 15*time.Minute)
	w.remind("C1", "913", usual)
	w.remind("C2", "913", usual)
	first := true
	w.slack.refuse = func(_, channel string) error {
		if channel != "C1" || !first {
			return nil
		}
		first = false
		return &post.Error{RetryAfter: 30 * time.Second, Err: errSlack}
	}
	w.until("09:55")
	w.wantPosted("09:50 C2: Early at 10:00", "09:50:30 C1: Early at 10:00", "09:50:31 C1: Later at 10:05")
}

func TestSlackAsksTheWholeWorkspaceToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("C2", "914", usual)
	w.slack.refuse = refusing("post", 1, &post.Error{RetryAfter: 20 * time.Second, Workspace: true, Err: errSlack})
	w.until("09:55")
	w.wantPosted("09:50:20 C1: Weekly at 10:00", "09:50:20 C2: Weekly at 10:00")
}

func TestWaitIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("post", 1, &post.Error{RetryAfter: 24 * time.Hour, Err: errSlack})
	w.until("09:55")
	w.wantPosted("09:52 C1: Weekly at 10:00")
}

func TestSlackFailsForAWhile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("post", 4, &post.Error{Err: errSlack})
	w.until("09:59")
	w.wantPosted("09:50:16 C1: Weekly at 10:00") // after 2, 2, 4 and 8 seconds
}

func TestSlackFailsUntilTheMeetingHasStarted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("post", -1, &post.Error{Err: errSlack})
	w.until("10:00")
	w.wantPosted()
	w.counted("meetingbot_notices_dropped_total undelivered", 1)
	if w.states()[reminder.Dropped] != 1 {
		t.Errorf("notices %v, want one that was dropped", w.states())
	}
}

func TestFailingMessageHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("913", "Bad", "10:00")
	w.meetings.book("914", "Weekly", "10:05")
	w.remind("C1", "913", usual)
	w.remind("C1", "914", 15*time.Minute)
	bad := true
	w.slack.refuse = func(string, string) error {
		if bad = !bad; !bad {
			return &post.Error{Err: errSlack}
		}
		return nil
	}
	w.until("09:58")
	w.wantPosted("09:50:01 C1: Weekly at 10:05", "09:50:04 C1: Bad at 10:00")
}

func TestStandingRefusalSuspendsAndTheSetterIsToldOnce(t *testing.T) {
	t.Parallel()
	for _, why := range []reminder.Reason{
		reminder.NotInvited, reminder.Archived, reminder.Gone, reminder.Restricted,
	} {
		t.Run(string(why), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.series("Daily", "10:00", "Tue 10:00")
			w.remind("C1", "914", early, usual)
			w.remind("C2", "914", 5*time.Minute)
			w.slack.refuse = func(_, channel string) error {
				if channel == "C1" {
					return &post.Error{Reason: post.Reason(why), Err: errSlack}
				}
				return nil
			}
			w.until("Tue 09:58")
			w.ignore("running", "over")
			w.wantPosted("U1: Daily in C1 is suspended: "+string(why), "09:55 C2: Daily at 10:00", "Tue 09:55 C2: Daily at Tue 10:00")
			w.counted("meetingbot_subscriptions_suspended_total "+string(why), 1)
			if got := w.store.Subscriptions()[0].Suspended; got != why {
				t.Errorf("suspended for %q, want %q", got, why)
			}
		})
	}
}

func TestSettingAgainEndsTheSuspension(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", early, usual)
	w.slack.refuse = refusing("post", -1, &post.Error{Reason: post.NotInChannel, Err: errSlack})
	w.until("09:45")
	w.wantPosted("U1: Daily in C1 is suspended: not_in_channel")
	w.slack.refuse = nil
	if st := w.remind("C1", "914", early, usual); st.Already || st.Changed || st.Subscription.Suspended != "" {
		t.Errorf("Set again = %+v, want it as if it were new", st)
	}
	w.until("Tue 09:58")
	w.ignore("running", "over")
	w.wantPosted("09:50 C1: Daily at 10:00", "Tue 09:00 C1: Daily at Tue 10:00", "Tue 09:50 C1: Daily at Tue 10:00")
}

func TestChangeThatCannotBePostedSuspends(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.unwell = true
	w.slack.refuse = refusing("change", -1, &post.Error{Reason: post.Archived, Err: errSlack})
	b.move(0, "11:00")
	w.until("10:49")
	w.wantPosted("U1: Weekly in C1 is suspended: is_archived")
	w.until("10:59") // what was due after that is tried
	w.wantPosted("10:50 C1: Weekly at 11:00")
	if why := w.store.Subscriptions()[0].Suspended; why != "" {
		t.Errorf("suspended for %q after a notice was posted, want it not suspended", why)
	}
}

func TestChangeIsToldThoughSlackFails(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*post.Error{
		"throttling": {RetryAfter: 20 * time.Second, Err: errSlack}, "failing": {Err: errSlack},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.slack.unwell = true
			b := w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.slack.refuse = refusing("change", 3, r)
			b.move(0, "11:00")
			w.until("08:30")
			w.wantPosted("C1: Weekly moved 10:00 → 11:00")
		})
	}
}

func TestNewsThatIsNoneAnyMoreIsNotTold(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lead        time.Duration
		first, then func(w *world)
	}{
		"moved and forgotten": {
			usual,
			func(w *world) { w.meetings.known["914"].move(0, "11:00") },
			func(w *world) { _, _ = w.forget(w.store.Subscriptions()[0]) },
		},
		"deleted and restored": {
			usual,
			func(w *world) { b := w.meetings.known["914"]; b.starts = b.starts[:1] },
			func(w *world) { b := w.meetings.known["914"]; b.starts = b.starts[:2] },
		},
		"suspended and set again": {
			110 * time.Minute,
			func(w *world) { w.meetings.known["914"].locked = true },
			func(w *world) { w.meetings.known["914"].locked = false; w.remind("C1", "914", usual) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.slack.unwell = true
			w.meetings.series("Daily", "10:00", "Tue 10:00")
			w.remind("C1", "914", tt.lead)
			w.slack.refuse = func(string, string) error {
				return &post.Error{RetryAfter: 2 * time.Minute, Err: errSlack}
			}
			tt.first(w)
			w.until("08:20")
			tt.then(w)
			w.until("08:40")
			w.slack.refuse = nil
			w.until("09:30")
			w.wantPosted()
		})
	}
}

func TestStaleNewsIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "Thu 10:00")
	w.remind("C1", "914", usual)
	b.move(0, "Thu 11:00")
	w.slack.refuse = refusing("change", -1, &post.Error{RetryAfter: time.Minute, Err: errSlack})
	w.until("08:40")
	w.slack.unwell = true // somebody gives up
	w.until("Wed 08:00")
	w.slack.refuse = nil
	w.until("Wed 10:00")
	w.wantPosted()
}

func TestOldNewsIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.unwell = true
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = refusing("change", -1, &post.Error{RetryAfter: time.Minute, Err: errSlack})
	b.move(0, "11:00")
	w.until("08:30")
	b.move(0, "12:00") // before the first move could be posted
	w.until("08:45")
	w.slack.refuse = nil
	w.until("09:00")
	w.wantPosted("C1: Weekly moved 11:00 → 12:00")
}

func TestBurstIsSmoothedAndOrderedByStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.until("09:45")
	const many = 200
	for i := range many { // they start from 10:00 to 10:05 and are all due at 09:50
		id, later := strconv.Itoa(1000+i), time.Duration(i%6)*time.Minute
		w.meetings.book(id, "M", format(at("10:00").Add(later)))
		w.remind("C1", id, usual+later)
	}
	w.until("09:59")
	if n := len(w.slack.lines); n != many {
		t.Fatalf("%d notices were posted by %s, want %d", n, format(w.clock), many)
	}
	for i := 1; i < many; i++ {
		if gap := w.slack.times[i].Sub(w.slack.times[i-1]); gap < time.Second {
			t.Errorf("notice %d was posted %s after the one before, want a second at least", i, gap)
		}
	}
	starts := make([]string, many)
	for i, line := range w.slack.lines {
		starts[i] = line[len(line)-len("10:00"):]
	}
	if !slices.IsSorted(starts) {
		t.Errorf("starts in the order in which they were posted: %v", starts)
	}
	if last := w.slack.times[many-1]; last.After(at("09:53:30")) {
		t.Errorf("the last one was posted at %s, want about one a second", format(last))
	}
}

func TestForgottenConversationHearsNoNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	st := w.remind("C1", "914", usual)
	w.remind("C2", "914", usual)
	w.slack.refuse = refusing("change", -1, &post.Error{RetryAfter: time.Minute, Err: errSlack})
	b.move(0, "11:00")
	w.until("08:20")
	if _, err := w.forget(st.Subscription); err != nil {
		t.Fatal(err)
	}
	w.slack.refuse = nil
	w.until("08:30")
	w.wantPosted("C2: Weekly moved 10:00 → 11:00")
}

func TestNewsWaitsWhileTheWorkspaceIsSilent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("913", "Daily", "12:00")
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.remind("C2", "913", usual)
	w.slack.refuse = refusing("post", 1, &post.Error{RetryAfter: 100 * time.Second, Workspace: true, Err: errSlack})
	w.until("09:50:10")
	b.move(0, "13:00")
	w.remind("C2", "913", usual) // which finds the move
	w.until("09:51:39")
	w.wantPosted()
	w.until("09:52")
	w.wantPosted("09:51:40 C1: Weekly at 10:00", "C2: Daily moved 12:00 → 13:00")
}
