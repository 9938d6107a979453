package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
	"meetingbot/internal/remote"
)

const (
	echoedToken = "xoxb-1-2-eChOeD"
	echoedText  = "the host password is 482913, https://meeting.example/#/j/914083136/pWd"
)

// slackAt is a client as serve makes it, of a server.
func slackAt(t *testing.T, handler http.HandlerFunc) *slack.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return newSlack(slackConfig{APIURL: server.URL + "/", BotToken: echoedToken}, 0)
}

// calls are the ways that the bot calls Slack, and the error of each.
func calls(ctx context.Context, c *slack.Client) map[string]error {
	_, _, posted := c.PostMessageContext(ctx, "C1", slack.MsgOptionText(echoedText, false))
	_, _, _, updated := c.UpdateMessageContext(ctx, "C1", "1.2", slack.MsgOptionText(echoedText, false))
	_, _, _, joined := c.JoinConversationContext(ctx, "C1")
	_, opened := c.OpenViewContext(ctx, "1.2.3", slack.ModalViewRequest{PrivateMetadata: echoedText})
	_, who := c.GetUserInfoContext(ctx, "U1")
	_, token := c.AuthTestContext(ctx)
	return map[string]error{
		"chat.postMessage": posted, "chat.update": updated, "conversations.join": joined,
		"views.open": opened, "users.info": who, "auth.test": token,
	}
}

// TestSlackRedirectsAreNotFollowed has the token and the text in the body, which
// net/http sends again after a 307 or a 308.
func TestSlackRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the redirect was followed")
	}))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := slackAt(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL+"/"+echoedToken)
			w.WriteHeader(status)
		})
		for name, err := range calls(t.Context(), c) {
			if want := "slack server error: " + strings.TrimSpace(http.StatusText(status)); err == nil || !strings.Contains(err.Error(), http.StatusText(status)) ||
				strings.Contains(err.Error(), elsewhere.URL) {
				t.Errorf("%s after a %d = %v, want %s", name, status, err, want)
			}
		}
	}
}

// TestSlackAnswersAreNotQuoted has servers that answer with what they were sent.
func TestSlackAnswersAreNotQuoted(t *testing.T) {
	t.Parallel()
	quoted := func(s string) string {
		b, _ := json.Marshal(s)
		return string(b)
	}
	answers := map[string]func(w http.ResponseWriter, sent string){
		"a page with 403": func(w http.ResponseWriter, sent string) {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "<html>"+sent)
		},
		"a page with 200": func(w http.ResponseWriter, sent string) { _, _ = io.WriteString(w, "<html>"+sent) },
		"a code that is quoted": func(w http.ResponseWriter, sent string) {
			_, _ = io.WriteString(w, `{"ok":false,"error":`+quoted(sent)+`}`)
		},
		"messages": func(w http.ResponseWriter, sent string) {
			_, _ = io.WriteString(w, `{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":[`+quoted(sent)+`]},"needed":`+quoted(sent)+`}`)
		},
		"errors of an unknown shape": func(w http.ResponseWriter, sent string) {
			_, _ = io.WriteString(w, `{"ok":false,"error":"fatal_error","errors":[{"what":`+quoted(sent)+`}]}`)
		},
		"another type for ok": func(w http.ResponseWriter, sent string) { _, _ = io.WriteString(w, `{"ok":`+quoted(sent)+`}`) },
		"a Retry-After that is no number": func(w http.ResponseWriter, sent string) {
			w.Header().Set("Retry-After", strings.ReplaceAll(sent, "\n", ""))
			w.WriteHeader(http.StatusTooManyRequests)
		},
		"a number too large": func(w http.ResponseWriter, _ string) {
			_, _ = io.WriteString(w, `{"ok":true,"user":{"updated":914083136.5,"id":914083136},"channel":914083136.5,"ts":914083136.5,"view":914083136,"user_id":914083136}`)
		},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := slackAt(t, func(w http.ResponseWriter, r *http.Request) {
				sent, _ := io.ReadAll(r.Body)
				answer(w, r.Header.Get("Authorization")+" "+string(sent)+" "+echoedText)
			})
			for method, err := range calls(t.Context(), c) {
				if err = remote.Reduce(err); err == nil {
					t.Errorf("%s = nil, want an error", method)
					continue
				}
				for _, secret := range []string{echoedToken, "482913", "914083136", "password", "<html", "meeting.example"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("%s = %v, with %q of the answer", method, err, secret)
					}
				}
			}
		})
	}
}

