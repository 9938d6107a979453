package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
	"meetingbot/playground/blockkit"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	meetingID = "914083136"
	chairCode = "c4a1rc0de"
)

// monday is when these tests take place.
func monday() time.Time { return time.Date(2026, 11, 23, 10, 30, 40, 0, time.UTC) }

// snapshot is meeting 914083136 with n people invited.
func snapshot(n int) *meeting.Snapshot {
	s := &meeting.Snapshot{
		Conference: &meeting.Conference{
			ID: meetingID, Subject: "Budget", State: meeting.StateScheduled, Kind: meeting.KindBooked, TimeZone: "56",
			StartTime: "2026-11-23 10:42", EndTime: "2026-11-23 12:00",
			GuestJoin:    "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc",
			ChairJoin:    "https://c.meeting.huaweicloud.com/#/j/914083136/" + chairCode,
			AudienceJoin: "https://c.meeting.huaweicloud.com/#/j/914083136/au41ence", LiveAddress: "rtmp://x.example/l1ve", AuxAddress: "rtmp://x.example/aux41r",
			BookerUUID: "b00ker",
			Passwords:  []meeting.PasswordEntry{{Role: "chair", Password: "772041"}, {Role: "general", Password: "365874"}},
		},
		Count: n, Version: 7, ReadAt: monday().Add(-10 * time.Second),
	}
	for i := range n {
		s.Participants = append(s.Participants, meeting.Participant{
			Name:    meeting.Text(fmt.Sprintf("Person %d", i+1)),
			Email:   meeting.Text(fmt.Sprintf("Person%d@Example.com ", i+1)),
			Account: meeting.Text(fmt.Sprintf("account%d@example.com", i+1)),
			SMS:     meeting.Text(fmt.Sprintf("+86138%08d", i+1)),
		})
	}
	return s
}

// meetings is a Meeting API with a cache that knows what it is told.
type meetings struct {
	mu        sync.Mutex
	fresh     map[string]*meeting.Snapshot
	get       func(ctx context.Context, id string) (*meeting.Snapshot, error)
	find      func(search string) (*meeting.Listing, error)
	searched  []string
	online    func(ctx context.Context, id string) (*meeting.Attendees, error)
	past      map[string]*meeting.Snapshot   // by number
	came      map[string]*meeting.Attendance // by UUID
	refreshed int
	gotten    int
	asked     int // in any way
	site      string
	identity  func() (meeting.Identity, error)
	refusal   *meeting.Refusal
}

var _ workspace.Meetings = (*meetings)(nil)

func (m *meetings) Peek(id string) (*meeting.Snapshot, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.fresh[id]
	return s, ok
}

func (m *meetings) Get(ctx context.Context, id string) (*meeting.Snapshot, error) {
	m.mu.Lock()
	m.gotten++
	m.asked++
	get := m.get
	m.mu.Unlock()
	if get == nil {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Status: 400, Code: "MMC.111070005"}
	}
	s, err := get(ctx, id)
	m.refused(err)
	return s, err
}

// count counts one question.
func (m *meetings) count() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
}

// refused remembers the last refusal.
func (m *meetings) refused(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := errors.AsType[*meeting.Error](err); ok && e.Kind != meeting.NotFound {
		m.refusal = &meeting.Refusal{Kind: e.Kind, Code: e.Code, At: monday()}
	}
}

func (m *meetings) LastRefusal() *meeting.Refusal {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.refusal
}

func (m *meetings) Site() string { return m.site }

func (m *meetings) Identity(context.Context) (meeting.Identity, error) {
	m.count()
	if m.identity == nil {
		return meeting.Identity{}, nil
	}
	i, err := m.identity()
	m.refused(err)
	return i, err
}

func (m *meetings) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	return m.Refresh(ctx, id)
}

func (m *meetings) Held(context.Context, string, time.Time) (bool, error) { return false, nil }

func (m *meetings) Resolve(ctx context.Context, number string) (*meeting.Snapshot, error) {
	return m.Get(ctx, number)
}

func (m *meetings) Find(ctx context.Context, search string) (*meeting.Listing, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.searched = append(m.searched, search)
	m.asked++
	if m.find == nil {
		return &meeting.Listing{}, nil
	}
	return m.find(search)
}

