package rule_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/agenda"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/rule"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// morning is when every world begins: a Monday, in UTC.
func morning() time.Time { return time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC) }

// hour is a time of the first day, "09:50", or of a later one, "Tue 09:50".
func hour(s string) time.Time {
	day, clock, ok := strings.Cut(s, " ")
	if !ok {
		day, clock = "Mon", s
	}
	t, err := time.Parse("15:04", clock)
	if err != nil {
		panic(err)
	}
	midnight := morning().Truncate(24 * time.Hour)
	for midnight.Format("Mon") != day {
		midnight = midnight.AddDate(0, 0, 1)
	}
	return midnight.Add(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute)
}

// world is an engine with reminders and everything around it, at a time of its own.
type world struct {
	t      *testing.T
	clock  time.Time
	store  *remindertest.Store
	api    *api
	people *people
	policy access.Policy
	gone   map[string]bool // workspaces that the app was removed from, by team

	engine    *rule.Engine
	reminders *remindertest.Engine

	lines  []string           // what was posted
	refuse func(string) error // why Slack does not take what is for a conversation
	unwell bool               // jobs may fail
}

// newWorld is one in which people may have all meetings listed.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: morning(), store: &remindertest.Store{}, policy: access.Policy{Lists: access.ListAll}, gone: map[string]bool{}}
	w.api = &api{w: w, known: map[string]*meeting.Snapshot{}}
	w.people = &people{known: map[string]person.Person{}}
	w.restart()
	w.knows("U1")
	return w
}

// restart starts a new process over the same store.
func (w *world) restart() {
	w.t.Helper()
	now := func() time.Time { return w.clock }
	var err error
	if w.engine, err = rule.New(rule.Options{Store: w.store.Rules(), Workspaces: w, Agendas: agenda.New(now), Now: now}); err != nil {
		w.t.Fatal(err)
	}
	w.reminders, err = remindertest.NewEngine(remindertest.Options{Store: w.store, Workspaces: w, Notifier: w, Rules: w.engine, Now: now})
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine.Register(w.reminders.Jobs, w.reminders)
}

func key() workspace.Key { return workspace.Key{TeamID: "T1"} }

// in is a conversation of the workspace.
func in(channelID string) post.Conversation {
	return post.Conversation{Key: key(), ChannelID: channelID}
}

// Get returns a workspace. All share one account.
func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if w.gone[k.TeamID] {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{Meetings: w.api, People: w.people, Policy: w.policy}}, nil
}

// knows adds a member of the workspace.
func (w *world) knows(userID string) {
	w.people.known[userID] = person.Person{
		TeamID: "T1", UserID: userID, AccountType: person.Member, Email: strings.ToLower(userID) + "@example.com", Local: true,
	}
}

// is makes somebody another sort of account.
func (w *world) is(userID string, t person.AccountType) {
	who := w.people.known[userID]
	who.AccountType = t
	w.people.known[userID] = who
}

// tenMinutes is the usual time before a meeting.
func tenMinutes() []time.Duration { return []time.Duration{10 * time.Minute} }

// follows has a channel follow meetings with words, for U1. "mine" are their own.
func (w *world) follows(channelID, words string, leads ...time.Duration) rule.Status {
	w.t.Helper()
	return w.followsFor("U1", channelID, words, leads...)
}

func (w *world) followsFor(userID, channelID, words string, leads ...time.Duration) rule.Status {
	w.t.Helper()
	if len(leads) == 0 {
		leads = tenMinutes()
	}
	want := rule.Request{Conversation: in(channelID), Pattern: rule.Pattern{Words: words}, Leads: leads, By: userID}
	if words == "mine" {
		want.Pattern = rule.Pattern{Mine: true}
	}
	st, err := w.engine.Follow(w.t.Context(), want)
	if err != nil {
		w.t.Fatal(err)
	}
	return st
}

// asker is somebody in a channel.
func asker(channelID string) reminder.Asker {
	return reminder.Asker{Conversation: in(channelID), UserID: "U9"}
}

// until lets time pass, with all jobs done when they are due.
func (w *world) until(when string) {
	w.t.Helper()
	w.run(hour(when))
}

func (w *world) run(end time.Time) {
	w.t.Helper()
	for range 200_000 {
		j, ok := w.store.Next()
		if !ok || j.At.After(end) {
			w.clock = end
			return
		}
		if j.At.After(w.clock) {
			w.clock = j.At
		}
		if err := w.store.Do(w.t.Context(), w.reminders.Jobs, j, w.clock); err != nil {
			if _, later := errors.AsType[*queue.RetryAfter](err); !later && !w.unwell {
				w.t.Errorf("%s %s at %s: %v", j.Kind, j.Key, w.clock, err)
			}
		}
	}
	w.t.Fatalf("the jobs never end; the next ones are %+v", w.store.Jobs()[:1])
}

