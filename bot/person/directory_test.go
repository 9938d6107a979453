package person_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"
	"golang.org/x/text/language"

	"meetingbot/bot/person"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// users is a Slack that answers every question alike.
type users func() (*slack.User, error)

func (f users) GetUserInfoContext(context.Context, string, ...slack.GetUserInfoOption) (*slack.User, error) {
	return f()
}

func (users) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	return &slack.AuthTestResponse{TeamID: "T1"}, nil
}

// asking is a Slack that says who is asked about, after a while.
type asking struct {
	asked atomic.Int64
	wait  time.Duration
	mu    sync.Mutex
	user  slack.User
	err   error
	homes atomic.Int64 // how often it was asked where the app is installed
}

func (a *asking) AuthTestContext(context.Context) (*slack.AuthTestResponse, error) {
	a.homes.Add(1)
	return &slack.AuthTestResponse{TeamID: "T1"}, nil
}

func (a *asking) set(u slack.User, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.user, a.err = u, err
}

func (a *asking) GetUserInfoContext(ctx context.Context, user string, _ ...slack.GetUserInfoOption) (*slack.User, error) {
	a.asked.Add(1)
	a.mu.Lock()
	u, err := a.user, a.err
	a.mu.Unlock()
	select {
	case <-time.After(a.wait):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	u.ID, u.TeamID, u.Profile.Email = user, cmp.Or(u.TeamID, "T1"), user+"@example.com"
	return &u, nil
}

func (a *asking) expect(t *testing.T, want int64) {
	t.Helper()
	if got := a.asked.Load(); got != want {
		t.Errorf("Slack was asked %d times, want %d", got, want)
	}
}

func directory(t *testing.T, u person.Users, o person.Options) *person.Directory {
	t.Helper()
	d, err := person.NewDirectory(u, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

func TestNewDirectoryNeedsUsers(t *testing.T) {
	t.Parallel()
	if _, err := person.NewDirectory(nil, person.Options{}); err == nil || !strings.Contains(err.Error(), "users") {
		t.Errorf("NewDirectory(nil) = %v, want an error that names users", err)
	}
}

func TestGetAsksOnceWhileFresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: 50 * time.Millisecond, user: slack.User{TeamID: "T1", Locale: "zh-CN", TZ: "Asia/Shanghai"}}
		d := directory(t, a, person.Options{})
		for range 3 {
			got := d.Get(t.Context(), "E1", "T1", "U1")
			if got.EnterpriseID != "E1" || got.TeamID != "T1" || got.UserID != "U1" || got.Email != "U1@example.com" ||
				got.Language != language.MustParse("zh-CN") || got.Zone.String() != "Asia/Shanghai" || got.AccountType != person.Member {
				t.Fatalf("Get = %+v, want what Slack says of U1", got)
			}
		}
		a.expect(t, 1)
		pass(time.Hour)
		d.Get(t.Context(), "E1", "T1", "U1")
		a.expect(t, 2)
		d.Get(t.Context(), "E1", "T1", "U2")
		d.Get(t.Context(), "E1", "T2", "U1") // the same account, wherever it asks
		a.expect(t, 3)
		if homes := a.homes.Load(); homes != 1 {
			t.Errorf("Slack was asked %d times where the app is installed, want once", homes)
		}
	})
}

func TestGetWaitsForSlack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: 9 * time.Second, user: slack.User{IsRestricted: true}}
		d := directory(t, a, person.Options{})
		began := time.Now()
		got := d.Get(t.Context(), "E1", "T1", "U1")
		if waited := time.Since(began); got.AccountType != person.Guest || waited != 9*time.Second {
			t.Errorf("Get = %v after %v, want a guest as soon as Slack says so", got.AccountType, waited)
		}
	})
}

