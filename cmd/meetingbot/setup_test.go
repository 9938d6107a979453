package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/playground"
)

func TestSetupFromNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("", "m", "",
		"^"+testToken, "^"+otherAppToken, "^"+testAppToken, // of another kind; not known; right
		"^"+otherTestToken, "^"+testToken,
		"x", "1", "app-3", "^app-key-5", "", "^app-key-4",
		"")
	if code != exitDone {
		t.Errorf("setup = %d:\n%s", code, st.printed.String())
	}
	st.says("https://api.slack.com/apps?new_app=1&manifest_json=", "socket_mode_enabled: true", "holds a bot token (xoxb-)", "refuses the app-level token (invalid_auth)",
		"refuses the bot token (invalid_auth)", "USG.206010025", "signed in as ", "ok   Slack token", "meetingbot serve", "/meeting help")
	env := st.env()
	if _, err := sealed.ParseKeys(secret.Secret(env["ENCRYPTION_KEY"])); err != nil {
		t.Errorf("ENCRYPTION_KEY is %v", err)
	}
	delete(env, "ENCRYPTION_KEY")
	want := map[string]string{
		"SLACK_APP_TOKEN": testAppToken, "SLACK_BOT_TOKEN": testToken,
		"MEETING_API_URL": st.sites[0].url, "MEETING_APP_ID": "app-3", "MEETING_APP_KEY": "app-key-4",
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Errorf(".env (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(".env"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf(".env has mode %v, %v, want 0600", info.Mode(), err)
	}

	st.forget()
	before := st.file()
	if code, asked := st.dialog(); code != exitDone || len(asked) > 0 || st.file() != before {
		t.Errorf("the second run = %d, asks %q and makes of .env\n%s", code, asked, st.file())
	}
}

// Nobody looks for tokens and is told at the end that they cannot be written.
func TestSetupAsksNothingWhereItCannotWrite(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	gone, err := os.Getwd()
	if err == nil {
		err = os.Remove(gone)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, asked := st.dialog(); code != exitFailed || len(asked) > 0 {
		t.Errorf("setup = %d and asks %q", code, asked)
	}
	st.says(".env cannot be written")
}

func TestSetupOverHTTPS(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("2", "http://bot.example.org", "https://bot.example.org", "",
		"^"+testToken, "^"+testSigningSecret, "^"+testToken, "2", testChineseID, "^"+testChineseKey, "1")
	if code != exitDone {
		t.Errorf("setup = %d:\n%s", code, st.printed.String())
	}
	st.says("https%3A%2F%2Fbot.example.org%2Fslack%2Fevents", "holds a bot token", "choose Retry beside the Request URL")
	if env := st.env(); env["SLACK_SIGNING_SECRET"] != testSigningSecret || env["MEETING_API_URL"] != st.sites[1].url || env["SLACK_APP_TOKEN"] != "" {
		t.Errorf(".env is\n%s", st.file())
	}
}

func TestSetupForManyWorkspaces(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("3", "https://bot.example.org/", "", "^"+testSigningSecret,
		"1234.5", testClientID, "^"+testToken, "^ffffffffffffffffffffffffffffffff", "^"+testClientSecret, "", "app-3", "^app-key-4", "")
	if code != exitDone {
		t.Errorf("setup = %d:\n%s", code, st.printed.String())
	}
	st.says("redirect_urls", "does not know this client ID", "holds a bot token", "refuses the client secret",
		"https://bot.example.org/slack/install", "Activate Public Distribution")
	env := st.env()
	if env["SLACK_CLIENT_ID"] != testClientID || env["SLACK_CLIENT_SECRET"] != testClientSecret || env["PUBLIC_URL"] != "https://bot.example.org" ||
		env["SLACK_BOT_TOKEN"] != "" || env["ENCRYPTION_KEY"] == "" {
		t.Errorf(".env is\n%s", st.file())
	}
	st.forget()
	if code, asked := st.dialog(); code != exitDone || len(asked) > 0 {
		t.Errorf("the second run = %d and asks %q:\n%s", code, asked, st.printed.String())
	}
}

func TestSetupAsksOnlyForWhatIsMissingOrRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	writeEnvFile(t, "# of the test app\nOTHER=kept # as it is\nexport SLACK_BOT_TOKEN='"+otherTestToken+"' # revoked\n\nSLACK_SIGNING_SECRET="+testSigningSecret+
		"\nMEETING_APP_ID=app-3\nMEETING_APP_KEY=app-key-4\nMEETING_API_URL="+st.sites[0].url+"\nENCRYPTION_KEY="+key.Reveal()+"\n", 0o600)
	want := strings.Replace(st.file(), "'"+otherTestToken+"'", testToken, 1)
	code, asked := st.dialog("^" + testToken)
	if code != exitDone || len(asked) != 1 || !strings.HasPrefix(asked[0], "Bot User OAuth Token") {
		t.Errorf("setup = %d and asks for %q:\n%s", code, asked, st.printed.String())
	}
	if diff := cmp.Diff(want, st.file()); diff != "" {
		t.Errorf(".env (-want +got):\n%s", diff)
	}
}

