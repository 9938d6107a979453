package live_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

var (
	key   = watch.MeetingKey{Key: workspace.Key{TeamID: "T1"}, MeetingID: "914"}
	start = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)
)

// world is one message about a meeting from 10:00 to 11:00.
type world struct {
	t         *testing.T
	now       time.Time
	store     *remindertest.Store
	updater   *live.Updater
	state     meeting.State
	installed bool
	refuse    error
	shown     []live.Phase // by each update
}

// account is a meeting account that knows the one meeting.
type account struct {
	workspace.Meetings
	w *world
}

func (a account) Refresh(context.Context, string) (*meeting.Snapshot, error) {
	return &meeting.Snapshot{ReadAt: a.w.now, Conference: &meeting.Conference{
		ID: "914", State: a.w.state, StartTime: "2026-03-02 10:00", EndTime: "2026-03-02 11:00",
	}}, nil
}

// Get finds the workspace while the app is installed there.
func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if !w.installed || k != key.Key {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{Meetings: account{w: w}}}, nil
}

// Update renders nothing and remembers what it was asked for.
func (w *world) Update(_ context.Context, ws workspace.Workspace, v live.View) error {
	if ws.Key != key.Key || v.Message.Ref != "N1" {
		w.t.Errorf("Update of %q in %v, want N1 in %v", v.Message.Ref, ws.Key, key.Key)
	}
	if w.refuse != nil {
		return w.refuse
	}
	w.shown = append(w.shown, v.Phase)
	return nil
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, now: start, store: &remindertest.Store{}, state: meeting.StateScheduled, installed: true}
	var err error
	w.updater, err = live.New(live.Options{Store: w.store.Live(), Workspaces: w, Now: func() time.Time { return w.now }})
	if err != nil {
		t.Fatal(err)
	}
	booked := watch.Occurrence{Start: start, End: start.Add(time.Hour)}
	err = w.store.Watches().InTx(t.Context(), func(tx watch.Tx) error {
		known := watch.Watch{MeetingKey: key, Facts: watch.Facts{Occurrences: meeting.Schedule{booked}, ReadAt: start}}
		return errors.Join(tx.PutWatch(t.Context(), known), w.updater.Add(t.Context(), tx, live.Message{
			ID: "M1", Key: key.Key, Posted: post.Posted{ChannelID: "C1", TS: "1.1"}, MeetingID: key.MeetingID,
			Occurrence: booked, Kind: "notice", Ref: "N1",
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// follow does the message's job at a time after the start, and returns when it is
// to be done again, -1 for never.
func (w *world) follow(after time.Duration, state meeting.State) time.Duration {
	w.t.Helper()
	w.now, w.state = start.Add(after), state
	err := w.updater.Follow(w.t.Context(), "M1", w)
	later, ok := errors.AsType[*queue.RetryAfter](err)
	switch {
	case ok:
		return later.After
	case errors.Is(err, queue.ErrDone):
		return -1
	}
	w.t.Fatalf("Follow = %v, want an outcome", err)
	return 0
}

// A message is updated when its meeting runs and when it is over, and never to
// what it shows already.
func TestMessageFollowsItsMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	steps := []struct {
		after time.Duration
		state meeting.State
		again time.Duration
		shown []live.Phase
	}{
		{-time.Minute, meeting.StateScheduled, time.Minute, nil},
		{0, meeting.StateScheduled, time.Minute, nil},
		{time.Minute, meeting.StateRunning, 59 * time.Minute, []live.Phase{meeting.Running}},
		{time.Hour, meeting.StateRunning, 5 * time.Minute, []live.Phase{meeting.Running}},
		{65 * time.Minute, meeting.StateRunning, 5 * time.Minute, []live.Phase{meeting.Running}},
		{70 * time.Minute, meeting.StateScheduled, -1, []live.Phase{meeting.Running, meeting.Over}},
	}
	for _, step := range steps {
		if got := w.follow(step.after, step.state); got != step.again || !slices.Equal(w.shown, step.shown) {
			t.Errorf("after %s: again in %s with %v shown, want %s and %v", step.after, got, w.shown, step.again, step.shown)
		}
	}
	if n := w.store.Messages(); n != 0 {
		t.Errorf("%d messages are left, want none", n)
	}
}

// After an early end a meeting runs again, and the message says so, but what it
// shows could not be stored. Its last update is made all the same.
func TestLastUpdateIsAlwaysMade(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := w.store.Live().InTx(t.Context(), func(tx live.Tx) error {
		m, err := tx.GetMessage(t.Context(), "M1")
		m.Shown = meeting.Over
		return errors.Join(err, tx.PutMessage(t.Context(), m))
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := w.follow(70*time.Minute, meeting.StateScheduled); again != -1 || !slices.Equal(w.shown, []live.Phase{meeting.Over}) {
		t.Errorf("again in %s with %v shown, want never and over", again, w.shown)
	}
}

// A message that Slack refuses for good, or whose app was removed, is no longer
// followed. One that Slack asks to wait with is.
func TestMessageThatCannotBeUpdated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edit  func(w *world)
		again time.Duration
		left  int
	}{
		"gone":      {func(w *world) { w.refuse = &post.Error{Reason: post.Gone} }, -1, 0},
		"removed":   {func(w *world) { w.installed = false }, -1, 0},
		"throttled": {func(w *world) { w.refuse = &post.Error{RetryAfter: 7 * time.Second} }, 7 * time.Second, 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.edit(w)
			if got := w.follow(time.Minute, meeting.StateRunning); got != tt.again || w.store.Messages() != tt.left {
				t.Errorf("again in %s with %d messages left, want %s and %d", got, w.store.Messages(), tt.again, tt.left)
			}
			if len(w.shown) != 0 {
				t.Errorf("shown: %v", w.shown)
			}
		})
	}
}

// Messages of one workspace are updated one after the other, at Slack's pace.
func TestUpdatesArePaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := w.store.Live().InTx(t.Context(), func(tx live.Tx) error {
		m, err := tx.GetMessage(t.Context(), "M1")
		m.ID = "M2"
		return errors.Join(err, tx.PutMessage(t.Context(), m))
	})
	if err != nil {
		t.Fatal(err)
	}
	w.follow(time.Minute, meeting.StateRunning)
	second := w.updater.Follow(t.Context(), "M2", w)
	wait, ok := errors.AsType[*queue.RetryAfter](second)
	if !ok || wait.After <= 0 || wait.After > 2*time.Second || len(w.shown) != 1 {
		t.Fatalf("the second update = %v after %v, want it to wait a moment", second, w.shown)
	}
	w.now = w.now.Add(wait.After)
	if err := w.updater.Follow(t.Context(), "M2", w); len(w.shown) != 2 {
		t.Errorf("the second update in its slot = %v, shown %v", err, w.shown)
	}
}

func TestUnknownMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := w.updater.Follow(t.Context(), "M9", w); !errors.Is(err, live.ErrNotFound) {
		t.Errorf("Follow of an unknown message = %v, want ErrNotFound", err)
	}
	err := w.store.Live().InTx(t.Context(), func(tx live.Tx) error { return tx.DeleteMessages(t.Context(), start.Add(time.Second)) })
	if err != nil || w.store.Messages() != 0 {
		t.Errorf("%d messages are left, %v, want none", w.store.Messages(), err)
	}
}
