package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// sharedID is the number of a meeting that both workspaces have, each its own.
const sharedID = "914083136"

// testWorkspace is a workspace with its own Slack and its own meeting account. Both
// have the same users, channels and meeting number.
type testWorkspace struct {
	key      workspace.Key
	language string
	account  string // the meeting account's user
	subject  string
	guest    string
	token    string
	appKey   string
	slack    *playground.Server
	api      *meetingtest.Server
	site     string // of the API
	host     string // where the workspace's Slack takes late replies
}

// words are what nobody in another workspace may ever see.
func (ws *testWorkspace) words() []string {
	return []string{ws.subject, ws.guest, ws.account, ws.token, ws.appKey}
}

func testWorkspaces() [2]*testWorkspace {
	return [2]*testWorkspace{
		{key: workspace.Key{TeamID: "T0ALPHA"}, language: "en", account: "alpha-admin", subject: "Alpha budget", guest: "Alice Alphason", token: "xoxb-alpha-1a2b3c", appKey: "alpha-app-key"},
		{key: workspace.Key{TeamID: "T0BETA"}, language: "zh-CN", account: "beta-admin", subject: "乙方预算", guest: "Bob Betason", token: "xoxb-beta-4d5e6f", appKey: "beta-app-key"},
	}
}

// twoWorkspaces are two workspaces served by one process.
type twoWorkspaces struct {
	t          *testing.T
	clock      *playClock
	app        *app
	workspaces [2]*testWorkspace
	logs       *lockedBuffer
}

func startTwoWorkspaces(t *testing.T) *twoWorkspaces {
	t.Helper()
	w := &twoWorkspaces{t: t, clock: new(playClock), workspaces: testWorkspaces(), logs: new(lockedBuffer)}
	logger := slog.New(slog.NewJSONHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	bot, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	installed := make(map[workspace.Key]*workspace.Installation)
	w.app = newEmptyApp(logger, w.clock.Now)
	t.Cleanup(func() { w.check(w.app.stop(t.Context())) })
	for _, ws := range w.workspaces {
		c := w.start(ws, "http://"+bot.Addr().String())
		if installed[ws.key], err = w.app.install(c); err != nil {
			t.Fatal(err)
		}
	}
	c := config{Database: databaseConfig{URL: secret.Secret("sqlite:" + filepath.Join(t.TempDir(), "meetingbot.db"))}}
	c.Slack.SigningSecret = testSigningSecret
	if c.Seal.Key, err = sealed.NewKey(); err != nil {
		t.Fatal(err)
	}
	for _, ws := range w.workspaces {
		c.Slack.ResponseHosts = append(c.Slack.ResponseHosts, ws.host)
	}
	w.check(w.app.wire(t.Context(), c, workspace.NewDirectoryOf(installed)))
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- w.app.serve(ctx, bot, nil) }()
	t.Cleanup(func() {
		cancel()
		w.check(<-ended)
	})
	return w
}

// start starts the workspace's Slack and Meeting API, and returns the
// configuration of its installation.
func (w *twoWorkspaces) start(ws *testWorkspace, botURL string) config {
	w.t.Helper()
	ws.api = meetingtest.New(meetingtest.Options{
		AppID: ws.account, AppKey: ws.appKey, Admins: []string{ws.account}, Now: w.clock.Now,
	})
	api := httptest.NewServer(ws.api)
	w.t.Cleanup(api.Close)
	ws.site = api.URL
	server := httptest.NewUnstartedServer(nil)
	ws.host = server.Listener.Addr().String()
	slackURL := "http://" + ws.host
	var err error
	ws.slack, err = playground.New(playground.Options{
		TeamID: ws.key.TeamID, BotURL: botURL, PublicURL: slackURL, SigningSecret: testSigningSecret,
		BotToken: ws.token, Locale: ws.language, ShouldEscape: shouldEscape, AckWithin: time.Minute,
		Now: w.clock.Now, SigningNow: time.Now,
	})
	w.check(err)
	w.t.Cleanup(ws.slack.Close)
	server.Config.Handler = ws.slack
	server.Start()
	w.t.Cleanup(server.Close)
	start := w.clock.Now().Truncate(time.Minute).Add(30 * time.Minute)
	ws.api.Add(meetingtest.Meeting{
		ID: sharedID, Subject: ws.subject, Start: start, End: start.Add(time.Hour),
		Participants: []meetingtest.Participant{
			{Name: ws.guest, Number: "+991110000001", Account: "guest", Email: "guest@example.com"},
			{Name: "Ana Morel", Number: "+991110000002", Account: "ana", Email: "ana@example.com", Host: true},
		},
	})
	return config{
		Serve: serveConfig{DefaultLanguage: ws.language, ReminderLeads: "10m"},
		Slack: slackConfig{BotToken: secret.Secret(ws.token), APIURL: slackURL + "/api/"},
		Meeting: meetingConfig{
			APIURL: api.URL, AppID: ws.account, AppKey: secret.Secret(ws.appKey), UserID: ws.account,
			CacheTTL: 30 * time.Second, CacheEntries: 100,
		},
	}
}

