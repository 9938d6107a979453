package meeting

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// dueTimeout bounds RefreshDue, and dueTries is how often it reads.
	dueTimeout = 10 * time.Second
	dueTries   = 2
	// slowFailure is how long a reading takes that fails slowly.
	slowFailure = 3 * time.Second
	// stoppedAfter is how long a reading takes, at least, if the process was stopped
	// meanwhile or its machine slept. Such a failure says nothing about the API.
	stoppedAfter = dueTimeout + slowFailure
	// breakerOpen is how long the circuit breaker stays open, and how close
	// together two slow failures are that open it.
	breakerOpen = 30 * time.Second
)

var (
	errDueSlow     = errors.New("the reading took longer than a due message can wait")
	errBreakerOpen = errors.New("the API fails slowly and is not asked for a while")
)

// breaker is a circuit breaker: while it is open, messages that are due are sent
// without asking an API that fails slowly. In a burst, each would otherwise wait
// for all before it. It opens when two different meetings have failed
// slowly: a single one may be at fault itself.
type breaker struct {
	mu       sync.Mutex
	failed   string    // the meeting that failed last
	failedAt time.Time // when it did
	until    time.Time
}

// open reports whether the breaker is open, unless the clock has been set back.
func (b *breaker) open(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return lasts(now, b.until, breakerOpen)
}

// note notes that the reading of a meeting has failed slowly.
func (b *breaker) note(id string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed != "" && b.failed != id && now.Sub(b.failedAt) < breakerOpen {
		b.until = now.Add(breakerOpen)
	}
	b.failed, b.failedAt = id, now
}

// RefreshDue is Refresh for a message that is due, which is better sent from
// memory than late. It takes 10 s at the most and reads once more when the API
// fails. While the circuit breaker is open it is Unavailable at once. Errors are
// *Error.
func (a *Account) RefreshDue(ctx context.Context, id string) (*Snapshot, error) {
	begun := a.o.Now()
	if a.breaker.open(begun) {
		return nil, &Error{Op: opGet, Kind: Unavailable, Err: errBreakerOpen}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, dueTimeout, errDueSlow)
	defer cancel()
	s, err := a.refreshTwice(ctx, id)
	now := a.o.Now()
	if took := now.Sub(begun); readingFailed(s, err) && took >= slowFailure && took < stoppedAfter {
		a.breaker.note(id, now)
	}
	return s, err
}

// refreshTwice reads a meeting, and once more if the reading fails. An older
// reading of either try is better than an error.
func (a *Account) refreshTwice(ctx context.Context, id string) (s *Snapshot, err error) {
	var older *Snapshot
	for range dueTries {
		s, err = a.refresh(ctx, id)
		if !readingFailed(s, err) {
			return s, err
		}
		if err == nil {
			older = s
		}
	}
	if older != nil {
		return older, nil
	}
	return nil, err
}

// readingFailed reports whether the API could not be asked. What the API says of
// the meeting itself is an answer.
func readingFailed(s *Snapshot, err error) bool {
	if err == nil {
		return s.Stale
	}
	kind := KindOf(err)
	return kind != NotFound && kind != Forbidden
}