// Of somebody who is known, news is waited for, but not for ever.
func TestGetWaitsForNews(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		slackTakes time.Duration
		within     time.Duration // of the one who asks, 0 for ever
		want       person.AccountType
		waited     time.Duration
	}{
		{"slow", 2 * time.Second, 0, person.Deactivated, 2 * time.Second},
		{"slower", 8 * time.Second, 0, person.Member, 3 * time.Second},
		{"slow, asked in a modal", time.Second, 1500 * time.Millisecond, person.Member, 750 * time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				a := &asking{}
				d := directory(t, a, person.Options{})
				d.Get(t.Context(), "", "T1", "U1")
				pass(time.Hour)
				a.set(slack.User{Deleted: true}, nil)
				a.wait = tt.slackTakes
				ctx := t.Context()
				if tt.within > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.within)
					defer cancel()
				}
				began := time.Now()
				got := d.Get(ctx, "", "T1", "U1").AccountType
				if waited := time.Since(began); got != tt.want || waited != tt.waited {
					t.Errorf("Get = %v after %v, want %v after %v", got, waited, tt.want, tt.waited)
				}
				pass(8 * time.Second) // the question goes on, and its answer is kept
				if got := d.Get(t.Context(), "", "T1", "U1").AccountType; got != person.Deactivated {
					t.Errorf("Get after the answer came = %v, want the news", got)
				}
				a.expect(t, 2)
			})
		})
	}
}

func TestGetEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: time.Second}
		d := directory(t, a, person.Options{})
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		d.Get(ctx, "", "T1", "U1")
		if waited := time.Since(began); waited != 100*time.Millisecond {
			t.Errorf("Get waited %v, want until its context ended", waited)
		}
		pass(time.Second)
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
			t.Errorf("Get = %+v, want the answer to the question whose first asker gave up", got)
		}
		a.expect(t, 1)
	})
}

func TestSimultaneousQuestionsAreOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: 100 * time.Millisecond}
		d := directory(t, a, person.Options{})
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
					t.Errorf("Get = %+v, want a member", got)
				}
			})
		}
		all.Wait()
		a.expect(t, 1)
	})
}

func TestLastKnownStandsWhenSlackFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{user: slack.User{Locale: "zh-CN"}}
		d := directory(t, a, person.Options{Fresh: time.Hour, Keep: 3 * time.Hour, Backoff: 10 * time.Second})
		d.Get(t.Context(), "", "T1", "U1")
		a.set(slack.User{}, errors.New("out of order"))

		pass(2 * time.Hour)
		for range 5 {
			if got := d.Get(t.Context(), "", "T1", "U1"); got.Language != language.MustParse("zh-CN") {
				t.Fatalf("Get = %+v, want what was last known", got)
			}
		}
		a.expect(t, 2) // Slack is left alone after a failure
		pass(11 * time.Second)
		d.Get(t.Context(), "", "T1", "U1")
		a.expect(t, 3)

		pass(time.Hour)
		d.Get(t.Context(), "", "T1", "U1")
		pass(time.Hour)
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Unknown {
			t.Errorf("Get = %+v, want the last known answer forgotten after Keep, however often it was used", got)
		}
		a.set(slack.User{}, nil)
		pass(11 * time.Second)
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
			t.Errorf("Get after Slack recovered = %+v, want a member", got)
		}
	})
}

func TestSlackIsLeftAloneAsLongAsItAsks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{err: fmt.Errorf("ask: %w", &slack.RateLimitedError{RetryAfter: time.Minute})}
		d := directory(t, a, person.Options{})
		d.Get(t.Context(), "", "T1", "U1")
		pass(59 * time.Second)
		d.Get(t.Context(), "", "T1", "U1")
		a.expect(t, 1)
		pass(time.Second)
		d.Get(t.Context(), "", "T1", "U1")
		a.expect(t, 2)
	})
}

func TestPeekKnowsOnlyWhatIsCertain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slackSays := &asking{}
		slackSays.set(slack.User{}, errors.New("slack is down"))
		d, err := person.NewDirectory(slackSays, person.Options{Fresh: time.Hour, Backoff: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		expect := func(when string, want bool) {
			t.Helper()
			if who, ok := d.Peek("", "T1", "U1"); ok != want || ok && who.UserID != "U1" {
				t.Errorf("%s: Peek = %+v, %v, want %v", when, who, ok, want)
			}
		}
		expect("before anybody asked", false)
		d.Get(t.Context(), "", "T1", "U1")
		expect("after a failure", false)
		slackSays.set(slack.User{TeamID: "T1"}, nil)
		pass(2 * time.Minute)
		d.Get(t.Context(), "", "T1", "U1")
		expect("after an answer", true)
		d.Forget("U1")
		expect("after news of a change", false)
		d.Get(t.Context(), "", "T1", "U1")
		pass(time.Hour)
		expect("an hour later", false)
	})
}

