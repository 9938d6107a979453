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
	lose      error        // what an update that was made is answered with
	facts     watch.Facts  // of the last update
	shown     []live.Phase // by each update
	starts    []time.Time  // that each update showed
	down      bool         // the Meeting API fails
	during    func()       // runs while a message is updated, nil for nothing
}

// account is a meeting account that knows the one meeting.
type account struct {
	workspace.Meetings
	w *world
}

func (a account) Refresh(context.Context, string) (*meeting.Snapshot, error) {
	if a.w.down {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable}
	}
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
	w.shown, w.facts = append(w.shown, v.State.Phase), v.Facts
	w.starts = append(w.starts, v.Message.Occurrence.Start)
	if w.during != nil {
		w.during()
	}
	return w.lose
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
		facts := watch.Facts{Subject: "Weekly", Occurrences: meeting.Schedule{booked}, ReadAt: start}
		return tx.PutWatch(t.Context(), watch.Watch{MeetingKey: key, Facts: facts})
	})
	if err != nil {
		t.Fatal(err)
	}
	w.add(live.Message{
		ID: "M1", Key: key.Key, Posted: post.Posted{ChannelID: "C1", TS: "1.1"}, MeetingID: key.MeetingID,
		Occurrence: booked, Kind: "notice", Ref: "N1", Facts: watch.Facts{Subject: "Weekly"},
	})
	return w
}

// add has a message followed.
func (w *world) add(m live.Message) {
	w.t.Helper()
	err := w.store.Watches().InTx(w.t.Context(), func(tx watch.Tx) error { return w.updater.Add(w.t.Context(), tx, m) })
	if err != nil {
		w.t.Fatal(err)
	}
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

// A message that was deleted, or whose app was removed, is no longer followed. One
// that Slack refuses or asks to wait with is.
func TestMessageThatCannotBeUpdated(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edit  func(w *world)
		again time.Duration
		left  int
	}{
		"deleted":   {func(w *world) { w.refuse = &post.Error{Reason: post.MessageGone} }, -1, 0},
		"refused":   {func(w *world) { w.refuse = &post.Error{Reason: post.Gone} }, 2 * time.Minute, 1},
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
}

// A refusal of an update counts when it has stood for half an hour.
func TestStandingRefusalEndsAMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.refuse = &post.Error{Reason: post.Restricted}
	for minutes := 1; minutes < 31; minutes++ {
		if again := w.follow(time.Duration(minutes)*time.Minute, meeting.StateRunning); again != 2*time.Minute {
			t.Fatalf("after %d minutes: again in %s, want 2 min", minutes, again)
		}
	}
	if again := w.follow(31*time.Minute, meeting.StateRunning); again != -1 || w.store.Messages() != 0 {
		t.Errorf("after 31 minutes: again in %s with %d messages left, want neither", again, w.store.Messages())
	}
}

// However long nobody was there, a message is updated to its last state, by what is
// stored if need be.
func TestLastUpdateIsMadeHoweverLate(t *testing.T) {
	t.Parallel()
	for _, late := range []time.Duration{10 * time.Hour, 24 * time.Hour, 30 * 24 * time.Hour} {
		for name, forgotten := range map[string]bool{"watched": false, "forgotten": true} {
			t.Run(name+" "+late.String(), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				if forgotten {
					err := w.store.Watches().InTx(t.Context(), func(tx watch.Tx) error { return tx.DeleteWatch(t.Context(), key) })
					if err != nil {
						t.Fatal(err)
					}
				}
				if again := w.follow(late, meeting.StateScheduled); again != -1 || !slices.Equal(w.shown, []live.Phase{meeting.Over}) {
					t.Errorf("again in %s with %v shown, want never and over", again, w.shown)
				}
				if subject := w.facts.Subject; subject != "Weekly" {
					t.Errorf("updated with the subject %q, want Weekly", subject)
				}
			})
		}
	}
}

// A message of a meeting that was moved or cancelled says so at its start.
func TestMessageOfAMovedMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	err := w.store.Watches().InTx(t.Context(), func(tx watch.Tx) error {
		return tx.PutWatch(t.Context(), watch.Watch{MeetingKey: key, Facts: watch.Facts{Subject: "Weekly"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := w.follow(0, meeting.StateScheduled); again != -1 || !slices.Equal(w.shown, []live.Phase{live.Void}) {
		t.Errorf("again in %s with %v shown, want never and void", again, w.shown)
	}
}

// An update whose answer is lost is repeated once, whatever process makes it.
func TestUpdateIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]error{"unconfirmed": &post.Error{Unconfirmed: true}, "of another kind": errors.New("boom")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.now, w.state, w.lose = start.Add(time.Minute), meeting.StateRunning, lost
			if err := w.updater.Follow(t.Context(), "M1", w); !errors.Is(err, lost) {
				t.Errorf("Follow with a lost answer = %v, want it", err)
			}
			if again := w.follow(2*time.Minute, meeting.StateRunning); again != 58*time.Minute {
				t.Errorf("after the second one: again in %s, want at the end", again)
			}
			if !slices.Equal(w.shown, []live.Phase{meeting.Running, meeting.Running}) {
				t.Errorf("shown: %v, want it twice", w.shown)
			}
		})
	}
}

// A message that is followed once more, since its process died before its job
// ended, is not updated again.
func TestFinishedUpdateIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.follow(70*time.Minute, meeting.StateScheduled)
	w.add(live.Message{
		ID: "M1", Key: key.Key, Posted: post.Posted{ChannelID: "C1", TS: "1.1"}, MeetingID: key.MeetingID,
		Occurrence: watch.Occurrence{Start: start, End: start.Add(time.Hour)}, Kind: "notice", Ref: "N1",
	})
	if again := w.follow(71*time.Minute, meeting.StateScheduled); again != -1 || len(w.shown) != 1 {
		t.Errorf("again in %s after the updates %v, want never and one", again, w.shown)
	}
}
