package live_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/live"
	"meetingbot/bot/live/livetest"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

var callsBegan = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

// attended is a meeting account with one meeting.
type attended struct {
	workspace.Meetings
	subject, link string
	state         meeting.State
	people        []meeting.Attendee
	down          bool
	missing       bool
	read          int // how often the people were read
}

func (a *attended) snapshot() (*meeting.Snapshot, error) {
	switch {
	case a.missing:
		return nil, &meeting.Error{Kind: meeting.NotFound}
	case a.down:
		return nil, &meeting.Error{Kind: meeting.Unavailable}
	}
	return &meeting.Snapshot{Conference: &meeting.Conference{State: a.state}}, nil
}

func (a *attended) Get(context.Context, string) (*meeting.Snapshot, error) { return a.snapshot() }

func (a *attended) RefreshDue(context.Context, string) (*meeting.Snapshot, error) {
	return a.snapshot()
}

func (a *attended) Peek(string) (*meeting.Snapshot, bool) {
	m, err := a.snapshot()
	return m, err == nil
}

func (a *attended) Attendees(context.Context, string) (*meeting.Attendees, error) {
	a.read++
	if a.down {
		return nil, &meeting.Error{Kind: meeting.Unavailable}
	}
	return &meeting.Attendees{People: a.people}, nil
}

// callsWorld is a meeting in a workspace with calls.
type callsWorld struct {
	t       *testing.T
	now     time.Time
	log     bytes.Buffer
	slack   *livetest.Slack
	account *attended
	store   *remindertest.Store
	calls   *live.Calls
	ws      workspace.Workspace
	run     live.Run
	gone    bool
}

func newCallsWorld(t *testing.T) *callsWorld {
	t.Helper()
	w := &callsWorld{
		t: t, now: callsBegan, store: &remindertest.Store{},
		slack:   livetest.New(),
		account: &attended{subject: "Weekly", link: "https://meet.example.com/j", state: meeting.StateRunning},
		run:     live.Run{MeetingID: "914", UUID: "uuid1", Began: callsBegan, In: 2},
	}
	w.ws = workspace.Workspace{Key: key.Key, Installation: &workspace.Installation{
		Slack: w.slack, Jobs: w.slack, Meetings: w.account, Scopes: &workspace.Scopes{},
	}}
	var err error
	w.calls, err = live.NewCalls(live.CallOptions{
		Store: w.store.Calls(), Workspaces: w, Renderer: w, Linked: w.linked,
		Logger: slog.New(slog.NewTextHandler(&w.log, nil)), Now: func() time.Time { return w.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *callsWorld) Get(context.Context, workspace.Key) (workspace.Workspace, error) {
	if w.gone {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return w.ws, nil
}

func (w *callsWorld) Call(workspace.Workspace, *meeting.Snapshot) post.Call {
	return post.Call{Title: w.account.subject, Number: "981", JoinURL: w.account.link}
}

func (w *callsWorld) CallName(_ workspace.Workspace, p *meeting.Attendee) string {
	return p.Name.String()
}

func (w *callsWorld) CallUnnamed(workspace.Workspace) string { return "Attendee" }

func (w *callsWorld) linked(_ workspace.Key, user access.MeetingUser) string {
	return map[string]string{"ana": "U1", "bo": "U2"}[user.UUID]
}

// sync says that the run goes on, some time after its beginning.
func (w *callsWorld) sync(after time.Duration) string {
	w.t.Helper()
	w.now = callsBegan.Add(after)
	id, err := w.calls.Sync(w.t.Context(), w.ws, w.run)
	if err != nil {
		w.t.Fatalf("Sync() = %v", err)
	}
	return id
}

// work does the jobs that are due, until a time after the beginning.
func (w *callsWorld) work(until time.Duration) {
	w.t.Helper()
	var jobs queue.Registry
	w.calls.Register(&jobs)
	for range 1000 {
		j, ok := w.store.Next()
		if !ok || j.At.After(callsBegan.Add(until)) {
			return
		}
		if j.At.After(w.now) {
			w.now = j.At
		}
		if err := w.store.Do(w.t.Context(), &jobs, j, w.now); err != nil && !queue.IsOutcome(err) {
			w.t.Errorf("job %s = %v", j.Key, err)
		}
	}
	w.t.Fatal("the jobs do not end")
}

// saw fails unless Slack was asked for these, in order, since the last time.
func (w *callsWorld) saw(what string, want ...string) {
	w.t.Helper()
	if !slices.Equal(w.slack.Asked, want) {
		w.t.Errorf("%s: Slack was asked for %q, want %q", what, w.slack.Asked, want)
	}
	w.slack.Asked = nil
}

// in are those who are in the only call at Slack.
func (w *callsWorld) in() string {
	w.t.Helper()
	if len(w.slack.Calls) != 1 {
		w.t.Fatalf("%d calls, want 1", len(w.slack.Calls))
	}
	return strings.Join(w.slack.Calls[0].In, ",")
}

func (w *callsWorld) has(ids ...string) {
	w.account.people = nil
	for _, id := range ids {
		w.account.people = append(w.account.people, meeting.Attendee{UserID: meeting.Text(id), Name: meeting.Name("Name " + id)})
	}
	w.run.In = len(ids)
}
