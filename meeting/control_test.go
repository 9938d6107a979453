package meeting_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// withRunning is an account whose API has the meeting 1, which runs for another hour.
func withRunning(t *testing.T) simulated {
	t.Helper()
	s := simulate(t, "")
	s.api.Add(meetingtest.Meeting{
		ID: "1", Subject: "S", Start: time.Now().Add(-time.Hour), End: time.Now().Add(time.Hour),
		Participants: []meetingtest.Participant{{Name: "Ana", Account: "ana", Host: true, Number: "+1"}},
	})
	return s
}

// control returns the control of the meeting 1.
func (s simulated) control(t *testing.T) *meeting.Control {
	t.Helper()
	c, err := s.As("").Control(t.Context(), mustGet(t, s.Account, "1"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// tokens is how often a control token was asked for.
func (s simulated) tokens() int { return s.api.Calls(meetingtest.EndpointControlToken) }

// changes are all changes of a running meeting.
func changes() map[string]func(context.Context, *meeting.Control) error {
	return map[string]func(context.Context, *meeting.Control) error{
		meetingtest.EndpointStop: func(ctx context.Context, c *meeting.Control) error { return c.Stop(ctx) },
		meetingtest.EndpointExtend: func(ctx context.Context, c *meeting.Control) error {
			return c.Extend(ctx, 15*time.Minute)
		},
		meetingtest.EndpointMute: func(ctx context.Context, c *meeting.Control) error { return c.MuteAll(ctx) },
		meetingtest.EndpointLock: func(ctx context.Context, c *meeting.Control) error { return c.Lock(ctx, true) },
		meetingtest.EndpointInvite: func(ctx context.Context, c *meeting.Control) error {
			return c.Invite(ctx, []meeting.Called{{Name: "Zoe", Number: "+447700900123", Type: meeting.AttendeeMobile}})
		},
	}
}

func TestControl(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withRunning(t)
		s.api.AddUser(meetingtest.User{Account: "wei@corp", ThirdAccount: "wei", Name: "Wei", Number: "+99111777"})
		c, ctx := s.control(t), t.Context()
		end := mustGet(t, s.Account, "1").Conference.EndTime
		if err := c.MuteAll(ctx); err != nil || !s.api.Muted("1") {
			t.Errorf("MuteAll() = %v, muted %v", err, s.api.Muted("1"))
		}
		for _, locked := range []bool{true, false} {
			if err := c.Lock(ctx, locked); err != nil || s.api.Locked("1") != locked {
				t.Errorf("Lock(%v) = %v, locked %v", locked, err, s.api.Locked("1"))
			}
		}
		if err := c.Extend(ctx, 15*time.Minute); err != nil {
			t.Errorf("Extend() = %v", err)
		}
		if now := mustGet(t, s.Account, "1").Conference.EndTime; now == end {
			t.Errorf("the reading after an extension ends at %s, as before", now)
		}
		if err := c.Invite(ctx, []meeting.Called{
			{Name: "Wei", Number: "+99111777", Account: "wei@corp"}, {Name: "Zoe", Number: "+447700900123", Type: meeting.AttendeeMobile},
		}); err != nil {
			t.Errorf("Invite() = %v", err)
		}
		people, err := s.Attendees(ctx, "1")
		in := func(third, number string) bool {
			return slices.ContainsFunc(people.People, func(a meeting.Attendee) bool {
				return a.ThirdAccount.String() == third && a.Number.String() == number
			})
		}
		if err != nil || !in("wei", "+99111777") || !in("", "+447700900123") {
			t.Errorf("in the meeting: %+v, %v, want both who were called", people, err)
		}
		if err := c.Stop(ctx); err != nil {
			t.Errorf("Stop() = %v", err)
		}
		if _, err := s.Get(ctx, "1"); meeting.KindOf(err) != meeting.NotFound {
			t.Errorf("Get() after the end = %v, want %s", err, meeting.NotFound)
		}
		if s.tokens() != 1 {
			t.Errorf("%d control tokens for six changes, want 1", s.tokens())
		}
	})
}

// Control is refused where it is certain to be: nobody is asked.
func TestNoControl(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withRunning(t)
		reading := func(change func(*meeting.Snapshot)) *meeting.Snapshot {
			m := *mustGet(t, s.Account, "1")
			conference := *m.Conference
			m.Conference = &conference
			change(&m)
			return &m
		}
		guest := meeting.List[meeting.PasswordEntry]{{Role: meeting.PasswordGeneral, Password: "123456"}}
		for name, tt := range map[string]struct {
			change func(*meeting.Snapshot)
			want   meeting.Kind
			asked  int
		}{
			"over":               {func(m *meeting.Snapshot) { m.Ended = true }, meeting.NotRunning, 0},
			"no password":        {func(m *meeting.Snapshot) { m.Conference.Passwords = nil }, meeting.NoHostPassword, 0},
			"guest password":     {func(m *meeting.Snapshot) { m.Conference.Passwords = guest }, meeting.NoHostPassword, 0},
			"password of a line": {func(m *meeting.Snapshot) { m.Conference.Passwords = passwords("1\n2") }, meeting.NoHostPassword, 0},
			"impossible id":      {func(m *meeting.Snapshot) { m.Conference.ID = "1/../2" }, meeting.Invalid, 0},
			"old password":       {func(m *meeting.Snapshot) { m.Conference.Passwords = passwords("000") }, meeting.ControlRefused, 1},
		} {
			before := s.tokens()
			c, err := s.As("").Control(t.Context(), reading(tt.change))
			if c != nil || meeting.KindOf(err) != tt.want || s.tokens()-before != tt.asked {
				t.Errorf("%s: Control() = %v after %d calls, want %s after %d", name, err, s.tokens()-before, tt.want, tt.asked)
			}
		}
		m := mustGet(t, s.Account, "1")
		s.api.Add(meetingtest.Meeting{ID: "1", Subject: "S", Start: time.Now().Add(time.Hour), End: time.Now().Add(2 * time.Hour)})
		if _, err := s.As("").Control(t.Context(), m); meeting.KindOf(err) != meeting.NotRunning {
			t.Errorf("Control() of one that has not started = %v, want %s", err, meeting.NotRunning)
		}
	})
}