func (m *meetings) Attendees(ctx context.Context, id string) (*meeting.Attendees, error) {
	m.count()
	if m.online == nil {
		return nil, &meeting.Error{Kind: meeting.Forbidden}
	}
	return m.online(ctx, id)
}

func (m *meetings) History(_ context.Context, number string) (*meeting.Snapshot, error) {
	m.count()
	if s, ok := m.past[number]; ok {
		return s, nil
	}
	return nil, &meeting.Error{Kind: meeting.NotFound}
}

func (m *meetings) Attendance(_ context.Context, uuid string) (*meeting.Attendance, error) {
	m.count()
	if a, ok := m.came[uuid]; ok {
		return a, nil
	}
	return nil, &meeting.Error{Kind: meeting.Forbidden}
}

func (m *meetings) Refresh(ctx context.Context, id string) (*meeting.Snapshot, error) {
	m.mu.Lock()
	m.refreshed++
	m.mu.Unlock()
	return m.Get(ctx, id)
}

// answers makes every reading come to this.
func (m *meetings) answers(s *meeting.Snapshot, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.get = func(context.Context, string) (*meeting.Snapshot, error) { return s, err }
}

// knows puts a fresh reading into the cache.
func (m *meetings) knows(s *meeting.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fresh = map[string]*meeting.Snapshot{meetingID: s}
}

// people knows everybody as the same person.
type people struct {
	person.Person
	slow      bool // nobody is known without waiting
	forgotten []string
}

func (p *people) Get(_ context.Context, enterpriseID, teamID, userID string) person.Person {
	who := p.Person
	who.EnterpriseID, who.TeamID, who.UserID = enterpriseID, teamID, userID
	return who
}

// Peek knows everybody at once, but for those of whom Slack cannot tell.
func (p *people) Peek(teamID, userID string) (person.Person, bool) {
	return p.Get(context.Background(), "", teamID, userID), p.AccountType != person.Unknown && !p.slow
}

func (p *people) Forget(teamID, userID string) { p.forgotten = append(p.forgotten, teamID+"/"+userID) }

// world is a bot with what it knows.
type world struct {
	*meetings
	*people
	slack     *fakeSlack
	reminders *promises
	bot       *bot.Bot
}

// options are those of a bot and of the one workspace that it serves.
type options struct {
	bot.Options
	workspace.Installation
}

// newBot makes a bot for a full member in Shanghai who reads English.
func newBot(tb testing.TB, edits ...func(*options)) (*bot.Bot, *world) {
	tb.Helper()
	w := &world{meetings: &meetings{}, slack: newFakeSlack(), reminders: &promises{now: monday}, people: &people{Person: person.Person{
		Language: language.AmericanEnglish, Zone: time.FixedZone("Shanghai", 8*60*60), AccountType: person.Member, Local: true,
		Email: "person3@example.com",
	}}}
	o := options{
		Options: bot.Options{Reminders: w.reminders, Now: monday, Version: "1.2.3", LinkHosts: []string{"meet.example.com"}},
		Installation: workspace.Installation{
			Slack: w.slack, Jobs: w.slack, Meetings: w.meetings, People: w.people, Leads: []time.Duration{10 * time.Minute},
		},
	}
	for _, edit := range edits {
		edit(&o)
	}
	o.Workspaces = workspace.NewDirectory(&o.Installation)
	b, err := bot.New(o.Options)
	if err != nil {
		tb.Fatal(err)
	}
	w.bot = b
	return b, w
}

func origin() bot.Origin {
	return bot.Origin{Key: workspace.Key{TeamID: "T1"}, ChannelID: "C1", UserID: "U1", TriggerID: "12.34", RequestID: "7f3a91"}
}

// command is a slash command.
type command struct {
	bot.Origin
	Name, Text string
}

func (c command) question() bot.Question {
	return bot.Question{Origin: c.Origin, Kind: bot.KindCommand, Command: c.Name, Text: c.Text}
}

// click is a press on one of the bot's own buttons.
type click struct {
	bot.Origin
	ActionID, Value string
	Ephemeral       bool     // only this person sees the message with the button
	View            bot.View // the modal that the button is in, zero for a message
}

