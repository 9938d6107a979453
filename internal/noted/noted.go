// Package noted collects what something has happened to, until somebody takes it: a
// burst about one thing is one thing to do.
package noted

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	// maxNoted bounds how many ids are noted; the others are forgotten.
	maxNoted = 10_000
	// takeEvery is how often they are taken, and maxTaken how many at once.
	takeEvery = time.Second
	maxTaken  = 100
)

// IDs are ids of what something has happened to. The zero value is none. It is safe
// for concurrent use.
type IDs struct {
	mu  sync.Mutex
	ids map[string]struct{}
}

// Add notes an id. It never waits.
func (n *IDs) Add(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = make(map[string]struct{})
	}
	if len(n.ids) < maxNoted {
		n.ids[id] = struct{}{}
	}
}

// take returns ids that were noted since they were taken last, sorted, at most maxTaken.
func (n *IDs) take() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var ids []string
	for id := range n.ids {
		if len(ids) == maxTaken {
			break
		}
		ids = append(ids, id)
		delete(n.ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Each calls do with all that is noted, some at a time.
func (n *IDs) Each(do func(ids []string)) {
	for ids := n.take(); len(ids) > 0; ids = n.take() {
		do(ids)
	}
}

// Run is Each every second, until ctx ends.
func (n *IDs) Run(ctx context.Context, do func(ids []string)) {
	ticker := time.NewTicker(takeEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			n.Each(do)
		}
	}
}
