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

// What an id names is found by its own conversation and by no other.
func TestIDsWorkInTheirOwnConversationOnly(t *testing.T) {
	t.Parallel()
	w, notice := snoozed(t)
	w.snooze(notice)
	w.until("09:57")
	s := w.store.Subscriptions()[0]
	before := w.store.Notices()
	private := before[len(before)-1].ID // of U2, who snoozed
	for name, c := range map[string]post.Conversation{
		"another channel":      {Key: home, ChannelID: "C2"},
		"a person":             {Key: home, ChannelID: "U1"},
		"no channel":           {Key: home},
		"another workspace":    {Key: workspace.Key{TeamID: "T2"}, ChannelID: "C1"},
		"another organisation": {Key: workspace.Key{EnterpriseID: "E2", TeamID: "T1"}, ChannelID: "C1"},
	} {
		_, get := w.engine.Get(t.Context(), c, s.ID)
		_, forget := w.engine.Forget(t.Context(), c, s.ID)
		_, snooze := w.engine.Snooze(t.Context(), reminder.SnoozeRequest{Conversation: c, NoticeID: notice, By: "U1", After: 2 * time.Minute})
		_, again := w.engine.Snooze(t.Context(), reminder.SnoozeRequest{Conversation: c, NoticeID: private, By: "U1", After: 2 * time.Minute})
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
