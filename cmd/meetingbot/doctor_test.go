package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

// setSlack points the environment at a Slack that knows one token with the
// given scopes.
func setSlack(t *testing.T, scopes string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.FormValue("token") != testToken && r.Header.Get("Authorization") != "Bearer "+testToken {
			_, _ = io.WriteString(w, `{"ok":false,"error":"invalid_auth"}`)
			return
		}
		w.Header().Set("X-OAuth-Scopes", scopes)
		_, _ = io.WriteString(w, `{"ok":true,"team":"Example","user":"meetingbot","team_id":"T1","user_id":"U1"}`)
	}))
	t.Cleanup(server.Close)
	t.Setenv("SLACK_API_URL", server.URL+"/api/")
}

// serverOf gives every request the same answer.
func serverOf(t *testing.T, status int, body string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

//nolint:paralleltest // the environment is shared
func TestDoctor(t *testing.T) {
	allScopes := strings.Join(neededScopes(), ",")
	tests := []struct {
		name  string
		set   func(t *testing.T)
		code  int
		wants []string
	}{
		{"all is well", func(t *testing.T) { t.Helper() }, exitDone, []string{
			"ok   database: sqlite:meetingbot.db can be reached; its tables are still to be made",
			"ok   sign-in to the Meeting API: as ", "ok   clock: ", "ok   Slack token: meetingbot in Example", "ok   Slack scopes: commands, users:read",
		}},
		{"no signing secret", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_SIGNING_SECRET", " ")
		}, exitUsage, []string{"FAIL variables for Slack: SLACK_SIGNING_SECRET must be set", "skip Slack token: not checked: first the variables for Slack", "ok   sign-in"}},
		{"two wrong variables", func(t *testing.T) {
			t.Helper()
			t.Setenv("MEETING_CACHE_TTL", "soon")
			t.Setenv("MEETING_APP_KEY", "app-key-4\n")
		}, exitUsage, []string{"FAIL variables for the Meeting API: MEETING_APP_KEY ends with a line break", "; MEETING_CACHE_TTL must be", "skip clock: not checked"}},
		{"a wrong .env", func(t *testing.T) {
			t.Helper()
			writeEnvFile(t, "A=1\nMEETING_APP_KEY app-key-4\n", 0o600)
		}, exitUsage, []string{"FAIL .env: /", "/.env, line 2: has no =", "skip everything else: not checked: first .env"}},
		{"wrong key", func(t *testing.T) {
			t.Helper()
			t.Setenv("MEETING_APP_KEY", "another-key-5")
		}, exitFailed, []string{"FAIL sign-in to the Meeting API", "USG.206010025", "MEETING_APP_KEY", "ok   clock: "}},
		{"wrong token", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_BOT_TOKEN", "xoxb-other-6")
		}, exitFailed, []string{"FAIL Slack token: refused: invalid_auth", "SLACK_BOT_TOKEN", "skip Slack scopes: not checked"}},
		{"a scope is missing", func(t *testing.T) {
			t.Helper()
			setSlack(t, "commands")
		}, exitFailed, []string{"FAIL Slack scopes: missing: users:read", "manifest.yml"}},
		{"a current database", func(t *testing.T) {
			t.Helper()
			migrate(t)
		}, exitDone, []string{"ok   database: sqlite:meetingbot.db is current"}},
		{"no database", func(t *testing.T) {
			t.Helper()
			t.Setenv("DATABASE_URL", "postgres://ann:db-pass-5@127.0.0.1:1/db")
		}, exitFailed, []string{"FAIL database: open postgres://127.0.0.1:1/db: ", "check host and port in DATABASE_URL"}},
		{"a mistyped name", func(t *testing.T) {
			t.Helper()
			t.Setenv("MEETING_CACHE_TLL", "1m")
		}, exitUsage, []string{"FAIL names of variables: not known: MEETING_CACHE_TLL"}},
		{"nothing answers", func(t *testing.T) {
			t.Helper()
			t.Setenv("MEETING_API_URL", "http://127.0.0.1:1")
		}, exitFailed, []string{
			"FAIL Meeting API: sign in: unavailable: the connection was refused", "check host and port in MEETING_API_URL",
			"skip sign-in to the Meeting API: not checked", "skip clock: not checked", "ok   Slack token",
		}},
		{"something else answers for the Meeting API", func(t *testing.T) {
			t.Helper()
			t.Setenv("MEETING_API_URL", serverOf(t, http.StatusOK, "<html>portal</html>"))
		}, exitFailed, []string{"FAIL Meeting API: ", "What answers is not the Meeting API: check MEETING_API_URL", "skip sign-in to the Meeting API: not checked"}},
		{"Slack's name is not known", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", "https://slack.invalid/api/")
		}, exitFailed, []string{
			"FAIL Slack: the host name was not found. Check the host name in SLACK_API_URL, and this machine's DNS",
			"skip Slack token: not checked", "skip Slack scopes: not checked",
		}},
		{"nothing answers for Slack", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
		}, exitFailed, []string{"FAIL Slack: the connection was refused. Nothing takes connections there: check host and port in SLACK_API_URL", "skip Slack token: not checked"}},
		{"Slack is not trusted", func(t *testing.T) {
			t.Helper()
			server := httptest.NewTLSServer(http.NotFoundHandler())
			t.Cleanup(server.Close)
			t.Setenv("SLACK_API_URL", server.URL+"/api/")
		}, exitFailed, []string{"FAIL Slack: the certificate is not trusted. ", "SSL_CERT_FILE"}},
		{"Slack is down", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", serverOf(t, http.StatusServiceUnavailable, ""))
		}, exitFailed, []string{"FAIL Slack: ", "503", "there is nothing to change here", "skip Slack token: not checked"}},
		{"something else answers for Slack", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", serverOf(t, http.StatusOK, "<html>portal</html>"))
		}, exitFailed, []string{"FAIL Slack: ", "What answers is not Slack's Web API: check SLACK_API_URL", "skip Slack token: not checked"}},
		{"Slack fails", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", serverOf(t, http.StatusOK, `{"ok":false,"error":"fatal_error"}`))
		}, exitFailed, []string{"FAIL Slack: it answers fatal_error", "the token itself may be right", "skip Slack token: not checked"}},
		{"the app was removed", func(t *testing.T) {
			t.Helper()
			t.Setenv("SLACK_API_URL", serverOf(t, http.StatusOK, `{"ok":false,"error":"account_inactive"}`))
		}, exitFailed, []string{"FAIL Slack token: refused: account_inactive. The app was removed from the workspace"}},
		{"no scopes are named", func(t *testing.T) {
			t.Helper()
			setSlack(t, "")
		}, exitDone, []string{"ok   Slack token: ", "skip Slack scopes: not checked: Slack's answer does not name them"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			setMeetings(t)
			setSlack(t, allScopes)
			tt.set(t)
			var out strings.Builder
			if got := run(t.Context(), []string{"doctor"}, &out, &out); got != tt.code {
				t.Errorf("doctor = %d, want %d", got, tt.code)
			}
			for _, want := range tt.wants {
				if !strings.Contains(out.String(), want) {
					t.Errorf("doctor prints no %q:\n%s", want, out.String())
				}
			}
			for _, secret := range []string{testSigningSecret, "xoxb-", "app-key-4", "another-key-5", "db-pass-5"} {
				if strings.Contains(out.String(), secret) {
					t.Errorf("doctor prints %q:\n%s", secret, out.String())
				}
			}
		})
	}
}

