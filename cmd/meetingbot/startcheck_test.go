package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting/meetingtest"
)

// signingIn is an app whose only work is to sign in to a simulated Meeting API.
type signingIn struct {
	app   *app
	api   *meetingtest.Server
	clock *playClock
	logs  *lockedBuffer
}

// startSigningIn starts the checks of one account against the API at url, or
// against api where url is "".
func startSigningIn(t *testing.T, url string, spoil func(*meetingtest.Server)) *signingIn {
	t.Helper()
	s := &signingIn{clock: new(playClock), logs: new(lockedBuffer)}
	s.api = meetingtest.New(meetingtest.Options{AppID: testAppID, AppKey: testAppKey, Now: s.clock.Now})
	spoil(s.api)
	if url == "" {
		server := httptest.NewServer(s.api)
		t.Cleanup(server.Close)
		url = server.URL
	}
	s.app = newEmptyApp(slog.New(slog.NewJSONHandler(s.logs, nil)), s.clock.Now)
	s.app.recheckEvery = time.Millisecond
	account, err := s.app.newAccount(meetingConfig{APIURL: url, AppID: testAppID, AppKey: testAppKey, CacheTTL: time.Minute, CacheEntries: 1})
	if err != nil {
		t.Fatal(err)
	}
	s.app.accounts = append(s.app.accounts, account)
	ctx, cancel := context.WithCancel(t.Context())
	settled, ended := s.app.settle(), make(chan struct{})
	go func() {
		defer close(ended)
		s.app.watchSignIn(ctx, account, settled)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return s
}

// expectLogged waits for a line of the log that holds all of the words.
func (s *signingIn) expectLogged(t *testing.T, words ...string) {
	t.Helper()
	if !eventually(func() bool {
		for line := range strings.Lines(s.logs.String()) {
			if containsAll(line, words) {
				return true
			}
		}
		return false
	}) {
		t.Fatalf("no line of the log holds %q:\n%s", words, s.logs)
	}
}

func TestStartCheckPasses(t *testing.T) {
	t.Parallel()
	s := startSigningIn(t, "", func(*meetingtest.Server) {})
	for _, check := range []string{checkMeetingAPI, checkSignIn, checkOwnClock} {
		s.expectLogged(t, `"level":"INFO"`, `"msg":"start check passed"`, `"check":"`+check+`"`)
	}
	if err := s.app.checkSignedIn(t.Context()); err != nil {
		t.Errorf("checkSignedIn() after a sign-in = %v, want nil", err)
	}
	if strings.Contains(s.logs.String(), "admin") {
		t.Errorf("the log names the account:\n%s", s.logs)
	}
}

// TestStartCheckOfAnAPIThatIsNotReached checks that nothing is said of a sign-in
// that nobody has seen, and that the process serves: it can say what is wrong.
func TestStartCheckOfAnAPIThatIsNotReached(t *testing.T) {
	t.Parallel()
	s := startSigningIn(t, "http://127.0.0.1:1", func(*meetingtest.Server) {})
	s.expectLogged(t, `"level":"ERROR"`, `"msg":"start check failed"`, checkMeetingAPI, "the connection was refused", "check host and port in MEETING_API_URL")
	s.expectLogged(t, `"level":"WARN"`, `"msg":"start check not made"`, checkSignIn, "gave no answer")
	s.expectLogged(t, `"level":"WARN"`, `"msg":"start check not made"`, `"check":"clock"`)
	if err := s.app.checkSignedIn(t.Context()); err != nil {
		t.Errorf("checkSignedIn() = %v, want nil: the sign-in is not refused", err)
	}
	if strings.Contains(s.logs.String(), "passed") || strings.Contains(s.logs.String(), "MEETING_APP_KEY") {
		t.Errorf("the log says that something passed, or blames the key:\n%s", s.logs)
	}
}

// TestStartCheckRecovers checks that a refused sign-in is tried again by itself, and
// that neither failure is logged over and over.
func TestStartCheckRecovers(t *testing.T) {
	t.Parallel()
	s := startSigningIn(t, "", func(api *meetingtest.Server) {
		api.Fail(meetingtest.EndpointAppAuth, 1, 401, "USG.206010025")
	})
	s.expectLogged(t, `"level":"ERROR"`, `"msg":"start check failed"`, checkSignIn, "USG.206010025", "MEETING_APP_KEY")
	if !eventually(func() bool { return s.app.checkSignedIn(t.Context()) != nil }) {
		t.Errorf("checkSignedIn() after a refusal = nil, want the refusal")
	}
	s.clock.skip(time.Minute) // sign-ins pause after a refusal
	s.expectLogged(t, `"msg":"start check passed"`, checkSignIn)
	if err := s.app.checkSignedIn(t.Context()); err != nil {
		t.Errorf("checkSignedIn() after the recovery = %v, want nil", err)
	}
	for _, msg := range []string{"start check failed", `"start check passed","check":"` + checkMeetingAPI} {
		if n := strings.Count(s.logs.String(), msg); n != 1 {
			t.Errorf("%q is logged %d times, want once:\n%s", msg, n, s.logs)
		}
	}
}

// TestStartCheckFindsTheAPILater checks that an API that is down at the start is
// asked again by itself.
func TestStartCheckFindsTheAPILater(t *testing.T) {
	t.Parallel()
	s := startSigningIn(t, "", func(api *meetingtest.Server) {
		api.Disconnect(meetingtest.EndpointAppAuth, 6)
	})
	s.expectLogged(t, `"msg":"start check failed"`, `"check":"`+checkMeetingAPI+`"`)
	s.expectLogged(t, `"msg":"start check passed"`, `"check":"`+checkSignIn+`"`)
}

// TestLaterRefusalIsTriedAgain checks a sign-in that is refused when the token has
// ended, hours after the start.
func TestLaterRefusalIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := startSigningIn(t, "", func(*meetingtest.Server) {})
	s.expectLogged(t, `"msg":"start check passed"`, checkSignIn)
	s.api.Fail(meetingtest.EndpointAppAuth, 1, 401, "USG.206010025")
	s.clock.skip(48 * time.Hour)
	if err := s.app.accounts[0].Client().SignIn(t.Context()); err == nil {
		t.Fatal("SignIn() = nil, want a refusal")
	}
	s.expectLogged(t, `"msg":"start check failed"`, checkSignIn, "USG.206010025")
	s.clock.skip(time.Minute) // sign-ins pause after a refusal
	if !eventually(func() bool { return s.app.checkSignedIn(t.Context()) == nil }) {
		t.Errorf("checkSignedIn() = %v, want nil after the sign-in was tried again", s.app.checkSignedIn(t.Context()))
	}
}

