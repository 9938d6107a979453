package main

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// setOAuth sets the variables of an app that is installed by OAuth, and returns its key.
func setOAuth(t *testing.T) secret.Secret {
	t.Helper()
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": testClientSecret,
		"PUBLIC_URL": "https://bot.example.com/", "ENCRYPTION_KEY": key.Reveal(),
	} {
		t.Setenv(name, value)
	}
	return key
}

// storeGrants stores installations in the default database, sealed with a key.
func storeGrants(t *testing.T, key secret.Secret, grants ...workspace.Grant) {
	t.Helper()
	keys, err := sealed.ParseKeys(key)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{URL: "sqlite:meetingbot.db", Keys: keys, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, g := range grants {
		if err := db.Installations().PutGrant(t.Context(), g); err != nil {
			t.Fatal(err)
		}
	}
}

func someGrants() []workspace.Grant {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	return []workspace.Grant{
		{Key: workspace.Key{TeamID: "T1"}, TeamName: "Acme\x1b[2J", InstalledBy: "U7", InstalledAt: at, Scopes: neededScopes(), Token: testToken},
		{Key: workspace.Key{EnterpriseID: "E1", TeamID: "T2"}, InstalledAt: at.Add(time.Hour), Scopes: []string{"commands", "chat:write"}, Token: "xoxb-other-6"},
		{Key: workspace.Key{EnterpriseID: "E1"}, TeamName: "Globex", InstalledAt: at.Add(2 * time.Hour), Scopes: neededScopes(), Token: "xoxb-org-7"},
	}
}

func TestWorkspacesCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	storeGrants(t, setOAuth(t), someGrants()...)
	t.Setenv("ENCRYPTION_KEY", "") // neither a key nor Slack is needed
	command := func(code int, args ...string) string {
		t.Helper()
		var out strings.Builder
		if got := run(t.Context(), append([]string{"workspaces"}, args...), &out, &out); got != code {
			t.Errorf("workspaces %q = %d, want %d: %s", args, got, code, &out)
		}
		if strings.Contains(out.String(), "xoxb") || strings.Contains(out.String(), "\x1b") {
			t.Errorf("workspaces %q prints a token or controls the terminal: %q", args, &out)
		}
		return out.String()
	}
	want := `KEY    NAME       SINCE                 BY  MISSING SCOPES
T1     Acme [2J   2026-11-24T12:00:00Z  U7  none
E1/T2  -          2026-11-24T13:00:00Z  -   users:read, im:write
E1     Globex     2026-11-24T14:00:00Z  -   none
`
	if got := command(exitDone, "list"); strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("list prints\n%s, want\n%s", got, want)
	}
	if got := command(exitUsage, "remove", "T9", "--yes"); !strings.Contains(got, "workspaces list prints their keys") {
		t.Errorf("remove of an unknown one says %q", got)
	}
	command(exitFailed, "remove", "T1") // standard input of a test is empty: that is no yes
	if got := command(exitDone, "remove", "T2", "--yes"); got != "Everything of E1/T2 is deleted.\n" {
		t.Errorf("remove says %q", got)
	}
	command(exitDone, "remove", "E1", "--yes")
	if got := command(exitDone, "list"); !strings.Contains(got, "T1") || strings.Contains(got, "E1") {
		t.Errorf("what is left:\n%s", got)
	}
	command(exitDone, "remove", "T1", "--yes")
	if got := command(exitDone, "list"); got != "The app is installed in no workspace.\n" {
		t.Errorf("after all were removed: %q", got)
	}
}

func TestConfirmed(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]bool{"yes\n": true, "YES ": true, "y\n": false, "": false, "\nyes\n": false, "no\n": false} {
		var out strings.Builder
		if got := confirmed(&out, strings.NewReader(answer), "Sure? "); got != want || out.String() != "Sure? " {
			t.Errorf("%q confirms: %v, want %v", answer, got, want)
		}
	}
}

