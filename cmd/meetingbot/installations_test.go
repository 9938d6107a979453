package main

import (
	"context"
	"database/sql" //nolint:depguard // this test counts the rows that the store does not export
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

// storedWorkspaces are two workspaces with stored installations, served by one process.
// Both have the same users and channels, and the same meeting account.
type storedWorkspaces struct {
	t           *testing.T
	clock       *playClock
	config      config
	app         *app
	alpha, beta *playground.Server
	grants      map[*playground.Server]workspace.Grant
	logs        *lockedBuffer
}

// oauthConfig is the configuration of an app that is installed by OAuth.
func oauthConfig(t *testing.T, slackURL, dir string) config {
	t.Helper()
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return config{
		Serve: serveConfig{DefaultLanguage: "en", ReminderLeads: "10m"},
		Slack: slackConfig{
			SigningSecret: testSigningSecret, ClientID: "1.2", ClientSecret: testClientSecret, PublicURL: "https://bot.example.com",
			AuthorizeURL: slackURL + "/oauth/v2/authorize", APIURL: slackURL + "/api/",
		},
		Meeting:  meetingConfig{AppID: testAppID, AppKey: testAppKey, CacheTTL: 30 * time.Second, CacheEntries: 100},
		Database: databaseConfig{URL: secret.Secret("sqlite:" + filepath.Join(dir, "meetingbot.db"))},
		Seal:     sealConfig{Key: key},
	}
}

func startStoredWorkspaces(t *testing.T) *storedWorkspaces {
	t.Helper()
	w := &storedWorkspaces{t: t, clock: new(playClock), logs: new(lockedBuffer), grants: make(map[*playground.Server]workspace.Grant)}
	bot, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(nil)
	slackURL := "http://" + server.Listener.Addr().String()
	w.config = oauthConfig(t, slackURL, t.TempDir())
	w.config.Slack.ResponseHosts = []string{server.Listener.Addr().String()}
	w.alpha = w.workspace("T0ALPHA", "alpha", "en", slackURL, "http://"+bot.Addr().String())
	w.beta = w.workspace("T0BETA", "beta", "zh-CN", slackURL, "http://"+bot.Addr().String())
	front, err := playground.NewFront(playground.FrontOptions{Workspaces: []*playground.Server{w.alpha, w.beta}, App: playground.App{
		ClientID: w.config.Slack.ClientID, ClientSecret: testClientSecret, RedirectURLs: []string{"https://bot.example.com/slack/oauth/callback"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = front
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(front.Close)
	w.startMeetings()
	w.serve(bot)
	return w
}

// workspace makes a workspace with a token of its own.
func (w *storedWorkspaces) workspace(teamID, domain, locale, slackURL, botURL string) *playground.Server {
	w.t.Helper()
	token := secret.Secret("xoxb-" + domain + "-1a2b3c4d")
	s, err := playground.New(playground.Options{
		TeamID: teamID, Domain: domain, Name: domain, BotURL: botURL, PublicURL: slackURL, SigningSecret: testSigningSecret,
		BotToken: token.Reveal(), Locale: locale, ShouldEscape: shouldEscape, AckWithin: time.Minute, Now: w.clock.Now, SigningNow: time.Now,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.grants[s] = workspace.Grant{
		Key: workspace.Key{TeamID: teamID}, TeamName: domain, BotUserID: playground.BotUserID, InstalledBy: playground.UserID,
		InstalledAt: w.clock.Now(), Scopes: neededScopes(), Token: token,
	}
	return s
}

func (w *storedWorkspaces) startMeetings() {
	api := meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey, Now: w.clock.Now})
	start := w.clock.Now().Truncate(time.Minute).Add(30 * time.Minute)
	api.Add(meetingtest.Meeting{ID: sharedID, Subject: "Budget", Start: start, End: start.Add(time.Hour)})
	server := httptest.NewServer(api)
	w.t.Cleanup(server.Close)
	w.config.Meeting.APIURL = server.URL
}

func (w *storedWorkspaces) serve(bot net.Listener) {
	w.t.Helper()
	logger := slog.New(slog.NewJSONHandler(w.logs, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	if w.app, err = newApp(w.t.Context(), w.config, logger, w.clock.Now); err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- w.app.serve(ctx, bot, nil) }()
	w.t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			w.t.Error(err)
		}
	})
}

func (w *storedWorkspaces) install(s *playground.Server) {
	w.t.Helper()
	if err := w.app.installs.Install(w.t.Context(), w.grants[s]); err != nil {
		w.t.Fatal(err)
	}
}

// expect has Ana type a line and waits for an answer to her that holds all the words.
func (w *storedWorkspaces) expect(s *playground.Server, line string, words ...string) {
	w.t.Helper()
	if err := s.Say(w.t.Context(), playground.UserID, playground.ChannelID, line); err != nil {
		w.t.Fatal(err)
	}
	var newest string
	if !eventually(func() bool {
		all := s.Messages(playground.ChannelID, playground.UserID)
		newest = string(all[len(all)-1].JSON())
		return containsAll(newest, words)
	}) {
		w.t.Fatalf("%q is answered with %s, want %q; the log:\n%s", line, newest, words, w.logs)
	}
}

// rows counts the rows of each workspace in every table that names one.
func (w *storedWorkspaces) rows() map[string]int {
	w.t.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(w.config.Database.URL.Reveal(), "sqlite:")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	tables := strings.Fields(w.column(db, `SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND p.name = 'team_id'`))
	counts := make(map[string]int)
	for _, table := range tables {
		for team := range strings.FieldsSeq(w.column(db, "SELECT team_id FROM "+table)) {
			counts[team]++
		}
	}
	return counts
}

// column is the text column that a query reads, a row a line.
func (w *storedWorkspaces) column(db *sql.DB, query string) string {
	w.t.Helper()
	found, err := db.QueryContext(w.t.Context(), query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer found.Close()
	var all strings.Builder
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintln(&all, text)
	}
	if err := found.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all.String()
}

// TestStoredInstallations has one process serve two workspaces with a token each: one is
// removed, its rows are gone, and the other one is untouched.
func TestStoredInstallations(t *testing.T) {
	t.Parallel()
	w := startStoredWorkspaces(t)
	w.install(w.alpha)
	// Who somebody is can only be read with the workspace's own token: Ana reads
	// English in one and Chinese in the other.
	w.expect(w.alpha, "/meeting "+sharedID, "Budget", "Invited")
	w.expect(w.beta, "/meeting "+sharedID, "isn't connected", "尚未接入", "https://bot.example.com/slack/install")
	w.install(w.beta)
	w.expect(w.beta, "/meeting "+sharedID, "Budget", "受邀")
	w.expect(w.alpha, "/meeting remind "+sharedID+" 5m", "Budget")
	w.expect(w.beta, "/meeting remind "+sharedID+" 5m", "Budget")
	before := w.rows()
	if before["T0ALPHA"] < 4 || before["T0ALPHA"] != before["T0BETA"] {
		t.Fatalf("rows: %v, want as many of both", before)
	}

	// Nothing is deleted before Slack has confirmed that the token is dead.
	w.alpha.Fail("auth.test", "503", 1)
	w.clock.skip(time.Minute)
	if err := w.alpha.Uninstall(t.Context(), playground.AppUninstalled); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"T0BETA": before["T0BETA"]}
	if !eventually(func() bool { return maps.Equal(w.rows(), want) }) {
		t.Fatalf("rows after the removal: %v, want %v; the log:\n%s", w.rows(), want, w.logs)
	}
	w.expect(w.beta, "/meeting reminders", "Budget")
	w.searched()
}

// searched searches the log, the metrics and the files of the database for every secret.
func (w *storedWorkspaces) searched() {
	w.t.Helper()
	secrets := []secret.Secret{testClientSecret, w.config.Seal.Key, w.config.Meeting.AppKey, testSigningSecret}
	for _, g := range w.grants {
		secrets = append(secrets, g.Token)
	}
	metrics := httptest.NewRecorder()
	operatorPages(w.app.registry).ServeHTTP(metrics, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	places := map[string]string{"log": w.logs.String(), "metrics": metrics.Body.String()}
	files, err := filepath.Glob(strings.TrimPrefix(w.config.Database.URL.Reveal(), "sqlite:") + "*")
	if err != nil || len(files) < 2 {
		w.t.Fatalf("files of the database: %q, %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			w.t.Fatal(err)
		}
		places[filepath.Base(file)] = string(content)
	}
	for where, content := range places {
		for _, s := range secrets {
			if strings.Contains(content, s.Reveal()) {
				w.t.Errorf("%q is in the %s", s.Reveal(), where)
			}
		}
	}
	if !strings.Contains(places["log"], "T0ALPHA") {
		w.t.Error("the log names no workspace, so the search proves nothing")
	}
	if !strings.Contains(places["metrics"], "meetingbot_") {
		w.t.Errorf("the metrics are none of the bot's: %.200s", places["metrics"])
	}
}

// A token that expires is renewed through Slack, and the next one is used.
func TestStoredTokensAreRenewed(t *testing.T) {
	t.Parallel()
	w := startStoredWorkspaces(t)
	calls := tokenCalls{w.config.Slack}
	if _, err := calls.Refresh(t.Context(), "xoxe-1-unknown"); err == nil || !strings.Contains(err.Error(), "invalid_refresh_token") {
		t.Errorf("Refresh() with an unknown token = %v", err)
	}
	g := w.grants[w.alpha]
	if err := calls.Test(t.Context(), g.Token); err != nil {
		t.Errorf("Test() of a token that works = %v", err)
	}
	if err := calls.Test(t.Context(), "xoxb-unknown"); err == nil || !strings.Contains(err.Error(), "invalid_auth") {
		t.Errorf("Test() of an unknown token = %v", err)
	}
	g.RefreshToken, g.ExpiresAt = "xoxe-1-unknown", w.clock.Now().Add(time.Hour)
	w.grants[w.alpha] = g
	w.install(w.alpha)
	w.expect(w.alpha, "/meeting "+sharedID, "Budget") // it is good for an hour
	refused := func() int { return strings.Count(w.logs.String(), "Slack refuses to renew the token") }
	if !eventually(func() bool { return refused() > 0 }) || refused() != 1 { // behind the answer
		t.Errorf("the refusal is logged %d times, want once:\n%s", refused(), w.logs)
	}
}

// The start check tells how many workspaces there are, and of which ones Slack refuses
// the token.
func TestCheckInstallations(t *testing.T) {
	t.Parallel()
	w := startStoredWorkspaces(t)
	check := func() string {
		var lines []string
		for _, f := range checkInstallations(t.Context(), w.app.installs, w.config.Slack) {
			lines = append(lines, f.String())
		}
		return strings.Join(lines, "\n")
	}
	if got := check(); !containsAll(got, []string{"ok   installations: none yet: open https://bot.example.com/slack/install", "ok   Slack token: 0 of 0"}) {
		t.Errorf("without any:\n%s", got)
	}
	lacking := w.grants[w.alpha]
	lacking.Scopes = []string{"commands", "users:read", "im:write"}
	w.grants[w.alpha] = lacking
	w.install(w.alpha)
	w.install(w.beta)
	if got := check(); !containsAll(got, []string{"ok   installations: 2", "ok   Slack token: 2 of 2 accepted", "FAIL Slack scopes: missing: chat:write in T0ALPHA"}) {
		t.Errorf("with two:\n%s", got)
	}
	dead := w.grants[w.beta]
	dead.Token = "xoxb-dead"
	w.grants[w.beta] = dead
	w.install(w.beta)
	got := check()
	if !containsAll(got, []string{"FAIL Slack token: refused in T0BETA (invalid_auth)", "https://bot.example.com/slack/install"}) || strings.Contains(got, "xoxb") {
		t.Errorf("with a dead token:\n%s", got)
	}
	w.alpha.Fail("auth.test", "503", 1)
	if got := check(); !slices.Contains(strings.Split(got, "\n"), "FAIL Slack token: refused in T0BETA (invalid_auth). Install the app there again at https://bot.example.com/slack/install, or remove what is left of it: meetingbot workspaces remove KEY") {
		t.Errorf("while Slack fails:\n%s", got)
	}
}
