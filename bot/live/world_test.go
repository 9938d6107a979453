package live_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

var (
	key    = watch.MeetingKey{Key: workspace.Key{TeamID: "T1"}, MeetingID: "914"}
	start  = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)
	booked = watch.Occurrence{Start: start, End: start.Add(time.Hour)}
)

// tester is a test, or one try of a test of properties.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
	Context() context.Context
}

// world is a store, a Meeting API and a Slack, at a time of their own. One meeting,
// 914, is booked from 10:00 to 11:00, and nothing follows it yet.
type world struct {
	t        tester
	now      time.Time
	store    *remindertest.Store
	watcher  *watch.Watcher
	updater  *live.Updater
	jobs     *queue.Registry
	registry *prometheus.Registry
	records  live.RunRecords
	calls    live.RunCalls

	mu        sync.Mutex
	running   map[string]int // by id, how many are in a meeting, live.Unknown where the list does not say
	ordinary  bool           // the account does not see all meetings of the enterprise
	listDown  bool           // the list cannot be read
	down      bool           // meetings cannot be read
	state     meeting.State  // what a reading says
	missing   bool           // the API does not know the meeting
	attendees int            // live.Unknown where the API refuses to tell
	listLag   time.Duration  // how old the list is
	lists     int
	reads     int
	counts    int

	removed bool                     // the app is not installed any more
	answer  func(v live.View) error  // Slack's answer to an update, nil for none
	lines   []string                 // each update that Slack has made
	times   []time.Time              // when
	shows   map[string]string        // what each message shows
	during  func()                   // runs once while a message is updated, nil for nothing
	step    func(where string) error // is called where a process may die
}

func newWorld(t tester) *world {
	t.Helper()
	w := &world{
		t: t, now: start.Add(-time.Hour), store: &remindertest.Store{}, state: meeting.StateScheduled,
		running: map[string]int{}, shows: map[string]string{},
	}
	w.restart()
	return w
}

