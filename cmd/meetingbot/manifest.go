package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"meetingbot"
	"meetingbot/internal/remote"
)

type manifestCommand struct {
	Socket bool    `xor:"way" help:"For Socket Mode, which needs no public address (this is the default)."`
	URL    *string `xor:"way" placeholder:"https://HOST" help:"For requests over HTTPS: where Slack can reach the bot."`
	Link   bool    `help:"Print the address that opens Slack's Create App with the manifest filled in."`
}

// Run prints the manifest, or the address that creates the app.
func (c manifestCommand) Run(_ context.Context, std streams) error {
	manifest, err := c.manifest()
	if err != nil || !c.Link {
		return errors.Join(err, printText(std.out, manifest))
	}
	if err := readEnvFiles(); err != nil {
		return usageError{err}
	}
	link, err := createAppLink(os.Getenv("SLACK_API_URL"), manifest)
	return errors.Join(err, printText(std.out, link+"\n"))
}

func (c manifestCommand) manifest() (string, error) {
	if c.URL == nil {
		return socketManifest(), nil
	}
	if fault := publicURLFault(*c.URL); fault != "" {
		return "", usageError{errors.New("--url " + fault)}
	}
	return httpManifest(*c.URL), nil
}

func printText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// publicHost is a host, with a port or without, that can stand in YAML as it is.
var publicHost = regexp.MustCompile(`^([A-Za-z0-9.-]+|\[::1\])(:[0-9]+)?$`)

// publicURLFault is what is wrong with the address at which Slack is to call the
// bot, "" for nothing.
func publicURLFault(value string) string {
	const example = "such as https://meetingbot.example.com"
	u, err := url.Parse(value)
	switch {
	case remote.CheckAddress(value) != nil:
		return "must be the https address at which Slack reaches the bot, " + example
	case err != nil || strings.Trim(u.Path, "/") != "":
		return "must have no path: Slack is given the paths by the manifest, " + example
	case !publicHost.MatchString(u.Host):
		return "must name a host in plain letters, " + example
	default:
		return ""
	}
}

// httpManifest is the manifest of an app that Slack reaches at an address.
func httpManifest(address string) string {
	return strings.ReplaceAll(meetingbot.Manifest, meetingbot.ManifestURL, strings.TrimRight(address, "/"))
}

// socketManifest is the manifest of an app with Socket Mode, in which Slack takes no
// addresses: every line with one is left out, and so is a key that had nothing else.
func socketManifest() string {
	var kept []string
	for line := range strings.SplitSeq(meetingbot.Manifest, "\n") {
		if strings.Contains(line, meetingbot.ManifestURL) {
			continue
		}
		kept = dropEmptied(kept, line)
		kept = append(kept, strings.Replace(line, "socket_mode_enabled: false", "socket_mode_enabled: true", 1))
	}
	return strings.Join(kept, "\n")
}

// dropEmptied takes away the line before next if it is a key that has lost all that
// stood under it.
func dropEmptied(lines []string, next string) []string {
	if len(lines) == 0 || strings.TrimSpace(next) == "" {
		return lines
	}
	last := lines[len(lines)-1]
	if !emptyKey.MatchString(last) || indent(next) > indent(last) {
		return lines
	}
	return lines[:len(lines)-1]
}

// emptyKey is a key with nothing behind it on its line but perhaps a comment.
var emptyKey = regexp.MustCompile(`^ *[a-z_]+:\s*(#.*)?$`)

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// createAppLink is the address that opens Slack's Create App with a manifest filled
// in. As JSON it is half as long as with the comments of YAML. See
// https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests.
func createAppLink(apiURL, manifest string) (string, error) {
	var tree map[string]any
	if err := yaml.Unmarshal([]byte(manifest), &tree); err != nil {
		return "", fmt.Errorf("read the manifest: %w", err)
	}
	compact, err := json.Marshal(tree)
	if err != nil {
		return "", fmt.Errorf("write the manifest as JSON: %w", err)
	}
	query := strings.ReplaceAll(url.QueryEscape(string(compact)), "+", "%20")
	return appsPage(apiURL) + "?new_app=1&manifest_json=" + query, nil
}

// appsPage is where the apps are managed of the Slack whose Web API is at an
// address: GovSlack has its own page.
func appsPage(apiURL string) string {
	u, err := url.Parse(apiURL)
	if err == nil && (u.Hostname() == "slack-gov.com" || strings.HasSuffix(u.Hostname(), ".slack-gov.com")) {
		return "https://api.slack-gov.com/apps"
	}
	return "https://api.slack.com/apps"
}