// TestUnknownSignInIsNotReady checks the seconds in which the first sign-in is under
// way.
func TestUnknownSignInIsNotReady(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := newEmptyApp(slog.New(slog.DiscardHandler), nil)
		first, second := a.settle(), a.settle()
		first()
		first() // counts once
		if err := a.checkSignedIn(t.Context()); !errors.Is(err, errUnsettled) {
			t.Errorf("checkSignedIn() with one sign-in under way = %v, want %v", err, errUnsettled)
		}
		<-time.After(settleWithin)
		synctest.Wait()
		if err := a.checkSignedIn(t.Context()); err != nil {
			t.Errorf("checkSignedIn() after %s = %v, want nil", settleWithin, err)
		}
		second()
		if n := a.unsettled.Load(); n != 0 {
			t.Errorf("%d sign-ins are under way, want 0", n)
		}
	})
}

// TestProgramChecksWhatItNeeds checks what serve says after its start.
func TestProgramChecksWhatItNeeds(t *testing.T) {
	t.Parallel()
	t.Run("all is well", func(t *testing.T) {
		t.Parallel()
		p := startProgram(t)
		for _, check := range []string{checkMeetingAPI, checkSignIn, checkOwnClock, checkSlackAPI, checkToken, checkGranted} {
			if !eventually(func() bool {
				return strings.Contains(p.logs.String(), `"msg":"start check passed","check":"`+check+`"`)
			}) {
				t.Errorf("the logs do not say that the check of %s passed:\n%s", check, p.logs)
			}
		}
		p.expectNoSecretsLogged()
	})
	t.Run("another token", func(t *testing.T) {
		t.Parallel()
		const other = "xoxb-12345678901-1234567890123-000000000000000000000000"
		p := startProgram(t, "SLACK_BOT_TOKEN="+other)
		want := `"msg":"start check failed","check":"` + checkToken + `","error":"refused: invalid_auth","fix":"Copy the Bot User OAuth Token`
		if !eventually(func() bool { return strings.Contains(p.logs.String(), want) }) {
			t.Errorf("the logs do not hold %s:\n%s", want, p.logs)
		}
		p.expectNoSecretsLogged(other)
	})
}

// TestTokenIsCheckedUntilItIsJudged checks that a Slack that is down at the start is
// asked again, and one that has answered is not.
func TestTokenIsCheckedUntilItIsJudged(t *testing.T) {
	t.Parallel()
	var calls int
	verdicts := []verdict{unchecked, unchecked, passed}
	a := newEmptyApp(slog.New(slog.DiscardHandler), nil)
	a.recheckEvery = time.Millisecond
	a.recheck(t.Context(), func(context.Context) []finding {
		calls++
		return []finding{{check: checkToken, verdict: verdicts[calls-1]}}
	}, tokenJudged)
	if calls != len(verdicts) {
		t.Errorf("the token was checked %d times, want %d", calls, len(verdicts))
	}
}
