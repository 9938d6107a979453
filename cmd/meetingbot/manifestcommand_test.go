package main

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"meetingbot"
	"meetingbot/handlers"
)

// printed is what the program prints with arguments.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	if code := run(t.Context(), args, &out, &errs); code != exitDone || errs.Len() > 0 {
		t.Fatalf("%q = %d, and says %q", args, code, errs.String())
	}
	return out.String()
}

func tree(t *testing.T, manifest string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := yaml.Unmarshal([]byte(manifest), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestManifestOfTheExampleIsTheFile checks that manifest.yml is what is printed.
func TestManifestOfTheExampleIsTheFile(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(raw), printed(t, "manifest", "--url", "https://meetingbot.example.com")); diff != "" {
		t.Errorf("manifest.yml (-) and manifest --url https://meetingbot.example.com (+):\n%s", diff)
	}
}

func TestManifestForAHost(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"https://bot.example.org":      "https://bot.example.org/slack/events",
		"https://bot.example.org/":     "https://bot.example.org/slack/events",
		"https://bot.example.org:8443": "https://bot.example.org:8443/slack/events",
		"http://127.0.0.1:8080":        "http://127.0.0.1:8080/slack/events",
		"http://[::1]:8080":            "http://[::1]:8080/slack/events",
	} {
		out := printed(t, "manifest", "--url", given)
		var m manifest
		if err := yaml.Unmarshal([]byte(out), &m); err != nil {
			t.Fatal(err)
		}
		if m.Settings.Events.URL != want || strings.Contains(out, "example.com") {
			t.Errorf("manifest --url %s has events at %q, want %q, and nothing of the example:\n%s", given, m.Settings.Events.URL, want, out)
		}
		if err := manifestSchema(t).Validate(asJSON(t, []byte(out))); err != nil {
			t.Errorf("manifest --url %s does not fit Slack's schema: %v", given, err)
		}
	}
}

// TestManifestForSocketMode checks that it is manifest.yml without the addresses, which
// Slack refuses there, and with all else.
func TestManifestForSocketMode(t *testing.T) {
	t.Parallel()
	want, _ := withoutAddresses(tree(t, meetingbot.Manifest)).(map[string]any)
	want["settings"].(map[string]any)["socket_mode_enabled"] = true
	for _, args := range [][]string{{"manifest"}, {"manifest", "--socket"}} {
		out := printed(t, args...)
		if diff := cmp.Diff(any(want), any(tree(t, out))); diff != "" {
			t.Errorf("wanted (-) and printed by %q (+):\n%s", args, diff)
		}
		if err := manifestSchema(t).Validate(asJSON(t, []byte(out))); err != nil {
			t.Errorf("%q does not fit Slack's schema: %v", args, err)
		}
		for _, reason := range []string{"# /meeting", "# reminders in channels"} {
			if !strings.Contains(out, reason) {
				t.Errorf("%q has lost the comment %q:\n%s", args, reason, out)
			}
		}
	}
}

// withoutAddresses takes the bot's addresses out of a tree, and what was there only
// for them.
func withoutAddresses(node any) any {
	switch node := node.(type) {
	case string:
		if strings.Contains(node, meetingbot.ManifestURL) {
			return nil
		}
	case []any:
		kept := slices.DeleteFunc(slices.Clone(node), func(v any) bool { return withoutAddresses(v) == nil })
		for i := range kept {
			kept[i] = withoutAddresses(kept[i])
		}
		if len(kept) == 0 {
			return nil
		}
		return kept
	case map[string]any:
		for key, v := range node {
			if node[key] = withoutAddresses(v); node[key] == nil {
				delete(node, key)
			}
		}
		if len(node) == 0 {
			return nil
		}
	}
	return node
}

