package live_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/access"
	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

var callsBegan = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

// slackCall is a call in a fakeCalls.
type slackCall struct {
	slack.AddCallParameters
	id    string
	in    []string
	ended bool
	last  time.Duration
}

// fakeCalls is Slack as far as calls go: it answers as the documents say.
type fakeCalls struct {
	workspace.Slack
	calls []*slackCall
	asked []string         // the methods, with what counts of their arguments
	fails map[string]error // what a method is refused with
	lose  map[string]bool  // methods that are done without an answer
}

var errLost = errors.New("connection reset")

func (f *fakeCalls) answer(method, about string) error {
	f.asked = append(f.asked, strings.TrimSpace(method+" "+about))
	return f.fails[method]
}

// done is the answer to what was done.
func (f *fakeCalls) done(method string) error {
	if f.lose[method] {
		return errLost
	}
	return nil
}

func (f *fakeCalls) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &slack.AuthTestResponse{UserID: "UBOT"}, f.answer("auth.test", "")
}

func (f *fakeCalls) AddCallContext(_ context.Context, p slack.AddCallParameters) (slack.Call, error) {
	if err := f.answer("add", p.ExternalUniqueID); err != nil {
		return slack.Call{}, err
	}
	for _, c := range f.calls {
		if c.ExternalUniqueID == p.ExternalUniqueID {
			var end slack.JSONTime
			if c.ended {
				end = 1
			}
			return slack.Call{ID: c.id, DateEnd: end}, f.done("add")
		}
	}
	c := &slackCall{AddCallParameters: p, id: fmt.Sprintf("R%d", len(f.calls)+1)}
	f.calls = append(f.calls, c)
	return slack.Call{ID: c.id}, f.done("add")
}

// open returns a call that goes on.
func (f *fakeCalls) open(id string) (*slackCall, error) {
	for _, c := range f.calls {
		switch {
		case c.id == id && c.ended:
			return nil, slack.SlackErrorResponse{Err: "inactive_call"}
		case c.id == id:
			return c, nil
		}
	}
	return nil, slack.SlackErrorResponse{Err: "invalid_call_id"}
}

func (f *fakeCalls) UpdateCallContext(_ context.Context, id string, p slack.UpdateCallParameters) (slack.Call, error) {
	if err := f.answer("update", id+" "+p.Title+" "+p.JoinURL); err != nil {
		return slack.Call{}, err
	}
	_, err := f.open(id)
	return slack.Call{ID: id}, err
}

func names(people []slack.CallParticipant) string {
	var all []string
	for _, p := range people {
		all = append(all, p.SlackID+p.ExternalID)
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

func (f *fakeCalls) CallAddParticipantsContext(_ context.Context, id string, people []slack.CallParticipant) error {
	if err := f.answer("join", names(people)); err != nil {
		return err
	}
	c, err := f.open(id)
	if err != nil {
		return err
	}
	for _, p := range people {
		c.in = append(c.in, p.SlackID+p.DisplayName)
	}
	slices.Sort(c.in)
	return f.done("join")
}

func (f *fakeCalls) CallRemoveParticipantsContext(_ context.Context, id string, people []slack.CallParticipant) error {
	if err := f.answer("leave", names(people)); err != nil {
		return err
	}
	_, err := f.open(id)
	return err
}

func (f *fakeCalls) EndCallContext(_ context.Context, id string, p slack.EndCallParameters) error {
	if err := f.answer("end", id); err != nil {
		return err
	}
	c, err := f.open(id)
	if err != nil {
		return err
	}
	c.ended, c.last = true, p.Duration
	return f.done("end")
}

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
	slack   *fakeCalls
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
		slack:   &fakeCalls{fails: map[string]error{}, lose: map[string]bool{}},
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

func (w *callsWorld) CallText(workspace.Workspace, *meeting.Snapshot) live.CallText {
	return live.CallText{Title: w.account.subject, Number: "981", JoinURL: w.account.link}
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
	if !slices.Equal(w.slack.asked, want) {
		w.t.Errorf("%s: Slack was asked for %q, want %q", what, w.slack.asked, want)
	}
	w.slack.asked = nil
}

// in are those who are in the only call at Slack.
func (w *callsWorld) in() string {
	w.t.Helper()
	if len(w.slack.calls) != 1 {
		w.t.Fatalf("%d calls, want 1", len(w.slack.calls))
	}
	return strings.Join(w.slack.calls[0].in, ",")
}

func (w *callsWorld) has(ids ...string) {
	w.account.people = nil
	for _, id := range ids {
		w.account.people = append(w.account.people, meeting.Attendee{UserID: meeting.Text(id), Name: meeting.Name("Name " + id)})
	}
	w.run.In = len(ids)
}

// A run has one call, which is made once.
func TestCallOncePerRun(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	if id := w.sync(0); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
	for after := range 5 {
		if id := w.sync(time.Duration(after) * 10 * time.Minute); id != "R1" {
			t.Errorf("Sync() = %q, want R1", id)
		}
	}
	w.saw("five times", "auth.test", "add T1:uuid1")
	c := w.slack.calls[0]
	want := slack.AddCallParameters{
		JoinURL: w.account.link, ExternalUniqueID: "T1:uuid1", ExternalDisplayID: "981", CreatedBy: "UBOT", Title: "Weekly",
		DateStart: slack.JSONTime(callsBegan.Unix()),
	}
	if got := fmt.Sprint(c.AddCallParameters); got != fmt.Sprint(want) {
		t.Errorf("the call was made with %s, want %v", got, want)
	}
}

// The end is told once, with how long it lasted.
func TestCallEnds(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.asked = nil
	for range 2 {
		if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(47*time.Minute)); err != nil {
			t.Fatal(err)
		}
		w.work(time.Hour)
	}
	w.saw("the end", "end R1")
	if c := w.slack.calls[0]; c.last != 47*time.Minute {
		t.Errorf("it lasted %s, want 47 min", c.last)
	}
	w.work(48 * time.Hour)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left after two days", all)
	}
}