// posted fails unless these lines were posted since it was last asked, and no others.
func (w *world) posted(want ...string) {
	w.t.Helper()
	got := w.lines
	w.lines = nil
	if !slices.Equal(got, want) {
		w.t.Errorf("by %s posted\n\t%s\nwant\n\t%s", w.clock.Format("Mon 15:04"), strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// followed fails unless these and no others are reminded, as "channel meeting leads by".
func (w *world) followed(want ...string) {
	w.t.Helper()
	var got []string
	for _, s := range w.store.Subscriptions() {
		got = append(got, fmt.Sprintf("%s %s %v %s", s.ChannelID, s.MeetingID, s.Leads, s.SetBy))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		w.t.Errorf("at %s reminded are\n\t%s\nwant\n\t%s", w.clock.Format("Mon 15:04"), strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// says posts a line, unless Slack refuses it.
func (w *world) says(to, words string, args ...any) error {
	if w.refuse != nil {
		if err := w.refuse(to); err != nil {
			return err
		}
	}
	w.lines = append(w.lines, fmt.Sprintf("%s %s: ", w.clock.Format("Mon 15:04"), to)+fmt.Sprintf(words, args...))
	return nil
}

// Post posts a reminder.
func (w *world) Post(_ context.Context, _ workspace.Workspace, c reminder.Content) (post.Posted, error) {
	left := c.Notice.Occurrence.Start.Sub(c.Now).Round(time.Second)
	return post.Posted{}, w.says(c.Notice.ChannelID, "%s in %s", c.Facts.Subject, left)
}

// Update changes a reminder, which is of no interest here.
func (w *world) Update(context.Context, workspace.Workspace, reminder.Content) error { return nil }

// PostChange tells that a meeting has changed.
func (w *world) PostChange(_ context.Context, _ workspace.Workspace, c reminder.Change) error {
	if c.Cancelled {
		return w.says(c.Subscription.ChannelID, "%s is cancelled", c.Facts.Subject)
	}
	return w.says(c.Subscription.ChannelID, "%s moved to %s", c.Facts.Subject, c.Moved[0].To.Start.Format("15:04"))
}

// PostProblem tells that nothing can be posted.
func (w *world) PostProblem(_ context.Context, _ workspace.Workspace, to post.Conversation, s reminder.Subscription, _ watch.Facts) error {
	return w.says(to.ChannelID, "suspended: %s", s.Suspended)
}

// Test takes every token.
func (w *world) Test(context.Context, workspace.Workspace) error { return nil }

// people are known members of the workspace.
type people struct {
	workspace.People
	known map[string]person.Person
}

func (p *people) Get(_ context.Context, _, teamID, userID string) person.Person {
	who, ok := p.known[userID]
	if !ok {
		return person.Person{TeamID: teamID, UserID: userID, AccountType: person.Unknown}
	}
	return who
}

func (p *people) Peek(_, _, userID string) (person.Person, bool) {
	who, ok := p.known[userID]
	return who, ok
}

// api is a meeting account, which counts what it is asked.
type api struct {
	workspace.Meetings
	w     *world
	known map[string]*meeting.Snapshot
	down  bool
	cut   int // how many meetings a list has at the most, 0 for all
	lists int // how many times it was listed
	mu    sync.Mutex
	reads int // how many times a meeting was read
}

var errDown = &meeting.Error{Op: "list", Kind: meeting.Unavailable, Status: 503}

// book books a meeting of an hour with people, at a time.
func (a *api) book(id, subject, start string, people ...string) {
	a.bookAt(id, subject, hour(start), people...)
}

func (a *api) bookAt(id, subject string, start time.Time, people ...string) {
	wire := func(t time.Time) meeting.Text { return meeting.Text(t.UTC().Format("2006-01-02 15:04")) }
	m := &meeting.Snapshot{Conference: &meeting.Conference{
		ID: meeting.Text(id), Subject: meeting.Text(subject), Kind: meeting.KindBooked, State: meeting.StateScheduled,
		StartTime: wire(start), EndTime: wire(start.Add(time.Hour)),
	}}
	for _, p := range people {
		m.Participants = append(m.Participants, meeting.Participant{Email: meeting.Text(strings.ToLower(p) + "@example.com")})
	}
	m.Count = len(m.Participants)
	a.known[id] = m
}

// over reports whether a meeting has ended.
func (a *api) over(m *meeting.Snapshot) bool {
	end, ok := m.Conference.End()
	return ok && !a.w.clock.Before(end)
}

func (a *api) Find(context.Context, string) (*meeting.Listing, error) {
	a.lists++
	if a.down {
		return nil, errDown
	}
	l := &meeting.Listing{ReadAt: a.w.clock}
	for _, m := range a.known {
		if !a.over(m) {
			l.Conferences = append(l.Conferences, m.Conference)
		}
	}
	slices.SortFunc(l.Conferences, func(x, y *meeting.Conference) int {
		return cmp.Or(strings.Compare(x.StartTime.String(), y.StartTime.String()), strings.Compare(x.ID.String(), y.ID.String()))
	})
	l.Count = len(l.Conferences)
	if a.cut > 0 {
		l.Conferences = l.Conferences[:min(a.cut, l.Count)]
	}
	return l, nil
}

func (a *api) Get(_ context.Context, id string) (*meeting.Snapshot, error) {
	a.mu.Lock()
	a.reads++
	a.mu.Unlock()
	m := a.known[id]
	switch {
	case a.down:
		return nil, errDown
	case m == nil || a.over(m):
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400}
	}
	fresh := *m
	fresh.ReadAt = a.w.clock
	return &fresh, nil
}

func (a *api) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Get(ctx, id)
}

func (a *api) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Get(ctx, id)
}

// Running tells nothing of who is in a meeting.
func (a *api) Running(context.Context) (*meeting.RunningList, error) {
	return nil, &meeting.Error{Op: "list running meetings", Kind: meeting.Forbidden}
}

func (a *api) Held(context.Context, string, time.Time) (bool, error) { return false, nil }
