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

// TestNewSlackReturnsRateLimits checks that a client without repeats returns a 429
// at once and does not wait by itself: package post paces its messages.
func TestNewSlackReturnsRateLimits(t *testing.T) {
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
		t.Errorf("PostMessageContext = %v, want a rate limit of a second", err)
	}
	if n := calls.Load(); n != 1 {
		t.Errorf("%d calls of Slack, want 1", n)
	}
}
