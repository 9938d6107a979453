package handlers

import (
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
)

const (
	// maxSeenEvents bounds how many events are remembered.
	maxSeenEvents = 10_000
	// seenEventTTL is longer than Slack goes on delivering an event that
	// was acknowledged late: at once, after a minute, after five more.
	seenEventTTL = time.Hour
)

// seenEvents remembers which events have been handled. A signature proves
// who sent a request, not that it was sent once.
type seenEvents struct {
	ids *cache.Cache

	mu   sync.Mutex
	ring []string // the ids in order of arrival, so that the oldest is dropped
	next int
}

// newSeenEvents remembers up to size events. The cache sweeps nothing by
// itself: the ring bounds it, and no goroutine is left behind.
func newSeenEvents(size int) *seenEvents {
	return &seenEvents{ids: cache.New(seenEventTTL, 0), ring: make([]string, size)}
}

// add reports whether an event is new, and remembers it. An event without an
// id is always new.
func (m *seenEvents) add(id string) bool {
	if id == "" {
		return true
	}
	if err := m.ids.Add(id, nil, cache.DefaultExpiration); err != nil {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if oldest := m.ring[m.next]; oldest != "" {
		m.ids.Delete(oldest)
	}
	m.ring[m.next] = id
	m.next = (m.next + 1) % len(m.ring)
	return true
}

// forget makes an event new again.
func (m *seenEvents) forget(id string) { m.ids.Delete(id) }