func (w *twoWorkspaces) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Error(err)
	}
}

// say types a line as Ana in the channel of everybody, and returns the newest
// message that she sees then.
func (w *twoWorkspaces) say(ws *testWorkspace, line string) playground.Message {
	w.t.Helper()
	w.check(ws.slack.Say(w.t.Context(), playground.UserID, playground.ChannelID, line))
	return w.newest(ws, "an answer to "+line, func(playground.Message) bool { return true })
}

// newest waits for a message that fits and returns the newest one.
func (w *twoWorkspaces) newest(ws *testWorkspace, what string, fits func(playground.Message) bool) playground.Message {
	w.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) { //nolint:forbidigo // the program has no other clock
		all := ws.slack.Messages(playground.ChannelID, playground.UserID)
		for _, m := range slices.Backward(all) {
			if fits(m) {
				return m
			}
		}
	}
	w.t.Fatalf("%s never sees %s; the log:\n%s", ws.key.TeamID, what, w.logs)
	return playground.Message{}
}

// TestTwoWorkspaces has one process serve two workspaces with two meeting
// accounts: nothing of one is ever seen in the other.
func TestTwoWorkspaces(t *testing.T) {
	t.Parallel()
	w := startTwoWorkspaces(t)
	alpha, beta := w.workspaces[0], w.workspaces[1]
	w.cards()
	w.cachedCards()
	w.lists()
	w.reminders()
	w.oneAccountFails(alpha, beta)
	for i, ws := range w.workspaces {
		w.sawNothingOf(ws, w.workspaces[1-i])
	}
	w.logsAreApart()
}

// Each workspace's card is that of its own meeting, in its own language.
func (w *twoWorkspaces) cards() {
	w.t.Helper()
	for range 2 { // read, then from memory
		for _, ws := range w.workspaces {
			// Camila has the same language and zone in both.
			w.check(ws.slack.Say(w.t.Context(), playground.NewYorkID, playground.ChannelID, "/meeting "+sharedID))
			got := w.say(ws, "/meeting "+sharedID)
			if !strings.Contains(string(got.JSON()), ws.subject) || !strings.Contains(string(got.JSON()), ws.guest) {
				w.t.Errorf("the card in %s lacks %q or %q: %s", ws.key.TeamID, ws.subject, ws.guest, got.JSON())
			}
			shared := w.say(ws, "/meeting "+sharedID+" share")
			if !strings.Contains(shared.Text, ws.subject) {
				w.t.Errorf("the shared card in %s lacks %q: %s", ws.key.TeamID, ws.subject, shared.JSON())
			}
		}
	}
}

// Replies from memory stay apart when both workspaces ask at the same time.
func (w *twoWorkspaces) cachedCards() {
	w.t.Helper()
	var asking sync.WaitGroup
	for _, ws := range w.workspaces {
		for range 4 {
			asking.Go(func() {
				for range 12 {
					w.check(ws.slack.Say(w.t.Context(), playground.UserID, playground.ChannelID, "/meeting "+sharedID))
					w.check(ws.slack.Say(w.t.Context(), playground.NewYorkID, playground.ChannelID, "/meeting "+sharedID))
				}
			})
		}
	}
	asking.Wait()
}

func (w *twoWorkspaces) lists() {
	w.t.Helper()
	for _, ws := range w.workspaces {
		for _, line := range []string{"/meeting list", "/meeting find " + ws.subject} {
			if got := w.say(ws, line); !strings.Contains(string(got.JSON()), ws.subject) {
				w.t.Errorf("%q in %s lacks %q: %s", line, ws.key.TeamID, ws.subject, got.JSON())
			}
		}
		if got := w.say(ws, "/meeting doctor"); !strings.Contains(got.Text, ws.account) {
			w.t.Errorf("doctor in %s does not name %q: %s", ws.key.TeamID, ws.account, got.Text)
		}
	}
}

