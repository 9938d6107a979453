package reminder_test

import (
	"errors"
	"slices"
	"strconv"
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

// A list goes on from what the conversation has to what the asker alone has. In the
// conversation with them both are the same.
func TestListForHasTheAskersOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, c := range []string{"C1", "C1", "C1", "U1", "U1", "U2", "C2"} {
		id := strconv.Itoa(914 + i)
		w.meetings.book(id, "Weekly", "10:00")
		w.remind(c, id, usual)
	}
	tests := []struct {
		channel       string
		offset, limit int
		page          []string
		here, own     int
	}{
		{"C1", 0, 10, []string{"914", "915", "916", "917", "918"}, 3, 2},
		{"C1", 0, 2, []string{"914", "915"}, 3, 2},
		{"C1", 2, 2, []string{"916", "917"}, 3, 2},
		{"C1", 4, 2, []string{"918"}, 3, 2},
		{"C1", 6, 2, nil, 3, 2},
		{"C3", 0, 10, []string{"917", "918"}, 0, 2},
		{"U1", 0, 10, []string{"917", "918"}, 2, 0},
	}
	for _, tt := range tests {
		a := reminder.Asker{Conversation: post.Conversation{Key: home, ChannelID: tt.channel}, UserID: "U1"}
		got, err := w.engine.ListFor(t.Context(), a, tt.offset, tt.limit)
		if err != nil {
			t.Fatal(err)
		}
		var page []string
		for _, s := range got.Page {
			page = append(page, s.Subscription.MeetingID)
		}
		if got.Here != tt.here || got.Own != tt.own || !slices.Equal(page, tt.page) {
			t.Errorf("ListFor(%s, %d, %d) = %v of %d and %d, want %v of %d and %d",
				tt.channel, tt.offset, tt.limit, page, got.Here, got.Own, tt.page, tt.here, tt.own)
		}
	}
}