// An end whose answer was lost is told again, and Slack says that it has ended.
func TestCallEndIsRepeated(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.asked, w.slack.lose["end"] = nil, true
	if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	w.work(time.Hour)
	w.saw("the end", "end R1", "end R1")
}

// A meeting that is opened again gets another call.
func TestCallOfAMeetingThatIsOpenedAgain(t *testing.T) {
	t.Parallel()
	for name, uuid := range map[string]string{"the same run": "uuid1", "another run": "uuid2", "a run without an id": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCallsWorld(t)
			if uuid == "" {
				w.run.UUID = ""
			}
			w.sync(0)
			if err := w.calls.End(t.Context(), key.Key, "914", callsBegan.Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			w.work(time.Hour)
			w.run.UUID = uuid
			if id := w.sync(2 * time.Hour); id != "R2" || len(w.slack.calls) != 2 {
				t.Errorf("Sync() = %q with %d calls, want R2 and 2", id, len(w.slack.calls))
			}
			if got := w.slack.calls[1].DateStart; name == "the same run" && int64(got) != w.now.Unix() {
				t.Errorf("the second one began at %d, want when it was opened again", got)
			}
		})
	}
}

// Where a new run shows that the end of the last one was missed, that ends.
func TestCallOfALaterRunEndsTheFormer(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.run.UUID, w.run.Began = "uuid2", callsBegan.Add(10*time.Minute)
	if id := w.sync(10 * time.Minute); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
	w.work(11 * time.Minute)
	if former, latter := w.slack.calls[0], w.slack.calls[1]; !former.ended || latter.ended {
		t.Errorf("ended: %v and %v, want the first alone", former.ended, latter.ended)
	}
}

// That the id of a run becomes known later makes no other run of it.
func TestCallOfARunThatIsNamedLater(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.run.UUID = ""
	w.sync(0)
	w.run.UUID = "uuid1"
	w.sync(time.Minute)
	w.run.UUID = ""
	w.sync(2 * time.Minute)
	w.run.UUID = "uuid2"
	if id := w.sync(3 * time.Minute); id != "R2" || len(w.slack.calls) != 2 {
		t.Errorf("Sync() = %q with %d calls, want R2 of the second run alone", id, len(w.slack.calls))
	}
	if got := w.slack.calls[0].ExternalUniqueID; got != fmt.Sprintf("T1:914:%d", callsBegan.Unix()) {
		t.Errorf("the first call is %q", got)
	}
}

// After a lost answer the same call is asked for again, a while later.
func TestCallAfterALostAnswer(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.lose["add"] = true
	if id := w.sync(0); id != "" {
		t.Errorf("Sync() = %q, want none", id)
	}
	w.slack.lose["add"] = false
	w.sync(3 * time.Second)
	if id := w.sync(31 * time.Second); id != "R1" || len(w.slack.calls) != 1 {
		t.Errorf("Sync() = %q with %d calls, want R1 and 1", id, len(w.slack.calls))
	}
	w.saw("all in all", "auth.test", "add T1:uuid1", "add T1:uuid1")
}