// passwords are those of a meeting with this host's password.
func passwords(host string) meeting.List[meeting.PasswordEntry] {
	return meeting.List[meeting.PasswordEntry]{{Role: meeting.PasswordChair, Password: secret.Secret(host)}}
}

// A token is renewed when half of its life is over, and replaced when it has ended or
// the API does not know it any longer.
func TestControlTokenIsRenewed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withRunning(t)
		c := s.control(t)
		lock := func(want int) {
			t.Helper()
			if err := c.Lock(t.Context(), true); err != nil || s.tokens() != want {
				t.Fatalf("Lock() = %v after %d tokens, want %d", err, s.tokens(), want)
			}
		}
		lock(1)
		pass(14 * time.Minute)
		lock(1)
		pass(2 * time.Minute)
		for _, err := range together(t.Context(), 50, func(ctx context.Context) error { return c.Lock(ctx, true) }) {
			if err != nil || s.tokens() != 2 {
				t.Fatalf("Lock() = %v after %d tokens, want 2", err, s.tokens())
			}
		}
		s.api.Fail(meetingtest.EndpointControlToken, 3, 500, "")
		pass(16 * time.Minute)
		lock(5) // the renewal fails three times, and the token is still good
		lock(6)
		s.api.ExpireControls()
		lock(7)
		pass(29 * time.Minute) // the meeting has ended
		if err := c.Lock(t.Context(), true); meeting.KindOf(err) != meeting.ControlRefused {
			t.Errorf("Lock() after the meeting's end = %v, want %s", err, meeting.ControlRefused)
		}
	})
}

// The token is asked for once more where the API refuses it, and no further.
func TestControlTokenIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withRunning(t)
		c := s.control(t)
		s.api.Fail(meetingtest.EndpointMute, -1, 400, "MMC.111072065")
		err := c.MuteAll(t.Context())
		if n := s.api.Calls(meetingtest.EndpointMute); meeting.KindOf(err) != meeting.ControlRefused || n != 2 || s.tokens() != 2 {
			t.Errorf("MuteAll() = %v after %d calls and %d tokens, want %s after 2 and 2", err, n, s.tokens(), meeting.ControlRefused)
		}
	})
}