// TestManifestSendsPeopleBack checks that Slack accepts the address to which the
// installation by OAuth has people sent back.
func TestManifestSendsPeopleBack(t *testing.T) {
	t.Parallel()
	var m struct {
		OAuth struct {
			Back []string `yaml:"redirect_urls"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal([]byte(meetingbot.Manifest), &m); err != nil {
		t.Fatal(err)
	}
	if len(m.OAuth.Back) != 1 {
		t.Fatalf("redirect_urls are %q, want one", m.OAuth.Back)
	}
	path, ours := strings.CutPrefix(m.OAuth.Back[0], meetingbot.ManifestURL)
	if !ours || !strings.Contains(path, "callback") || !slices.Contains(handlers.Routes(), "GET "+path) {
		t.Errorf("redirect_urls are %q, and the bot serves %q", m.OAuth.Back, handlers.Routes())
	}
}

func TestManifestDropsAListOfAddresses(t *testing.T) {
	t.Parallel()
	lines := strings.Split("oauth_config:\n  # Slack sends people back here\n  redirect_urls: # of us\n  scopes:\n    bot:\n      - a", "\n")
	var kept []string
	for _, line := range lines {
		kept = append(dropEmptied(kept, line), line)
	}
	if got := strings.Join(kept, "\n"); got != "oauth_config:\n  # Slack sends people back here\n  scopes:\n    bot:\n      - a" {
		t.Errorf("the key without a list is still there:\n%s", got)
	}
}

// maxLink is how long an address may be that everything on its way takes, in bytes:
// servers commonly read 8 KiB for a request's first line.
const maxLink = 8000

func TestManifestLink(t *testing.T) {
	tests := []struct {
		name, apiURL, page string
		args               []string
	}{
		{"Slack", "", "https://api.slack.com/apps", []string{"manifest", "--link"}},
		{"over HTTPS", "https://slack.com/api/", "https://api.slack.com/apps", []string{"manifest", "--link", "--url", "https://bot.example.org"}},
		{"GovSlack", "https://slack-gov.com/api/", "https://api.slack-gov.com/apps", []string{"manifest", "--link"}},
		{"not GovSlack", "https://notslack-gov.com/api/", "https://api.slack.com/apps", []string{"manifest", "--link"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			t.Setenv("SLACK_API_URL", tt.apiURL)
			out := printed(t, tt.args...)
			link, err := url.Parse(strings.TrimSuffix(out, "\n"))
			if err != nil {
				t.Fatal(err)
			}
			if got := link.Scheme + "://" + link.Host + link.Path; got != tt.page || link.Query().Get("new_app") != "1" {
				t.Errorf("the link opens %s, want %s?new_app=1: %s", got, tt.page, out)
			}
			if len(out) > maxLink || strings.ContainsAny(strings.TrimSpace(out), " +\"\n") {
				t.Errorf("the link has %d bytes, or some that do not belong there: %s", len(out), out)
			}
			var filled map[string]any
			if err := json.Unmarshal([]byte(link.Query().Get("manifest_json")), &filled); err != nil {
				t.Fatal(err)
			}
			paste := printed(t, slices.DeleteFunc(tt.args, func(arg string) bool { return arg == "--link" })...)
			if diff := cmp.Diff(asJSON(t, []byte(paste)), asJSON(t, []byte(link.Query().Get("manifest_json")))); diff != "" {
				t.Errorf("to be pasted (-) and in the link (+):\n%s", diff)
			}
		})
	}
}

func TestManifestRefusesAddresses(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"":                                 "--url must be the https address",
		"bot.example.org":                  "--url must be the https address",
		"http://bot.example.org":           "--url must be the https address",
		"https://ann:word@bot.example.org": "--url must be the https address",
		"https://bot.example.org/slack":    "--url must have no path",
		"https://bot.example.org?a=b":      "--url must be the https address",
		"https://bot_1.example.org":        "--url must name a host in plain letters",
		"https://[::2]":                    "--url must name a host in plain letters",
	} {
		var out, errs strings.Builder
		if code := run(t.Context(), []string{"manifest", "--url", given}, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), want) || out.Len() > 0 {
			t.Errorf("manifest --url %s = %d, prints %q and says %q, want %q", given, code, out.String(), errs.String(), want)
		}
	}
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"manifest", "--socket", "--url", "https://bot.example.org"}, &out, &errs); code != exitUsage {
		t.Errorf("manifest with both ways = %d and says %q, want %d", code, errs.String(), exitUsage)
	}
}

// knownScopes are the bot scopes that Slack documents.
// See https://docs.slack.dev/reference/scopes.
const knownScopes = `app_mentions:read assistant:write bookmarks:read bookmarks:write calls:read calls:write canvases:read canvases:write
channels:history channels:join channels:manage channels:read channels:write.invites channels:write.topic chat:write chat:write.customize chat:write.public
commands conversations.connect:manage conversations.connect:read conversations.connect:write dnd:read emoji:read files:read files:write
groups:history groups:read groups:write groups:write.invites groups:write.topic im:history im:read im:write im:write.topic incoming-webhook
links.embed:write links:read links:write metadata.message:read mpim:history mpim:read mpim:write mpim:write.topic pins:read pins:write
reactions:read reactions:write reminders:read reminders:write remote_files:read remote_files:share remote_files:write team.preferences:read team:read
usergroups:read usergroups:write users.profile:read users:read users:read.email users:write workflow.steps:execute`

// TestManifestHasNothingUnknownOrTwice checks what Slack refuses although its schema
// allows it, in both manifests.
func TestManifestHasNothingUnknownOrTwice(t *testing.T) {
	t.Parallel()
	for _, text := range []string{meetingbot.Manifest, socketManifest()} {
		var m manifest
		if err := yaml.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
		for _, scope := range slices.Concat(m.OAuth.Scopes.Bot, m.OAuth.Scopes.BotOptional) {
			if !slices.Contains(strings.Fields(knownScopes), scope) {
				t.Errorf("Slack documents no bot scope %s", scope)
			}
		}
		for what, list := range map[string][]string{"scopes": m.OAuth.Scopes.Bot, "optional scopes": m.OAuth.Scopes.BotOptional, "events": m.Settings.Events.Bots} {
			if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) != len(list) {
				t.Errorf("%s are there twice: %v", what, list)
			}
		}
		urls := []string{m.Settings.Events.URL, m.Settings.Interactivity.URL, m.Settings.Interactivity.OptionsURL}
		for _, c := range m.Features.SlashCommands {
			urls = append(urls, c.URL)
		}
		if m.Settings.SocketMode == (strings.Join(urls, "") != "") {
			t.Errorf("Socket Mode is %v, and the request addresses are %v: they exclude each other", m.Settings.SocketMode, urls)
		}
	}
}