func TestSetupFindsTheSite(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("", "", "^"+testAppToken, "^"+testToken, "1", testChineseID, "^"+testChineseKey, "")
	if code != exitDone || st.env()["MEETING_API_URL"] != st.sites[1].url {
		t.Errorf("setup = %d, .env is\n%s\n%s", code, st.file(), st.printed.String())
	}
	st.says("the account is at another site (Chinese site)")
}

func TestSetupSaysWhichScopesAreMissing(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("", "", "^"+testAppToken, "^"+narrowTestToken, "^", "^"+testToken, "", "app-3", "^app-key-4", "")
	if code != exitDone {
		t.Errorf("setup = %d:\n%s", code, st.printed.String())
	}
	st.says("the app lacks scopes: im:write", "Reinstall to Workspace")
}

func TestSetupTellsTwoAppsApart(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, _ := st.dialog("", "", "^"+testAppToken, "^"+foreignTestToken, "^"+testToken, "", "app-3", "^app-key-4", "")
	if code != exitDone || st.env()["SLACK_BOT_TOKEN"] != testToken {
		t.Errorf("setup = %d:\n%s", code, st.printed.String())
	}
	st.says("that of the app A0OTHERAPP0, and the app-level token that of " + playground.AppID)
}

func TestSetupGoesOnAfterThreeTries(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	code, asked := st.dialog("", "", "^"+testAppToken, "^"+otherTestToken, "^", "^"+otherTestToken, "", "app-3", "^app-key-4", "")
	if code != exitFailed {
		t.Errorf("setup = %d, want %d:\n%s", code, exitFailed, st.printed.String())
	}
	st.says("Going on without SLACK_BOT_TOKEN", "refused: SLACK_BOT_TOKEN")
	env := st.env()
	if env["SLACK_APP_TOKEN"] != testAppToken || env["MEETING_APP_KEY"] != "app-key-4" || env["SLACK_BOT_TOKEN"] != "" {
		t.Errorf(".env is\n%s", st.file())
	}
	if n := len(slices.DeleteFunc(asked, func(prompt string) bool { return !strings.HasPrefix(prompt, "Bot User") })); n != tries {
		t.Errorf("the bot token is asked for %d times, want %d", n, tries)
	}
}

//nolint:paralleltest // the environment is shared
func TestSetupThatEndsEarlyChangesNothing(t *testing.T) {
	for _, lines := range [][]string{{}, {"", ""}, {"", "", "^" + testAppToken, "^" + testToken, "", "app-3"}} {
		t.Chdir(t.TempDir())
		st := startSetup(t)
		writeEnvFile(t, "OTHER=1\n", 0o644)
		if code, _ := st.dialog(lines...); code != exitFailed || st.file() != "OTHER=1\n" {
			t.Errorf("setup = %d, .env is\n%s\n%s", code, st.file(), st.printed.String())
		}
		st.says("as it was")
		if left, err := os.ReadDir("."); err != nil || len(left) != 1 {
			t.Errorf("files left: %v, %v", left, err)
		}
	}
}

func TestSetupWithoutAnybodyToAsk(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"setup"}, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), "--answers") || out.Len() > 0 {
		t.Errorf("setup without terminal = %d, prints %q and says %q", code, out.String(), errs.String())
	}
	_ = st
}