// restart starts another process over the same store.
func (w *world) restart() {
	w.t.Helper()
	now := func() time.Time { return w.now }
	w.registry, w.jobs = prometheus.NewRegistry(), &queue.Registry{}
	var err error
	if w.watcher, err = watch.New(watch.Options{Store: w.store.Watches(), Workspaces: w, Now: now}); err != nil {
		w.t.Fatal(err)
	}
	w.updater, err = live.New(live.Options{
		Store: w.store.Live(), Workspaces: w, Watcher: w.watcher, Records: w.records, Calls: w.calls, Registry: w.registry, Now: now,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.updater.AddKind("card", w)
	w.updater.AddFixedKind("notice", w)
	w.updater.Register(w.jobs)
	w.watcher.Register(w.jobs)
}

// Get finds the workspaces while the app is installed there.
func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if w.removed || !strings.HasPrefix(k.TeamID, "T") {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{Meetings: account{w: w}}}, nil
}

// account is a meeting account.
type account struct {
	workspace.Meetings
	w *world
}

func unavailable(op string) error { return &meeting.Error{Op: op, Kind: meeting.Unavailable} }

func (a account) Running(context.Context) (*meeting.RunningList, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	a.w.lists++
	if a.w.listDown {
		return nil, unavailable("list")
	}
	l := &meeting.RunningList{Meetings: map[string]meeting.RunningMeeting{}, Complete: !a.w.ordinary, ReadAt: a.w.now.Add(-a.w.listLag)}
	for id, in := range a.w.running {
		l.Meetings[id] = meeting.RunningMeeting{In: in, UUID: "run " + id}
	}
	return l, nil
}

func (a account) Refresh(context.Context, string) (*meeting.Snapshot, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	a.w.reads++
	switch {
	case a.w.down:
		return nil, unavailable("get")
	case a.w.missing:
		return nil, &meeting.Error{Op: "get", Kind: meeting.NotFound}
	}
	return a.w.snapshot(), nil
}

func (w *world) snapshot() *meeting.Snapshot {
	return &meeting.Snapshot{ReadAt: w.now, Count: 42, Conference: &meeting.Conference{
		ID: "914", Subject: "Weekly", State: w.state, StartTime: "2026-03-02 10:00", EndTime: "2026-03-02 11:00",
	}}
}

// Get answers from memory, as far as this test goes.
func (a account) Get(context.Context, string) (*meeting.Snapshot, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	if a.w.down {
		return nil, unavailable("get")
	}
	return a.w.snapshot(), nil
}

func (account) Peek(string) (*meeting.Snapshot, bool) { return nil, false }

func (a account) Attendees(context.Context, string) (*meeting.Attendees, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	a.w.counts++
	if a.w.attendees == live.Unknown {
		return nil, &meeting.Error{Op: "list", Kind: meeting.Forbidden}
	}
	return &meeting.Attendees{Count: a.w.attendees}, nil
}

func (a account) Held(context.Context, string, time.Time) (bool, error) { return false, nil }

// Update writes down what a message shows, as "M1 running 5/42".
func (w *world) Update(_ context.Context, _ workspace.Workspace, v live.View) error {
	if err := w.at("before update"); err != nil {
		return err
	}
	var err error
	if w.answer != nil {
		err = w.answer(v)
	}
	if e, ok := errors.AsType[*post.Error](err); err != nil && (!ok || !e.Unconfirmed) {
		return err
	}
	line := v.Message.ID + " " + say(v)
	w.lines, w.times = append(w.lines, line), append(w.times, w.now)
	w.shows[v.Message.ID] = say(v)
	if during := w.during; during != nil {
		w.during = nil
		during()
	}
	if err := w.at("after update"); err != nil {
		return err
	}
	return err
}

// at is a point at which a process may die.
func (w *world) at(where string) error {
	if w.step == nil {
		return nil
	}
	return w.step(where)
}

// say is what a message shows.
func say(v live.View) string {
	words := string(v.State.Phase)
	switch s := v.State; {
	case s.Phase == meeting.Running:
		words += fmt.Sprintf(" %d/%d", s.In, s.Invited)
	case s.Phase == meeting.Upcoming:
		words += " " + v.Message.Occurrence.Start.Format("15:04")
	case s.Record != nil:
		words += fmt.Sprintf(" %s %d/%d", s.Record.Lasted, s.Record.Came, s.Record.Invited)
	}
	if v.State.Call != "" {
		words += " " + v.State.Call
	}
	return words
}

// card is a message that shows the booked meeting.
func card(id string) live.Message {
	return live.Message{
		ID: id, Key: key.Key, Posted: post.Posted{ChannelID: "C1", TS: "1.1"}, MeetingID: key.MeetingID, Occurrence: booked,
		Kind: "card", Ref: "R" + id, Facts: watch.Facts{Subject: "Weekly"}, Shown: live.State{Phase: meeting.Upcoming},
	}
}

// add has messages followed.
func (w *world) add(all ...live.Message) {
	w.t.Helper()
	err := w.store.Watches().InTx(w.t.Context(), func(tx watch.Tx) error {
		for _, m := range all {
			if err := w.updater.Add(w.t.Context(), tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// until lets time pass to so long after the start, with all jobs done when they are due.
func (w *world) until(after time.Duration) {
	w.t.Helper()
	if !w.store.Until(start.Add(after), &w.now, w.do) {
		w.t.Fatalf("the jobs never end: %+v", w.store.Jobs())
	}
}

// dead is what a process panics with that dies.
type dead struct{}

// do does a job, by a process that may die over it.
func (w *world) do(j queue.Job) {
	w.t.Helper()
	defer func() {
		switch r := recover(); r.(type) {
		case nil:
		case dead:
			w.now = w.now.Add(time.Second)
			w.restart()
		default:
			panic(r)
		}
	}()
	if err := w.store.Do(w.t.Context(), w.jobs, j, w.now); err != nil && !queue.IsOutcome(err) && w.step == nil {
		w.t.Errorf("%s: %v", j.Kind, err)
	}
}

// updated checks what was updated since it was last checked, and forgets it.
func (w *world) updated(want ...string) {
	w.t.Helper()
	if !slices.Equal(w.lines, want) {
		w.t.Errorf("by %s updated %q, want %q", w.now.Format("15:04:05"), w.lines, want)
	}
	w.lines, w.times = nil, nil
}

// run has a meeting run with so many in it, or not at all for 0.
func (w *world) run(in int) {
	w.running[key.MeetingID] = in
	if in == 0 {
		delete(w.running, key.MeetingID)
	}
}

// left checks how many messages are followed.
func (w *world) left(want int) {
	w.t.Helper()
	if n := w.store.Messages(); n != want {
		w.t.Errorf("%d messages are followed at %s, want %d", n, w.now.Format("15:04:05"), want)
	}
}

// known has the watcher know when the meeting is.
func (w *world) known(occurrences ...watch.Occurrence) {
	w.t.Helper()
	err := w.store.Watches().InTx(w.t.Context(), func(tx watch.Tx) error {
		facts := watch.Facts{Subject: "Weekly", Number: "914", Occurrences: occurrences, ReadAt: w.now}
		return tx.PutWatch(w.t.Context(), watch.Watch{MeetingKey: key, Facts: facts})
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// message returns one as it is stored.
func (w *world) message(id string) (m live.Message) {
	w.t.Helper()
	err := w.store.Live().InTx(w.t.Context(), func(tx live.Tx) (err error) {
		m, err = tx.GetMessage(w.t.Context(), id)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

var _ tester = (*testing.T)(nil)
