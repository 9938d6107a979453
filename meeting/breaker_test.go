package meeting_test

import (
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// due is an account whose API fails after a while, and its clock, which can be
// set.
type due struct {
	*meeting.Account
	*source
	off atomic.Int64 // of its clock, in nanoseconds
}

func newDue(t *testing.T) *due {
	t.Helper()
	d := &due{source: newSource(1)}
	d.Account = newCache(t, d.source, meeting.CacheOptions{Now: func() time.Time { return time.Now().Add(time.Duration(d.off.Load())) }})
	return d
}

// fails makes the API fail after a while.
func (d *due) fails(kind meeting.Kind, after time.Duration) {
	d.fail(kind)
	d.set(func(s *source) { s.delay = after })
}

// want refreshes a meeting and checks how often the API is asked for it.
func (d *due) want(t *testing.T, id string, kind meeting.Kind, calls int) {
	t.Helper()
	d.mu.Lock()
	before := d.calls
	d.mu.Unlock()
	s, err := d.RefreshDue(t.Context(), id)
	if meeting.KindOf(err) != kind || (s == nil) != (kind != "") {
		t.Errorf("RefreshDue(%s) = %v, %v, want %q", id, s, err, kind)
	}
	d.wantCalls(t, before+calls)
}

func TestRefreshDue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		kind  meeting.Kind
		calls int
	}{
		{"works", "", 1},
		{"no such meeting", meeting.NotFound, 1},
		{"may not be seen", meeting.Forbidden, 1},
		{"fails", meeting.Unavailable, 2},
		{"throttles", meeting.Throttled, 2},
		{"does not let the account in", meeting.SignInRefused, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDue(t)
				d.fails(tt.kind, 0)
				d.want(t, "1", tt.kind, tt.calls)
			})
		})
	}
}

// An older reading stands in, and is tried to be replaced once more.
func TestRefreshDueIsStale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDue(t)
		d.want(t, "1", "", 1)
		d.fails(meeting.Unavailable, 0)
		d.want(t, "1", "", 2)
		if s, err := d.RefreshDue(t.Context(), "1"); err != nil || !s.Stale {
			t.Errorf("RefreshDue() = %v, %v, want a stale reading", s, err)
		}
		d.before = func(call int, _ *meeting.PageOptions) {
			if call > 6 {
				d.err = nil
			}
		}
		d.fails(meeting.Unavailable, 0)
		d.set(func(s *source) { s.calls = 5 })
		if s, err := d.RefreshDue(t.Context(), "1"); err != nil || s.Stale {
			t.Errorf("RefreshDue() = %v, %v, want the second try's reading", s, err)
		}
	})
}

func TestRefreshDueDoesNotWaitLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDue(t)
		d.fails(meeting.Unavailable, 20*time.Second)
		begun := time.Now()
		if _, err := d.RefreshDue(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("RefreshDue() = %v, want %s", err, meeting.Unavailable)
		}
		if waited := time.Since(begun); waited != 10*time.Second {
			t.Errorf("waited for %s, want 10s", waited)
		}
		pass(time.Minute) // the reading ends by itself
	})
}

// An API that fails slowly keeps only the first two waiting.
func TestBreaker(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDue(t)
		d.fails(meeting.Unavailable, 2*time.Second)
		d.want(t, "1", meeting.Unavailable, 2)
		d.want(t, "2", meeting.Unavailable, 2)
		begun := time.Now()
		for i := range 30 {
			d.want(t, strconv.Itoa(i), meeting.Unavailable, 0)
		}
		if waited := time.Since(begun); waited != 0 {
			t.Errorf("waited for %s while the breaker is open, want 0", waited)
		}
		if _, err := d.Refresh(t.Context(), "3"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Refresh() = %v, want %s", err, meeting.Unavailable)
		}
		d.fails("", 0)
		pass(27 * time.Second)
		d.want(t, "3", meeting.Unavailable, 0)
		pass(time.Second)
		d.want(t, "3", "", 1)
	})
}

func TestBreakerStaysClosed(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(t *testing.T, d *due){
		"one meeting fails slowly": func(t *testing.T, d *due) {
			t.Helper()
			d.fails(meeting.Unavailable, 2*time.Second)
			for range 3 {
				d.want(t, "1", meeting.Unavailable, 2)
			}
		},
		"all fail fast": func(t *testing.T, d *due) {
			t.Helper()
			d.fails(meeting.Unavailable, time.Second)
			for _, id := range []string{"1", "2", "3"} {
				d.want(t, id, meeting.Unavailable, 2)
			}
		},
		"slowly, but seldom": func(t *testing.T, d *due) {
			t.Helper()
			d.fails(meeting.Unavailable, 2*time.Second)
			for _, id := range []string{"1", "2", "3"} {
				d.want(t, id, meeting.Unavailable, 2)
				pass(30 * time.Second)
			}
		},
		"slow answers about the meetings": func(t *testing.T, d *due) {
			t.Helper()
			d.fails(meeting.Forbidden, 5*time.Second)
			for _, id := range []string{"1", "2", "3"} {
				d.want(t, id, meeting.Forbidden, 1)
			}
		},
		"a process that was stopped meanwhile": func(t *testing.T, d *due) {
			t.Helper()
			d.fails(meeting.Unavailable, time.Second)
			d.before = func(int, *meeting.PageOptions) { d.off.Add(int64(7 * time.Second)) }
			for _, id := range []string{"1", "2", "3"} {
				d.want(t, id, meeting.Unavailable, 2)
			}
		},
		"slow readings": func(t *testing.T, d *due) {
			t.Helper()
			d.fails("", 5*time.Second)
			for _, id := range []string{"1", "2", "3"} {
				d.want(t, id, "", 1)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				d := newDue(t)
				fail(t, d)
				d.fails("", 0)
				d.want(t, "4", "", 1)
			})
		})
	}
}

// A clock that is set back closes the breaker.
func TestBreakerAndTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDue(t)
		d.fails(meeting.Unavailable, 2*time.Second)
		d.want(t, "1", meeting.Unavailable, 2)
		d.want(t, "2", meeting.Unavailable, 2)
		d.want(t, "3", meeting.Unavailable, 0)
		d.fails("", 0)
		d.off.Store(int64(-time.Hour))
		d.want(t, "3", "", 1)
	})
}