//nolint:paralleltest // the environment is shared
func TestDoctorOfInstallations(t *testing.T) {
	other, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		set   func(t *testing.T, key secret.Secret)
		code  int
		wants []string
	}{
		{"no tables yet", func(*testing.T, secret.Secret) {}, exitDone, []string{"skip installations: not checked: first the database: its tables", "skip Slack token: "}},
		{"none", func(t *testing.T, key secret.Secret) {
			t.Helper()
			storeGrants(t, key)
		}, exitDone, []string{"ok   installations: none yet: open https://bot.example.com/slack/install"}},
		{"one that works", func(t *testing.T, key secret.Secret) {
			t.Helper()
			storeGrants(t, key, someGrants()[0])
		}, exitDone, []string{"ok   installations: 1", "ok   Slack token: 1 of 1 accepted", "ok   Slack scopes: complete"}},
		{"several", func(t *testing.T, key secret.Secret) {
			t.Helper()
			storeGrants(t, key, someGrants()...)
		}, exitFailed, []string{
			"ok   installations: 3", "FAIL Slack token: refused in E1/T2 (invalid_auth); E1 (invalid_auth)", "FAIL Slack scopes: missing: users:read, im:write in E1/T2",
		}},
		{"sealed with another key", func(t *testing.T, key secret.Secret) {
			t.Helper()
			storeGrants(t, key, someGrants()[0])
			t.Setenv("ENCRYPTION_KEY", other.Reveal())
		}, exitFailed, []string{"FAIL Slack token: cannot be opened in T1. Add the key that they were sealed with to ENCRYPTION_KEY"}},
		{"no answer", func(t *testing.T, key secret.Secret) {
			t.Helper()
			storeGrants(t, key, someGrants()[0])
			t.Setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
		}, exitDone, []string{"skip Slack token: not checked: no answer about T1: the connection was refused"}},
		{"no key", func(t *testing.T, _ secret.Secret) {
			t.Helper()
			t.Setenv("ENCRYPTION_KEY", "")
		}, exitUsage, []string{"FAIL variables for what is sealed: ENCRYPTION_KEY must be set", "skip Slack token"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			setMeetings(t)
			setSlack(t, "")
			key := setOAuth(t)
			tt.set(t, key)
			var out strings.Builder
			if got := run(t.Context(), []string{"doctor"}, &out, &out); got != tt.code {
				t.Errorf("doctor = %d, want %d", got, tt.code)
			}
			if !containsAll(out.String(), tt.wants) {
				t.Errorf("doctor prints not all of %q:\n%s", tt.wants, &out)
			}
			for _, s := range []string{"xoxb-", testClientSecret, key.Reveal()} {
				if strings.Contains(out.String(), s) {
					t.Errorf("doctor prints %q:\n%s", s, &out)
				}
			}
		})
	}
}

func TestConfigOfInstallations(t *testing.T) {
	file := func(text string) func(t *testing.T) {
		return func(t *testing.T) {
			t.Helper()
			t.Setenv("ENCRYPTION_KEY", "")
			writeFile(t, "key", text)
			t.Setenv("ENCRYPTION_KEY_FILE", "key")
		}
	}
	set := func(name, value string) func(t *testing.T) {
		return func(t *testing.T) {
			t.Helper()
			t.Setenv(name, value)
		}
	}
	good, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		set  func(t *testing.T)
		want string // "" for no error
	}{
		{"complete", func(*testing.T) {}, ""},
		{"two keys", set("ENCRYPTION_KEY", good.Reveal()+","+good.Reveal()), ""},
		{"a key in a file", file(good.Reveal() + "\n"), ""},
		{"a bot token too", set("SLACK_BOT_TOKEN", testToken), "SLACK_BOT_TOKEN must not be set with SLACK_CLIENT_ID: set either SLACK_BOT_TOKEN or SLACK_CLIENT_ID, not both"},
		{"no client", set("SLACK_CLIENT_ID", ""), "SLACK_BOT_TOKEN must be set"},
		{"a client secret alone", set("SLACK_CLIENT_ID", " "), "SLACK_CLIENT_ID must be set with SLACK_CLIENT_SECRET"},
		{"no client secret", set("SLACK_CLIENT_SECRET", ""), "SLACK_CLIENT_SECRET must be set with SLACK_CLIENT_ID"},
		{"no address", set("PUBLIC_URL", ""), "PUBLIC_URL must be set with SLACK_CLIENT_ID"},
		{"plain http", set("PUBLIC_URL", "http://bot.example.com"), "PUBLIC_URL must be https"},
		{"plain http to Slack", set("SLACK_AUTHORIZE_URL", "http://slack.example/oauth"), "SLACK_AUTHORIZE_URL must be https"},
		{"no key", set("ENCRYPTION_KEY", ""), "ENCRYPTION_KEY must be set with SLACK_CLIENT_ID"},
		{"no keyset", set("ENCRYPTION_KEY", "hunter2secret"), "ENCRYPTION_KEY holds no encryption key"},
		{"no keyset in the file", file("hunter2secret"), "ENCRYPTION_KEY_FILE holds no encryption key"},
		{"an empty file", file(""), "ENCRYPTION_KEY_FILE holds no encryption key"},
		{"no file", func(t *testing.T) {
			t.Helper()
			t.Setenv("ENCRYPTION_KEY", "")
			t.Setenv("ENCRYPTION_KEY_FILE", "missing")
		}, "ENCRYPTION_KEY_FILE cannot be read: no such file"},
		{"a key and a file", set("ENCRYPTION_KEY_FILE", "key"), "ENCRYPTION_KEY_FILE must not be set with ENCRYPTION_KEY"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			setRequired(t)
			setOAuth(t)
			tt.set(t)
			var c config
			err := readEnv(c.groups()...)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("readEnv() = %v", err)
			case tt.want == "" && c.Slack.installURL() != "https://bot.example.com/slack/install":
				t.Errorf("the app is installed at %q", c.Slack.installURL())
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("readEnv() = %v, want %q", err, tt.want)
			case err != nil && strings.Contains(err.Error(), "hunter2"):
				t.Errorf("the error repeats the value: %v", err)
			}
		})
	}
}

// writeFile writes a file in the working directory.
func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
