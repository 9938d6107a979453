package reminder_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

// What an id names is found where it is, and by whom it is for alone.
func TestIDsAreTheAskersOwn(t *testing.T) {
	t.Parallel()
	w, notice := snoozed(t)
	w.snooze(notice) // by U2
	w.until("09:57")
	s := w.store.Subscriptions()[0]
	before := w.store.Notices()
	private := before[len(before)-1].ID
	for name, c := range map[string]post.Conversation{
		"another channel":      {Key: home, ChannelID: "C2"},
		"a person":             {Key: home, ChannelID: "U1"},
		"no channel":           {Key: home},
		"another workspace":    {Key: workspace.Key{TeamID: "T2"}, ChannelID: "C1"},
		"another organisation": {Key: workspace.Key{EnterpriseID: "E2", TeamID: "T1"}, ChannelID: "C1"},
	} {
		a := reminder.Asker{Conversation: c, UserID: "U1"}
		if c.Key != home {
			a.UserID = "U2"
		}
		_, get := w.engine.Get(t.Context(), a, s.ID)
		_, forget := w.engine.Forget(t.Context(), a, s.ID)
		_, snooze := w.engine.Snooze(t.Context(), reminder.SnoozeRequest{Asker: a, NoticeID: notice, After: 2 * time.Minute})
		_, again := w.engine.Snooze(t.Context(), reminder.SnoozeRequest{Asker: a, NoticeID: private, After: 2 * time.Minute})
		for what, err := range map[string]error{"Get": get, "Forget": forget, "Snooze": snooze, "Snooze of a private notice": again} {
			if !errors.Is(err, reminder.ErrNotFound) {
				t.Errorf("%s from %s = %v, want ErrNotFound", what, name, err)
			}
		}
	}
	if got := w.store.Subscriptions(); len(got) != 1 {
		t.Errorf("subscriptions are %+v, want the one that was", got)
	}
	if diff := cmp.Diff(before, w.store.Notices()); diff != "" {
		t.Errorf("notices changed (-want +got):\n%s", diff)
	}
}

// What is for one person alone is theirs wherever in the workspace they ask: the
// answer to a command in a channel has buttons, too.
func TestPrivateSubscriptionIsTheirsEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	s := w.remind("U1", "914", usual).Subscription
	a := reminder.Asker{Conversation: post.Conversation{Key: home, ChannelID: "C1"}, UserID: "U1"}
	if got, err := w.engine.Get(t.Context(), a, s.ID); err != nil || got.Subscription.ID != s.ID {
		t.Errorf("Get = %+v, %v, want the subscription", got, err)
	}
	if _, err := w.engine.Forget(t.Context(), a, s.ID); err != nil {
		t.Errorf("Forget = %v", err)
	}
}