// Where Slack answers with a call that has ended, another one is made.
func TestCallThatSlackHasEnded(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.lose["add"] = true
	w.sync(0)
	w.slack.lose["add"], w.slack.calls[0].ended = false, true
	w.sync(31 * time.Second)
	if id := w.sync(33 * time.Second); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
}

// A call that somebody ended is not shown any more, and another one is made.
func TestCallThatIsInactive(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.slack.calls[0].ended = true
	w.has("ana")
	w.sync(time.Minute)
	w.work(2 * time.Minute)
	if id := w.sync(3 * time.Minute); id != "R2" {
		t.Errorf("Sync() = %q, want R2", id)
	}
}

// What Slack refuses is said once and not asked for again before the next run.
func TestCallRefused(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.fails["add"] = slack.SlackErrorResponse{Err: "not_implemented"}
	for after := range 3 {
		if id := w.sync(time.Duration(after) * time.Minute); id != "" {
			t.Errorf("Sync() = %q, want none", id)
		}
	}
	w.saw("the first run", "auth.test", "add T1:uuid1")
	w.run.UUID = "uuid2"
	w.sync(time.Hour)
	w.saw("the second run", "add T1:uuid2")
	if n := strings.Count(w.log.String(), "\n"); n != 1 || !strings.Contains(w.log.String(), "reason=not_implemented") {
		t.Errorf("the log says %s, want one line", w.log.String())
	}
	w.work(49 * time.Hour)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left after two days", all)
	}
}

// Without the scope nothing is asked of Slack; once there is one, calls are made.
func TestCallNeedsItsScope(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.ws.Scopes.Note([]string{"chat:write"})
	w.sync(0)
	w.saw("without the scope")
	w.ws.Scopes.NoteHeader("chat:write,calls:write")
	if id := w.sync(time.Minute); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
}

// Slack's Retry-After holds for all calls of the workspace.
func TestCallWaitsAsLongAsSlackAsks(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.slack.fails["add"] = &slack.RateLimitedError{RetryAfter: time.Minute}
	w.sync(0)
	delete(w.slack.fails, "add")
	w.slack.asked = nil
	w.sync(59 * time.Second)
	w.saw("too early")
	if id := w.sync(time.Minute); id != "R1" {
		t.Errorf("Sync() = %q, want R1", id)
	}
}

// Calls are made no faster than Slack allows: as many as begin on the hour at once, but
// no more than 50 in a minute.
func TestCallsArePaced(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	begin := func(n int) {
		for i := range n {
			w.run.MeetingID, w.run.UUID = fmt.Sprint(i), fmt.Sprint("uuid", i)
			w.sync(w.now.Sub(callsBegan))
		}
	}
	begin(60)
	if n := len(w.slack.calls); n != 20 {
		t.Errorf("%d calls were made at once, want 20", n)
	}
	for range 59 {
		w.now = w.now.Add(time.Second)
		begin(60)
	}
	if n := len(w.slack.calls); n < 45 || n > 50 {
		t.Errorf("%d calls were made in a minute, want nearly 50 and no more", n)
	}
}

// Only differences are sent.
func TestCallPeopleComeAndGo(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana", "guest")
	w.sync(0)
	w.work(time.Second)
	w.saw("the first two", "auth.test", "add T1:uuid1", "join U1,guest-1")
	w.has("ana", "bo", "guest")
	w.sync(time.Minute)
	w.work(time.Minute)
	w.saw("Bo comes", "join U2")
	w.has("bo", "guest", "another")
	w.sync(2 * time.Minute)
	w.work(6 * time.Minute)
	w.saw("Ana goes and a guest comes", "leave U1", "join guest-2")
	w.has("bo")
	w.sync(7 * time.Minute)
	w.work(7 * time.Minute)
	w.saw("the guests go", "leave guest-1,guest-2")
}

// Who is named is the workspace's decision.
func TestCallNames(t *testing.T) {
	t.Parallel()
	for names, want := range map[access.CallNames]string{
		"":                 "Attendee,Attendee,U1",
		access.LinkedNames: "Attendee,Attendee,U1",
		access.AllNames:    "Name guest,Name guest,U1",
		access.NoNames:     "Attendee,Attendee,Attendee",
	} {
		w := newCallsWorld(t)
		w.ws.Policy.CallNames = names
		w.has("ana", "guest", "guest")
		w.sync(0)
		w.work(time.Second)
		if got := w.in(); got != want {
			t.Errorf("with names of %q the call has %s, want %s", names, got, want)
		}
		if names == access.NoNames && w.account.read != 0 {
			t.Errorf("the people were read %d times, though only their number is shown", w.account.read)
		}
		for _, c := range w.store.AllCalls() {
			if s := fmt.Sprint(c); strings.Contains(s, "Name") {
				t.Errorf("%s is stored, want no name", s)
			}
		}
	}
}

