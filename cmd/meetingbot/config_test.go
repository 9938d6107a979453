package main

import (
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// setRequired sets every required variable to something valid, in the form that
// Slack's have.
func setRequired(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{
		"SLACK_SIGNING_SECRET": testSigningSecret, "SLACK_BOT_TOKEN": testToken,
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
		{"not a duration", "MEETING_CACHE_TTL", "soon", `MEETING_CACHE_TTL must be a length of time such as 30s, got "soon"`},
		{"a duration without unit", "MEETING_CACHE_TTL", "30", `MEETING_CACHE_TTL must be a length of time such as 30s, got "30"`},
		{"an empty duration", "MEETING_CACHE_TTL", "", `MEETING_CACHE_TTL must be a length of time such as 30s, got ""`},
		{"a negative duration", "MEETING_CACHE_TTL", "-1s", "MEETING_CACHE_TTL must be more than 0, such as 30s, got -1s"},
		{"a token as duration", "MEETING_CACHE_TTL", testToken, "MEETING_CACHE_TTL must be a length of time such as 30s, got " + length(testToken)},
		{"no number", "MEETING_CACHE_ENTRIES", "many", `MEETING_CACHE_ENTRIES must be a whole number such as 10000, got "many"`},
		{"no entries", "MEETING_CACHE_ENTRIES", "0", "MEETING_CACHE_ENTRIES must be more than 0, such as 10000, got 0"},
		{"unknown access", "MEETING_ACCESS", "all", `MEETING_ACCESS must be members, invitees or everyone, got "all"`},
		{"a token as access", "MEETING_ACCESS", testToken, "MEETING_ACCESS must be members, invitees or everyone, got " + length(testToken)},
		{"a quoted access", "MEETING_ACCESS", "'members'", "MEETING_ACCESS has a quotation mark"},
		{"unknown lists", "MEETING_LISTS", "none", `MEETING_LISTS must be mine or all, got "none"`},
		{"unknown calls", "SLACK_CALLS", "yes", `SLACK_CALLS must be on or off, got "yes"`},
		{"unknown names in calls", "SLACK_CALL_NAMES", "all", `SLACK_CALL_NAMES must be linked, everyone or nobody, got "all"`},
		{"unknown join", "MEETING_JOIN", "all", `MEETING_JOIN must be person or link, got "all"`},
		{"unknown booking", "MEETING_BOOKING", "all", `MEETING_BOOKING must be members, linked or nobody, got "all"`},
		{"unknown host secrets", "MEETING_HOST_SECRETS", "all", `MEETING_HOST_SECRETS must be host or never, got "all"`},
		{"unknown unknown users", "SLACK_UNKNOWN_USERS", "guest", `SLACK_UNKNOWN_USERS must be refuse or member, got "guest"`},
		{"unknown language", "DEFAULT_LANGUAGE", "de", `DEFAULT_LANGUAGE must be en or zh-CN, got "de"`},
		{"no leads", "REMINDER_LEADS", " ", `REMINDER_LEADS must be times such as "1h 10m"`},
		{"leads too long", "REMINDER_LEADS", "8d", `not 1 to 5 times from 0m to 7d: "8d"`},
		{"no address", "MEETING_API_URL", "api.example", "MEETING_API_URL must be an http or https address"},
		{"a query in an address", "MEETING_API_URL", "https://api.example/?token=app-key-4", "MEETING_API_URL must have no user, query or fragment"},
		{"a space in an address", "MEETING_API_URL", "https://api.example /x", "MEETING_API_URL has a space in it"},
		{"a port without host", "SLACK_API_URL", "https://:443/api/", "SLACK_API_URL must be an http or https address, such as https://slack.com/api/"},
		{"a comment in an address", "SLACK_API_URL", "https://slack.com/api/ # Slack", "SLACK_API_URL has a comment after it"},
		{"a link as host", "SLACK_RESPONSE_HOSTS", "https://hooks.slack.com", "SLACK_RESPONSE_HOSTS must list hosts such as hooks.slack.com"},
		{"a pattern as host", "MEETING_LINK_HOSTS", "*.example.com", "MEETING_LINK_HOSTS must list hosts such as meet.example.com"},
		{"only a port number", "LISTEN_ADDR", "8080", `LISTEN_ADDR must be a port after a colon, such as :8080, or an address and a port, such as 127.0.0.1:8080, got "8080"`},
		{"a port that does not exist", "LISTEN_ADDR", ":80800", `LISTEN_ADDR must be a port after a colon, such as :8080`},
		{"a listener without port", "LISTEN_ADDR", "127.0.0.1:", `LISTEN_ADDR must be a port after a colon, such as :8080`},
		{"no listener", "LISTEN_ADDR", "", "LISTEN_ADDR must be a port after a colon"},
		{"a URL to listen on", "METRICS_ADDR", "http://:9090", "METRICS_ADDR must be a port after a colon"},
		{"a user of spaces", "MEETING_USER_ID", "  ", "MEETING_USER_ID holds only spaces"},
		{"a user with a line break", "MEETING_USER_ID", "ann\n", "MEETING_USER_ID ends with a line break"},
		{"plain http to the Meeting API", "MEETING_API_URL", "http://api.example", "MEETING_API_URL must be https"},
		{"plain http to Slack", "SLACK_API_URL", "http://slack.example/api/", "SLACK_API_URL must be https"},
		{"a token in Slack's address", "SLACK_API_URL", "https://xoxb-token-2@slack.com/api/", "SLACK_API_URL must have no user"},
		{"no hosts", "SLACK_RESPONSE_HOSTS", " , ", "SLACK_RESPONSE_HOSTS must name at least one host"},
		{"no database", "DATABASE_URL", "", `DATABASE_URL: a database's address is "sqlite:"`},
		{"unknown database", "DATABASE_URL", "mysql://ann:db-pass-5@host/db", "DATABASE_URL: a database's address is"},
		{"unreadable password", "DATABASE_URL", "postgres://ann:db-pass-5%@host/db", "DATABASE_URL: a database's address is"},
		{"unreadable port", "DATABASE_URL", "postgres://ann:db-pass-5@host:port/db", "DATABASE_URL: "},
		{"unreadable option", "DATABASE_URL", "postgres://ann:db-pass-5@host/db?sslmode=some", "DATABASE_URL: PostgreSQL's address has a part"},
		{"unknown level", "LOG_LEVEL", "loud", `LOG_LEVEL must be debug, info, warn or error, got "loud"`},
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
			for _, secret := range []string{testSigningSecret, testToken, "app-key-4", "db-pass-5"} {
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

// TestConfigRefusesSecretsThatCannotWork tries what becomes of secrets on their way
// from where they are copied.
func TestConfigRefusesSecretsThatCannotWork(t *testing.T) {
	const where = "OAuth & Permissions"
	spoilt := func(good string) []struct{ name, value, want string } {
		return []struct{ name, value, want string }{
			{"a line break after", good + "\n", "ends with a line break"},
			{"a Windows line break after", good + "\r\n", "ends with a line break"},
			{"a line break inside", good[:9] + "\n" + good[9:], "has a line break or another control character in it"},
			{"a tab after", good + "\t", "has a line break or another control character in it"},
			{"spaces around", " " + good + " ", "has spaces around it"},
			{"a no-break space after", good + "\u00a0", "has spaces around it"},
			{"a space inside", good[:9] + " " + good[9:], "has a space in it"},
			{"double quotes", `"` + good + `"`, "has a quotation mark"},
			{"single quotes", `'` + good + `'`, "has a quotation mark"},
			{"typographic quotes", "“" + good + "”", "has a quotation mark"},
			{"half of the quotes", good + `"`, "has a quotation mark"},
			{"quotes and a line break", `"` + good + "\"\n", "ends with a line break"},
			{"a comment after", good + " # of the test app", "has a comment after it"},
			{"an invisible space", good + "\u200b", "has the invisible character U+200B"},
			{"a byte order mark", "\ufeff" + good, "has the invisible character U+FEFF"},
			{"dots of a shortened display", good[:9] + "…", "has the character U+2026"},
			{"no UTF-8", good + "\xff", "is not UTF-8 text"},
			{"nothing", "", "must be set, and is empty"},
			{"spaces only", "  ", "must be set, and is empty"},
		}
	}
	tests := map[string][]struct{ name, value, want string }{
		"SLACK_SIGNING_SECRET": append(spoilt(testSigningSecret), []struct{ name, value, want string }{
			{"5 characters", "a1b2c", "must be the 32 small letters and digits"},
			{"one too few", testSigningSecret[1:], "this has 31 characters"},
			{"one too many", testSigningSecret + "0", "this has 33 characters"},
			{"no letter or digit", "-" + testSigningSecret[1:], "must be the 32 small letters and digits"},
			{"capital letters", strings.ToUpper(testSigningSecret), "must be the 32 small letters and digits"},
			{"the bot token", testToken, "holds a bot token (xoxb-): the signing secret is on"},
		}...),
		"SLACK_BOT_TOKEN": append(spoilt(testToken), []struct{ name, value, want string }{
			{"a word", "hello-s3cret", "is no bot token: the bot token is on the app's page OAuth & Permissions"},
			{"the signing secret", testSigningSecret, "is no bot token: "},
			{"only the beginning", "xoxb-", "begins with xoxb-"},
			{"a user token", "xoxp-1-s3cret", "holds a user token (xoxp-): the bot token is on the app's page " + where},
			{"an app-level token", "xapp-1-A0-s3cret", "holds an app-level token (xapp-): the bot token is on the app's page " + where},
			{"a rotating token", "xoxe.xoxb-1-s3cret", "holds a rotating bot token (xoxe.xoxb-), which ends after 12 hours"},
			{"capital letters", "XOXB-1-s3cret", "is no bot token: "},
		}...),
		"MEETING_APP_KEY": spoilt("app-key-s3cret"),
		"MEETING_APP_ID":  spoilt("app-id-s3cret"),
	}
	for variable, rows := range tests {
		for _, tt := range rows {
			t.Run(variable+"/"+tt.name, func(t *testing.T) {
				t.Chdir(t.TempDir())
				setRequired(t)
				t.Setenv(variable, tt.value)
				var c config
				err := readEnv(c.groups()...)
				if err == nil || !strings.HasPrefix(err.Error(), variable+" ") || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("readEnv() with %s=%q = %v, want it to say %q", variable, tt.value, err, tt.want)
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("readEnv() names more than %s: %v", variable, err)
				}
				for _, secret := range []string{testSigningSecret[:9], testToken[:9], "s3cret"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("the error holds %q of the secret: %v", secret, err)
					}
				}
			})
		}
	}
}

// The sample secret of Slack's documentation has letters beyond f.
func TestConfigTakesTheSampleSecretOfSlack(t *testing.T) {
	t.Chdir(t.TempDir())
	setRequired(t)
	t.Setenv("SLACK_SIGNING_SECRET", "8f742231b10e8888abcd99yyyzzz85a5")
	var c config
	if err := readEnv(c.groups()...); err != nil {
		t.Errorf("readEnv() = %v, want no error", err)
	}
}

// TestConfigErrorNamesEverything checks that one start is enough to learn all that
// is wrong, in the order of the configuration.
func TestConfigErrorNamesEverything(t *testing.T) {
	t.Chdir(t.TempDir())
	setRequired(t)
	for name, value := range map[string]string{
		"LISTEN_ADDR": "8080", "LOG_LEVEL": "loud", "LOG_FORMAT": "xml", "SLACK_SIGNING_SECRET": "short", "SLACK_BOT_TOKEN": "",
		"MEETING_APP_KEY": "key\n", "MEETING_CACHE_TTL": "soon", "MEETING_CACHE_ENTRIES": "0", "DATABASE_URL": "mysql:x",
	} {
		t.Setenv(name, value)
	}
	var c config
	err := readEnv(c.groups()...)
	if err == nil {
		t.Fatal("readEnv() = nil, want an error")
	}
	var got []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		got = append(got, variableOf(errors.New(line)))
	}
	want := []string{
		"LISTEN_ADDR", "LOG_LEVEL", "LOG_FORMAT", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN",
		"MEETING_APP_KEY", "MEETING_CACHE_TTL", "MEETING_CACHE_ENTRIES", "DATABASE_URL",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("variables named (-want +got):\n%s\n%v", diff, err)
	}
	var printed strings.Builder
	if code := report(&printed, err); code != exitUsage || strings.Count(printed.String(), "meetingbot: ") != len(want) {
		t.Errorf("report = %d and prints %q, want %d and %d lines", code, printed.String(), exitUsage, len(want))
	}
}

// TestConfigTagsSayWhatIsWanted checks the fields that can be of the wrong type.
func TestConfigTagsSayWhatIsWanted(t *testing.T) {
	t.Parallel()
	for _, g := range new(config).groups() {
		for field := range reflect.TypeOf(g).Elem().Fields() {
			text := field.Type.Kind() == reflect.String || field.Type.Kind() == reflect.Slice
			if want := field.Tag.Get("want"); text != (want == "") {
				t.Errorf("%s of type %s wants %q", field.Tag.Get("envconfig"), field.Type, want)
			}
		}
	}
}

// TestConfigOfPlayground checks that the playground's secrets are like real ones.
func TestConfigOfPlayground(t *testing.T) {
	t.Parallel()
	e, err := playgroundCommand{Addr: "127.0.0.1:0", BotAddr: "127.0.0.1:0", MeetingAddr: "127.0.0.1:0"}.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []net.Listener{e.page, e.bot, e.meeting} {
		t.Cleanup(func() { _ = l.Close() })
	}
	c := e.config()
	for _, g := range []group{&c.Slack, &c.Meeting} {
		if problems := g.validate(); len(problems) != 0 {
			t.Errorf("the playground's configuration is refused: %v", problems)
		}
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

func TestConfigFileIsLiteral(t *testing.T) {
	t.Chdir(t.TempDir())
	setRequired(t)
	for _, name := range []string{"SLACK_BOT_TOKEN", "MEETING_APP_KEY"} {
		os.Unsetenv(name)
		t.Cleanup(func() { os.Unsetenv(name) })
	}
	writeEnvFile(t, "MEETING_APP_KEY=\nSLACK_BOT_TOKEN=xoxb-1$27\r\nexport MEETING_APP_KEY='a#$b' # the last one wins\r\n", 0o600)
	var c config
	if err := readEnv(c.groups()...); err != nil {
		t.Fatal(err)
	}
	if got, want := c.Slack.BotToken.Reveal(), "xoxb-1$27"; got != want {
		t.Errorf("SLACK_BOT_TOKEN = %q, want %q", got, want)
	}
	if got, want := c.Meeting.AppKey.Reveal(), "a#$b"; got != want {
		t.Errorf("MEETING_APP_KEY = %q, want %q", got, want)
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
	got := unknownVariables([]string{
		"MEETING_CACHE_TLL=1m", "MEETING_ACCESS=members", "SLACK_TOKEN=x", "PATH=/bin",
		"SLACK_SERVICE_HOST=10.0.0.1", "SLACK_SERVICE_PORT_HTTP=80", "MEETING_ROOMS_PORT=tcp://10.0.0.1:80", "MEETING_PORT_80_TCP_ADDR=10.0.0.1",
	})
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
		known = append(known, variables(g)...)
	}
	slices.Sort(documented)
	slices.Sort(known)
	if diff := cmp.Diff(known, documented); diff != "" {
		t.Errorf("variables in the code (-) and in the README (+):\n%s", diff)
	}
}
