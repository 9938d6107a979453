package main

import (
	"context"
	"sync"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// dueTimeout bounds how long a message that is due waits for a reading, in
	// dueTries tries.
	dueTimeout = 10 * time.Second
	dueTries   = 2
	// slowAfter is how long an API may keep a due message waiting to count as one
	// that fails slowly, and openFor how long it is not asked then.
	slowAfter = 3 * time.Second
	openFor   = 30 * time.Second
)

// account is the meeting account of the one installation.
type account struct {
	*meeting.Cache
	client  *meeting.Client
	site    string
	now     func() time.Time
	breaker breaker
}

var _ workspace.Meetings = (*account)(nil)

// Identity is that of workspace.Meetings.
func (a *account) Identity(ctx context.Context) (meeting.Identity, error) {
	return a.client.Identity(ctx)
}

// Site is that of workspace.Meetings.
func (a *account) Site() string { return a.site }

// LastRefusal is that of workspace.Meetings.
func (a *account) LastRefusal() *meeting.Refusal { return nil }

// RefreshDue is that of workspace.Meetings.
func (a *account) RefreshDue(ctx context.Context, id string) (*meeting.Snapshot, error) {
	begun := a.now()
	if a.breaker.isOpen(begun) {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable, Err: context.DeadlineExceeded}
	}
	ctx, cancel := context.WithTimeout(ctx, dueTimeout)
	defer cancel()
	s, err := a.refresh(ctx, id)
	if now := a.now(); hasFailed(s, err) && now.Sub(begun) >= slowAfter {
		a.breaker.note(id, now)
	}
	return s, err
}

// refresh reads a meeting, again if the API fails, and returns an older reading
// if it keeps failing.
func (a *account) refresh(ctx context.Context, id string) (old *meeting.Snapshot, err error) {
	for range dueTries {
		var s *meeting.Snapshot
		if s, err = a.Refresh(ctx, id); !hasFailed(s, err) {
			return s, err
		}
		if err == nil {
			old = s
		}
	}
	if old != nil {
		return old, nil
	}
	return nil, err
}

// hasFailed reports whether the API could not be asked.
func hasFailed(s *meeting.Snapshot, err error) bool {
	if err == nil {
		return s.Stale
	}
	return meeting.KindOf(err) != meeting.NotFound && meeting.KindOf(err) != meeting.Forbidden
}

// breaker is a circuit breaker: it opens for a while when two meetings have
// failed slowly. One alone may be at fault itself.
type breaker struct {
	mu     sync.Mutex
	failed string    // the meeting that failed last
	at     time.Time // when it did
	until  time.Time
}

// isOpen reports whether the API is not to be asked, unless the clock has been
// set back.
func (b *breaker) isOpen(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := b.until.Sub(now)
	return left > 0 && left <= openFor
}

// note notes that a meeting has failed slowly.
func (b *breaker) note(id string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed != "" && b.failed != id && now.Sub(b.at) < openFor {
		b.until = now.Add(openFor)
	}
	b.failed, b.at = id, now
}
