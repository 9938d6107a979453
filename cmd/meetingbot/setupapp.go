package main

import (
	"context"
	"strings"
)

// way is how Slack and the bot come together.
type way int

// The ways, in the order in which they are offered.
const (
	bySocket way = iota // the bot calls Slack, in one workspace
	byHTTPS             // Slack calls the bot, in one workspace
	byOAuth             // Slack calls the bot, in every workspace that installs it
)

// presentWay is the way that the variables tell, if they tell one.
func (s *setup) presentWay() (w way, told bool) {
	switch {
	case s.has(clientIDVariable):
		return byOAuth, true
	case s.has(appTokenVariable):
		return bySocket, true
	case s.has("SLACK_SIGNING_SECRET"):
		return byHTTPS, true
	default:
		return bySocket, false
	}
}

// chooseWay asks how Slack reaches the bot, and leads through the making of the app,
// unless the variables tell that this was done.
func (s *setup) chooseWay(ctx context.Context, api string) (way, error) {
	if w, told := s.presentWay(); told || s.terminal == nil {
		return w, nil
	}
	s.say("   How does Slack reach the bot?")
	i, err := s.choose(ctx, "Your choice", []option{
		{"Socket Mode: the bot calls Slack. It needs no public address and no certificate."},
		{"HTTPS: Slack calls the bot, at an https address of yours that the internet can reach."},
		{"HTTPS, for any number of workspaces: whoever may do so installs the app with a button."},
	})
	if err != nil {
		return 0, err
	}
	w, manifest := way(i), socketManifest()
	if w != bySocket {
		address, err := s.askAddress(ctx)
		if err != nil {
			return 0, err
		}
		manifest = httpManifest(address)
		if w == byOAuth {
			s.accepted[publicURLVariable] = strings.TrimRight(address, "/")
		}
	}
	return w, s.createApp(ctx, api, manifest)
}

// askAddress asks where Slack is to call the bot.
func (s *setup) askAddress(ctx context.Context) (string, error) {
	for {
		address, err := s.terminal.Line(ctx, "   The bot's https address, such as https://meetingbot.example.com: ")
		if err != nil {
			return "", err
		}
		fault := publicURLFault(address)
		if fault == "" {
			return address, nil
		}
		s.say("%s", misshapen("The address", fault).line())
	}
}

// createApp says how to make the Slack app, and waits until that is done.
func (s *setup) createApp(ctx context.Context, api, manifest string) error {
	link, err := createAppLink(api, manifest)
	if err != nil {
		return err
	}
	s.say("\n   Open this address in a browser, choose your workspace, then Next and Create:\n\n%s\n\n"+
		"   If it does not open, choose Create New App, From a manifest, at %s\n   and paste the manifest.", link, appsPage(api))
	for {
		typed, err := s.terminal.Line(ctx, "   Press Enter when the app is made, or type m to see the manifest: ")
		if err != nil {
			return err
		}
		if !strings.EqualFold(typed, "m") {
			return nil
		}
		s.say("\n%s", manifest)
	}
}
