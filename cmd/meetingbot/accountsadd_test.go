package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// ownKey is the App Key that these tests search for.
const ownKey = "app-key-4"

// setOwn points the environment at a current database, a Meeting API and an
// encryption key.
func setOwn(t *testing.T) {
	t.Helper()
	setMeetings(t)
	t.Setenv("MEETING_APP_KEY", "")
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENCRYPTION_KEY", key.Reveal())
	migrate(t)
}

// accounts runs a subcommand with something on standard input, and returns its exit
// code and what it prints.
func accounts(t *testing.T, input string, args ...string) (code int, printed string) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func(before *os.File) { os.Stdin = before; _ = read.Close() }(os.Stdin)
	os.Stdin = read
	_, err = io.WriteString(write, input)
	if err = errors.Join(err, write.Close()); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	code = run(t.Context(), append([]string{"accounts"}, args...), &out, &out)
	if key := strings.TrimSpace(input); key != "" && strings.Contains(out.String(), key) {
		t.Errorf("accounts %q prints the App Key: %s", args, out.String())
	}
	return code, out.String()
}

func TestAccounts(t *testing.T) {
	setOwn(t)
	steps := []struct {
		name, input string
		args        []string
		code        int
		wants       []string
	}{
		{"none", "", []string{"list"}, exitDone, []string{"No workspace has a meeting account of its own."}},
		{"a wrong App Key", "another-key-5\n", []string{"add", "T1", "--app-id", "app-3"}, exitFailed, []string{"USG.206010025", "Check --app-id and the App Key", "Nothing was stored"}},
		{"another site", ownKey, []string{"add", "T1", "--app-id", "app-3", "--site", "http://127.0.0.1:1"}, exitFailed, []string{"check host and port in --site"}},
		{"no site", ownKey, []string{"add", "T1", "--app-id", "app-3", "--site", "example"}, exitUsage, []string{"--site"}},
		{"no App Key", "\n", []string{"add", "T1", "--app-id", "app-3"}, exitUsage, []string{"the App Key must not be empty"}},
		{"an App Key with a comment", "a-key # of ours", []string{"add", "T1", "--app-id", "app-3"}, exitUsage, []string{"the App Key has a comment after it"}},
		{"no App ID", ownKey, []string{"add", "T1"}, exitUsage, []string{"--app-id must be given"}},
		{"no key of a workspace", ownKey, []string{"add", "general", "--app-id", "app-3"}, exitUsage, []string{"KEY must be a workspace"}},
		{"still none", "", []string{"list"}, exitDone, []string{"No workspace has a meeting account of its own."}},
		{"added", ownKey + "\r\n", []string{"add", "T1", "--app-id", "app-3"}, exitDone, []string{"Signed in as ", "T1 is asked with this account"}},
		{"another one", ownKey, []string{"add", "E1/T2", "--app-id", "app-3"}, exitDone, []string{"E1/T2 is asked"}},
		{"listed", "", []string{"list"}, exitDone, []string{"T1 ", "E1/T2", "app-3", "http://127.0.0.1", "stored sealed"}},
		{"removed", "", []string{"remove", "T2"}, exitDone, []string{"E1/T2 is asked with the environment's account again"}},
		{"removed twice", "", []string{"remove", "E1/T2"}, exitUsage, []string{"E1/T2 has no meeting account of its own"}},
	}
	for _, tt := range steps {
		code, printed := accounts(t, tt.input, tt.args...)
		if code != tt.code {
			t.Errorf("%s: exit code %d, want %d: %s", tt.name, code, tt.code, printed)
		}
		for _, want := range tt.wants {
			if !strings.Contains(printed, want) {
				t.Errorf("%s: prints %q, want %q", tt.name, printed, want)
			}
		}
	}
	files, _ := filepath.Glob("meetingbot.db*")
	for _, name := range files {
		if raw, err := os.ReadFile(name); err != nil || strings.Contains(string(raw), ownKey) {
			t.Errorf("%s holds the App Key (%v)", name, err)
		}
	}
	t.Setenv("ENCRYPTION_KEY", "")
	if code, printed := accounts(t, ownKey, "add", "T1", "--app-id", "app-3"); code != exitUsage || !strings.Contains(printed, "ENCRYPTION_KEY must be set") {
		t.Errorf("without an encryption key: %d, %s", code, printed)
	}
	if code, printed := accounts(t, "", "list"); code != exitDone || !strings.Contains(printed, "ENCRYPTION_KEY is not set here") {
		t.Errorf("the list without an encryption key: %d, %s", code, printed)
	}
}

