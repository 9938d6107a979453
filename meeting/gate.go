package meeting

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// gateTrips is how many calls in a row must fail, of different meetings, before
	// an endpoint is taken to fail for all.
	gateTrips = 3
	// firstGatePause and maxGatePause are how long an endpoint that fails is left
	// alone before the next call, twice as long each time.
	firstGatePause = time.Second
	maxGatePause   = 5 * time.Second
	// maxGateWait bounds how long an endpoint is left alone that asks for it.
	maxGateWait = 30 * time.Second
	// maxGates bounds the gates that are kept.
	maxGates = 1000
	// maxAtOnce bounds the queries that are on their way at once: how many fail
	// before anybody can know that the API fails. A sign-in does not count, so that
	// queries which wait for a new token cannot keep it waiting.
	maxAtOnce = 252
)

// ErrNotAsked says that the API was not asked, since it has just failed for others
// who asked the same. One call at a time finds out whether it still does.
var ErrNotAsked = errors.New("the API fails and is not asked for a moment")

// gates keep many questions at once from asking an API that fails. There is one
// for each endpoint, and one for each meeting that somebody asks for: a meeting
// may fail on its own.
type gates struct {
	now   func() time.Time
	slots chan struct{} // one for each call on its way

	mu  sync.Mutex
	all map[gateKey]*gate
}

// gateKey is an endpoint, or one meeting at an endpoint.
type gateKey struct{ path, id string }

// gate is what has failed in a row.
type gate struct {
	failures int
	last     string // the meeting that failed last
	kind     Kind
	next     time.Time // no call before this
}

func newGates(now func() time.Time) *gates {
	return &gates{now: now, slots: make(chan struct{}, maxAtOnce), all: make(map[gateKey]*gate)}
}

// apart returns gates for a client that shares only its places: what fails for it
// says nothing of others.
func (g *gates) apart() *gates {
	own := newGates(g.now)
	own.slots = g.slots
	return own
}

// enter waits until a query may be on its way, as long as ctx lasts. The caller
// releases its place.
func (g *gates) enter(ctx context.Context, r *request) (release func(), err error) {
	if r.op == opSignIn {
		return func() {}, nil
	}
	select {
	case g.slots <- struct{}{}:
		return func() { <-g.slots }, nil
	case <-ctx.Done():
		return nil, &Error{Op: r.op, Kind: Unavailable, Err: doneError(ctx)}
	}
}

// keys are the gates that a call passes. That of its meeting is for the questions
// of people: messages that are due have a breaker of their own.
func (g *gates) keys(r *request, question bool) []gateKey {
	keys := []gateKey{{path: r.path}}
	if question && r.id != "" {
		keys = append(keys, gateKey{r.path, r.id})
	}
	return keys
}

// admit returns nil if a call may be made, and has others wait for what comes of
// it if the last ones failed.
func (g *gates) admit(r *request, question bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	keys := g.keys(r, question)
	for _, k := range keys {
		if w := g.all[k]; w.closed(k) && lasts(now, w.next, maxGateWait) {
			return &Error{Op: r.op, Kind: w.kind, RetryAfter: w.next.Sub(now), Err: ErrNotAsked}
		}
	}
	for _, k := range keys {
		if w := g.all[k]; w.closed(k) {
			w.next = now.Add(w.pause(k))
		}
	}
	return nil
}

// note notes what a call came to. Any answer that is the API's own opens the gates.
func (g *gates) note(r *request, question bool, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	var failure *Error
	if e, ok := errors.AsType[*Error](err); ok && e.Retryable() {
		failure = e
	}
	now := g.now()
	for _, k := range g.keys(r, question) {
		if failure == nil {
			delete(g.all, k)
			continue
		}
		w := g.open(k, now)
		w.fail(k, r.id, failure, now)
	}
}

// open returns a gate, a new one if there is none.
func (g *gates) open(k gateKey, now time.Time) *gate {
	if w := g.all[k]; w != nil {
		return w
	}
	if len(g.all) >= maxGates {
		for other, w := range g.all {
			if !lasts(now, w.next, maxGateWait) {
				delete(g.all, other)
			}
		}
	}
	w := &gate{}
	if len(g.all) < maxGates {
		g.all[k] = w
	}
	return w
}

// closed reports whether a gate lets only one call through at a time.
func (w *gate) closed(k gateKey) bool {
	return w != nil && (k.id != "" || w.failures >= gateTrips)
}

// fail notes a failed call. One meeting that fails again and again does not count
// for its endpoint; that the API asks to wait counts at once.
func (w *gate) fail(k gateKey, id string, e *Error, now time.Time) {
	if k.id != "" || id == "" || id != w.last {
		w.failures++
	}
	if e.Kind == Throttled && e.RetryAfter > 0 {
		w.failures = max(w.failures, gateTrips)
	}
	w.last, w.kind = id, e.Kind
	if w.closed(k) {
		w.next = now.Add(max(w.pause(k), min(e.RetryAfter, maxGateWait)))
	}
}

// pause is how long a gate stays closed between two calls.
func (w *gate) pause(k gateKey) time.Duration {
	n := w.failures - 1
	if k.id == "" {
		n = w.failures - gateTrips
	}
	return min(firstGatePause<<min(max(n, 0), 10), maxGatePause)
}