// A change is sent once, whatever becomes of it.
func TestControlChangesAreNotRepeated(t *testing.T) {
	t.Parallel()
	for endpoint, change := range changes() {
		for _, tt := range []struct {
			name      string
			problem   func(s *meetingtest.Server)
			want      meeting.Kind
			uncertain bool
		}{
			{"works", func(*meetingtest.Server) {}, "", false},
			{"a proxy fails", func(s *meetingtest.Server) { s.Block(endpoint, 1, 502) }, meeting.Unavailable, true},
			{"too slow", func(s *meetingtest.Server) { s.Slow(endpoint, time.Hour) }, meeting.Unavailable, true},
			{"garbled", func(s *meetingtest.Server) { s.Corrupt(endpoint, 1) }, meeting.Garbled, true},
			{"throttled", func(s *meetingtest.Server) { s.Throttle(endpoint, 1, time.Second) }, meeting.Throttled, false},
			{"closing", func(s *meetingtest.Server) { s.Fail(endpoint, 1, 400, "MMC.111072003") }, meeting.NotRunning, false},
			{"forbidden", func(s *meetingtest.Server) { s.Fail(endpoint, 1, 403, "MMC.111070002") }, meeting.Forbidden, false},
			{"full", func(s *meetingtest.Server) { s.Fail(endpoint, 1, 400, "MMC.111072101") }, meeting.Invalid, false},
		} {
			t.Run(endpoint+"/"+tt.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := withRunning(t)
					c := s.control(t)
					before := mustGet(t, s.Account, "1").Version
					tt.problem(s.api)
					err := change(t.Context(), c)
					if meeting.KindOf(err) != tt.want || meeting.IsUncertain(err) != tt.uncertain || s.api.Calls(endpoint) != 1 {
						t.Errorf("%v, uncertain %v, after %d calls, want %s, %v after one",
							err, meeting.IsUncertain(err), s.api.Calls(endpoint), tt.want, tt.uncertain)
					}
					s.api.ClearProblems()
					if now, ok := s.Peek("1"); ok && now.Version == before {
						t.Error("the reading from before the change is still in memory")
					}
				})
			})
		}
	}
}

// What the API does not take is not sent.
func TestControlLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := withRunning(t)
		c, ctx := s.control(t), t.Context()
		called := func(name, number string) error { return c.Invite(ctx, []meeting.Called{{Name: name, Number: number}}) }
		for name, err := range map[string]error{
			"extension of nothing":     c.Extend(ctx, 0),
			"negative extension":       c.Extend(ctx, -time.Minute),
			"extension of seconds":     c.Extend(ctx, 90*time.Second),
			"extension of days":        c.Extend(ctx, 24*time.Hour+time.Minute),
			"nobody":                   c.Invite(ctx, nil),
			"too many":                 c.Invite(ctx, make([]meeting.Called, 51)),
			"no name":                  called("", "123"),
			"blank name":               called("  ", "123"),
			"long name":                called(strings.Repeat("长", 97), "123"),
			"no number":                called("Zoe", ""),
			"number that is not clean": called("Zoe", "+44 7700 900123"),
			"letters":                  called("Zoe", "12E4"),
		} {
			if meeting.KindOf(err) != meeting.Invalid || meeting.IsUncertain(err) {
				t.Errorf("%s: %v, want %s", name, err, meeting.Invalid)
			}
			if err != nil && strings.Contains(err.Error(), "7700") {
				t.Errorf("%s: the number is in the error %v", name, err)
			}
		}
		if n := s.api.Calls(meetingtest.EndpointExtend) + s.api.Calls(meetingtest.EndpointInvite); n != 0 {
			t.Errorf("%d calls, want none", n)
		}
		if err := called(strings.Repeat("长", 96), "+123"); err != nil {
			t.Errorf("a name of 96 characters: %v", err)
		}
		if err := c.Extend(ctx, meeting.MaxExtension); err != nil {
			t.Errorf("an extension by a day: %v", err)
		}
	})
}

