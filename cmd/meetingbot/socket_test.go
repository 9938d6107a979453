package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meetingbot/handlers"
	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

const testSocketToken = "xapp-1-A012ABCD0A0-1234567890123-5c0ffee5c0ffee5c0ffee5c0ffee5c0f"

// With an app-level token no signing secret is needed; without both, the error names
// both.
func TestSocketConfig(t *testing.T) {
	tests := []struct{ name, signing, app, want string }{
		{"an app-level token alone", "", testSocketToken, ""},
		{"both", testSigningSecret, testSocketToken, ""},
		{"neither", "", "", "SLACK_SIGNING_SECRET must be set, and is empty in the environment or in .env, or SLACK_APP_TOKEN for Socket Mode"},
		{"a bot token", "", testToken, "SLACK_APP_TOKEN holds a bot token (xoxb-): the app-level token is on the app's page Basic Information"},
		{"no token", "", "s3cret-5", "SLACK_APP_TOKEN is no app-level token"},
		{"the beginning alone", "", "xapp-", "SLACK_APP_TOKEN is not complete"},
		{"quotes", "", `"` + testSocketToken + `"`, "SLACK_APP_TOKEN has a quotation mark"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			setRequired(t)
			t.Setenv("SLACK_SIGNING_SECRET", tt.signing)
			t.Setenv("SLACK_APP_TOKEN", tt.app)
			var c config
			err := readEnv(c.groups()...)
			switch {
			case tt.want == "" && (err != nil || !c.Slack.usesSocket()):
				t.Errorf("readEnv = %v, want Socket Mode", err)
			case tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want)):
				t.Errorf("readEnv = %v, want %s", err, tt.want)
			case err != nil && len(tt.app) > len("xapp-") && strings.Contains(err.Error(), tt.app):
				t.Errorf("%v tells the token", err)
			}
		})
	}
}

// The key of what modals carry needs no signing secret, and is a secret all the same.
func TestMetadataKeyOfSocketMode(t *testing.T) {
	t.Parallel()
	key := func(c slackConfig) []byte {
		k, err := c.metadataKey()
		if err != nil || len(k) != 32 {
			t.Fatalf("metadataKey() = %d bytes, %v", len(k), err)
		}
		return k
	}
	bare := key(slackConfig{AppToken: "xapp-1"})
	if bytes.Equal(bare, key(slackConfig{AppToken: "xapp-2"})) || bytes.Equal(bare, key(slackConfig{})) {
		t.Error("another app-level token has the same key")
	}
	if !bytes.Equal(key(slackConfig{SigningSecret: "a", AppToken: "xapp-1"}), key(slackConfig{SigningSecret: "a", AppToken: "xapp-2"})) {
		t.Error("processes of one app with a signing secret have several keys")
	}
}

// newSocketSlack is a simulated Slack in Socket Mode and the configuration for it.
func newSocketSlack(t *testing.T, scopes string) (*playground.Server, slackConfig) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	url := "http://" + server.Listener.Addr().String()
	s, err := playground.New(playground.Options{
		PublicURL: url, BotToken: testToken, AppToken: testSocketToken, AppScopes: scopes, ShouldEscape: shouldEscape, AckWithin: time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = s
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(s.Close)
	return s, slackConfig{
		APIURL: url + "/api/", BotToken: testToken, AppToken: testSocketToken, ResponseHosts: []string{strings.TrimPrefix(url, "http://")},
	}
}

// doctor says whether the app-level token opens connections, and what to do otherwise.
func TestDoctorChecksTheSocket(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, scopes string
		token        secret.Secret
		fault        string
		want         string
	}{
		{"accepted", "connections:write", testSocketToken, "", "ok   Socket Mode: Slack accepts the app-level token"},
		{"another token", "connections:write", "xapp-other", "", "FAIL Socket Mode: refused: invalid_auth. Generate an app-level token with the scope connections:write"},
		{"a bot token", "connections:write", testToken, "", "FAIL Socket Mode: refused: not_allowed_token_type. SLACK_APP_TOKEN must be the app-level token"},
		{"another scope", "authorizations:read", testSocketToken, "", "FAIL Socket Mode: refused: missing_scope. The app-level token lacks the scope connections:write"},
		{"an error of Slack's", "connections:write", testSocketToken, "internal_error", "skip Socket Mode: not checked: Slack answers internal_error"},
		{"a rate limit", "connections:write", testSocketToken, playground.FailRateLimited, "skip Socket Mode: not checked: Slack answers ratelimited"},
		{"no Slack", "connections:write", testSocketToken, "503", "FAIL Socket Mode: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, c := newSocketSlack(t, tt.scopes)
			c.AppToken = tt.token
			if tt.fault != "" {
				s.Fail("apps.connections.open", tt.fault, 5)
			}
			if got := checkSocketToken(t.Context(), c).String(); !strings.HasPrefix(got, tt.want) || strings.Contains(got, "xapp-1") {
				t.Errorf("the finding is %q, want %q", got, tt.want)
			}
			if n := s.Sockets(); n != 0 {
				t.Errorf("%d connections were opened", n)
			}
		})
	}
}

