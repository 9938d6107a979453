package main

import (
	"context"
	"fmt"

	"meetingbot/bot/person"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// install makes the installation that a configuration describes. Nothing is
// asked of the network. What has to be stopped is added to the stop list.
func (a *app) install(c config) (*workspace.Installation, error) {
	account, err := a.newAccount(c.Meeting)
	if err != nil {
		return nil, usageError{err}
	}
	a.accounts = append(a.accounts, account)
	a.tokens = append(a.tokens, c.Slack)
	people, err := person.NewDirectory(newSlack(c.Slack, 0), person.Options{Logger: a.logger, Now: a.now})
	if err != nil {
		return nil, usageError{fmt.Errorf("open the directory of people: %w", err)}
	}
	a.stops.add("directory of people", func(context.Context) error {
		people.Close()
		return nil
	})
	return &workspace.Installation{
		Slack:    newSlack(c.Slack, slackRepeats),
		Jobs:     newSlack(c.Slack, 0), // the queue repeats jobs, at Slack's pace
		Meetings: account,
		People:   people,
		Policy:   c.policy(),
		Language: c.Serve.language(),
		Leads:    c.Serve.leads(),
	}, nil
}

// newAccount makes the meeting account of an installation.
func (a *app) newAccount(c meetingConfig) (*meeting.Account, error) {
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: c.APIURL, Credentials: c.credentials(), TTL: c.CacheTTL, Entries: c.CacheEntries, Now: a.now, Logger: a.logger,
	})
	if err != nil {
		return nil, fmt.Errorf("MEETING_API_URL: %w", err)
	}
	return account, nil
}

// wireSettings reads what workspaces decided.
func (a *app) wireSettings(ctx context.Context) (*workspace.SettingsBook, error) {
	book, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{
		Store: a.database.Settings(), Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the settings: %w", err)
	}
	a.settings = book
	return book, book.Load(ctx)
}
