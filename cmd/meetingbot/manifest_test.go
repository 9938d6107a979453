package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"meetingbot/bot"
	"meetingbot/handlers"
	"meetingbot/playground"
)

// manifest is the part of manifest.yml that has a counterpart in the code.
type manifest struct {
	Features struct {
		BotUser struct {
			DisplayName string `yaml:"display_name"`
		} `yaml:"bot_user"`
		SlashCommands []struct {
			Command      string `yaml:"command"`
			URL          string `yaml:"url"`
			ShouldEscape bool   `yaml:"should_escape"`
		} `yaml:"slash_commands"`
		Shortcuts []struct {
			CallbackID string `yaml:"callback_id"`
			Name       string `yaml:"name"`
			Type       string `yaml:"type"`
		} `yaml:"shortcuts"`
	} `yaml:"features"`
	OAuth struct {
		RedirectURLs []string `yaml:"redirect_urls"`
		Scopes       struct {
			Bot         []string `yaml:"bot"`
			BotOptional []string `yaml:"bot_optional"`
		} `yaml:"scopes"`
	} `yaml:"oauth_config"`
	Display struct {
		Color string `yaml:"background_color"`
	} `yaml:"display_information"`
	Settings struct {
		Events struct {
			URL  string   `yaml:"request_url"`
			Bots []string `yaml:"bot_events"`
		} `yaml:"event_subscriptions"`
		Interactivity struct {
			URL        string `yaml:"request_url"`
			OptionsURL string `yaml:"message_menu_options_url"`
		} `yaml:"interactivity"`
		SocketMode bool `yaml:"socket_mode_enabled"`
	} `yaml:"settings"`
}