// A rate limit says how long to wait.
func TestOpenSocketRateLimited(t *testing.T) {
	t.Parallel()
	s, c := newSocketSlack(t, "")
	s.Fail("apps.connections.open", playground.FailRateLimited, 1)
	_, err := c.socketOptions().Open(t.Context())
	if refusal, ok := errors.AsType[*handlers.SocketRefusal](err); !ok || refusal.RetryAfter != time.Second {
		t.Errorf("Open = %v, want a wait of a second", err)
	}
	if address, err := c.socketOptions().Open(t.Context()); err != nil || !strings.HasPrefix(address, "ws://") {
		t.Errorf("Open after that = %v, want an address", err)
	}
}

// TestProgramOverSocket runs the program with an app-level token and no signing secret:
// it answers, serves nothing of Slack's over HTTP, and tells no secret.
func TestProgramOverSocket(t *testing.T) {
	t.Parallel()
	path := buildBinary(t)
	p := &program{t: t, logs: new(logRecorder), ended: make(chan error, 1), client: &http.Client{Timeout: time.Minute}}
	p.secrets = []string{testSocketToken, testToken, testAppKey, "ticket="}
	t.Cleanup(p.client.CloseIdleConnections)
	p.api = meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey})
	api := httptest.NewServer(p.api)
	t.Cleanup(api.Close)
	var c slackConfig
	p.slack, c = newSocketSlack(t, "")
	slackURL := strings.TrimSuffix(c.APIURL, "/api/")
	p.env = append(programEnv(slackURL, api.URL, "sqlite:"+filepath.Join(t.TempDir(), "meetingbot.db")),
		"SLACK_SIGNING_SECRET=", "SLACK_APP_TOKEN="+testSocketToken, "LOG_LEVEL=debug")
	p.start(path)
	t.Cleanup(func() { _ = p.stop() })
	if !eventually(func() bool { return p.slack.Sockets() == 2 }) {
		t.Fatalf("there are %d connections, want 2:\n%s", p.slack.Sockets(), p.logs)
	}
	p.say("/meeting 914083136")
	p.expect("914 083 136")
	for _, path := range []string{"/slack/commands", "/slack/interactions", "/slack/events"} {
		if status, _ := p.post(path, "command=%2Fmeeting", ""); status != http.StatusNotFound {
			t.Errorf("POST %s = %d, want 404", path, status)
		}
	}
	p.slack.EndSockets(playground.FailDrop)
	p.say("/meeting help")
	p.expect("/meeting")
	p.slack.EndSockets(playground.SocketDisabled)
	if !eventually(func() bool { return strings.Contains(p.logs.String(), `"fix":"Turn Socket Mode on`) }) {
		t.Errorf("the log does not say what to do:\n%s", p.logs)
	}
	// The advice is logged once, for the connection that ends first; the other one
	// may still be up then, and what a check found is kept for a second.
	if !eventually(func() bool { return p.ready() == http.StatusServiceUnavailable }) {
		t.Error("/readyz does not turn to 503 without a connection")
	}
	p.expectNoSecretsLogged()
}

// ready returns the status of /readyz.
func (p *program) ready() int {
	p.t.Helper()
	r, err := http.NewRequestWithContext(context.WithoutCancel(p.t.Context()), http.MethodGet, p.url+"/readyz", http.NoBody)
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}