func (c click) question() bot.Question {
	q := bot.Question{
		Origin: c.Origin, Kind: bot.KindClick, Surface: bot.SurfaceMessage,
		Action: bot.Action{ID: c.ActionID, Value: c.Value}, View: c.View,
	}
	switch {
	case c.View.ID != "":
		q.Surface = bot.SurfaceModal
	case c.Ephemeral:
		q.Surface = bot.SurfaceEphemeral
	}
	return q
}

// submission is a modal that is sent off.
type submission struct {
	bot.Origin
	View bot.View
}

func (s submission) question() bot.Question {
	return bot.Question{Origin: s.Origin, Kind: bot.KindSubmission, Surface: bot.SurfaceModal, View: s.View}
}

// ask asks a question, and sends its replies.
func ask(ctx context.Context, b *bot.Bot, q interface{ question() bot.Question }, send bot.Send) error {
	return answer(ctx, b, q.question(), send)
}

func answer(ctx context.Context, b *bot.Bot, q bot.Question, send bot.Send) error {
	r, work := b.Begin(q)
	switch {
	case work != nil:
		return work(ctx, send)
	case len(r.JSON()) > 0:
		return send(ctx, r)
	}
	return nil
}

// english is an English sentence, about meeting 914 083 136 unless another number
// is given.
func english(key text.Key, number ...string) string {
	w := world{people: &people{Person: person.Person{Language: language.English}}}
	return w.speak(key, text.Args{"Number": strings.Join(append(number, "914 083 136")[:1], "")})
}

// speak is a sentence in the language of whoever asks.
func (w *world) speak(key text.Key, args ...text.Args) string {
	catalog, err := text.Load()
	if err != nil {
		panic(err)
	}
	return catalog.Localizer(w.Language).Say(key, args...)
}

// submit sends a modal off and returns what becomes of it.
func (w *world) submit(ctx context.Context, s submission) (result bot.Reply, err error) {
	err = ask(ctx, w.bot, s, func(_ context.Context, r bot.Reply) error {
		result = r
		return nil
	})
	return result, err
}

// said is a reply as Slack reads it.
type said struct {
	ResponseType    string `json:"response_type"`
	ReplaceOriginal bool   `json:"replace_original"`
	UnfurlLinks     *bool  `json:"unfurl_links"`
	UnfurlMedia     *bool  `json:"unfurl_media"`
	Text            string `json:"text"`
	Blocks          []struct {
		Elements  []element `json:"elements"`
		Accessory element   `json:"accessory"`
	} `json:"blocks"`
	raw []byte
	at  time.Time
}

// element is a button, or a menu with options.
type element struct {
	ActionID string   `json:"action_id"`
	Value    string   `json:"value"`
	Options  []option `json:"options"`
}

type option struct {
	Value string `json:"value"`
}

// value returns what the button with an action id carries, or the entry of a
// menu that begins with it, "" for neither.
func (s said) value(action string) string {
	for _, b := range s.Blocks {
		for _, e := range b.Elements {
			if e.ActionID == action {
				return e.Value
			}
			for _, o := range e.Options {
				if strings.HasPrefix(o.Value, action+" ") {
					return o.Value
				}
			}
		}
	}
	return ""
}

// recorder keeps what is sent, and refuses what Slack would refuse.
type recorder struct {
	t       *testing.T
	channel bool // everybody in the channel may read it
	host    bool // a host may read what lets in as host
	all     []said
}

func (r *recorder) send(_ context.Context, reply bot.Reply) error {
	r.t.Helper()
	s := said{raw: reply.JSON(), at: time.Now()}
	if err := json.Unmarshal(s.raw, &s); err != nil {
		r.t.Fatalf("reply %s: %v", s.raw, err)
	}
	for _, p := range blockkit.CheckMessage(s.raw) {
		r.t.Errorf("Slack would refuse the reply: %s", p)
	}
	if (s.ResponseType == "in_channel") != r.channel || s.UnfurlLinks == nil || *s.UnfurlLinks || s.UnfurlMedia == nil || *s.UnfurlMedia {
		r.t.Errorf("reply is for the wrong audience, or links in it are unfurled: %s", s.raw)
	}
	for _, secret := range r.secrets() {
		if strings.Contains(string(s.raw), secret) {
			r.t.Errorf("reply has %q in it: %s", secret, s.raw)
		}
	}
	r.all = append(r.all, s)
	return nil
}