func readManifest(t *testing.T) ([]byte, manifest) {
	t.Helper()
	raw, err := os.ReadFile("../../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	var m manifest
	if err := yaml.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return raw, m
}

// TestManifestFitsSlacksSchema uses Slack's own schema (slackapi/manifest-schema,
// MIT), bundled into one file.
func TestManifestFitsSlacksSchema(t *testing.T) {
	t.Parallel()
	compiled := manifestSchema(t)
	raw, _ := readManifest(t)
	if err := compiled.Validate(asJSON(t, raw)); err != nil {
		t.Errorf("manifest.yml does not fit Slack's schema: %v", err)
	}
	long := bytes.Replace(raw, []byte("name: Meetingbot"), []byte("name: "+strings.Repeat("m", 36)), 1)
	if compiled.Validate(asJSON(t, long)) == nil {
		t.Error("a name of 36 characters fits the schema, so that the test proves nothing")
	}
}

// manifestSchema is Slack's schema, ready to validate.
func manifestSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("testdata/manifest.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	schema, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(compileECMA)
	if err := compiler.AddResource("manifest.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// compileECMA compiles a pattern of the schema. Package regexp cannot: patterns may
// have look-ahead.
func compileECMA(pattern string) (jsonschema.Regexp, error) {
	compiled, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	if err != nil {
		return nil, err
	}
	return ecmaRegexp{compiled}, nil
}

type ecmaRegexp struct{ *regexp2.Regexp }

func (r ecmaRegexp) MatchString(s string) bool {
	matched, err := r.Regexp.MatchString(s)
	return err == nil && matched
}

func asJSON(t *testing.T, raw []byte) any {
	t.Helper()
	var tree any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestManifestKeepsOtherRules checks what Slack refuses although its schema allows
// it.
func TestManifestKeepsOtherRules(t *testing.T) {
	t.Parallel()
	_, m := readManifest(t)
	if !regexp.MustCompile(`^#[0-9a-fA-F]{6}$`).MatchString(m.Display.Color) {
		t.Errorf("background_color %q is not #rrggbb", m.Display.Color)
	}
	if !regexp.MustCompile(`^[a-z0-9._-]+$`).MatchString(m.Features.BotUser.DisplayName) {
		t.Errorf("display_name %q has characters other than a-z 0-9 - _ .", m.Features.BotUser.DisplayName)
	}
	var commands []string
	for _, c := range m.Features.SlashCommands {
		commands = append(commands, c.Command)
	}
	for what, list := range map[string][]string{
		"slash_commands": commands, "scopes": m.OAuth.Scopes.Bot, "bot_events": m.Settings.Events.Bots,
	} {
		if sorted := slices.Sorted(slices.Values(list)); len(slices.Compact(sorted)) != len(list) {
			t.Errorf("%s has duplicates: %v", what, list)
		}
	}
	for _, scope := range m.OAuth.Scopes.BotOptional {
		if !slices.Contains(m.OAuth.Scopes.Bot, scope) {
			t.Errorf("optional scope %s is not among the bot's scopes", scope)
		}
	}
	if m.Settings.SocketMode {
		t.Error("socket mode and request URLs exclude each other")
	}
}

func TestManifestAsksForTheScopesThatDoctorNeeds(t *testing.T) {
	t.Parallel()
	_, m := readManifest(t)
	required := slices.DeleteFunc(slices.Clone(m.OAuth.Scopes.Bot), func(scope string) bool {
		return slices.Contains(m.OAuth.Scopes.BotOptional, scope)
	})
	if diff := cmp.Diff(neededScopes(), required); diff != "" {
		t.Errorf("scopes needed (-) and asked for (+):\n%s", diff)
	}
}

// TestManifestLeadsBackToTheCallback compares where Slack may send people after
// consent with what is served.
func TestManifestLeadsBackToTheCallback(t *testing.T) {
	t.Parallel()
	_, m := readManifest(t)
	if len(m.OAuth.RedirectURLs) == 0 {
		t.Error("Slack may not send anybody back")
	}
	for _, address := range m.OAuth.RedirectURLs {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || !slices.Contains(handlers.Routes(), "GET "+u.Path) {
			t.Errorf("%s is not served", address)
		}
	}
}

// TestInstallationAsksForTheScopesOfTheManifest compares the consent that the install
// page asks for with what the app is made with.
func TestInstallationAsksForTheScopesOfTheManifest(t *testing.T) {
	t.Parallel()
	_, m := readManifest(t)
	var all, optional []string
	for _, s := range bot.Scopes() {
		all = append(all, s.Name)
		if s.Optional {
			optional = append(optional, s.Name)
		}
	}
	if diff := cmp.Diff(m.OAuth.Scopes.Bot, all); diff != "" {
		t.Errorf("scopes in the manifest (-) and asked for (+):\n%s", diff)
	}
	if diff := cmp.Diff(m.OAuth.Scopes.BotOptional, optional); diff != "" {
		t.Errorf("optional scopes in the manifest (-) and in the code (+):\n%s", diff)
	}
}

// TestManifestAndHandlersAgree checks that every address and event of the manifest
// has a handler, and that every handler is in the manifest.
func TestManifestAndHandlersAgree(t *testing.T) {
	t.Parallel()
	_, m := readManifest(t)
	urls := []string{m.Settings.Interactivity.URL, m.Settings.Events.URL}
	for _, c := range m.Features.SlashCommands {
		if c.ShouldEscape != shouldEscape {
			t.Errorf("%s has should_escape %v, and the simulated Slack %v", c.Command, c.ShouldEscape, shouldEscape)
		}
		urls = append(urls, c.URL)
	}
	if m.Settings.Interactivity.OptionsURL != "" {
		urls = append(urls, m.Settings.Interactivity.OptionsURL)
	}
	var called []string
	for _, address := range urls {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.Host == "" {
			t.Errorf("%q is not an https address", address)
			continue
		}
		called = append(called, "POST "+u.Path)
	}
	slices.Sort(called)
	var served []string
	for _, route := range handlers.Routes() {
		if strings.HasPrefix(route, "POST /slack/") {
			served = append(served, route)
		}
	}
	slices.Sort(served)
	if diff := cmp.Diff(slices.Compact(called), served); diff != "" {
		t.Errorf("addresses in the manifest (-) and served (+):\n%s", diff)
	}

	subscribed := slices.Sorted(slices.Values(m.Settings.Events.Bots))
	handled := slices.Sorted(slices.Values(handlers.Events()))
	if diff := cmp.Diff(subscribed, handled); diff != "" {
		t.Errorf("events in the manifest (-) and handled (+):\n%s", diff)
	}
	var offered []playground.Shortcut
	for _, s := range m.Features.Shortcuts {
		offered = append(offered, playground.Shortcut{CallbackID: s.CallbackID, Name: s.Name, OfMessages: s.Type == "message"})
	}
	if diff := cmp.Diff(shortcuts(), offered); diff != "" {
		t.Errorf("shortcuts of the simulated Slack (-) and of the manifest (+):\n%s", diff)
	}
}
