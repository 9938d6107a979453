package reminder_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot/access"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// morning is when every world begins: a Monday, in UTC.
var morning = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)

var home = workspace.Key{TeamID: "T1"}

// tester is a test, or one try of a test of properties.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
	Context() context.Context
}

// world is an engine with everything around it, at a time of its own.
type world struct {
	t        tester
	clock    time.Time
	store    *remindertest.Store
	meetings *meetings
	slack    *slack
	people   *people
	registry *prometheus.Registry
	engine   *remindertest.Engine

	removed bool // the app is not installed any more
	policy  access.Policy

	steps   int    // points passed at which a process may die
	dieAt   int    // the point at which it does, 0 for never
	died    string // the point at which it did
	failing error  // what the point fails with instead of dying
}

// dead is what a process panics with that dies.
type dead struct{}

func newWorld(t tester) *world {
	t.Helper()
	w := &world{t: t, clock: morning, store: &remindertest.Store{}}
	w.meetings = &meetings{w: w, known: make(map[string]*booking), memory: make(map[string]meeting.Snapshot)}
	w.slack = &slack{w: w}
	w.people = &people{w: w, strangers: make(map[string]bool)}
	w.store.Before = func() error { return w.step("before commit") }
	w.store.After = func() error { return w.step("after commit") }
	w.restart()
	return w
}

// restart starts a new process, with metrics of its own, over the same store.
func (w *world) restart() {
	w.t.Helper()
	w.registry = prometheus.NewRegistry()
	e, err := remindertest.NewEngine(remindertest.Options{
		Store: w.store, Workspaces: w, Notifier: w.slack,
		Registry: w.registry, Now: func() time.Time { return w.clock },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine = e
}

// step is a point at which a process may die.
func (w *world) step(where string) error {
	if w.dieAt == 0 {
		return nil
	}
	w.steps++
	if w.steps != w.dieAt {
		return nil
	}
	w.died = where
	if w.failing != nil {
		return w.failing
	}
	panic(dead{})
}

// at is a time of the first day, "09:50", or of a later one, "Tue 09:50".
func at(s string) time.Time {
	day, clock, ok := strings.Cut(s, " ")
	if !ok {
		day, clock = "Mon", s
	}
	t, err := time.Parse("15:04:05", clock)
	if err != nil {
		if t, err = time.Parse("15:04", clock); err != nil {
			panic(err)
		}
	}
	midnight := morning.Truncate(24 * time.Hour)
	for midnight.Format("Mon") != day {
		midnight = midnight.AddDate(0, 0, 1)
	}
	return midnight.Add(t.Sub(t.Truncate(24 * time.Hour)))
}

// format writes a time as at reads it, with the date beyond the first week.
func format(t time.Time) string {
	layout := "15:04"
	switch days := t.Sub(morning.Truncate(24*time.Hour)) / (24 * time.Hour); {
	case days >= 7:
		layout = "2 Jan 15:04"
	case days > 0:
		layout = "Mon 15:04"
	}
	if t.Second() != 0 {
		layout += ":05"
	}
	return t.Format(layout)
}

// remind has a channel told about a meeting, as somebody asks for it.
func (w *world) remind(channel, id string, leads ...time.Duration) reminder.Status {
	w.t.Helper()
	st, err := w.trySet(channel, id, leads...)
	if err != nil {
		w.t.Fatalf("Set(%s, %s) = %v", channel, id, err)
	}
	return st
}

func (w *world) trySet(channel, id string, leads ...time.Duration) (reminder.Status, error) {
	w.t.Helper()
	m, err := w.meetings.Refresh(w.t.Context(), id)
	if err != nil {
		w.t.Fatalf("meeting %s: %v", id, err)
	}
	return w.set(channel, id, m, leads...)
}

// set has a channel told about a meeting by a reading.
func (w *world) set(channel, id string, m *meetingSnapshot, leads ...time.Duration) (reminder.Status, error) {
	return w.engine.Set(w.t.Context(), reminder.SetRequest{
		Conversation: post.Conversation{Key: home, ChannelID: channel}, MeetingID: id, Leads: leads, By: "U1",
	}, m)
}

// until lets time pass, with all jobs done when they are due.
func (w *world) until(when string) {
	w.t.Helper()
	w.run(at(when))
}

func (w *world) run(until time.Time) {
	w.t.Helper()
	if !w.store.Until(until, &w.clock, w.do) {
		w.t.Fatalf("the jobs never end; the next ones are %+v", w.store.Jobs()[:min(3, len(w.store.Jobs()))])
	}
}

// do has a job done, by a process that may die over it.
func (w *world) do(j queue.Job) {
	w.t.Helper()
	defer func() {
		switch r := recover(); r.(type) {
		case nil:
		case dead:
			w.clock = w.clock.Add(time.Second)
			w.restart()
		default:
			panic(r)
		}
	}()
	if err := w.store.Do(w.t.Context(), w.engine.Jobs, j, w.clock); err != nil {
		if _, later := errors.AsType[*queue.RetryAfter](err); !later && w.dieAt == 0 && !w.slack.unwell {
			w.t.Errorf("%s %s at %s: %v", j.Kind, j.Key, format(w.clock), err)
		}
	}
}

// away lets time pass with no process running.
func (w *world) away(until string) {
	w.clock = at(until)
	w.restart()
}

// sweep has old rows swept, as every process does when it starts.
func (w *world) sweep() {
	w.t.Helper()
	dieAt := w.dieAt
	w.dieAt = 0
	defer func() { w.dieAt = dieAt }()
	w.queue(queue.Job{Kind: reminder.SweepNotices, At: w.clock}, queue.Job{Kind: live.Sweep, At: w.clock})
}

// queue queues jobs.
func (w *world) queue(jobs ...queue.Job) {
	w.t.Helper()
	err := w.store.Reminders().InTx(w.t.Context(), func(tx reminder.Tx) error { return tx.Enqueue(w.t.Context(), jobs...) })
	if err != nil {
		w.t.Fatal(err)
	}
}

// wantPosted checks everything that was posted since it was last checked. What is
// posted at one time is posted in any order.
func (w *world) wantPosted(want ...string) {
	w.t.Helper()
	got := inOrder(w.slack.lines, w.slack.times)
	w.slack.lines, w.slack.times = nil, nil
	if diff := cmp.Diff(want, got, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
		w.t.Errorf("posted by %s (-want +got):\n%s", format(w.clock), diff)
	}
}

// counted checks a metric, "name" or "name reason".
func (w *world) counted(metric string, want float64) {
	w.t.Helper()
	name, label, _ := strings.Cut(metric, " ")
	families, err := w.registry.Gather()
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() != name {
			continue
		}
		for _, m := range f.GetMetric() {
			if label != "" && (len(m.GetLabel()) == 0 || m.GetLabel()[0].GetValue() != label) {
				continue
			}
			if got := m.GetCounter().GetValue(); got != want {
				w.t.Errorf("%s = %v, want %v", metric, got, want)
			}
			return
		}
	}
	w.t.Errorf("there is no metric %s", metric)
}

// states counts the notices in each state.
func (w *world) states() map[reminder.State]int {
	n := make(map[reminder.State]int)
	for _, notice := range w.store.Notices() {
		n[notice.State]++
	}
	return n
}

// Get returns the workspace, while the app is installed.
func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if w.removed {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{
		Meetings: w.meetings, People: w.people, Policy: w.policy,
	}}, nil
}