// secrets are what nobody may read.
func (r *recorder) secrets() []string {
	all := []string{"@example.com", "@Example.com", "+86138", "au41ence", "l1ve", "aux41r", "b00ker"}
	if !r.host {
		all = append(all, chairCode, "772041")
	}
	if r.channel {
		all = append(all, "365874")
	}
	return all
}

// only returns the one thing that was said.
func (r *recorder) only() said {
	r.t.Helper()
	if len(r.all) != 1 {
		r.t.Fatalf("%d replies, want 1: %+v", len(r.all), r.all)
	}
	return r.all[0]
}

// command sends a command and returns its one reply. It must be the same from
// memory as from work.
func (w *world) command(t *testing.T, text string) said {
	t.Helper()
	r := &recorder{t: t}
	c := command{Origin: origin(), Name: "/meeting", Text: text}
	ready, _ := w.bot.Begin(c.question())
	w.slow = len(ready.JSON()) > 0
	if err := ask(t.Context(), w.bot, c, r.send); err != nil {
		t.Errorf("answer to %q: %v, want nil", text, err)
	}
	reply := r.only()
	if w.slow && string(ready.JSON()) != string(reply.raw) {
		t.Errorf("%q is answered from memory with %s, else with %s", text, ready.JSON(), reply.raw)
	}
	w.slow = false
	return reply
}

// click presses a button and returns its one reply.
func (w *world) click(t *testing.T, c click) said {
	t.Helper()
	r := &recorder{t: t}
	c.Origin = origin()
	if err := ask(t.Context(), w.bot, c, r.send); err != nil {
		t.Errorf("answer to %+v: %v, want nil", c, err)
	}
	return r.only()
}

func TestNewNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	required := bot.Options{Workspaces: workspace.NewDirectory(nil), Reminders: &promises{}}
	tests := []struct {
		name string
		edit func(*bot.Options)
		want string
	}{
		{"Workspaces", func(o *bot.Options) { o.Workspaces, o.Replies = nil, -1 }, "Workspaces must be given"},
		{"Reminders", func(o *bot.Options) { o.Reminders, o.Replies = nil, -1 }, "Reminders must be given"},
		{"NoticeAfter", func(o *bot.Options) { o.NoticeAfter, o.Replies = -1, -1 }, "NoticeAfter must be positive, got -1ns"},
		{"RetryFor", func(o *bot.Options) { o.RetryFor, o.Replies = -time.Second, -1 }, "RetryFor must be positive, got -1s"},
		{"Replies", func(o *bot.Options) { o.Replies = -1 }, "Replies must be positive, got -1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := required
			tt.edit(&o)
			if _, err := bot.New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, want an error with %q", err, tt.want)
			}
		})
	}
	if _, err := bot.New(required); err != nil {
		t.Errorf("New with all that is needed = %v", err)
	}
}

// Every button that the views make has a handler, and the other way round.
func TestActions(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	want := []string{
		view.ActionJoin, view.ActionRefresh, view.ActionMenu, view.ActionHost, view.ActionOpen,
		view.ActionNext, view.ActionPrevious, view.ActionGroup, view.ActionInvited,
		view.ActionPeopleSearch, view.ActionPeopleNext, view.ActionPeoplePrevious,
		view.ActionAttendance, view.ActionAttendanceNext, view.ActionAttendancePrevious, view.ActionAttendanceCSV,
		view.ActionListNext, view.ActionListPrevious, view.ActionPick,
		view.ActionDates, view.ActionDatesNext, view.ActionDatesPrevious,
		view.ActionReminderChange, view.ActionReminderStop, view.ActionListedStop,
		view.ActionRemindersNext, view.ActionRemindersPrevious,
		view.ActionNoticeDetails, view.ActionNoticeSnooze, view.ActionNoticeStop,
	}
	slices.Sort(want)
	if got := b.Actions(); !slices.Equal(got, want) {
		t.Errorf("Actions() = %v, want %v", got, want)
	}
}