func TestForget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{user: slack.User{Locale: "en-US"}}
		d := directory(t, a, person.Options{})
		d.Forget("U1") // of whom nothing is known yet
		d.Get(t.Context(), "", "T1", "U1")
		a.set(slack.User{Locale: "zh-CN"}, nil)
		d.Forget("U1")
		if got := d.Get(t.Context(), "", "T1", "U1"); got.Language != language.MustParse("zh-CN") {
			t.Errorf("Get after Forget = %+v, want the news", got)
		}
		a.expect(t, 2)

		a.set(slack.User{}, errors.New("out of order"))
		d.Forget("U1")
		if got := d.Get(t.Context(), "", "T1", "U1"); got.Language != language.MustParse("zh-CN") {
			t.Errorf("Get after Forget while Slack fails = %+v, want what was last known", got)
		}
	})
}

// An answer on its way when the news comes may be older than the news.
func TestForgetDuringAQuestion(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: 200 * time.Millisecond, user: slack.User{Locale: "en-US"}}
		d := directory(t, a, person.Options{})
		var first sync.WaitGroup
		first.Go(func() { d.Get(t.Context(), "", "T1", "U1") })
		pass(100 * time.Millisecond)
		a.set(slack.User{Locale: "zh-CN"}, nil)
		d.Forget("U1")
		first.Wait()
		if got := d.Get(t.Context(), "", "T1", "U1"); got.Language != language.MustParse("zh-CN") {
			t.Errorf("Get = %+v, want Slack asked anew", got)
		}
		a.expect(t, 2)
	})
}

func TestClose(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{user: slack.User{}}
		d := directory(t, a, person.Options{})
		d.Get(t.Context(), "", "T1", "U1")
		a.wait = time.Hour
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		d.Get(impatient, "", "T1", "U2") // still under way
		began := time.Now()
		d.Close()
		d.Close()
		if waited := time.Since(began); waited != 0 {
			t.Errorf("Close took %v, want the question cancelled", waited)
		}
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
			t.Errorf("Get after Close = %+v, want what is known", got)
		}
		if got := d.Get(t.Context(), "", "T1", "U3"); got.AccountType != person.Unknown || got.UserID != "U3" {
			t.Errorf("Get of somebody new after Close = %+v, want nothing known", got)
		}
		a.expect(t, 2)
	})
}

func TestQuestionsTimeOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{wait: time.Hour}
		d := directory(t, a, person.Options{Timeout: 2 * time.Second, Backoff: time.Second})
		d.Get(t.Context(), "", "T1", "U1")
		pass(2 * time.Second)
		d.Get(t.Context(), "", "T1", "U1")
		a.expect(t, 2)
	})
}

func TestTheDirectoryIsBounded(t *testing.T) {
	t.Parallel()
	a := &asking{}
	d := directory(t, a, person.Options{Entries: 10})
	for i := range 95 {
		d.Get(t.Context(), "", "T1", fmt.Sprintf("U%d", i))
	}
	a.expect(t, 95)
	for i := range 95 {
		d.Get(t.Context(), "", "T1", fmt.Sprintf("U%d", 94-i))
	}
	if again := a.asked.Load() - 95; again != 85 {
		t.Errorf("Slack was asked again about %d of 95 people, want 85: the last 10 are remembered", again)
	}
}

func TestOneLineIsLoggedForAFailure(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	o := person.Options{Logger: slog.New(slog.NewJSONHandler(&log, nil))}
	d := directory(t, users(func() (*slack.User, error) { return nil, slack.SlackErrorResponse{Err: "missing_scope"} }), o)
	d.Get(t.Context(), "", "T1", "U1")
	d.Get(t.Context(), "", "T1", "U1")
	for _, want := range []string{`"level":"WARN"`, `"user_id":"U1"`, `"reason":"missing_scope"`, `"refused":false`} {
		if got := strings.Count(log.String(), want); got != 1 {
			t.Errorf("log has %s %d times, want once:\n%s", want, got, &log)
		}
	}
}

// pass lets time go by, which in a synctest bubble takes none.
func pass(d time.Duration) { <-time.After(d) }
