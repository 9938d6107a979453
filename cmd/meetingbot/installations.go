package main

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/bot"
	"meetingbot/bot/install"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// openInstallations makes the directory of the installations that are stored, and
// registers the jobs that keep them.
func (a *app) openInstallations(c config) (*workspace.Directory, error) {
	account, err := a.account(c.Meeting)
	if err != nil {
		return nil, usageError{err}
	}
	source := &installed{app: a, config: c, account: account}
	workspaces, err := workspace.NewStoredDirectory(workspace.StoredOptions{Source: source, Now: a.now})
	if err != nil {
		return nil, fmt.Errorf("open the directory of workspaces: %w", err)
	}
	a.stops.add("directory of workspaces", func(context.Context) error {
		workspaces.Close()
		return nil
	})
	a.slack = c.Slack
	a.installs, err = install.New(install.Options{
		Store: a.database.Installations(), Slack: tokenCalls{c.Slack}, Changed: workspaces.Drop, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the installations: %w", err)
	}
	a.installs.Register(&a.jobs)
	return workspaces, nil
}

// departures deletes what is of workspaces that the app was removed from, nil where
// none are stored.
func (a *app) departures() bot.Departures {
	if a.installs == nil {
		return nil
	}
	return a.installs
}

// installed has the installations that are stored. They share a meeting account.
type installed struct {
	app     *app
	config  config
	account *meeting.Account
}

// Find is that of workspace.Source.
func (s *installed) Find(ctx context.Context, k workspace.Key) (workspace.Found, error) {
	r, err := s.app.installs.Find(ctx, k)
	if err != nil {
		return workspace.Found{}, err
	}
	return workspace.Found{Version: r.Version, Build: func() (*workspace.Installation, error) {
		return s.app.build(s.config.Slack, r.Grant, s.config.settings(), s.account)
	}}, nil
}

// tokenCalls asks Slack about tokens, as the app that a configuration describes.
type tokenCalls struct{ slackConfig }

// Test is that of install.Slack.
func (t tokenCalls) Test(ctx context.Context, token secret.Secret) error {
	t.BotToken = token
	_, err := newSlack(t.slackConfig, 0).AuthTestContext(ctx)
	return err
}

// Refresh is that of install.Slack.
func (t tokenCalls) Refresh(ctx context.Context, refreshToken secret.Secret) (*slack.OAuthV2Response, error) {
	return slack.RefreshOAuthV2TokenContext(ctx, newSlackHTTP(), t.ClientID, t.ClientSecret.Reveal(), refreshToken.Reveal(),
		slack.OAuthOptionAPIURL(t.APIURL))
}