// Where installations are stored, only their workspaces get an account.
//
//nolint:paralleltest // the environment is shared
func TestAccountsOfInstalledWorkspaces(t *testing.T) {
	setOwn(t)
	err := withAccountsStore(t, func(o *ownStore) error {
		for _, k := range []workspace.Key{{EnterpriseID: "E1", TeamID: "T1"}, {EnterpriseID: "E2"}} {
			if err := o.db.Installations().PutGrant(t.Context(), workspace.Grant{Key: k, Token: "xoxb-1", InstalledAt: time.Now()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"T1": "E1/T1 is asked", "E1/T1": "E1/T1 is asked", "E2/T7": "E2/T7 is asked", "E2": "E2 is asked",
		"T9": "the app is not installed in T9", "E3": "the app is not installed in E3", "E1": "the app is not installed in E1",
	} {
		if _, printed := accounts(t, ownKey, "add", key, "--app-id", "app-3"); !strings.Contains(printed, want) {
			t.Errorf("accounts add %s prints %q, want %q", key, printed, want)
		}
	}
}

// Somebody at a terminal is asked for what is missing.
func TestAccountsAsk(t *testing.T) {
	t.Parallel()
	asked := &scriptedTerminal{answers: []string{"app-3", "ana", ownKey}}
	a := workspace.OwnAccount{}
	if err := promptAccount(t.Context(), asked, &a); err != nil {
		t.Fatal(err)
	}
	if want := (meeting.Credentials{AppID: "app-3", UserID: "ana", AppKey: ownKey}); a.Credentials != want {
		t.Errorf("the account is %+v, want %+v", a.Credentials, want)
	}
	if len(asked.hidden) != 1 || !strings.HasPrefix(asked.hidden[0], "App Key") {
		t.Errorf("typed unseen are %q", asked.hidden)
	}
	given := &scriptedTerminal{answers: []string{ownKey}}
	if err := promptAccount(t.Context(), given, &a); err != nil || len(given.answers) != 0 {
		t.Errorf("with an App ID there are %q left: %v", given.answers, err)
	}
	if err := promptAccount(t.Context(), new(scriptedTerminal), &a); !errors.Is(err, io.EOF) {
		t.Errorf("when nobody answers: %v", err)
	}
}

// scriptedTerminal gives answers one after the other.
type scriptedTerminal struct {
	answers []string
	hidden  []string // the prompts of what is typed unseen
}

var _ terminal = (*scriptedTerminal)(nil)

func (s *scriptedTerminal) Line(context.Context, string) (string, error) {
	if len(s.answers) == 0 {
		return "", io.EOF
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	return answer, nil
}

func (s *scriptedTerminal) Secret(ctx context.Context, prompt string) (string, error) {
	s.hidden = append(s.hidden, prompt)
	return s.Line(ctx, prompt)
}

// doctor signs in with the account of each workspace, and says what to do about one
// that cannot be used.
func TestDoctorChecksAccounts(t *testing.T) {
	setOwn(t)
	check := func() string {
		var c config
		if err := errors.Join(readEnv(&c.Database), readEnv(&c.Seal)); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, f := range askAccounts(t.Context(), &c) {
			lines = append(lines, f.String())
		}
		return strings.Join(lines, "\n")
	}
	if got := check(); got != "" {
		t.Errorf("without any: %s", got)
	}
	for _, key := range []string{"T1", "T2"} {
		if code, printed := accounts(t, ownKey, "add", key, "--app-id", "app-3"); code != exitDone {
			t.Fatal(printed)
		}
	}
	if got := check(); got != "ok   meeting accounts of workspaces: 2 signed in" {
		t.Errorf("with two: %s", got)
	}
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENCRYPTION_KEY", key.Reveal())
	if got := check(); !containsAll(got, []string{"FAIL ", "T1: ", "T2: ", "ENCRYPTION_KEY, behind the first one"}) {
		t.Errorf("with another key: %s", got)
	}
}
