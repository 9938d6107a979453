package main

import (
	"log/slog"
	"testing"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/meeting"
)

// What was refused is no event; without a key there are none.
func TestLastEvent(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	a := newEmptyApp(slog.New(slog.DiscardHandler), func() time.Time { return now })
	if seen := a.eventsSeen(meetingConfig{}, nil); seen != nil {
		t.Error("events are waited for without a key")
	}
	seen := a.eventsSeen(meetingConfig{WebhookKey: "key"}, &watch.Watcher{})
	events := &meetingEvents{subscriber: meeting.Subscriber{Key: "key"}, log: a.logger, now: a.now, last: &a.lastEvent}
	if _, err := events.take([]byte(`{"event":"x"}`)); err == nil || !seen().Last.IsZero() || !seen().Since.Equal(now) {
		t.Errorf("after something else than an event: %v, seen %+v", err, seen())
	}
	now = now.Add(time.Hour)
	a.lastEvent.came(now)
	if got := seen(); !got.Last.Equal(now) || got.Since.Equal(now) {
		t.Errorf("after an event: seen %+v", got)
	}
}
