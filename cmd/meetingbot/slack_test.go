package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// TestSlackThatAsksToWait checks that the client of those who pace what they
// say tells them at once, and does not wait by itself.
func TestSlackThatAsksToWait(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	t.Cleanup(server.Close)
	client := newSlack(slackConfig{APIURL: server.URL + "/"}, 0)
	_, _, err := client.PostMessageContext(t.Context(), "C1", slack.MsgOptionText("hello", false))
	limited, ok := errors.AsType[*slack.RateLimitedError](err)
	if !ok || limited.RetryAfter != time.Second {
		t.Errorf("posting gave %v, want to be told to wait a second", err)
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("Slack was asked %d times, want once", n)
	}
}
