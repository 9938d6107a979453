package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const (
	testAppToken     = "xapp-1-A012ABCD0A0-1234567890123-9f8e7d6c5b4a39281706f5e4d3c2b1a0"
	testChineseID    = "app-cn"
	testChineseKey   = "app-key-cn-5"
	otherTestToken   = "xoxb-99999999999-1234567890123-aB3dE5fG7hI9jK1lM3nO5pQ8"
	otherAppToken    = "xapp-1-A012ABCD0A0-1234567890123-0000000000000000000000000000dead"
	testClientID     = "12345678901.9876543210987"
	testClientSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	foreignTestToken = "xoxb-66666666666-1234567890123-aB3dE5fG7hI9jK1lM3nO5pQ6"
	narrowTestToken  = "xoxb-77777777777-1234567890123-aB3dE5fG7hI9jK1lM3nO5pQ9"
)

// setupTest is an empty working directory, without variables, between simulated services.
type setupTest struct {
	t       *testing.T
	sites   []site
	printed strings.Builder
}

func startSetup(t *testing.T) *setupTest {
	t.Helper()
	for _, name := range append(variableOrder(), "ENCRYPTION_KEY_FILE") {
		t.Setenv(name, "") // which puts it back at the end
		os.Unsetenv(name)
	}
	st := &setupTest{t: t, sites: []site{
		{"International site", serveMeetings(t, "app-3", "app-key-4")},
		{"Chinese site", serveMeetings(t, testChineseID, testChineseKey)},
	}}
	t.Setenv("SLACK_API_URL", serveSlack(t)+"/api/")
	return st
}

func serveMeetings(t *testing.T, id, key string) string {
	t.Helper()
	server := httptest.NewServer(meetingtest.New(meetingtest.Options{AppID: id, AppKey: key}))
	t.Cleanup(server.Close)
	return server.URL
}

// serveSlack is the simulated Slack. It knows two more bot tokens: one lacks scopes, the
// other is of another app.
func serveSlack(t *testing.T) string {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	slack, err := playground.New(playground.Options{
		PublicURL: address, AppToken: testAppToken, BotToken: testToken, ShouldEscape: shouldEscape,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	front, err := playground.NewFront(playground.FrontOptions{Workspaces: []*playground.Server{slack}, App: playground.App{
		ClientID: testClientID, ClientSecret: testClientSecret, RedirectURLs: []string{"https://bot.example.org/slack/oauth/callback"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = otherTokens(front)
	server.Start()
	t.Cleanup(server.Close)
	return address
}

// otherTokens answers auth.test for a token with few scopes, and for one of another
// app.
func otherTokens(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		narrow, foreign := strings.Contains(string(body), narrowTestToken), strings.Contains(string(body), foreignTestToken)
		if err != nil || !strings.HasSuffix(r.URL.Path, "/auth.test") || !narrow && !foreign {
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		scopes, app := "commands,users:read,chat:write,users:read.email", playground.AppID
		if foreign {
			scopes, app = strings.Join(neededScopes(), ","), "A0OTHERAPP0"
		}
		w.Header().Set("X-OAuth-Scopes", scopes)
		_, _ = io.WriteString(w, `{"ok":true,"team":"Example","user":"meetingbot","team_id":"T1","user_id":"U1","app_id":"`+app+`"}`)
	})
}

// typist types prepared lines. A line that begins with ^ is typed unseen.
type typist struct {
	t     *testing.T
	out   io.Writer
	lines []string
	asked []string // prompts, without what is around them
}

func (ty *typist) Line(ctx context.Context, prompt string) (string, error) {
	return ty.typed(ctx, prompt, false)
}

func (ty *typist) Secret(ctx context.Context, prompt string) (string, error) {
	return ty.typed(ctx, prompt, true)
}

func (ty *typist) typed(ctx context.Context, prompt string, unseen bool) (string, error) {
	_, _ = io.WriteString(ty.out, prompt+"\n")
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	ty.asked = append(ty.asked, strings.TrimSpace(prompt))
	if len(ty.lines) == 0 {
		return "", io.EOF
	}
	line, hidden := strings.CutPrefix(ty.lines[0], "^")
	ty.lines = ty.lines[1:]
	if hidden != unseen {
		ty.t.Errorf("%q is asked for, unseen: %v; the next line is %q", prompt, unseen, line)
	}
	return line, nil
}

// dialog runs setup with somebody who types lines, and returns the exit code and what
// was asked for. Every line has to be used.
func (st *setupTest) dialog(lines ...string) (code int, asked []string) {
	st.t.Helper()
	st.printed.Reset()
	someone := &typist{t: st.t, out: &st.printed, lines: lines}
	s, err := newSetup(&st.printed)
	if err == nil {
		s.terminal, s.sites = someone, st.sites
		err = s.run(st.t.Context())
	}
	code = report(&st.printed, err)
	st.check(lines)
	if len(someone.lines) > 0 {
		st.t.Errorf("nobody asked for %q:\n%s", someone.lines, st.printed.String())
	}
	return code, someone.asked
}

// answered runs the subcommand with a file of answers.
func (st *setupTest) answered(content string) int {
	st.t.Helper()
	st.printed.Reset()
	if err := os.WriteFile("answers", []byte(content), 0o600); err != nil {
		st.t.Fatal(err)
	}
	code := run(st.t.Context(), []string{"setup", "--answers", "answers"}, &st.printed, &st.printed)
	st.check(strings.Split(content, "\n"))
	return code
}

// check searches for secrets in all that was printed: those of the answers and those
// of the file.
func (st *setupTest) check(lines []string) {
	st.t.Helper()
	secrets := []string{testSigningSecret, testToken, otherTestToken, narrowTestToken, foreignTestToken, testAppToken, otherAppToken, "app-key-", "db-pass", "word-6", testClientSecret}
	for _, line := range lines {
		if hidden, ok := strings.CutPrefix(line, "^"); ok && len(hidden) > 3 {
			secrets = append(secrets, hidden)
		}
	}
	if key := st.env()["ENCRYPTION_KEY"]; key != "" {
		secrets = append(secrets, key)
	}
	for _, s := range secrets {
		if strings.Contains(st.printed.String(), s) {
			st.t.Errorf("%q is printed:\n%s", s, st.printed.String())
		}
	}
}

// file is .env as it is now.
func (st *setupTest) file() string {
	st.t.Helper()
	content, err := os.ReadFile(".env")
	if err != nil && !os.IsNotExist(err) {
		st.t.Fatal(err)
	}
	return string(content)
}

func (st *setupTest) env() map[string]string {
	st.t.Helper()
	pairs, faults := parseEnvFile([]byte(st.file()))
	if len(faults) > 0 {
		st.t.Fatalf(".env cannot be read: %v", asErrors(faults))
	}
	env := make(map[string]string)
	for _, p := range pairs {
		env[p.name] = p.value
	}
	return env
}

func (st *setupTest) says(wants ...string) {
	st.t.Helper()
	for _, want := range wants {
		if !strings.Contains(st.printed.String(), want) {
			st.t.Errorf("setup does not say %q:\n%s", want, st.printed.String())
		}
	}
}

// forget takes what doctor has read from .env out of the environment, as a new process
// would begin.
func (st *setupTest) forget() {
	for _, name := range variableOrder() {
		if name != "SLACK_API_URL" {
			os.Unsetenv(name)
		}
	}
}