func TestDoctorReportsAWrongClock(t *testing.T) {
	t.Parallel()
	if f := checkClock(-3 * time.Minute); f.verdict != failed || f.fix == "" || !strings.Contains(f.result, "3m0s") {
		t.Errorf("checkClock(-3m) = %+v, want how to fix it", f)
	}
	if f := checkClock(2 * time.Second); f.verdict != passed || f.fix != "" {
		t.Errorf("checkClock(2s) = %+v, want nothing to fix", f)
	}
}

// TestDoctorComparesItsClockWithTheAPI runs the subcommand against an API whose
// clock is an hour ahead.
func TestDoctorComparesItsClockWithTheAPI(t *testing.T) {
	t.Chdir(t.TempDir())
	api := meetingtest.New(meetingtest.Options{AppID: "app-3", AppKey: "app-key-4", Now: func() time.Time { return time.Now().Add(time.Hour) }})
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	setRequired(t)
	setSlack(t, strings.Join(neededScopes(), ","))
	t.Setenv("MEETING_API_URL", server.URL)
	var out strings.Builder
	if got := run(t.Context(), []string{"doctor"}, &out, &out); got != exitFailed {
		t.Errorf("doctor = %d, want %d", got, exitFailed)
	}
	if !strings.Contains(out.String(), "FAIL clock: 1h0m") && !strings.Contains(out.String(), "FAIL clock: 59m5") {
		t.Errorf("doctor does not see the clock:\n%s", out.String())
	}
}