// people are members of the workspace, but for strangers, who are guests.
type people struct {
	workspace.People
	w         *world
	strangers map[string]bool
	accounts  map[string]person.AccountType // of those who are neither
	email     string                        // of everybody
	meanwhile func()                        // what happens while somebody is looked up
}

func (p *people) Get(_ context.Context, _, _, userID string) person.Person {
	_ = p.w.step("people")
	who := person.Person{AccountType: person.Member, Email: p.email}
	if p.strangers[userID] {
		who.AccountType = person.Guest
	}
	if account, ok := p.accounts[userID]; ok {
		who.AccountType = account
	}
	if p.meanwhile != nil {
		p.meanwhile()
	}
	return who
}

// inOrder sorts lines that were posted at one time.
func inOrder(lines []string, times []time.Time) []string {
	lines = slices.Clone(lines)
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && times[to].Equal(times[from]) {
			to++
		}
		slices.Sort(lines[from:to])
		from = to
	}
	return lines
}

// ignore leaves what was posted out of what is checked that ends in one of the
// words.
func (w *world) ignore(words ...string) {
	var lines []string
	var times []time.Time
	for i, line := range w.slack.lines {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasSuffix(line, " "+word) }) {
			lines, times = append(lines, line), append(times, w.slack.times[i])
		}
	}
	w.slack.lines, w.slack.times = lines, times
}
