package meeting_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

func TestNewAccount(t *testing.T) {
	t.Parallel()
	good := meeting.AccountOptions{URL: "https://api.example:8443/base", Credentials: testCredentials()}
	a, err := meeting.NewAccount(good)
	if err != nil {
		t.Fatal(err)
	}
	if site := a.Site(); site != "api.example:8443" {
		t.Errorf("Site() = %q, want the host of the API", site)
	}
	if a.Client() == nil || a.LastRefusal() != nil {
		t.Errorf("Client() = %v, LastRefusal() = %v, want a client and no refusal", a.Client(), a.LastRefusal())
	}
	for name, tt := range map[string]struct {
		change func(*meeting.AccountOptions)
		want   string
	}{
		"no address":     {func(o *meeting.AccountOptions) { o.URL = "" }, "address"},
		"no credentials": {func(o *meeting.AccountOptions) { o.Credentials = meeting.Credentials{} }, "App ID is missing"},
		"negative TTL":   {func(o *meeting.AccountOptions) { o.TTL = -time.Second }, "TTL must be positive, got -1s"},
		"negative size":  {func(o *meeting.AccountOptions) { o.Entries = -1 }, "entries must be positive, got -1"},
	} {
		o := good
		tt.change(&o)
		if a, err := meeting.NewAccount(o); a != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: NewAccount() = %v, %v, want %q", name, a, err, tt.want)
		}
	}
}

// Two accounts share neither readings, nor lists, nor a circuit breaker, nor
// refusals: only versions are told apart across them.
func TestAccountsShareNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one, s1, a1 := withArchive(t, meeting.CacheOptions{})
		other, s2, a2 := withArchive(t, meeting.CacheOptions{})
		s1.know("1", "2")
		s2.know("1", "2")
		first, second := mustGet(t, one, "1"), mustGet(t, other, "1")
		if first == second || first.Version == second.Version {
			t.Errorf("versions %d and %d of two accounts' readings, want them different", first.Version, second.Version)
		}
		s1.wantCalls(t, 1)
		s2.wantCalls(t, 1)
		for _, a := range []*meeting.Account{one, other} {
			if _, err := a.Find(t.Context(), "x"); err != nil {
				t.Fatal(err)
			}
		}
		a1.wantCalls(t, "List", 1)
		a2.wantCalls(t, "List", 1)

		s1.fail(meeting.Unavailable)
		s1.set(func(s *source) { s.delay = 3 * time.Second })
		for _, id := range []string{"1", "2"} {
			_, _ = one.RefreshDue(t.Context(), id)
		}
		if _, err := one.RefreshDue(t.Context(), "2"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("RefreshDue() of the failing account = %v, want %s", err, meeting.Unavailable)
		}
		if s, err := other.RefreshDue(t.Context(), "2"); err != nil || s.Stale {
			t.Errorf("RefreshDue() of the other account = %v, %v, want a reading", s, err)
		}
		if _, err := one.Get(t.Context(), "2"); err == nil || one.LastRefusal() == nil || other.LastRefusal() != nil {
			t.Errorf("last refusals = %v, %v after %v, want the first account's only", one.LastRefusal(), other.LastRefusal(), err)
		}
	})
}

// stale readings have versions of their own across accounts, too.
func TestStaleVersionsAreUnique(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := map[uint64]bool{}
		for range 3 {
			s := newSource(1)
			a := newCache(t, s, meeting.CacheOptions{TTL: time.Second})
			fresh := mustGet(t, a, "1")
			s.fail(meeting.Unavailable)
			pass(time.Minute)
			stale := mustGet(t, a, "1")
			if seen[fresh.Version] || seen[stale.Version] || fresh.Version == stale.Version || !stale.Stale {
				t.Errorf("versions %d and %d (stale %v), want new ones", fresh.Version, stale.Version, stale.Stale)
			}
			seen[fresh.Version], seen[stale.Version] = true, true
		}
	})
}

