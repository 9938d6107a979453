package meeting_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// failing answers the first n questions with a status, then with the sample,
// and notes when it was asked.
func failing(n, status int, retryAfter string) (*stub, func() []time.Duration) {
	var (
		mu    sync.Mutex
		times []time.Time
	)
	s := &stub{detail: func(call int, w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		times = append(times, time.Now())
		mu.Unlock()
		if call > n {
			writeSample(w)
			return
		}
		if retryAfter != "" {
			w.Header().Set("Retry-After", retryAfter)
		}
		writeError(w, status, "")
	}}
	return s, func() []time.Duration {
		mu.Lock()
		defer mu.Unlock()
		var gaps []time.Duration
		for i := 1; i < len(times); i++ {
			gaps = append(gaps, times[i].Sub(times[i-1]))
		}
		return gaps
	}
}

func TestRepeats(t *testing.T) {
	t.Parallel()
	type span struct{ min, max time.Duration }
	for _, tt := range []struct {
		name       string
		failures   int
		status     int
		retryAfter string
		want       meeting.Kind
		gaps       []span
	}{
		{"no failure", 0, 500, "", "", nil},
		{
			"one failure", 1, 500, "", "",
			[]span{{200 * time.Millisecond, 400 * time.Millisecond}},
		},
		{
			"two failures back off", 2, 503, "", "",
			[]span{{200 * time.Millisecond, 400 * time.Millisecond}, {400 * time.Millisecond, 800 * time.Millisecond}},
		},
		{
			"three are enough", 100, 502, "", meeting.Unavailable,
			[]span{{200 * time.Millisecond, 400 * time.Millisecond}, {400 * time.Millisecond, 800 * time.Millisecond}},
		},
		{
			"a throttle waits longer", 2, 429, "", "",
			[]span{{time.Second, 2 * time.Second}, {2 * time.Second, 4 * time.Second}},
		},
		{
			"what the API asks for wins", 2, 503, "7", "",
			[]span{{7 * time.Second, 7700 * time.Millisecond}, {7 * time.Second, 7700 * time.Millisecond}},
		},
		{"beyond the budget is not waited for", 1, 429, "26", meeting.Throttled, nil},
		{"a refusal is not repeated", 100, 412, "", meeting.Invalid, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s, gaps := failing(tt.failures, tt.status, tt.retryAfter)
				err := get(newClient(t, s))(t.Context())
				if got := meeting.KindOf(err); got != tt.want {
					t.Errorf("Get() = %v, want kind %q", err, tt.want)
				}
				got := gaps()
				if len(got) != len(tt.gaps) {
					t.Fatalf("waits = %v, want %d", got, len(tt.gaps))
				}
				for i, want := range tt.gaps {
					if got[i] < want.min || got[i] > want.max {
						t.Errorf("wait %d = %v, want %v to %v", i, got[i], want.min, want.max)
					}
				}
				if err != nil && strings.Contains(err.Error(), "retries exceeded") {
					t.Errorf("the error speaks of its library: %v", err)
				}
			})
		})
	}
}

func TestPausesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for range 100 {
		seen[meeting.Backoff(1, &meeting.Error{Kind: meeting.Unavailable})] = true
	}
	if len(seen) < 50 {
		t.Errorf("100 pauses had %d lengths: those who failed together would come back together", len(seen))
	}
	if d := meeting.Backoff(50, nil); d < 0 || d > 5*time.Second {
		t.Errorf("Pause(50) = %v, want at most 5s", d)
	}
}

func TestTimeoutAndBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{detail: func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) }}
		begun := time.Now()
		err := get(newClient(t, s))(t.Context())
		if d := time.Since(begun); d != 25*time.Second {
			t.Errorf("a dead API took %v, want the budget of 25s", d)
		}
		if meeting.KindOf(err) != meeting.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Get() = %v, want %s and a deadline", err, meeting.Unavailable)
		}
		wantCounts(t, s, 1, 3) // at 0 s, 10.x s and 20.x s
	})
}

func TestBudgetOfOnesOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{detail: func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) }}
		c := newClient(t, s, meeting.WithTimeout(time.Second), meeting.WithBudget(1500*time.Millisecond))
		begun := time.Now()
		if err := get(c)(t.Context()); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Get() = %v, want %s", err, meeting.Unavailable)
		}
		if d := time.Since(begun); d != 1500*time.Millisecond {
			t.Errorf("it took %v, want the budget of 1.5s", d)
		}
		wantCounts(t, s, 1, 2)
	})
}

// Sign-in has a budget too, and the one who waits for it its own.
func TestBudgetOfSignIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{signIn: func(_ int, _ http.ResponseWriter, r *http.Request) { after(r, time.Hour) }}
		c := newClient(t, s)
		begun := time.Now()
		err := get(c)(t.Context())
		if d := time.Since(begun); d != 25*time.Second || meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Get() = %v after %v, want %s after 25s", err, d, meeting.Unavailable)
		}
		synctest.Wait()
		wantCounts(t, s, 3, 0)
	})
}

func TestCancelledWhileWaitingToRepeat(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, _ := failing(100, 503, "20")
		ctx, cancel := context.WithTimeout(t.Context(), 22*time.Second)
		defer cancel()
		stop, cancelled := context.WithCancel(ctx)
		time.AfterFunc(3*time.Second, cancelled)
		begun := time.Now()
		err := get(newClient(t, s))(stop)
		if d := time.Since(begun); d != 3*time.Second {
			t.Errorf("a cancelled Get() took %v, want 3s", d)
		}
		e, ok := errors.AsType[*meeting.Error](err)
		if !ok || e.Status != 503 || e.RetryAfter != 20*time.Second || !errors.Is(err, context.Canceled) {
			t.Errorf("Get() = %v, want the last refusal and the cancellation", err)
		}
		wantCounts(t, s, 1, 1)
	})
}

func TestCancelledBeforehand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{}
		c := newClient(t, s)
		if err := c.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := get(c)(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Get() = %v, want the cancellation", err)
		}
	})
}