// TestSlackStatusLineIsNotQuoted has a status line of its own, and no HTTP at all.
func TestSlackStatusLineIsNotQuoted(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{
		"HTTP/1.1 502 " + echoedText + "\r\nContent-Length: 0\r\n\r\n",
		echoedText + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\n" + echoedText + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + echoedText + "\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: " + strings.ReplaceAll(echoedText, ",", "") + "\r\n\r\n",
	} {
		c := slackAt(t, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			raw, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.WriteString(raw, answer)
			_ = raw.Close()
		})
		for method, err := range calls(t.Context(), c) {
			if err == nil || strings.Contains(err.Error(), "482913") || strings.Contains(err.Error(), "meeting.example") {
				t.Errorf("%s after %.40q = %v, want an error without the answer", method, answer, err)
			}
		}
	}
}

// TestSlackErrorsKeepTheirMeaning goes through the client: what the bot acts upon is
// still there.
func TestSlackErrorsKeepTheirMeaning(t *testing.T) {
	t.Parallel()
	c := slackAt(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/users.info":
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
		case "/auth.test":
			w.Header().Set("X-OAuth-Scopes", "commands")
			_, _ = io.WriteString(w, `{"ok":true,"user":"bot","team":"Example","errors":[{"strange":1}]}`)
		case "/chat.update":
			_, _ = io.WriteString(w, `{"ok":false}`)
		default:
			_, _ = io.WriteString(w, `{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"commands,users:read"}`)
		}
	})
	got := calls(t.Context(), c)
	var limited *slack.RateLimitedError
	if !errors.As(got["users.info"], &limited) || limited.RetryAfter != 7*time.Second {
		t.Errorf("users.info = %v, want to wait 7s", got["users.info"])
	}
	if got["auth.test"] != nil {
		t.Errorf("auth.test = %v, want nil", got["auth.test"])
	}
	if code := post.SlackError(got["chat.update"]); code != "unknown_error" {
		t.Errorf("a refusal without a code = %v, want unknown_error", got["chat.update"])
	}
	var refused slack.SlackErrorResponse
	if !errors.As(got["chat.postMessage"], &refused) || refused.Err != "missing_scope" || refused.Needed != "chat:write" ||
		refused.Provided != "commands,users:read" {
		t.Errorf("chat.postMessage = %#v, want missing_scope with its scopes", got["chat.postMessage"])
	}
}

func TestSlackThatCannotBeReached(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	c := newSlack(slackConfig{APIURL: "http://" + address + "/", BotToken: echoedToken}, 0)
	for method, err := range calls(t.Context(), c) {
		if err == nil || err.Error() != "call Slack: the connection was refused" {
			t.Errorf("%s = %v, want that the connection was refused", method, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for method, err := range calls(ended, c) {
		if err == nil || !strings.Contains(err.Error(), context.Canceled.Error()) {
			t.Errorf("%s = %v, want that the context ended", method, err)
		}
	}
}

func FuzzSlackAnswer(f *testing.F) {
	for _, answer := range []string{
		`{"ok":true}`, `{"ok":false,"error":"channel_not_found"}`, `{"ok":false,"error":5}`, `[]`, `null`, ``, `{"ok":null}`,
		`{"ok":true,"errors":{}}`, `{"ok":false,"needed":"a b","ERROR":"x"}`, `{"OK":true}`,
	} {
		f.Add([]byte(answer))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		clean := cleanAnswer(answer)
		var r slack.SlackResponse
		if json.Unmarshal(clean, &r) == nil && !r.Ok && remote.Code(r.Error) == "" {
			t.Errorf("cleanAnswer(%q) = %s, a refusal without a known code", answer, clean)
		}
	})
}
