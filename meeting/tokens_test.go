package meeting_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

func get(c *meeting.Client) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := c.Conferences.Get(ctx, meetingID, meeting.DetailOptions{})
		return err
	}
}

// together runs n calls at once and returns their errors.
func together(ctx context.Context, n int, f func(context.Context) error) []error {
	var (
		errs = make([]error, n)
		wg   sync.WaitGroup
	)
	for i := range n {
		wg.Go(func() { errs[i] = f(ctx) })
	}
	wg.Wait()
	return errs
}

func wantCounts(t *testing.T, s *stub, signIns, details int) {
	t.Helper()
	if a, b := s.counts(); a != signIns || b != details {
		t.Errorf("the API had %d sign-ins and %d questions, want %d and %d", a, b, signIns, details)
	}
}

func TestOneSignInForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{signIn: func(n int, w http.ResponseWriter, r *http.Request) {
			after(r, time.Second)
			writeToken(w, n)
		}}
		c := newClient(t, s)
		for _, err := range together(t.Context(), 1000, get(c)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		wantCounts(t, s, 1, 1000)
	})
}

func TestCancelledCallerLeavesOthersTheSignIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{signIn: func(n int, w http.ResponseWriter, r *http.Request) {
			after(r, time.Second)
			writeToken(w, n)
		}}
		c := newClient(t, s)
		ctx, cancel := context.WithCancelCause(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { first <- c.SignIn(ctx) }()
		synctest.Wait()
		go func() { second <- c.SignIn(t.Context()) }()
		synctest.Wait()
		cause := errors.New("went home")
		cancel(cause)
		err := <-first
		if !errors.Is(err, context.Canceled) || !errors.Is(err, cause) || meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("the cancelled SignIn() = %v, want its cancellation and the cause", err)
		}
		if err := <-second; err != nil {
			t.Errorf("the other SignIn() = %v, want nil", err)
		}
		wantCounts(t, s, 1, 0)
	})
}

func TestTokenIsRenewedAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		used := map[string]int{}
		var mu sync.Mutex
		s := &stub{}
		s.signIn = func(n int, w http.ResponseWriter, r *http.Request) {
			if n > 1 {
				after(r, 5*time.Second)
			}
			writeToken(w, n)
		}
		s.detail = func(_ int, w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			used[r.Header.Get("X-Access-Token")]++
			mu.Unlock()
			writeSample(w)
		}
		c := newClient(t, s)
		ask := func() {
			t.Helper()
			for _, err := range together(t.Context(), 10, get(c)) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		ask()
		pass(49 * time.Minute)
		ask()
		wantCounts(t, s, 1, 20)
		pass(2 * time.Minute)
		begun := time.Now()
		ask() // starts the renewal, and does not wait for it
		if d := time.Since(begun); d != 0 {
			t.Errorf("asking during a renewal took %v, want no wait", d)
		}
		ask()
		synctest.Wait()
		pass(6 * time.Second)
		ask()
		wantCounts(t, s, 2, 50)
		if used["token-1"] != 40 || used["token-2"] != 10 {
			t.Errorf("tokens used = %v, want token-1 for 40 and token-2 for 10", used)
		}
	})
}

func TestFailedRenewalKeepsTheOldToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, lines := debugLog()
		s := &stub{signIn: func(n int, w http.ResponseWriter, _ *http.Request) {
			if n > 1 {
				writeError(w, http.StatusUnauthorized, "USG.206010025")
				return
			}
			writeToken(w, n)
		}}
		c := newClient(t, s, meeting.WithLogger(log))
		for minute := range 60 {
			if err := get(c)(t.Context()); err != nil {
				t.Fatalf("minute %d: Get() = %v, want nil", minute, err)
			}
			if err := c.Refused(); err != nil {
				t.Fatalf("minute %d: Refused() = %v, want nil while a token is good", minute, err)
			}
			pass(time.Minute)
		}
		if signIns, _ := s.counts(); signIns != 11 {
			t.Errorf("%d sign-ins, want 1 and 10 renewals, one a minute", signIns)
		}
		if err := get(c)(t.Context()); meeting.KindOf(err) != meeting.SignInRefused {
			t.Errorf("Get() after the token's end = %v, want %s", err, meeting.SignInRefused)
		}
		if err := c.Refused(); meeting.KindOf(err) != meeting.SignInRefused {
			t.Errorf("Refused() after the token's end = %v, want %s", err, meeting.SignInRefused)
		}
		if !contains(lines, "renewing the meeting token failed") {
			t.Errorf("the operator was not told of the failing renewal:\n%s", lines)
		}
	})
}

func TestExpiredTokenIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{}
		c := newClient(t, s)
		if err := get(c)(t.Context()); err != nil {
			t.Fatal(err)
		}
		pass(2 * time.Hour)
		if err := get(c)(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantCounts(t, s, 2, 2)
	})
}

// kicking answers only to the given token.
func kicking(good *string, mu *sync.Mutex) func(int, http.ResponseWriter, *http.Request) {
	return func(_ int, w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		ok := r.Header.Get("X-Access-Token") == *good
		mu.Unlock()
		if !ok {
			writeError(w, http.StatusUnauthorized, "USG.206020002")
			return
		}
		writeSample(w)
	}
}

func TestKickedTokenIsRenewedOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		good := "token-1"
		s := &stub{detail: kicking(&good, &mu)}
		c := newClient(t, s)
		if err := get(c)(t.Context()); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		good = "token-2"
		mu.Unlock()
		for _, err := range together(t.Context(), 500, get(c)) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if signIns, _ := s.counts(); signIns != 2 {
			t.Errorf("%d sign-ins, want 2", signIns)
		}
	})
}

func TestRefusedTokensDoNotLoop(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusBadRequest} {
		synctest.Test(t, func(t *testing.T) {
			s := &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) {
				writeError(w, status, "USG.000000004")
			}}
			c := newClient(t, s)
			if err := get(c)(t.Context()); meeting.KindOf(err) != meeting.TokenRefused {
				t.Errorf("Get() = %v, want %s", err, meeting.TokenRefused)
			}
			wantCounts(t, s, 2, 2) // signed in once more, repeated once
			for range 100 {
				_ = get(c)(t.Context())
			}
			wantCounts(t, s, 2, 102) // two new tokens were refused: a third is no better
			pass(11 * time.Second)
			_ = get(c)(t.Context())
			wantCounts(t, s, 3, 104)
		})
	}
}

func TestRefusedKeyIsRemembered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{signIn: func(n int, w http.ResponseWriter, _ *http.Request) {
			if n > 2 {
				writeToken(w, n)
				return
			}
			writeError(w, http.StatusUnauthorized, "USG.206010025")
		}}
		c := newClient(t, s)
		if err := c.Refused(); err != nil {
			t.Errorf("Refused() before any sign-in = %v, want nil", err)
		}
		for _, err := range together(t.Context(), 1000, get(c)) {
			if meeting.KindOf(err) != meeting.SignInRefused {
				t.Fatalf("Get() = %v, want %s", err, meeting.SignInRefused)
			}
		}
		wantCounts(t, s, 1, 0)
		if err := c.Refused(); meeting.KindOf(err) != meeting.SignInRefused {
			t.Errorf("Refused() = %v, want the refusal", err)
		}
		pass(31 * time.Second)
		_ = get(c)(t.Context())
		wantCounts(t, s, 2, 0)
		pass(31 * time.Second)
		if err := get(c)(t.Context()); err != nil {
			t.Errorf("Get() after the key was fixed = %v, want nil", err)
		}
		if err := c.Refused(); err != nil {
			t.Errorf("Refused() when signed in = %v, want nil", err)
		}
	})
}

// A sign-in that fails for good is for an operator to fix.
func TestSignInKinds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		status  int
		code    string
		want    meeting.Kind
		signIns int
	}{
		{"wrong key", 401, "USG.206010025", meeting.SignInRefused, 1},
		{"drifting clock", 401, "USG.206010057", meeting.SignInRefused, 1},
		{"other site", 400, "USG.206010064", meeting.SignInRefused, 1},
		{"parameter", 400, "USG.000000003", meeting.SignInRefused, 1},
		{"no code", 401, "", meeting.SignInRefused, 1},
		{"forbidden", 403, "USG.206010036", meeting.SignInRefused, 1},
		{"a firewall", 403, "", meeting.Garbled, 3},
		{"a proxy's bad request", 400, "", meeting.Garbled, 3},
		{"disabled", 412, "", meeting.SignInRefused, 1},
		{"locked", 423, "", meeting.SignInRefused, 1},
		{"bad request", 400, "USG.999999999", meeting.SignInRefused, 1},
		{"busy", 500, "USG.000000001", meeting.Unavailable, 3},
		{"gateway", 502, "", meeting.Unavailable, 3},
		{"throttled", 429, "APIG.0308", meeting.Throttled, 3},
		{"not the API", 404, "", meeting.Garbled, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{signIn: func(_ int, w http.ResponseWriter, _ *http.Request) {
					writeError(w, tt.status, tt.code)
				}}
				c := newClient(t, s)
				err := c.SignIn(t.Context())
				if got := meeting.KindOf(err); got != tt.want {
					t.Errorf("SignIn() = %v, want kind %s", err, tt.want)
				}
				wantCounts(t, s, tt.signIns, 0)
				if refused := c.Refused() != nil; refused != (tt.want == meeting.SignInRefused) {
					t.Errorf("Refused() != nil is %v after %v", refused, err)
				}
			})
		})
	}
}

func TestThrottledSignInIsNotRepeatedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{signIn: func(_ int, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "29")
			writeError(w, http.StatusTooManyRequests, "APIG.0308")
		}}
		c := newClient(t, s)
		for range 100 {
			if err := get(c)(t.Context()); meeting.KindOf(err) != meeting.Throttled {
				t.Fatalf("Get() = %v, want %s", err, meeting.Throttled)
			}
		}
		wantCounts(t, s, 1, 0)
		pass(30 * time.Second)
		_ = get(c)(t.Context())
		wantCounts(t, s, 2, 0)
	})
}
