package main

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
	"meetingbot/playground"
)

// shouldEscape is should_escape of manifest.yml: Slack wraps people, channels and
// links in the text of a command as <…>.
const shouldEscape = true

// unfurlDomains are unfurl_domains of manifest.yml, with their subdomains: where the
// vendor's links to meetings lead.
func unfurlDomains() []string { return []string{"meeting.huaweicloud.com", "bmeeting.huaweicloud.com"} }

// shortcuts are those of manifest.yml.
func shortcuts() []playground.Shortcut {
	return []playground.Shortcut{
		{CallbackID: view.ShortcutFind, Name: "Find a meeting"},
		{CallbackID: view.ShortcutSchedule, Name: "Schedule a meeting"},
		{CallbackID: view.ShortcutMessage, Name: "Look up this meeting", OfMessages: true},
	}
}

// slack makes the simulated Slack with its page, from the saved state if there is
// one: two workspaces behind one address. It installs the bot in the first, unless it
// was removed from there earlier, and returns that one.
func (e *playgroundEnv) slack(ctx context.Context, a *app) (*playground.Server, error) {
	controls := e.panel(a)
	e.workspaces = nil
	for n, o := range []playground.Options{{BotToken: e.botToken.Reveal()}, playground.Globex()} {
		s, err := e.workspace(n, o, controls)
		if err != nil {
			return nil, err
		}
		e.workspaces = append(e.workspaces, s)
	}
	var err error
	if e.front, err = playground.NewFront(playground.FrontOptions{App: e.playApp(), Workspaces: e.workspaces}); err != nil {
		return nil, fmt.Errorf("make the page: %w", err)
	}
	return e.workspaces[0], e.preinstall(ctx, a)
}

// workspace makes one workspace of the simulated Slack.
func (e *playgroundEnv) workspace(n int, o playground.Options, controls *panel) (*playground.Server, error) {
	state, err := e.data.slackState(n)
	if err != nil {
		return nil, err
	}
	o.Organisation = e.organisation
	o.BotURL = address(e.bot)
	o.PublicURL = address(e.slackAPI)
	o.AnyHost = e.remote
	o.SigningSecret = e.signingSecret.Reveal()
	o.AppToken = e.appToken.Reveal()
	o.ShouldEscape = shouldEscape
	o.UnfurlDomains = unfurlDomains()
	o.Events = handlers.Events()
	o.Shortcuts = shortcuts()
	o.Panel = controls.controls
	o.Suggestions = e.suggestions
	o.Verbs = verbs()
	o.AckWithin = e.ackWithin
	o.State = state
	o.Now = e.clock.Now
	o.SigningNow = time.Now
	o.Usage = "914083136 | a meeting link | find budget | today | schedule | help"
	o.Logger = e.logger
	s, err := playground.New(o)
	if err != nil {
		return nil, fmt.Errorf("make the page: %w", err)
	}
	return s, nil
}

// playApp is the bot as the simulated Slack knows it: what manifest.yml says.
func (e *playgroundEnv) playApp() playground.App {
	a := playground.App{
		ClientID: e.clientID, ClientSecret: e.clientSecret.Reveal(),
		RedirectURLs: []string{address(e.bot) + "/slack/oauth/callback"}, InstallURL: address(e.bot) + "/slack/install",
	}
	for _, s := range bot.Scopes() {
		a.Scopes = append(a.Scopes, s.Name)
		if s.Optional {
			a.OptionalScopes = append(a.OptionalScopes, s.Name)
		}
	}
	return a
}

// preinstall stores what Slack would grant in the first workspace.
func (e *playgroundEnv) preinstall(ctx context.Context, a *app) error {
	first := e.workspaces[0]
	if !first.Installed() || a.installs == nil {
		return nil
	}
	return a.installs.Install(ctx, workspace.Grant{
		Key: workspace.Key{EnterpriseID: e.organisation.ID, TeamID: playground.TeamID}, TeamName: "Playground", AppID: playground.AppID, BotID: playground.BotID,
		BotUserID: playground.BotUserID, InstalledBy: playground.UserID, InstalledAt: e.clock.Now(), Token: e.botToken, Scopes: first.Scopes(),
	})
}