func TestLastRefusal(t *testing.T) {
	t.Parallel()
	questions := map[string]func(context.Context, *meeting.Account) error{
		"Get": func(ctx context.Context, a *meeting.Account) error { return second(a.Get(ctx, "1")) },
		"Refresh": func(ctx context.Context, a *meeting.Account) error {
			return second(a.Refresh(ctx, "1"))
		},
		"Resolve": func(ctx context.Context, a *meeting.Account) error { return second(a.Resolve(ctx, "1")) },
		"Find":    func(ctx context.Context, a *meeting.Account) error { return second(a.Find(ctx, "x")) },
		"History": func(ctx context.Context, a *meeting.Account) error { return second(a.History(ctx, "1")) },
		"Attendance": func(ctx context.Context, a *meeting.Account) error {
			return second(a.Attendance(ctx, uuid))
		},
	}
	for name, ask := range questions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a, s, archive := withArchive(t, meeting.CacheOptions{UnknownFor: -1})
				refuse := func(kind meeting.Kind) {
					err := &meeting.Error{Op: "test", Kind: kind, Code: "MMC.1"}
					archive.mu.Lock()
					archive.err = err
					archive.mu.Unlock()
					s.set(func(s *source) { s.err = err })
				}
				refuse(meeting.NotFound)
				if err := ask(t.Context(), a); meeting.KindOf(err) != meeting.NotFound || a.LastRefusal() != nil {
					t.Errorf("%v was noted as %v, want nothing noted", err, a.LastRefusal())
				}
				for _, kind := range []meeting.Kind{meeting.Forbidden, meeting.Unavailable, meeting.SignInRefused} {
					pass(11 * time.Minute) // what an account may not ask is remembered
					refuse(kind)
					if err := ask(t.Context(), a); meeting.KindOf(err) != kind {
						t.Fatalf("%v, want %s", err, kind)
					}
					want := meeting.Refusal{Kind: kind, Code: "MMC.1", At: time.Now()}
					if got := a.LastRefusal(); got == nil || *got != want {
						t.Errorf("LastRefusal() = %v, want %v", got, want)
					}
				}
				refuse(meeting.NotFound)
				_ = ask(t.Context(), a)
				if got := a.LastRefusal(); got == nil || got.Kind != meeting.SignInRefused {
					t.Errorf("LastRefusal() = %v after another question found nothing, want it kept", got)
				}
			})
		})
	}
}

// What is not a refusal of somebody's question is not noted.
func TestNoRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, s, archive := withArchive(t, meeting.CacheOptions{})
		archive.err = &meeting.Error{Op: "test", Kind: meeting.Forbidden}
		if _, err := a.Attendees(t.Context(), "1"); meeting.KindOf(err) != meeting.Forbidden {
			t.Errorf("Attendees() = %v, want %s", err, meeting.Forbidden)
		}
		s.fail(meeting.Unavailable)
		if _, err := a.RefreshDue(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("RefreshDue() = %v, want %s", err, meeting.Unavailable)
		}
		s.set(func(s *source) { s.delay = time.Minute })
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, err := a.Get(ctx, "1"); err == nil {
			t.Error("Get() worked")
		}
		if got := a.LastRefusal(); got != nil {
			t.Errorf("LastRefusal() = %v, want none", got)
		}
		pass(time.Hour)
	})
}

func TestIdentityOfAnAccount(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := true
		s := &stub{signIn: func(n int, w http.ResponseWriter, _ *http.Request) {
			if refused {
				writeError(w, http.StatusUnauthorized, "USG.206010025")
				return
			}
			writeToken(w, n)
		}}
		a := accountOf(t, newClient(t, s), meeting.CacheOptions{})
		_, err := a.Identity(t.Context())
		r := a.LastRefusal()
		if meeting.KindOf(err) != meeting.SignInRefused || r == nil || r.Code != "USG.206010025" {
			t.Errorf("Identity() = %v, noted as %v, want the refusal", err, r)
		}
		refused = false
		pass(time.Minute)
		if _, err := a.Identity(t.Context()); err != nil {
			t.Errorf("Identity() = %v, want nil", err)
		}
	})
}
