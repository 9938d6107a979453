package person_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/person"
)

// That Slack shows no such person is asked again soon: they may have joined.
func TestARefusalIsRememberedForAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{}
		d := directory(t, a, person.Options{})
		a.set(slack.User{}, slack.SlackErrorResponse{Err: "user_not_found"})
		for range 3 {
			d.Get(t.Context(), "", "T1", "U1")
		}
		if who, ok := d.Peek("", "T1", "U1"); !ok || who.AccountType != person.Unseen {
			t.Errorf("Peek = %+v, %v, want them known to be unseen", who, ok)
		}
		a.expect(t, 1)
		a.set(slack.User{}, nil)
		pass(time.Minute)
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
			t.Errorf("Get a minute later = %v, want a member", got.AccountType)
		}
	})
}

// Who waits is not left waiting long after Slack has recovered, and many
// questions of one person are few calls.
func TestSlackIsAskedSoonAboutTheUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{err: errors.New("out of order")}
		d := directory(t, a, person.Options{})
		began := time.Now()
		var waits []time.Duration
		for time.Since(began) < time.Minute {
			who := d.Get(t.Context(), "", "T1", "U1")
			d.Get(t.Context(), "", "T1", "U1")
			wait := time.Until(who.RetryAt)
			waits = append(waits, wait)
			pass(wait)
		}
		if got := fmt.Sprint(waits); !strings.HasPrefix(got, "[1s 2s 4s 5s 5s") || strings.Contains(got, "10s") {
			t.Errorf("waits are %v, want 1s, 2s, 4s and then 5s each", got)
		}
		a.expect(t, int64(len(waits)))
	})
}

// Slack's limit is one for the whole workspace.
func TestEverybodyWaitsWhileSlackAsksForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{}
		d := directory(t, a, person.Options{})
		d.Get(t.Context(), "", "T1", "U2")
		a.set(slack.User{}, &slack.RateLimitedError{RetryAfter: 30 * time.Second})
		d.Get(t.Context(), "", "T1", "U1")
		a.set(slack.User{}, nil)
		pass(29 * time.Second)
		if got := d.Get(t.Context(), "", "T1", "U3"); got.AccountType != person.Unknown || time.Until(got.RetryAt) != time.Second {
			t.Errorf("Get of another person = %v, asked again in %v, want nobody known for a second", got.AccountType, time.Until(got.RetryAt))
		}
		if got := d.Fresh(t.Context(), "", "T1", "U2"); got.AccountType != person.Unknown {
			t.Errorf("Fresh = %v, want nobody known", got.AccountType)
		}
		a.expect(t, 2)
		pass(time.Second)
		if got := d.Get(t.Context(), "", "T1", "U3"); got.AccountType != person.Member {
			t.Errorf("Get when Slack may be asked = %v, want a member", got.AccountType)
		}
	})
}

// Nothing that was known answers in the place of Slack, and what it says is
// news for the next question.
func TestFresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := &asking{}
		d := directory(t, a, person.Options{})
		d.Get(t.Context(), "", "T1", "U1")
		if got := d.Fresh(t.Context(), "", "T1", "U1"); got.AccountType != person.Member || !got.Local || got.Email != "U1@example.com" {
			t.Errorf("Fresh = %+v, want a member", got)
		}
		a.expect(t, 2)
		a.wait = time.Hour
		began := time.Now()
		if got := d.Fresh(t.Context(), "", "T1", "U1"); got.AccountType != person.Unknown || got.Email != "" || time.Since(began) != 10*time.Second {
			t.Errorf("Fresh while Slack hangs = %+v after %v, want nothing known after 10s", got, time.Since(began))
		}
		a.wait = 0
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Member {
			t.Errorf("Get = %v, want who was known", got.AccountType)
		}
		a.set(slack.User{Deleted: true}, nil)
		if got := d.Fresh(t.Context(), "", "T1", "U1"); got.AccountType != person.Deactivated {
			t.Errorf("Fresh = %v, want the news", got.AccountType)
		}
		if got := d.Get(t.Context(), "", "T1", "U1"); got.AccountType != person.Deactivated {
			t.Errorf("Get after Fresh = %v, want the news", got.AccountType)
		}
		d.Close()
		if got := d.Fresh(t.Context(), "", "T1", "U1"); got.AccountType != person.Unknown {
			t.Errorf("Fresh after Close = %v, want nothing known", got.AccountType)
		}
	})
}
