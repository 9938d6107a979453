package post_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// answering is an HTTP client that gets one answer to everything.
type answering struct {
	status           int
	retryAfter, body string
}

func (a answering) Do(*http.Request) (*http.Response, error) {
	header := http.Header{"Retry-After": {a.retryAfter}, "Content-Type": {"application/json"}}
	return &http.Response{StatusCode: a.status, Status: http.StatusText(a.status), Header: header, Body: io.NopCloser(strings.NewReader(a.body))}, nil
}

// FuzzAnswer checks that any answer of Slack to a message is a message or an
// error, and that no answer stops a conversation for longer than two minutes.
func FuzzAnswer(f *testing.F) {
	f.Add(200, "", `{"ok":true,"channel":"C1","ts":"1.2"}`)
	f.Add(429, "30", "")
	f.Add(429, "9223372036854775807", "")
	f.Add(429, "18446744074", "")
	f.Add(429, "-5", "")
	f.Add(429, "soon", `{"ok":false,"error":"ratelimited"}`)
	f.Add(200, "1e9", `{"ok":false,"error":"is_archived","response_metadata":null}`)
	f.Add(200, "", `{"ok":"yes","channel":{},"ts":[]}`)
	f.Add(403, "", "<html>")
	f.Add(503, "", "null")
	f.Fuzz(func(t *testing.T, status int, retryAfter, body string) {
		if status < 100 || status > 999 {
			return // no HTTP
		}
		client := slack.New("xoxb-1", slack.OptionHTTPClient(answering{status, retryAfter, body}))
		_, err := post.Post(t.Context(), client, "C1", post.Message{Text: "Hello"})
		if err == nil {
			return
		}
		e, ok := errors.AsType[*post.Error](err)
		if !ok {
			t.Fatalf("Post() = %v, want an *Error", err)
		}
		s := make(slots)
		wait, err := post.Pacing{Slots: s, Now: noon}.ApplyRetryAfter(t.Context(), here, e)
		if err != nil || wait < 0 || wait > 2*time.Minute {
			t.Errorf("an answer with Retry-After %q waits for %s, %v", retryAfter, wait, err)
		}
		for c, free := range s {
			if free.Before(noon) || free.Sub(noon) > 2*time.Minute {
				t.Errorf("an answer with Retry-After %q blocks %v until %s", retryAfter, c, free)
			}
		}
	})
}
