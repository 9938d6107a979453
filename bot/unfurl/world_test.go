package unfurl_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/unfurl"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// noon is when every world begins: a Monday.
var noon = time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)

var home = workspace.Key{TeamID: "T1"}

// code is what lets people in with a link; nobody may read of it.
const code = "5ecretc0de"

// linkTo is a link to a meeting, as people paste it.
func linkTo(id string) string { return "https://c.meeting.huaweicloud.com/#/j/" + id + "/" + code }

// world is an engine with everything around it, at a time of its own.
type world struct {
	t        *testing.T
	mu       sync.Mutex
	clock    time.Time
	store    *remindertest.Store
	jobs     queue.Registry
	engine   *unfurl.Engine
	policy   access.Policy
	types    map[string]person.AccountType // of people, Member for those who are not here
	emails   map[string]string
	booked   map[string]*meeting.Conference
	fails    map[string]error // of meetings
	reads    int
	refuse   error             // what Slack refuses with
	refusals int               // how many times, 0 for ever
	cards    map[string]string // what is shown, by channel, message and link
	calls    int               // of chat.unfurl
	logs     bytes.Buffer
	meetings workspace.Meetings // those that are booked if nil
	gone     bool               // the app is not installed any more
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		t: t, clock: noon, store: &remindertest.Store{}, types: map[string]person.AccountType{}, emails: map[string]string{},
		booked: map[string]*meeting.Conference{}, fails: map[string]error{}, cards: map[string]string{},
	}
	now := func() time.Time { return w.clock }
	watcher, err := watch.New(watch.Options{Store: w.store.Watches(), Workspaces: w, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	updater, err := live.New(live.Options{Store: w.store.Live(), Workspaces: w, Watcher: watcher, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	w.engine, err = unfurl.New(unfurl.Options{
		Store: w.store.Watches(), Workspaces: w, Watcher: watcher, Live: updater, Renderer: w, Key: []byte("key"),
		LinkHosts: []string{"meet.example.com"}, Registry: prometheus.NewRegistry(), Now: now,
		Logger: slog.New(slog.NewJSONHandler(&w.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	watcher.Register(&w.jobs)
	updater.Register(&w.jobs)
	w.engine.Register(&w.jobs)
	w.book("914083136", noon.Add(2*time.Hour))
	return w
}

// book books a meeting of an hour.
func (w *world) book(id string, start time.Time) *meeting.Conference {
	c := &meeting.Conference{ID: meeting.Text(id), Subject: meeting.Text("Meeting " + id), State: meeting.StateScheduled}
	setStart(c, start)
	w.booked[id] = c
	return c
}

func setStart(c *meeting.Conference, start time.Time) {
	c.StartTime, c.EndTime = meeting.Text(start.Format("2006-01-02 15:04")), meeting.Text(start.Add(time.Hour).Format("2006-01-02 15:04"))
}

// Get finds the workspace while the app is installed there.
func (w *world) Get(_ context.Context, k workspace.Key) (workspace.Workspace, error) {
	if w.gone || k != home {
		return workspace.Workspace{}, workspace.ErrUnknown
	}
	meetings := w.meetings
	if meetings == nil {
		meetings = account{w: w}
	}
	return workspace.Workspace{Key: k, Installation: &workspace.Installation{
		Jobs: fakeSlack{w: w}, Meetings: meetings, People: people{w: w}, Policy: w.policy,
	}}, nil
}

// people says who somebody is.
type people struct {
	workspace.People
	w *world
}

func (p people) Get(_ context.Context, _, team, user string) person.Person {
	who := person.Person{TeamID: team, UserID: user, AccountType: person.Member, Email: p.w.emails[user]}
	if kind, ok := p.w.types[user]; ok {
		who.AccountType = kind
	}
	return who
}

// account is a meeting account.
type account struct {
	workspace.Meetings
	w *world
}

func (a account) Get(_ context.Context, id string) (*meeting.Snapshot, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	a.w.reads++
	if err := a.w.fails[id]; err != nil {
		return nil, err
	}
	c, ok := a.w.booked[id]
	if !ok {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound}
	}
	copied := *c
	return &meeting.Snapshot{Conference: &copied, ReadAt: a.w.clock, Participants: []meeting.Participant{{Email: "ana@example.com"}}, Count: 1}, nil
}

func (a account) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return a.Get(ctx, id)
}

func (account) Peek(string) (*meeting.Snapshot, bool) { return nil, false }

// Running is the list that an ordinary account sees: meetings of others are not in it.
func (account) Running(context.Context) (*meeting.RunningList, error) {
	return &meeting.RunningList{}, nil
}

func (account) Attendees(context.Context, string) (*meeting.Attendees, error) {
	return nil, &meeting.Error{Op: "list attendees", Kind: meeting.Forbidden}
}

func (a account) Held(context.Context, string, time.Time) (bool, error) { return false, nil }

// fakeSlack is a Slack that shows what it is given.
type fakeSlack struct {
	workspace.Slack
	w *world
}

func (s fakeSlack) UnfurlMessageContext(
	_ context.Context, channel, ts string, cards map[string]slack.Attachment, _ ...slack.MsgOption,
) (string, string, string, error) {
	return "", "", "", s.w.unfurl(channel+" "+ts, cards)
}

func (s fakeSlack) UnfurlMessageByIDContext(
	_ context.Context, id, source string, cards map[string]slack.Attachment, _ ...slack.MsgOption,
) (string, string, string, error) {
	return "", "", "", s.w.unfurl(source+" "+id, cards)
}

func (w *world) unfurl(where string, cards map[string]slack.Attachment) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls++
	if w.refuse != nil {
		refusal := w.refuse
		if w.refusals == 1 {
			w.refuse = nil
		}
		w.refusals--
		return refusal
	}
	for url, card := range cards {
		w.cards[where+" "+url] = card.Fallback
	}
	return nil
}

// Render draws what is to be shown as one line.
func (w *world) Render(_ workspace.Workspace, c unfurl.Content) post.Message {
	words := fmt.Sprintf("%s %s %s", c.Subject, c.Occurrence.Start.Format("15:04"), c.State.Phase)
	if c.Bare {
		words = "bare"
	}
	return post.Message{Text: words}
}

// shown are the cards, without where they are.
func (w *world) shown() []string { return slices.Sorted(maps.Values(w.cards)) }

// post posts a message with links, in C1.
func (w *world) post(urls ...string) {
	w.t.Helper()
	w.say(unfurl.Message{Key: home, UserID: "U1", ChannelID: "C1", TS: "1.1", URLs: urls})
}

func (w *world) say(m unfurl.Message) {
	w.t.Helper()
	ws, err := w.Get(w.t.Context(), m.Key)
	if err != nil {
		w.t.Fatal(err)
	}
	w.engine.Unfurl(w.t.Context(), ws, m)
}

// until lets time pass, with all jobs done when they are due.
func (w *world) until(after time.Duration) {
	w.t.Helper()
	ended := w.store.Until(noon.Add(after), &w.clock, func(j queue.Job) {
		err := w.store.Do(w.t.Context(), &w.jobs, j, w.clock)
		if err != nil && !queue.IsOutcome(err) && w.refuse == nil {
			w.t.Errorf("%s: %v", j.Kind, err)
		}
	})
	if !ended {
		w.t.Fatal("the jobs never end")
	}
}

// waiting are the jobs of a kind.
func (w *world) waiting(kind queue.Kind) (n int) {
	for _, j := range w.store.Jobs() {
		if j.Kind == kind {
			n++
		}
	}
	return n
}

// stored is everything that is stored, as text.
func (w *world) stored() string {
	var all []any
	for _, j := range w.store.Jobs() {
		all = append(all, j)
	}
	_ = w.store.Live().InTx(w.t.Context(), func(tx live.Tx) error {
		for _, id := range w.store.MessageIDs() {
			found, err := tx.GetMessage(w.t.Context(), id)
			all = append(all, found)
			if err != nil {
				return err
			}
		}
		return nil
	})
	raw, err := json.Marshal(all)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

// refusal is a refusal by Slack.
func refusal(code string) error { return slack.SlackErrorResponse{Err: code} }

var errLost = errors.New("connection reset")

func contains(all []string, want string) bool {
	return slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, want) })
}
