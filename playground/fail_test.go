package playground_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"meetingbot/playground"
)

// handlerClient serves requests without a network, for synctest.
type handlerClient struct{ handler http.Handler }

// Do serves a request. A handler that panics closes the connection.
func (n handlerClient) Do(r *http.Request) (res *http.Response, err error) {
	defer func() {
		if cut := recover(); cut != nil {
			res, err = nil, fmt.Errorf("connection closed: %v", cut)
		}
	}()
	r.Host = r.URL.Host
	w := httptest.NewRecorder()
	n.handler.ServeHTTP(w, r)
	return w.Result(), nil
}

// newInBubble returns a server and slack-go's client, for a synctest bubble.
func newInBubble(t *testing.T, options ...slack.Option) (*playground.Server, *slack.Client) {
	t.Helper()
	const address = "http://slack.example:80"
	s, err := playground.New(playground.Options{
		BotToken: token, SigningSecret: secret, BotURL: "http://127.0.0.1:1", PublicURL: address, Limits: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, slack.New(token, append([]slack.Option{slack.OptionAPIURL(address + "/api/"), slack.OptionHTTPClient(handlerClient{s})}, options...)...)
}

// TestLimits_Posting posts one message a second in a channel; slack-go waits as long
// as Retry-After says. See https://docs.slack.dev/apis/web-api/rate-limits.
func TestLimits_Posting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, client := newInBubble(t, slack.OptionRetry(3))
		began := time.Now()
		for range 3 {
			if _, _, err := client.PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("hi", false)); err != nil {
				t.Fatalf("PostMessage = %v, want nil", err)
			}
		}
		// Another channel has its own limit.
		if _, _, err := client.PostMessageContext(t.Context(), playground.PrivateChannelID, slack.MsgOptionText("hi", false)); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 2*time.Second || took > 4*time.Second {
			t.Errorf("three messages took %s, want a second between them", took)
		}
		all := s.Messages(playground.ChannelID, playground.UserID)
		if len(all) != 3 {
			t.Errorf("%d messages, want 3", len(all))
		}
		refused := 0
		for _, c := range s.Calls("chat.postMessage") {
			if c.Status == http.StatusTooManyRequests && c.Error == "ratelimited" {
				refused++
			}
		}
		if refused != 2 {
			t.Errorf("%d calls were refused, want 2", refused)
		}
	})
}

// TestLimits_Tiers checks a method's limit of calls a minute.
func TestLimits_Tiers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, client := newInBubble(t)
		call := func() error {
			_, _, err := client.GetConversationsContext(t.Context(), &slack.GetConversationsParameters{})
			return err
		}
		for i := range 20 {
			if err := call(); err != nil {
				t.Fatalf("call %d = %v, want nil", i+1, err)
			}
			<-time.After(time.Second)
		}
		limited, ok := errors.AsType[*slack.RateLimitedError](call())
		if !ok || limited.RetryAfter != 40*time.Second {
			t.Errorf("call 21 = %v, want to wait for 40 s", limited)
		}
		<-time.After(40 * time.Second)
		if err := call(); err != nil {
			t.Errorf("call after 40 s = %v, want nil", err)
		}
		if limited, ok := errors.AsType[*slack.RateLimitedError](call()); !ok || limited.RetryAfter != time.Second {
			t.Errorf("call right after it = %v, want to wait for 1 s", limited)
		}
		s.SetLimits(false)
		for range 30 {
			if err := call(); err != nil {
				t.Fatalf("call without limits = %v, want nil", err)
			}
		}
	})
}

// TestFail checks every kind of failure.
func TestFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code, want string
		posted     int
	}{
		{"internal_error", "internal_error", 0},
		{playground.FailRateLimited, "slack rate limit exceeded, retry after 1s", 0},
		{"503", "slack server error: 503 Service Unavailable", 0},
		{playground.FailLostResponse, "EOF", 1},
		{playground.FailExecuted + "503", "slack server error: 503 Service Unavailable", 1},
		{playground.FailExecuted + "fatal_error", "fatal_error", 1},
	}
	for _, tt := range tests {
		t.Run(tt.code, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			post := func() error {
				_, _, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("hi", false))
				return err
			}
			b.Fail("chat.update", "fatal_error", 1)
			b.Fail("chat.postMessage", tt.code, 2)
			for range 2 {
				if err := post(); err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("PostMessage = %v, want %q", err, tt.want)
				}
			}
			if err := post(); err != nil {
				t.Errorf("PostMessage after that = %v, want nil", err)
			}
			if n := len(b.Messages(playground.ChannelID, playground.UserID)); n != 2*tt.posted+1 {
				t.Errorf("%d messages, want %d", n, 2*tt.posted+1)
			}
			if all := b.Calls("chat.postMessage"); len(all) != 3 || (all[0].Error == "") != (tt.code == playground.FailLostResponse) {
				t.Errorf("calls = %+v, want three, and why they failed", all)
			}
		})
	}
}

