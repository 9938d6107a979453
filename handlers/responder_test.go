package handlers_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// sendError presses a button and returns what the bot is told of its reply.
func sendError(t *testing.T, responseURL string, script ...response) (*bubbleServer, error) {
	t.Helper()
	var failed error
	s := newBubbleServer(t, &fakeBot{click: func(ctx context.Context, _ bot.Question, send bot.Send) error {
		failed = send(ctx, bot.Plain("page two"))
		return nil
	}}, func(o *handlers.Options) {
		o.Drain = time.Hour
		o.ResponseHosts = []string{"hooks.slack.com", "Hooks.Slack-Gov.com", "127.0.0.1:4321", "localhost:4321", "[::1]:4321", "10.0.0.1"}
	})
	s.slack.script = script
	s.press(t.Context(), responseURL)
	s.drain(t)
	return s, failed
}

func TestOnlyAllowedHostsArePostedTo(t *testing.T) {
	t.Parallel()
	tests := []struct {
		url string
		ok  bool
	}{
		{slackURL, true},
		{"https://HOOKS.slack.com/actions/1", true},
		{"HTTPS://hooks.slack-gov.com/actions/1", true},
		{"http://127.0.0.1:4321/x", true},
		{"http://localhost:4321/x", true},
		{"http://[::1]:4321/x", true},
		{"https://127.0.0.1:4321/x", true},
		{"", false},
		{"/actions/1", false},
		{"hooks.slack.com/actions/1", false},
		{"http://hooks.slack.com/actions/1", false},
		{"http://10.0.0.1/x", false},
		{"https://hooks.slack.com:8443/x", false},
		{"https://hooks.slack.com./x", false},
		{"https://hooks.slack.com.evil.example/x", false},
		{"https://evil.example/hooks.slack.com", false},
		{"https://evil.example#hooks.slack.com", false},
		{"https://evil.example\\@hooks.slack.com/x", false},
		{"https://hooks.slack.com@evil.example/x", false},
		{"https://user@hooks.slack.com/x", false},
		{"https://user:pass@hooks.slack.com/x", false},
		{"http://127.0.0.1:4322/x", false},
		{"http://127.0.0.1/x", false},
		{"http://127.0.0.2:4321/x", false},
		{"ftp://hooks.slack.com/x", false},
		{"https:hooks.slack.com/x", false},
		{"https:///x", false},
		{"https://hooks.slack.com\r\n/x", false},
		{"https://169.254.169.254/latest/meta-data", false},
	}
	for _, tt := range tests {
		t.Run(tt.url, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				payload := strings.NewReplacer(`\`, `\\`, "\r\n", `\r\n`).Replace(tt.url)
				s, err := sendError(t, payload)
				if got := err == nil; got != tt.ok {
					t.Errorf("send with response_url %q: %v, want success %v", tt.url, err, tt.ok)
				}
				if n := len(s.slack.posts); (n == 1) != tt.ok {
					t.Errorf("%d posts to %q, want one: %v", n, tt.url, tt.ok)
				}
				if got := counted(t, s.registry, "meetingbot_response_url_failures_total", "refused_url"); (got == 1) == tt.ok {
					t.Errorf("refused: %v, want the opposite of %v", got, tt.ok)
				}
			})
		})
	}
}

// timeoutError is an error of the network's that says it was a timeout.
type timeoutError struct{ error }

func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func TestPostIsRetried(t *testing.T) {
	t.Parallel()
	const ms, sec = time.Millisecond, time.Second
	reset := fails(&net.OpError{Op: "read", Err: syscall.ECONNRESET})
	refused := fails(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED})
	slowDial := fails(&net.OpError{Op: "dial", Err: timeoutError{errors.New("i/o timeout")}})
	busy := responds(503, "upstream busy")
	tests := []struct {
		name   string
		script []response
		at     []time.Duration
		lost   []string // in the error; nil for none
		reason string
	}{
		{name: "taken", at: []time.Duration{0}},
		{name: "taken with words", script: []response{responds(200, `{"ok":true}`)}, at: []time.Duration{0}},
		{name: "busy once", script: []response{busy}, at: []time.Duration{0, 300 * ms}, reason: "failing"},
		{
			name: "busy for good", script: []response{busy, busy, busy}, // it may have arrived twice
			at: []time.Duration{0, 300 * ms}, lost: []string{"failing", "status 503"}, reason: "failing",
		},
		{name: "too fast", script: []response{responds(429, "", "Retry-After", "7")}, at: []time.Duration{0, 7 * sec}, reason: "throttled"},
		{name: "too fast, no hint", script: []response{responds(429, "")}, at: []time.Duration{0, 300 * ms}, reason: "throttled"},
		{name: "too fast, a strange hint", script: []response{responds(429, "", "Retry-After", "-5")}, at: []time.Duration{0, 300 * ms}, reason: "throttled"},
		{
			name: "much too fast", script: []response{responds(429, "", "Retry-After", "3600")},
			at: []time.Duration{0}, lost: []string{"throttled", "status 429"}, reason: "throttled",
		},
		{name: "connection refused", script: []response{refused}, at: []time.Duration{0, 300 * ms}, reason: "unreachable"},
		{name: "connection slow", script: []response{slowDial}, at: []time.Duration{0, 300 * ms}, reason: "unreachable"},
		{
			name: "connection reset, so it may have arrived", script: []response{reset},
			at: []time.Duration{0}, lost: []string{"broken", "reset"}, reason: "broken",
		},
		{
			name: "connection closed, so it may have arrived", script: []response{fails(io.EOF)},
			at: []time.Duration{0}, lost: []string{"broken", "EOF"}, reason: "broken",
		},
		{
			name: "no answer, so it may have arrived", script: []response{fails(timeoutError{errors.New("too slow")})},
			at: []time.Duration{0}, lost: []string{"timed_out", "no answer in time"}, reason: "timed_out",
		},
		{
			name: "expired", script: []response{responds(404, "expired_url")},
			at: []time.Duration{0}, lost: []string{"rejected", "status 404", "expired_url"}, reason: "rejected",
		},
		{
			name: "refused politely", script: []response{responds(200, `{"ok":false,"error":"invalid_blocks"}`)},
			at: []time.Duration{0}, lost: []string{"rejected", "invalid_blocks"}, reason: "rejected",
		},
		{
			name: "sent elsewhere", script: []response{responds(302, "", "Location", "https://hooks.slack.com/other")},
			at: []time.Duration{0}, lost: []string{"rejected", "status 302"}, reason: "rejected",
		},
		{
			name: "with an answer that quotes the address", script: []response{responds(400, "no such page: "+slackURL+" "+strings.Repeat("x", 5000))},
			at: []time.Duration{0}, lost: []string{"rejected, status 400"}, reason: "rejected",
		},
		{
			name: "with an answer that quotes the message", script: []response{responds(403, `<html>{"text":"page two"} `+hookSecret)},
			at: []time.Duration{0}, lost: []string{"rejected, status 403"}, reason: "rejected",
		},
		{
			name: "refused with the message for a code", script: []response{responds(200, `{"ok":false,"error":"page two 482913"}`)},
			at: []time.Duration{0}, lost: []string{"rejected, status 200"}, reason: "rejected",
		},
		{
			name: "a connection that quotes the message", script: []response{fails(errors.New(`malformed HTTP response "page two"`))},
			at: []time.Duration{0}, lost: []string{"broken"}, reason: "broken",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, err := sendError(t, slackURL, tt.script...)
				if diff := cmp.Diff(tt.at, s.slack.times()); diff != "" {
					t.Errorf("posted at (-want +got):\n%s", diff)
				}
				if (err != nil) != (tt.lost != nil) {
					t.Fatalf("send = %v, want failure: %v", err, tt.lost != nil)
				}
				for _, want := range tt.lost {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("send = %v, want %q in it", err, want)
					}
				}
				for _, foreign := range []string{hookSecret, "page", "upstream", "xxx"} {
					if err != nil && strings.Contains(err.Error(), foreign) {
						t.Errorf("send = %v, want nothing in it of the address or the answer", err)
					}
				}
				if tt.reason != "" && counted(t, s.registry, "meetingbot_response_url_failures_total", tt.reason) < 1 {
					t.Errorf("no failure counted as %s", tt.reason)
				}
			})
		})
	}
}

func TestResponseURLIsUsedFiveTimes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newBubbleServer(t, &fakeBot{click: func(ctx context.Context, _ bot.Question, send bot.Send) error {
			for range 3 {
				_ = send(ctx, bot.Plain("again"))
			}
			return nil
		}})
		for range 20 {
			s.slack.script = append(s.slack.script, responds(500, ""))
		}
		s.press(t.Context(), slackURL)
		s.drain(t)
		// Two tries, then two, then one: no message goes untried, and none is tried more
		// often that may have arrived.
		if n := len(s.slack.posts); n != 5 {
			t.Errorf("%d posts, want 5", n)
		}
	})
}

func TestRetryEndsWithTheQuestion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var failed error
		s := newBubbleServer(t, &fakeBot{click: func(ctx context.Context, _ bot.Question, send bot.Send) error {
			ctx, cancel := context.WithTimeoutCause(ctx, time.Second, errors.New("the bot gave up"))
			defer cancel()
			failed = send(ctx, bot.Plain("page two"))
			return nil
		}})
		s.slack.script = []response{responds(429, "", "Retry-After", "5")}
		s.press(t.Context(), slackURL)
		s.drain(t)
		if failed == nil || failed.Error() != "the bot gave up" {
			t.Errorf("send = %v, want the cause of its context", failed)
		}
	})
}

func TestOwnClientFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	s.hooks.status = func(int) int { return http.StatusTemporaryRedirect }
	s.press(t, pressed)
	s.hooks.next(t)
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if logs := s.logs.String(); !strings.Contains(logs, "status 307") || strings.Contains(logs, hookSecret) {
		t.Errorf("the log should name the status and not the address: %s", logs)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		attempt     int
		asked, want time.Duration
	}{
		{1, 0, 300 * time.Millisecond},
		{2, 0, 600 * time.Millisecond},
		{2, 4 * time.Second, 4 * time.Second},
	} {
		if got := handlers.Backoff(tt.attempt, tt.asked); got != tt.want {
			t.Errorf("Backoff(%d, %s) = %s, want %s", tt.attempt, tt.asked, got, tt.want)
		}
	}
}
