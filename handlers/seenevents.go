package handlers

import (
	"time"

	"meetingbot/internal/boundedcache"
)

const (
	// maxSeenEvents bounds how many events are remembered.
	maxSeenEvents = 10_000
	// seenEventTTL is longer than Slack goes on delivering an event that was
	// acknowledged late: at once, after a minute, after five more.
	seenEventTTL = time.Hour
)

// seenEvents remembers which events have been handled. A signature proves who
// sent a request, not that it was sent once.
type seenEvents struct {
	ids *boundedcache.Cache[struct{}]
}

// newSeenEvents remembers up to size events.
func newSeenEvents(size int) *seenEvents {
	return &seenEvents{ids: boundedcache.New[struct{}](size)}
}

// add reports whether an event is new, and remembers it. An event without an
// id is always new.
func (s *seenEvents) add(id string) bool {
	return id == "" || s.ids.Add(id, struct{}{}, seenEventTTL)
}

// forget makes an event new again.
func (s *seenEvents) forget(id string) { s.ids.Delete(id) }
