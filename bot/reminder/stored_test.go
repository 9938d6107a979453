package reminder_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// Programs of two versions read each other's queued changes.
func TestQueuedChangesKeepTheirNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.slack.unwell = true
	w.slack.refuse = func(what, _ string) error {
		if what == "change" {
			return &post.Error{Reason: post.Archived, Err: errSlack}
		}
		return &post.Error{RetryAfter: 1e9, Err: errSlack}
	}
	b.move(0, "11:00")
	moved, problem := `"Moved":[{"From":{"ID":"","Start":"2026-03-02T10:00:00Z","End":"2026-03-02T11:00:00Z"},"To":{`, `"Parked":"is_archived"},"Parked":true`
	for _, want := range []string{moved, problem} {
		found := false
		for range 100 {
			j, ok := w.store.Next()
			if !ok {
				break
			}
			if found = j.Kind == reminder.PostChange && strings.Contains(string(j.Payload), want); found {
				checkNames(t, j.Payload)
				break
			}
			w.clock = j.At
			w.do(j)
		}
		if !found {
			t.Errorf("no queued change has %s", want)
		}
	}
}

// checkNames checks that a change has the fields that it always had.
func checkNames(t *testing.T, payload []byte) {
	t.Helper()
	var c struct{ Subscription map[string]any }
	if err := json.Unmarshal(payload, &c); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"ID", "EnterpriseID", "TeamID", "ChannelID", "MeetingID", "Leads", "SetBy", "SetAt", "Parked"} {
		if _, ok := c.Subscription[name]; !ok {
			t.Errorf("a subscription in %s has no %s", payload, name)
		}
	}
}

// A notice that an earlier program posted has a job of its own, and may have no live
// message.
func TestNoticeOfThePreviousVersionIsFollowed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:55")
	w.store.LoseMessages()
	w.queue(queue.Job{Kind: reminder.FollowNotice, Key: w.store.Notices()[0].ID, At: at("10:00"), Priority: 3})
	w.until("12:00")
	w.wantPosted("09:50 C1: Weekly at 10:00", "10:00 C1: Weekly at 10:00 running", "11:00 C1: Weekly at 10:00 over")
	if n := w.store.Messages(); n != 0 {
		t.Errorf("%d messages are still followed, want none", n)
	}
}

func TestAppThatWasRemovedIsSuspended(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("913", "Early", "09:00")
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "913", usual)
	w.remind("C1", "914", usual)
	w.until("08:55")
	w.removed = true
	w.until("09:55")
	w.wantPosted("08:50 C1: Early at 09:00")
	for _, s := range w.store.Subscriptions() {
		if s.MeetingID == "914" && s.Suspended != reminder.Revoked {
			t.Errorf("suspended for %q, want %q", s.Suspended, reminder.Revoked)
		}
	}
	w.counted("meetingbot_subscriptions_suspended_total revoked", 1)
	if n := w.store.Messages(); n != 0 {
		t.Errorf("%d messages are still followed, want none", n)
	}
	w.removed = false
	w.remind("C1", "914", 4*time.Minute)
	w.until("09:59")
	w.wantPosted("09:56 C1: Weekly at 10:00")
}

func TestWhoIsNotInvitedIsNotReminded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.policy = access.Policy{Lookup: access.Invitees}
	w.people.email = "ana@example.com"
	w.remind("C1", "914", usual)
	w.until("09:55")
	w.wantPosted("U1: Weekly in C1 is suspended: access_lost")
}

// Notices are scheduled for what is followed, which must reach beyond any lead.
func TestHorizonIsBeyondTheLongestLead(t *testing.T) {
	t.Parallel()
	if watch.Horizon <= reminder.MaxLead {
		t.Errorf("meetings are followed for %s ahead, want more than %s", watch.Horizon, reminder.MaxLead)
	}
}
