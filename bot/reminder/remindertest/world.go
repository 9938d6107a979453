package remindertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Morning is when every World begins: a Monday, in UTC.
func Morning() time.Time { return time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC) }

// Hour is a time of the first day, "09:50" or "09:50:30", or of a later one,
// "Tue 09:50".
func Hour(s string) time.Time {
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
	midnight := Morning().Truncate(24 * time.Hour)
	for midnight.Format("Mon") != day {
		midnight = midnight.AddDate(0, 0, 1)
	}
	return midnight.Add(t.Sub(t.Truncate(24 * time.Hour)))
}

// World is a workspace, T1, with its meeting account and members, and reminders over a
// Store, at a time of its own. What is posted becomes a line.
type World struct {
	T      *testing.T
	Clock  time.Time
	Store  *Store
	API    *API
	People *People
	Policy access.Policy
	Gone   map[string]bool // workspaces that the app was removed from, by team

	Reminders *Engine // set by who starts a process

	Lines  []string           // what was posted
	Refuse func(string) error // why Slack does not take what is for a conversation, nil to take all
	Unwell bool               // jobs may fail
	Done   map[queue.Kind]int // how many jobs were done
	Costs  map[queue.Kind]int // how many statements they needed
}

// NewWorld returns one without members, meetings and an engine.
func NewWorld(t *testing.T) *World {
	t.Helper()
	w := &World{
		T: t, Clock: Morning(), Store: &Store{}, People: &People{Known: map[string]person.Person{}},
		Gone: map[string]bool{}, Done: map[queue.Kind]int{}, Costs: map[queue.Kind]int{},
	}
	w.API = newAPI(w)
	return w
}

// Now is the time.
func (w *World) Now() time.Time { return w.Clock }

// Key is the workspace.
func Key() workspace.Key { return workspace.Key{TeamID: "T1"} }

// Get returns a workspace. All share one account.
func (w *World) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if w.Gone[k.TeamID] {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{Meetings: w.API, People: w.People, Policy: w.Policy}}, nil
}

// Until lets time pass until an hour, with all jobs done when they are due.
func (w *World) Until(when string) {
	w.T.Helper()
	w.Run(Hour(when))
}

// Run lets time pass, with all jobs done when they are due.
func (w *World) Run(end time.Time) {
	w.T.Helper()
	if !w.Store.Until(end, &w.Clock, w.do) {
		w.T.Fatalf("the jobs never end; the next ones are %+v", w.Store.Jobs()[:1])
	}
}

// do does a job.
func (w *World) do(j queue.Job) {
	w.T.Helper()
	w.Done[j.Kind]++
	statements := w.Store.Statements()
	if err := w.Store.Do(w.T.Context(), w.Reminders.Jobs, j, w.Clock); err != nil {
		if _, later := errors.AsType[*queue.RetryAfter](err); !later && !w.Unwell {
			w.T.Errorf("%s %s at %s: %v", j.Kind, j.Key, w.Clock, err)
		}
	}
	w.Costs[j.Kind] += w.Store.Statements() - statements
}

// Posted fails unless these lines were posted since it was last asked, and no others.
func (w *World) Posted(want ...string) {
	w.T.Helper()
	got := w.Lines
	w.Lines = nil
	if !slices.Equal(got, want) {
		w.T.Errorf("by %s posted\n\t%s\nwant\n\t%s", w.Clock.Format("Mon 15:04"), strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// Says posts a line, "Mon 09:50:00 C1: ...", unless Slack refuses it.
func (w *World) Says(to, words string, args ...any) error {
	if w.Refuse != nil {
		if err := w.Refuse(to); err != nil {
			return err
		}
	}
	w.Lines = append(w.Lines, fmt.Sprintf("%s %s: ", w.Clock.Format("Mon 15:04:05"), to)+fmt.Sprintf(words, args...))
	return nil
}

// Post posts a reminder.
func (w *World) Post(_ context.Context, _ workspace.Workspace, c reminder.Content) (post.Posted, error) {
	left := c.Notice.Occurrence.Start.Sub(c.Now).Round(time.Second)
	return post.Posted{}, w.Says(c.Notice.ChannelID, "%s in %s", c.Facts.Subject, left)
}

// Update changes a reminder, which no line tells.
func (w *World) Update(context.Context, workspace.Workspace, reminder.Content) error { return nil }

// PostChange tells that a meeting has changed.
func (w *World) PostChange(_ context.Context, _ workspace.Workspace, c reminder.Change) error {
	if c.Cancelled {
		return w.Says(c.Subscription.ChannelID, "%s is cancelled", c.Facts.Subject)
	}
	return w.Says(c.Subscription.ChannelID, "%s moved to %s", c.Facts.Subject, c.Moved[0].To.Start.Format("15:04"))
}

// PostProblem tells that nothing can be posted.
func (w *World) PostProblem(_ context.Context, _ workspace.Workspace, to post.Conversation, s reminder.Subscription, _ watch.Facts) error {
	return w.Says(to.ChannelID, "suspended: %s", s.Suspended)
}

// Test takes every token.
func (w *World) Test(context.Context, workspace.Workspace) error { return nil }

// People are known members of a workspace.
type People struct {
	workspace.People
	Known map[string]person.Person // by user id
}

// Knows adds a member, whose e-mail address follows from their id.
func (p *People) Knows(userID string, zone *time.Location) {
	p.Known[userID] = person.Person{
		TeamID: "T1", UserID: userID, AccountType: person.Member, Email: emailOf(userID), Zone: zone, Local: true,
	}
}

func emailOf(userID string) string { return strings.ToLower(userID) + "@example.com" }

// Get returns somebody, of an unknown type where they are not known.
func (p *People) Get(_ context.Context, _, teamID, userID string) person.Person {
	who, ok := p.Known[userID]
	if !ok {
		return person.Person{TeamID: teamID, UserID: userID, AccountType: person.Unknown}
	}
	return who
}

// Peek returns somebody who is known.
func (p *People) Peek(_, _, userID string) (person.Person, bool) {
	who, ok := p.Known[userID]
	return who, ok
}
