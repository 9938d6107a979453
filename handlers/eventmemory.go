package handlers

import (
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
)

const (
	// rememberedEvents bounds how many events are remembered.
	rememberedEvents = 10_000
	// eventMemoryLife is longer than Slack goes on delivering an event that
	// was acknowledged late: at once, after a minute, after five more.
	eventMemoryLife = time.Hour
)

// eventMemory remembers which events have been taken up. A signature proves
// who sent a request, not that it is the first of its kind.
type eventMemory struct {
	ids *cache.Cache

	mu   sync.Mutex
	ring []string // the ids in order of arrival, so that the oldest makes room
	next int
}

// newEventMemory remembers up to size events. The cache sweeps nothing by
// itself: the ring bounds it, and no goroutine is left behind.
func newEventMemory(size int) *eventMemory {
	return &eventMemory{ids: cache.New(eventMemoryLife, 0), ring: make([]string, size)}
}

// add reports whether an event is new, and remembers it. An event without an
// id is always new.
func (m *eventMemory) add(id string) bool {
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
func (m *eventMemory) forget(id string) { m.ids.Delete(id) }