func TestRoutesAreDeclaredOnceAndWithAccess(t *testing.T) {
	t.Parallel()
	for _, wrong := range []struct {
		word, action string
		declared     bool
	}{{"help", "dance", true}, {"帮助", "dance", true}, {"", view.ActionNext, true}, {"dance", "dance", false}} {
		t.Run(wrong.word+wrong.action, func(t *testing.T) {
			t.Parallel()
			b, _ := newBot(t)
			defer func() {
				if recover() == nil {
					t.Errorf("the route %+v was taken", wrong)
				}
			}()
			b.AddRoutes(wrong.word, wrong.action, wrong.declared)
		})
	}
}

// The word that help tells people to type is one that the bot knows.
func TestHelpTellsTheTruth(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	catalog, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range catalog.Languages() {
		w.Language = lang
		help := w.command(t, "help")
		word := catalog.Localizer(lang).Say(text.HelpWord)
		if !b.Knows(word) || !strings.Contains(help.Text, "`/meeting "+word+"`") {
			t.Errorf("%v: help tells people to say %q, known: %v:\n%s", lang, word, b.Knows(word), help.Text)
		}
		for line := range strings.SplitSeq(help.Text, "\n") {
			example, ok := strings.CutPrefix(line, "`/meeting ")
			if _, _, problem := b.Parse(strings.TrimSuffix(example, "`")); ok && problem != nil {
				t.Errorf("%v: help has the example %s, which is not understood: %+v", lang, line, *problem)
			}
		}
	}
}

func TestUserChanged(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	if r, work := b.Begin(bot.Question{Origin: origin(), Kind: bot.KindUserChanged}); len(r.JSON()) > 0 || work != nil {
		t.Error("somebody is told that they have changed")
	}
	if !slices.Equal(w.forgotten, []string{"T1/U1"}) {
		t.Errorf("forgotten: %v, want T1/U1", w.forgotten)
	}
}

func TestSorry(t *testing.T) {
	t.Parallel()
	b, w := newBot(t)
	r := &recorder{t: t}
	for _, o := range []bot.Origin{origin(), {}} {
		if err := r.send(t.Context(), b.Sorry(t.Context(), bot.Question{Origin: o})); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.all[0]; !strings.HasPrefix(got.Text, "Sorry, ") || !strings.HasSuffix(got.Text, " (ref 7f3a91)") || got.ReplaceOriginal {
		t.Errorf("Sorry = %s", got.raw)
	}
	if strings.Contains(r.all[1].Text, "ref") {
		t.Errorf("Sorry without a request id = %s", r.all[1].raw)
	}
	w.Language = language.SimplifiedChinese
	if err := r.send(t.Context(), b.Sorry(t.Context(), bot.Question{Origin: origin()})); err != nil || !strings.HasPrefix(r.all[2].Text, "抱歉") {
		t.Errorf("Sorry in Chinese = %s, %v", r.all[2].raw, err)
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	const want = `{"response_type":"ephemeral","replace_original":false,"unfurl_links":false,"unfurl_media":false,"text":"a <https://b.example.com|c> & \"d\""}`
	if got := string(bot.Plain(`a <https://b.example.com|c> & "d"`).JSON()); got != want {
		t.Errorf("Plain = %s, want %s", got, want)
	}
}

// errNotSent is what a send returns that cannot deliver.
var errNotSent = errors.New("nobody can be told")

func failingSend(context.Context, bot.Reply) error { return errNotSent }

// A reply that does not arrive is told to the operator, whatever was asked.
func TestUndeliveredReplies(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"help", "nonsense", meetingID, "969304019"} {
		t.Run(typed, func(t *testing.T) {
			t.Parallel()
			b, w := newBot(t)
			w.knows(snapshot(3))
			if err := ask(t.Context(), b, command{Origin: origin(), Text: typed}, failingSend); !errors.Is(err, errNotSent) {
				t.Errorf("Command(%q) = %v, want %v", typed, err, errNotSent)
			}
		})
	}
}