func TestCleanNumber(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"+44 7700 900123": "+447700900123", "(0351) 21-000.0021": "0351210000021", " 123 ": "123", "+99111\u2011777": "+99111777",
		"": "", "12": "", "+": "", "++123": "", "12+3": "", "abc": "", "123456789012345678901": "", "٣٤٥٦": "", "123;ext=4": "",
	} {
		if got, ok := meeting.CleanNumber(typed); got != want || ok != (want != "") {
			t.Errorf("CleanNumber(%q) = %q, %v, want %q", typed, got, ok, want)
		}
	}
}

// Neither the host password nor a control token is in an error or in the log.
func TestControlKeepsSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, written := debugLog()
		api := meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey, Logger: log})
		api.Add(meetingtest.Meeting{
			ID: "1", Subject: "S", Start: time.Now().Add(-time.Hour), End: time.Now().Add(time.Hour),
			Passwords: []meetingtest.Password{{Role: "chair", Text: "88776655"}},
		})
		var token string
		spy := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if value := r.Header.Get("X-Conference-Authorization"); value != "" {
				token = value
			}
			api.ServeHTTP(w, r)
		})
		a, err := meeting.NewAccount(meeting.AccountOptions{
			URL: "https://api.example", Credentials: testCredentials(), HTTPClient: &http.Client{Transport: inMemory{spy}}, Logger: log,
		})
		if err != nil {
			t.Fatal(err)
		}
		s := simulated{a, api}
		c := s.control(t)
		api.Fail(meetingtest.EndpointInvite, 1, 400, "MMC.111072101")
		failed := c.Invite(t.Context(), []meeting.Called{{Name: "Zoe", Number: "+447700900123"}})
		if failed == nil || meeting.ReasonOf(failed) != meeting.Capacity || token == "" {
			t.Fatalf("Invite() = %v, token %q, want it refused", failed, token)
		}
		all := written.String() + failed.Error() + fmt.Sprintf("%v %+v %#v", c, c, *c)
		for _, secret := range []string{"88776655", token, "7700900123", "Zoe"} {
			if strings.Contains(all, secret) {
				t.Errorf("%q is in what is logged or printed:\n%s", secret, all)
			}
		}
	})
}

// Refusals may come with status 200, and a renewal may say nothing but how long.
func TestOddControlAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		token, lock string
		want, then  meeting.Kind
	}{
		{token: `{"data":{"token":"t"}}`, lock: ``},
		{token: `{"data":{"token":"t"}}`, lock: `{}`},
		{token: `{"data":{"token":"t","confTokenExpireTime":"1800"}}`, lock: `{"returnCode":0,"returnDesc":"OK"}`},
		{token: `{"data":{"token":"t"}}`, lock: `{"returnCode":111070003,"returnDesc":"no"}`, then: meeting.Garbled},
		{token: `{"data":{"token":"t"}}`, lock: `{"error_code":"MMC.111072006"}`, then: meeting.NotRunning},
		{token: `{"data":{"token":"t"}}`, lock: `<html>`, then: meeting.Garbled},
		{token: `{"data":{}}`, want: meeting.Garbled},
		{token: `{"data":{"token":"a b"}}`, want: meeting.Garbled},
		{token: ``, want: meeting.Garbled},
		{token: `{"error_code":"MMC.111072005"}`, want: meeting.NotRunning},
	} {
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/appauth"):
				writeToken(w, 1)
			case strings.HasSuffix(r.URL.Path, "/token"):
				_, _ = w.Write([]byte(tt.token))
			default:
				_, _ = w.Write([]byte(tt.lock))
			}
		})
		a := accountOf(t, newClient(t, h), meeting.CacheOptions{})
		ctx := meeting.WithOneTry(t.Context())
		c, err := a.As("").Control(ctx, &meeting.Snapshot{Conference: &meeting.Conference{ID: "1", Passwords: passwords("1")}})
		if meeting.KindOf(err) != tt.want {
			t.Errorf("token %s: %v, want %q", tt.token, err, tt.want)
		}
		if c == nil {
			continue
		}
		if err := c.Lock(ctx, true); meeting.KindOf(err) != tt.then {
			t.Errorf("lock %s: %v, want %q", tt.lock, err, tt.then)
		}
	}
}