// Where the list cannot be read, their number is shown.
func TestCallWithoutAList(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana", "guest")
	w.sync(0)
	w.account.down = true
	w.work(time.Second)
	if got := w.in(); got != "Attendee,Attendee" {
		t.Errorf("the call has %s, want two without names", got)
	}
}

// Where Slack does not know who is linked, nobody is named by an id.
func TestCallOfAnUnknownUser(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana")
	w.sync(0)
	w.slack.asked, w.slack.fails["join"] = nil, slack.SlackErrorResponse{Err: "user_not_found"}
	w.work(0)
	delete(w.slack.fails, "join")
	w.work(time.Minute)
	w.saw("Ana, and then somebody", "join U1", "join guest-1")
}

// That somebody is in it already is what was wanted.
func TestCallBadUsers(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has("ana")
	w.sync(0)
	w.slack.asked, w.slack.fails["join"] = nil, slack.SlackErrorResponse{Err: "bad_users"}
	w.work(10 * time.Minute)
	w.saw("once", "join U1")
}

// A method takes a hundred people at once, and a call shows 500.
func TestCallOfMany(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	var ids []string
	for n := range 700 {
		ids = append(ids, fmt.Sprint(n))
	}
	w.has(ids...)
	w.sync(0)
	w.work(time.Minute)
	if got := len(w.slack.calls[0].in); got != 500 {
		t.Errorf("%d people are shown, want 500", got)
	}
	if got := len(w.slack.asked); got != 7 {
		t.Errorf("Slack was asked %d times, want once for each hundred and twice before: %.60q", got, w.slack.asked)
	}
}

// Title and link follow the meeting.
func TestCallIsKeptRight(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.has()
	w.sync(0)
	w.work(time.Second)
	w.slack.asked = nil
	w.account.subject = "Monthly"
	w.sync(time.Minute)
	w.work(10 * time.Minute)
	w.saw("once", "update R1 Monthly https://meet.example.com/j")
}

// A meeting without a guest link has no call.
func TestNoCallWithoutALink(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.account.link = ""
	w.sync(0)
	w.account.link, w.account.down = "https://meet.example.com/j", true
	w.sync(time.Minute)
	w.saw("nothing")
}

// A call whose end was missed ends when its meeting was seen last.
func TestCallWhoseEndWasMissed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		now  func(*attended)
		ends time.Duration // when that is known
	}{
		"the meeting is over":     {func(a *attended) { a.state = meeting.StateScheduled }, 20 * time.Minute},
		"the meeting is gone":     {func(a *attended) { a.missing = true }, 20 * time.Minute},
		"the API cannot be asked": {func(a *attended) { a.down = true }, 7 * time.Hour},
		"the meeting still runs":  {func(*attended) {}, 7 * time.Hour},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newCallsWorld(t)
			w.sync(0)
			w.work(time.Minute)
			tt.now(w.account)
			w.work(tt.ends - 2*time.Minute - missedSlack(tt.ends))
			if w.slack.calls[0].ended {
				t.Fatalf("the call has ended %s after it was seen", w.now.Sub(callsBegan))
			}
			w.work(tt.ends)
			if c := w.slack.calls[0]; !c.ended || c.last != 0 {
				t.Errorf("ended: %v after %s, want when it was seen last", c.ended, c.last)
			}
		})
	}
}

// missedSlack is how much earlier a call must not have ended.
func missedSlack(ends time.Duration) time.Duration {
	if ends > time.Hour {
		return time.Hour
	}
	return 5 * time.Minute
}

// Nothing is left of a workspace that is gone.
func TestCallOfAWorkspaceThatIsGone(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	w.gone = true
	w.work(time.Minute)
	if all := w.store.AllCalls(); len(all) != 0 {
		t.Errorf("%+v is left", all)
	}
}

// No link and no name is stored.
func TestCallStoresNoLink(t *testing.T) {
	t.Parallel()
	w := newCallsWorld(t)
	w.sync(0)
	for _, c := range w.store.AllCalls() {
		if s := fmt.Sprint(c); strings.Contains(s, "meet.example.com") || strings.Contains(s, "Weekly") {
			t.Errorf("%s is stored", s)
		}
	}
}

func TestNewCallsNeedsItsOptions(t *testing.T) {
	t.Parallel()
	if _, err := live.NewCalls(live.CallOptions{}); err == nil {
		t.Error("NewCalls without anything = nil, want an error")
	}
}