func TestSetupWithAnswers(t *testing.T) {
	good := "SLACK_APP_TOKEN=" + testAppToken + "\nSLACK_BOT_TOKEN=" + testToken + "\nMEETING_APP_ID=app-3\nMEETING_APP_KEY=app-key-4\n"
	tests := []struct {
		name, answers string
		code          int
		says          []string
		missing       []string // from .env
	}{
		{"all of them", good + "MEETING_ACCESS=invitees\n", exitDone, []string{"ok   Slack token", "meetingbot serve"}, nil},
		{"without app token", strings.Replace(good, "SLACK_APP_TOKEN", "# SLACK_APP_TOKEN", 1), exitUsage, []string{"not set: SLACK_APP_TOKEN"}, []string{"SLACK_APP_TOKEN"}},
		{"without App Key", strings.Replace(good, "MEETING_APP_KEY", "# KEY", 1), exitUsage, []string{"not set: MEETING_APP_KEY"}, []string{"MEETING_APP_KEY"}},
		{"a token that is refused", strings.Replace(good, testToken, otherTestToken, 1), exitFailed, []string{"refused: SLACK_BOT_TOKEN"}, []string{"SLACK_BOT_TOKEN"}},
		{"a key that is refused", strings.Replace(good, "app-key-4", "app-key-5", 1), exitFailed, []string{"refused: MEETING_APP_ID, MEETING_APP_KEY"}, []string{"MEETING_APP_KEY"}},
		{
			"two ways of getting tokens", good + "SLACK_CLIENT_ID=" + testClientID + "\nSLACK_CLIENT_SECRET=" + testClientSecret + "\nPUBLIC_URL=https://bot.example.org\n", exitUsage,
			[]string{"not both"},
			nil,
		},
		{"a value that cannot be", good + "MEETING_ACCESS=all\n", exitUsage, []string{"MEETING_ACCESS must be members, invitees or everyone"}, []string{"MEETING_ACCESS"}},
		{"a name that is not known", good + "MEETING_ACESS=all\n", exitUsage, []string{"there is no variable MEETING_ACESS"}, []string{"SLACK_APP_TOKEN", "MEETING_APP_ID"}},
		{"a line that cannot be read", good + "word-6\n", exitUsage, []string{"answers, line 5: has no ="}, []string{"SLACK_APP_TOKEN"}},
		{"no database there", good + "DATABASE_URL=postgres://ann:db-pass@127.0.0.1:1/db\n", exitFailed, []string{"check host and port in DATABASE_URL"}, []string{"DATABASE_URL"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			st := startSetup(t)
			if code := st.answered(tt.answers + "MEETING_API_URL=" + st.sites[0].url + "\n"); code != tt.code {
				t.Errorf("setup = %d, want %d:\n%s", code, tt.code, st.printed.String())
			}
			st.says(tt.says...)
			env := st.env()
			for _, name := range tt.missing {
				if env[name] != "" {
					t.Errorf("%s is in .env:\n%s", name, st.file())
				}
			}
			if tt.code == exitDone && env["MEETING_ACCESS"] != "invitees" {
				t.Errorf("MEETING_ACCESS is not in .env:\n%s", st.file())
			}
		})
	}
}

func TestSetupSaysThatOthersCanReadTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	writeEnvFile(t, "OTHER=1\n", 0o644)
	if err := os.Chmod(".env", 0o644); err != nil {
		t.Fatal(err)
	}
	st.answered("MEETING_APP_ID=app-3\n")
	st.says("can read or change", "mode 0644")
	if info, err := os.Stat(".env"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf(".env has mode %v, %v, want 0600", info.Mode(), err)
	}
}

func TestSetupLeavesTheEnvironmentAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	t.Setenv("SLACK_BOT_TOKEN", otherTestToken)
	code, asked := st.dialog("", "", "^"+testAppToken, "", "app-3", "^app-key-4", "")
	if code != exitFailed || st.env()["SLACK_BOT_TOKEN"] != "" || slices.ContainsFunc(asked, func(p string) bool { return strings.HasPrefix(p, "Bot User") }) {
		t.Errorf("setup = %d, asks %q, .env is\n%s", code, asked, st.file())
	}
	st.says("SLACK_BOT_TOKEN is set in the environment, which wins over .env")
}

func TestSetupReplacesNoEncryptionKey(t *testing.T) {
	t.Chdir(t.TempDir())
	st := startSetup(t)
	writeEnvFile(t, "ENCRYPTION_KEY=word-6\n", 0o600)
	code := st.answered("SLACK_APP_TOKEN=" + testAppToken + "\nSLACK_BOT_TOKEN=" + testToken + "\nMEETING_APP_ID=app-3\nMEETING_APP_KEY=app-key-4\nMEETING_API_URL=" + st.sites[0].url)
	if code != exitUsage || st.env()["ENCRYPTION_KEY"] != "word-6" {
		t.Errorf("setup = %d, .env is\n%s\n%s", code, st.file(), st.printed.String())
	}
	st.says("not set: ENCRYPTION_KEY")
}
