package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// oauth reports whether the app is installed by OAuth, in any number of workspaces.
func (c *slackConfig) oauth() bool { return strings.TrimSpace(c.ClientID) != "" }

// installURL is where the app is installed in one more workspace, "" for nowhere.
func (c *slackConfig) installURL() string {
	if !c.oauth() {
		return ""
	}
	return c.PublicURL + "/slack/install"
}

// validateTokens checks where tokens come from: from the environment or by OAuth.
func (c *slackConfig) validateTokens() []error {
	var problems []error
	complain := func(text string) { problems = append(problems, errors.New(text)) }
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if fault := baseURLFault(c.PublicURL, "https://meetingbot.example.com"); fault != "" && (c.oauth() || c.PublicURL != "") {
		complain("PUBLIC_URL " + cmp.Or(missing(c.PublicURL), fault))
	}
	if fault := baseURLFault(c.AuthorizeURL, "https://slack.com/oauth/v2/authorize"); fault != "" && c.oauth() {
		complain("SLACK_AUTHORIZE_URL " + fault)
	}
	switch {
	case !c.oauth() && c.ClientSecret != "":
		complain("SLACK_CLIENT_ID must be set with SLACK_CLIENT_SECRET")
	case c.oauth() && strings.TrimSpace(c.ClientSecret.Reveal()) == "":
		complain("SLACK_CLIENT_SECRET must be set with SLACK_CLIENT_ID")
	}
	if c.oauth() && c.BotToken != "" {
		complain("SLACK_BOT_TOKEN must not be set with SLACK_CLIENT_ID: set either SLACK_BOT_TOKEN or SLACK_CLIENT_ID, not both")
	} else if fault := botTokenFault(c.BotToken.Reveal()); fault != "" && !c.oauth() {
		complain("SLACK_BOT_TOKEN " + fault)
	}
	return problems
}

// missing is what is wrong with a value that is empty, "" for nothing.
func missing(value string) string {
	if value == "" {
		return "must be set with SLACK_CLIENT_ID"
	}
	return ""
}

func (c *sealConfig) validate() []error {
	if c.Key != "" && c.KeyFile != "" {
		return []error{errors.New("ENCRYPTION_KEY_FILE must not be set with ENCRYPTION_KEY: set either of them")}
	}
	keys, err := c.keys()
	if err != nil {
		return []error{err}
	}
	if keys == nil && strings.TrimSpace(os.Getenv("SLACK_CLIENT_ID")) != "" {
		return []error{errors.New("ENCRYPTION_KEY must be set with SLACK_CLIENT_ID, or ENCRYPTION_KEY_FILE: the workspaces' tokens are stored sealed; meetingbot setup makes a key")}
	}
	return nil
}

// keys are what secrets are sealed with, nil where none are set.
func (c *sealConfig) keys() (*sealed.Keys, error) {
	name, text := "ENCRYPTION_KEY", c.Key
	if c.KeyFile != "" {
		name = "ENCRYPTION_KEY_FILE"
		raw, err := os.ReadFile(c.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, errors.Unwrap(err)) // which has no path
		}
		text = secret.Secret(raw)
	}
	if text == "" && c.KeyFile == "" {
		return nil, nil //nolint:nilnil // no key is needed where no secret is stored
	}
	keys, err := sealed.ParseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s holds %w", name, err)
	}
	return keys, nil
}
