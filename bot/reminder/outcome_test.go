package reminder_test

import (
	"slices"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// A refusal that passes ends nothing, and nobody hears of it.
func TestPassingRefusalEndsNothing(t *testing.T) {
	t.Parallel()
	for _, why := range []post.Reason{post.Gone, post.NotInChannel, post.Archived, post.Restricted} {
		t.Run(string(why), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.series("Daily", "10:00", "Tue 10:00")
			w.remind("C1", "914", usual)
			w.slack.refuse = refusing("post", 3, &post.Error{Reason: why, Err: errSlack})
			w.until("Tue 09:55")
			w.ignore("running", "over")
			w.wantPosted("09:50:08 C1: Daily at 10:00", "Tue 09:50 C1: Daily at Tue 10:00")
			w.counted("meetingbot_subscriptions_suspended_total "+string(why), 0)
		})
	}
}

// What is suspended is tried again before the next start, and goes on by itself.
func TestSuspensionEndsByItself(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		begin, end func(w *world)
		told       string
	}{
		"refused by Slack": {
			func(w *world) {
				w.slack.refuse = refusing("post", -1, &post.Error{Reason: post.Gone, Err: errSlack})
			}, func(w *world) { w.slack.refuse = nil }, "channel_not_found",
		},
		"refused by the Meeting API": {
			func(w *world) { w.meetings.known["914"].locked = true },
			func(w *world) { w.meetings.known["914"].locked = false }, "account_lost",
		},
		"the setter's access": {
			func(w *world) { w.people.strangers["U1"] = true },
			func(w *world) { w.people.strangers["U1"] = false }, "access_lost",
		},
		"the app removed": {
			func(w *world) { w.removed = true },
			func(w *world) { w.removed = false }, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.series("Daily", "10:00", "Tue 10:00", "Wed 10:00")
			w.remind("C1", "914", usual)
			w.until("09:49")
			tt.begin(w)
			w.until("Tue 10:05")
			var want []string
			if tt.told != "" {
				want = []string{"U1: Daily in C1 is suspended: " + tt.told}
			}
			w.wantPosted(want...)
			if s := w.store.Subscriptions()[0]; s.Suspended == "" {
				t.Error("the subscription is not suspended")
			}
			tt.end(w)
			w.until("Wed 09:59")
			w.ignore("running", "over")
			w.wantPosted("Wed 09:50 C1: Daily at Wed 10:00")
			if s := w.store.Subscriptions()[0]; s.Suspended != "" {
				t.Errorf("still suspended for %q", s.Suspended)
			}
		})
	}
}

// A setter whom Slack does not let be told for a while is told when it does.
func TestSetterIsToldLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.unwell = true
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", usual)
	w.slack.refuse = func(what, _ string) error {
		switch {
		case what == "post":
			return &post.Error{Reason: post.Gone, Err: errSlack}
		case w.clock.Before(at("10:12")):
			return &post.Error{Reason: post.Restricted, Err: errSlack}
		}
		return nil
	}
	w.until("10:30")
	w.wantPosted("U1: Daily in C1 is suspended: channel_not_found")
}

// While Slack refuses the token, everything in the workspace waits: no subscription
// is suspended, and the token is tested ever more rarely.
func TestRefusedTokenSuspendsTheWorkspace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.unwell = true
	w.meetings.book("914", "Weekly", "10:00")
	for _, channel := range []string{"C1", "C2", "C3"} {
		w.remind(channel, "914", usual)
	}
	calls := 0
	w.slack.refuse = func(what, _ string) error {
		if what == "post" {
			calls++
		}
		return &post.Error{Reason: post.Revoked, Err: errSlack}
	}
	w.until("09:54")
	w.wantPosted()
	if !w.store.TokenRefused() || w.slack.tests < 4 || w.slack.tests > 12 || calls != 1 {
		t.Errorf("%d tests and %d posts in four minutes, want 4 to 12 and one", w.slack.tests, calls)
	}
	w.slack.refuse = nil
	w.until("09:59")
	if n := len(w.slack.notices); n != 3 {
		t.Errorf("%d notices were posted after the token was taken again, want 3: %q", n, w.slack.lines)
	}
	w.until("10:10")
	if w.store.TokenRefused() {
		t.Error("the refusal is not forgotten")
	}
	w.counted("meetingbot_token_refusals_total", 1)
	for _, s := range w.store.Subscriptions() {
		if s.Suspended != "" {
			t.Errorf("%s is suspended for %q", s.ChannelID, s.Suspended)
		}
	}
	last := w.slack.tests
	w.until("10:40")
	if w.slack.tests != last {
		t.Errorf("the token is still tested: %d times", w.slack.tests-last)
	}
}

// A notice whose answer is lost is posted twice and counts as sent.
func TestNoticeIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.lose = func(string) bool { return true }
	w.until("12:00")
	w.wantPosted("09:50 C1: Weekly at 10:00", "09:50:02 C1: Weekly at 10:00")
	w.counted("meetingbot_notices_unconfirmed_total", 1)
	if n := w.store.Notices()[0]; n.State != reminder.Sent || n.Posted.TS != "" || w.store.Unconfirmed() != 0 {
		t.Errorf("the notice is %+v, want it sent, nobody knows where", n)
	}
}

// A message whose job was lost is updated after the next sweep, and one that was
// never updated keeps what is needed for that.
func TestSweepMakesUpForLostUpdates(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{time.Hour, 40 * 24 * time.Hour} {
		t.Run(away.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", usual)
			w.until("09:55")
			w.store.Lose(live.Poll, home.String())
			w.clock = at("11:30").Add(away)
			w.restart()
			w.sweep()
			w.run(w.clock.Add(time.Minute))
			if got := w.slack.texts(); !slices.Equal(got, []string{"C1: Weekly at 10:00", "C1: Weekly at 10:00 over"}) {
				t.Errorf("posted %q, want the notice and that it is over", got)
			}
			w.sweep()
			w.run(w.clock.Add(31 * 24 * time.Hour))
			w.sweep()
			w.run(w.clock.Add(time.Minute))
			if n := len(w.store.Notices()) + w.store.Messages() + w.store.Unconfirmed(); n != 0 {
				t.Errorf("%d rows are left in the end, want none", n)
			}
		})
	}
}
