package watch_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

type nowhere struct{}

func (nowhere) Get(context.Context, workspace.Key) (workspace.Workspace, error) {
	return workspace.Workspace{}, workspace.ErrUnknown
}

// What happens to a meeting brings one reading forward in each workspace where it is
// followed, however often it is told, and none where it is not.
func TestHappened(t *testing.T) {
	t.Parallel()
	store := &remindertest.Store{}
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	w, err := watch.New(watch.Options{Store: store.Watches(), Workspaces: nowhere{}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	followed := []watch.MeetingKey{{Key: workspace.Key{TeamID: "T1"}, MeetingID: "914083136"}, {Key: workspace.Key{TeamID: "T2"}, MeetingID: "914083136"}, {Key: workspace.Key{TeamID: "T1"}, MeetingID: "969304019"}}
	err = store.Watches().InTx(t.Context(), func(tx watch.Tx) error {
		for _, k := range followed {
			if err := tx.PutWatch(t.Context(), watch.Watch{MeetingKey: k}); err != nil {
				return err
			}
			if err := tx.Enqueue(t.Context(), queue.Job{Kind: watch.ReadMeeting, Key: k.String(), At: now.Add(time.Hour), Priority: 3}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 500 {
		w.Happened("914083136")
		w.Happened(fmt.Sprint("9", i))
	}
	w.Hasten(t.Context())
	got := map[string]time.Duration{}
	for _, j := range store.Jobs() {
		got[j.Key] = j.At.Sub(now)
	}
	want := map[string]time.Duration{"/T1/914083136": 0, "/T2/914083136": 0, "/T1/969304019": time.Hour}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("readings (-want +got):\n%s", diff)
	}
}