func TestFail_Timeout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Fail("", playground.FailTimeout, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := b.client().AuthTestContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("AuthTest = %v, want %v", err, context.DeadlineExceeded)
	}
	b.Fail("", "fatal_error", 5)
	b.Fail("", "fatal_error", 0)
	b.ClearFailures()
	if _, err := b.client().AuthTestContext(t.Context()); err != nil {
		t.Errorf("AuthTest after Heal = %v, want nil", err)
	}
}

// TestSlow checks that a slow method answers in the end, and alone is slow.
func TestSlow(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Slow("users.info", time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := b.client().GetUserInfoContext(ctx, playground.UserID); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("GetUserInfo = %v, want %v", err, context.DeadlineExceeded)
	}
	if _, err := b.client().AuthTestContext(t.Context()); err != nil {
		t.Errorf("AuthTest = %v, want nil", err)
	}
	b.Slow("users.info", time.Millisecond)
	if _, err := b.client().GetUserInfoContext(t.Context(), playground.UserID); err != nil {
		t.Errorf("GetUserInfo = %v, want nil", err)
	}
}

func TestFail_OtherType(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.Fail("users.info", playground.FailOtherType, 1)
	_, err := b.client().GetUserInfoContext(t.Context(), playground.UserID)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); !ok {
		t.Errorf("GetUserInfo = %v, want a field of another type", err)
	}
}

func TestFail_ResponseURL(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.say(t, "/meeting 1")
	address := b.app.lastRequest().form.Get("response_url")
	for code, want := range map[string]int{"expired_url": http.StatusNotFound, "500": http.StatusInternalServerError, playground.FailRateLimited: http.StatusTooManyRequests} {
		b.Fail(playground.CallResponseURL, code, 1)
		if status, body := b.post(t, address, `{"text":"hi"}`); status != want {
			t.Errorf("%s = %d %s, want %d", code, status, body, want)
		}
	}
	if status, _ := b.post(t, address, `{"text":"hi"}`); status != http.StatusOK {
		t.Errorf("after that = %d, want 200", status)
	}
}

// TestCalls checks the recorded calls about a message, and that they contain no
// secrets.
func TestCalls(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.app.reply = replyJSON(card(1))
	b.say(t, "/meeting 1")
	b.app.reply = nil
	m := b.last(t)
	b.click(t, m, "next")
	address := b.app.lastCallback().ResponseURL
	b.clock.advance(time.Second)
	b.post(t, address, `{"replace_original":true,"text":"new"}`)
	if _, _, err := b.client().PostMessageContext(t.Context(), playground.ChannelID, slack.MsgOptionText("else", false)); err != nil {
		t.Fatal(err)
	}
	type fact struct{ Method, Type, Error string }
	var got []fact
	for _, c := range b.CallsOf(m.ChannelID, m.TS) {
		got = append(got, fact{c.Method, c.Type, c.Error})
	}
	want := []fact{{"command", "/meeting", ""}, {"interaction", "block_actions", ""}, {"response_url", "", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	all := b.Calls("")
	if len(all) != 4 || all[3].Method != "chat.postMessage" || all[3].MessageTS != b.last(t).TS || all[2].At.Sub(all[1].At) != time.Second {
		t.Errorf("calls = %+v, want those four", all)
	}
	secretPart := address[strings.LastIndexByte(address, '/')+1:]
	for _, c := range all {
		for _, bad := range []string{token, secretPart, secret, "playground-verification-token"} {
			if strings.Contains(c.Request+c.Answer, bad) {
				t.Errorf("%s shows %q:\n%s\n%s", c.Method, bad, c.Request, c.Answer)
			}
		}
	}
	if !strings.Contains(all[0].Request, `"text": "1"`) || !strings.Contains(all[0].Answer, "Weekly sync") || !strings.Contains(all[1].Request, `"trigger_id": "[redacted]"`) {
		t.Errorf("calls = %+v, want what was said", all)
	}
}

// TestCalls_Limits checks that the oldest calls are dropped and long bodies
// truncated.
func TestCalls_Limits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.call(t, "chat.postMessage", url.Values{"channel": {playground.ChannelID}, "text": {strings.Repeat("会", 30_000)}})
	if got := b.Calls("chat.postMessage")[0].Request; len([]rune(got)) != 20_001 {
		t.Errorf("a request of %d characters, want it cut", len([]rune(got)))
	}
	for range 1000 {
		b.call(t, "auth.test", nil)
	}
	if all := b.Calls(""); len(all) != 1000 || all[0].Method != "auth.test" {
		t.Errorf("%d calls, the first %s, want the newest thousand", len(all), all[0].Method)
	}
}
