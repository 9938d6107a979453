package once_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot/once"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
)

// broken is a store that fails, or does not answer at all.
type broken struct {
	once.Store
	hangs bool
}

var errBroken = errors.New("no route to host")

func (b broken) AddRequest(ctx context.Context, _ string, _ time.Time) (bool, error) {
	if b.hangs {
		<-ctx.Done()
		return false, context.Cause(ctx)
	}
	return false, errBroken
}

// process is a process with a store.
func process(t *testing.T, s once.Store, log *bytes.Buffer) *once.Requests {
	t.Helper()
	r, err := once.New(once.Options{Store: s, Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestStoreIsRequired(t *testing.T) {
	t.Parallel()
	if _, err := once.New(once.Options{}); err == nil || !strings.Contains(err.Error(), "Store") {
		t.Errorf("New = %v, want that Store is missing", err)
	}
}

func TestNoteIsTrueOnce(t *testing.T) {
	t.Parallel()
	r := process(t, (&remindertest.Store{}).Requests(), &bytes.Buffer{})
	if !r.Note("a") || r.Note("a") || !r.Note("b") || r.Note("a") {
		t.Error("a request was new twice, or never")
	}
}

// What one process has claimed, no other one claims, nor the same after a restart.
func TestClaimIsTrueInOneProcess(t *testing.T) {
	t.Parallel()
	store := (&remindertest.Store{}).Requests()
	first, second := process(t, store, &bytes.Buffer{}), process(t, store, &bytes.Buffer{})
	if !first.Claim(t.Context(), "a") {
		t.Error("the first claim is false")
	}
	if first.Claim(t.Context(), "a") || second.Claim(t.Context(), "a") {
		t.Error("a second claim is true")
	}
	if !second.Claim(t.Context(), "b") {
		t.Error("the claim of another request is false")
	}
}

// A store that fails or hangs keeps nobody waiting, and is logged once a minute.
func TestClaimGoesOnWithoutTheStore(t *testing.T) {
	t.Parallel()
	for name, store := range map[string]once.Store{"fails": broken{}, "hangs": broken{hangs: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				r := process(t, store, &log)
				started := time.Now()
				for range 3 {
					if !r.Claim(t.Context(), "a") {
						t.Error("the claim is false")
					}
				}
				if took := time.Since(started); took > 3*time.Second {
					t.Errorf("three claims took %s", took)
				}
				if n := strings.Count(log.String(), "level=WARN"); n != 1 {
					t.Errorf("%d warnings, want 1: %s", n, &log)
				}
			})
		})
	}
}

// A request is forgotten when its signature is no longer good: five minutes after
// a timestamp that may be five minutes ahead.
func TestOldRequestsAreForgotten(t *testing.T) {
	t.Parallel()
	for after, forgotten := range map[time.Duration]bool{10 * time.Minute: false, time.Hour: true} {
		synctest.Test(t, func(t *testing.T) {
			r := process(t, (&remindertest.Store{}).Requests(), &bytes.Buffer{})
			r.Note("a")
			r.Claim(t.Context(), "a")
			<-time.After(after)
			var jobs queue.Registry
			r.Register(&jobs)
			if err := jobs.Work(t.Context(), queue.Job{Kind: once.SweepRequests}); err != nil {
				t.Errorf("sweep = %v", err)
			}
			if note, claim := r.Note("a"), r.Claim(t.Context(), "a"); note != forgotten || claim != forgotten {
				t.Errorf("after %s it is new in memory: %v, in the store: %v; want %v", after, note, claim, forgotten)
			}
		})
	}
}

// The job that forgets old requests is queued again and again.
func TestSweepIsRepeated(t *testing.T) {
	t.Parallel()
	var jobs queue.Registry
	process(t, broken{}, &bytes.Buffer{}).Register(&jobs)
	if p := jobs.Periodic(); len(p) != 1 || p[0].Job.Kind != once.SweepRequests || p[0].Every <= 0 || p[0].Every > time.Hour {
		t.Errorf("Periodic() = %+v, want the sweep", p)
	}
}

// What is used must never be used twice: a store that cannot be reached lets nobody.
func TestUse(t *testing.T) {
	t.Parallel()
	store := (&remindertest.Store{}).Requests()
	for i, want := range []bool{true, false} {
		if first, err := process(t, store, &bytes.Buffer{}).Use(t.Context(), "a"); err != nil || first != want {
			t.Errorf("use %d = %t, %v, want %t", i+1, first, err, want)
		}
	}
	for name, store := range map[string]once.Store{"fails": broken{}, "hangs": broken{hangs: true}} {
		synctest.Test(t, func(t *testing.T) {
			if first, err := process(t, store, &bytes.Buffer{}).Use(t.Context(), "a"); err == nil || first {
				t.Errorf("%s: Use() = %t, %v", name, first, err)
			}
		})
	}
}