// Each workspace is reminded of its own meeting, and stopping one leaves the
// other alone.
func (w *twoWorkspaces) reminders() {
	w.t.Helper()
	for _, ws := range w.workspaces {
		w.say(ws, "/meeting remind "+sharedID+" 25m 10m")
	}
	w.skip(6 * time.Minute)
	for _, ws := range w.workspaces {
		w.notice(ws)
	}
	alpha, beta := w.workspaces[0], w.workspaces[1]
	w.say(alpha, "/meeting forget "+sharedID)
	if got := w.say(beta, "/meeting reminders"); !strings.Contains(got.Text, beta.subject) {
		w.t.Errorf("the reminders of %s went with those of %s: %s", beta.key.TeamID, alpha.key.TeamID, got.Text)
	}
}

// notice waits for a reminder in a workspace.
func (w *twoWorkspaces) notice(ws *testWorkspace) {
	w.t.Helper()
	w.newest(ws, "a reminder", func(m playground.Message) bool {
		return isReminder(m) && strings.Contains(m.Text, ws.subject)
	})
}

func (w *twoWorkspaces) skip(by time.Duration) {
	w.t.Helper()
	w.clock.skip(by)
	w.check(w.app.database.Wake(w.t.Context()))
}

// While one account fails, the other one is asked and answers, and its people
// see no failure.
func (w *twoWorkspaces) oneAccountFails(failing, well *testWorkspace) {
	w.t.Helper()
	const other = "969304019"
	start := w.clock.Now().Truncate(time.Minute).Add(3 * time.Hour)
	for _, ws := range w.workspaces {
		ws.api.Add(meetingtest.Meeting{ID: other, Subject: ws.subject + " 2", Start: start, End: start.Add(time.Hour)})
	}
	failing.api.Fail("", -1, http.StatusServiceUnavailable, "")
	defer failing.api.ClearProblems()
	asked := make(chan error, 1)
	go func() {
		asked <- failing.slack.Say(w.t.Context(), playground.UserID, playground.ChannelID, "/meeting "+other)
	}()
	if got := w.say(well, "/meeting "+other); !strings.Contains(got.Text, well.subject+" 2") {
		w.t.Errorf("while %s fails, %s is answered %s", failing.key.TeamID, well.key.TeamID, got.Text)
	}
	w.check(<-asked)
	if got := w.say(well, "/meeting doctor"); strings.Contains(got.Text, "503") || !strings.Contains(got.Text, well.account) {
		w.t.Errorf("doctor in %s tells of another account: %s", well.key.TeamID, got.Text)
	}
	before := w.newest(well, "its first reminder", isReminder)
	w.skip(15 * time.Minute) // the second reminder is due while the other account fails
	w.newest(well, "a reminder while the other account fails", func(m playground.Message) bool {
		return isReminder(m) && m.TS != before.TS
	})
}

// isReminder reports whether a message is a reminder for everybody.
func isReminder(m playground.Message) bool {
	return m.EphemeralTo == "" && strings.Contains(string(m.JSON()), view.ActionNoticeSnooze)
}

// sawNothingOf looks through everything that anybody saw in a workspace.
func (w *twoWorkspaces) sawNothingOf(ws, other *testWorkspace) {
	w.t.Helper()
	seen := 0
	for _, p := range ws.slack.People() {
		for _, c := range ws.slack.Channels(p.ID) {
			for _, m := range ws.slack.Messages(c.ID, p.ID) {
				seen++
				for _, word := range other.words() {
					if strings.Contains(string(m.JSON()), word) {
						w.t.Errorf("%s saw %q of %s: %s", ws.key.TeamID, word, other.key.TeamID, m.JSON())
					}
				}
			}
		}
	}
	if seen < 100 {
		w.t.Errorf("only %d messages were seen in %s", seen, ws.key.TeamID)
	}
}

// logsAreApart looks through the log: no line names two workspaces, and none
// holds what people wrote or any secret.
func (w *twoWorkspaces) logsAreApart() {
	w.t.Helper()
	log := w.logs.String()
	for _, ws := range w.workspaces {
		for _, word := range []string{ws.subject, ws.guest, ws.token, ws.appKey} {
			if strings.Contains(log, word) {
				w.t.Errorf("the log holds %q", word)
			}
		}
	}
	for line := range strings.SplitSeq(log, "\n") {
		if strings.Contains(line, w.workspaces[0].key.TeamID) && strings.Contains(line, w.workspaces[1].key.TeamID) {
			w.t.Errorf("a line names both workspaces: %s", line)
		}
	}
}

// lockedBuffer is a log that may be read while it is written.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends to the log.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

var _ fmt.Stringer = (*lockedBuffer)(nil)
