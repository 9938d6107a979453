package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// setRequired sets every required variable to something valid.
func setRequired(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"SLACK_SIGNING_SECRET": "signing-secret-1", "SLACK_BOT_TOKEN": "xoxb-token-2",
		"MEETING_APP_ID": "app-3", "MEETING_APP_KEY": "app-key-4",
	} {
		t.Setenv(name, value)
	}
}

func TestConfigDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	setRequired(t)
	t.Setenv("SLACK_RESPONSE_HOSTS", " a.example , b.example:8443,, ")
	t.Setenv("SLACK_API_URL", "https://slack.example/api")
	var c config
	if err := readEnv(c.groups()...); err != nil {
		t.Fatalf("readEnv() = %v", err)
	}
	if got, want := c.Meeting.CacheTTL, 30*time.Second; got != want {
		t.Errorf("MEETING_CACHE_TTL = %v, want %v", got, want)
	}
	if diff := cmp.Diff([]string{"a.example", "b.example:8443"}, c.Slack.ResponseHosts); diff != "" {
		t.Errorf("SLACK_RESPONSE_HOSTS (-want +got):\n%s", diff)
	}
	if got, want := c.Slack.APIURL, "https://slack.example/api/"; got != want {
		t.Errorf("SLACK_API_URL = %q, want %q", got, want)
	}
}

func TestConfigErrorNamesTheVariable(t *testing.T) {
	tests := []struct {
		name, variable, value, want string
	}{
		{"blank signing secret", "SLACK_SIGNING_SECRET", "   ", "SLACK_SIGNING_SECRET must be set"},
		{"no token", "SLACK_BOT_TOKEN", "", "SLACK_BOT_TOKEN must be set"},
		{"no app key", "MEETING_APP_KEY", "", "MEETING_APP_KEY must be set"},
		{"not a duration", "MEETING_CACHE_TTL", "soon", `MEETING_CACHE_TTL must be a time.Duration, got "soon"`},
		{"a negative duration", "MEETING_CACHE_TTL", "-1s", "MEETING_CACHE_TTL must be positive, got -1s"},
		{"no entries", "MEETING_CACHE_ENTRIES", "0", "MEETING_CACHE_ENTRIES must be positive, got 0"},
		{"unknown access", "MEETING_ACCESS", "all", `MEETING_ACCESS must be members, invitees or everyone, got "all"`},
		{"unknown lists", "MEETING_LISTS", "none", `MEETING_LISTS must be mine or all, got "none"`},
		{"unknown host secrets", "MEETING_HOST_SECRETS", "all", `MEETING_HOST_SECRETS must be host or never, got "all"`},
		{"unknown unknown users", "SLACK_UNKNOWN_USERS", "guest", `SLACK_UNKNOWN_USERS must be refuse or member, got "guest"`},
		{"unknown language", "DEFAULT_LANGUAGE", "de", `DEFAULT_LANGUAGE must be en or zh-CN, got "de"`},
		{"no leads", "REMINDER_LEADS", " ", `REMINDER_LEADS must be times such as "1h 10m"`},
		{"leads too long", "REMINDER_LEADS", "8d", `not 1 to 5 times from 0m to 7d: "8d"`},
		{"no address", "MEETING_API_URL", "api.example", "MEETING_API_URL must be an http or https address"},
		{"no hosts", "SLACK_RESPONSE_HOSTS", " , ", "SLACK_RESPONSE_HOSTS must name at least one host"},
		{"no database", "DATABASE_URL", "", `DATABASE_URL: a database's address is "sqlite:"`},
		{"unknown database", "DATABASE_URL", "mysql://ann:db-pass-5@host/db", "DATABASE_URL: a database's address is"},
		{"unreadable password", "DATABASE_URL", "postgres://ann:db-pass-5%@host/db", "DATABASE_URL: a database's address is"},
		{"unreadable port", "DATABASE_URL", "postgres://ann:db-pass-5@host:port/db", "DATABASE_URL: "},
		{"unreadable option", "DATABASE_URL", "postgres://ann:db-pass-5@host/db?sslmode=some", "DATABASE_URL: PostgreSQL's address has a part"},
		{"unknown level", "LOG_LEVEL", "loud", `LOG_LEVEL must be a slog.Level, got "loud"`},
		{"unknown format", "LOG_FORMAT", "xml", `LOG_FORMAT must be text or json, got "xml"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			setRequired(t)
			t.Setenv(tt.variable, tt.value)
			var c config
			err := readEnv(c.groups()...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("readEnv() with %s=%q = %v, want %q", tt.variable, tt.value, err, tt.want)
			}
			for _, secret := range []string{"signing-secret-1", "xoxb-token-2", "app-key-4", "db-pass-5"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error holds the secret %q: %v", secret, err)
				}
			}
			if got := report(new(strings.Builder), err); got != exitUsage {
				t.Errorf("exit code = %d, want %d", got, exitUsage)
			}
		})
	}
}

func TestConfigErrorNamesEveryMissingVariable(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "MEETING_APP_ID", "MEETING_APP_KEY"} {
		t.Setenv(name, "")
	}
	var c config
	err := readEnv(c.groups()...)
	for _, name := range []string{"SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "MEETING_APP_ID", "MEETING_APP_KEY"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("readEnv() = %v, want it to name %s", err, name)
		}
	}
}

func TestConfigEnvironmentWinsOverFile(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	setRequired(t)
	t.Setenv("MEETING_ACCESS", "everyone")
	os.Unsetenv("MEETING_USER_ID")
	t.Cleanup(func() { os.Unsetenv("MEETING_USER_ID") })
	content := "# kept beside the binary\nMEETING_ACCESS=invitees\nMEETING_USER_ID='ann'\n"
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var c config
	if err := readEnv(c.groups()...); err != nil {
		t.Fatal(err)
	}
	if c.Meeting.Access != "everyone" || c.Meeting.UserID != "ann" {
		t.Errorf("access %q, user %q, want everyone from the environment and ann from the file", c.Meeting.Access, c.Meeting.UserID)
	}
}

func TestConfigErrorQuotesNoFileContent(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	setRequired(t)
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte("MEETING_APP_KEY='open-end-secret\n=x"), 0o600); err != nil {
		t.Fatal(err)
	}
	var c config
	err := readEnv(c.groups()...)
	if err == nil || !strings.Contains(err.Error(), ".env") || strings.Contains(err.Error(), "open-end-secret") {
		t.Errorf("readEnv() = %v, want the file's name and none of its content", err)
	}
}

func TestConfigUnknownVariables(t *testing.T) {
	t.Parallel()
	got := unknownVariables([]string{"MEETING_CACHE_TLL=1m", "MEETING_ACCESS=members", "SLACK_TOKEN=x", "PATH=/bin"})
	if diff := cmp.Diff([]string{"MEETING_CACHE_TLL", "SLACK_TOKEN"}, got); diff != "" {
		t.Errorf("unknownVariables() (-want +got):\n%s", diff)
	}
}

// TestConfigMatchesReadme checks that the table of the README lists every variable.
func TestConfigMatchesReadme(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	for _, match := range regexp.MustCompile("(?m)^\\| `([A-Z_]+)` \\|").FindAllSubmatch(raw, -1) {
		documented = append(documented, string(match[1]))
	}
	var known []string
	for _, g := range new(config).groups() {
		known = append(known, variables(g, "")...)
	}
	slices.Sort(documented)
	slices.Sort(known)
	if diff := cmp.Diff(known, documented); diff != "" {
		t.Errorf("variables in the code (-) and in the README (+):\n%s", diff)
	}
}
