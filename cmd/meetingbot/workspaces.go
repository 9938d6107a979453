package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/slack-go/slack"

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

// slackRepeats is how many times a call is repeated that Slack asks to repeat
// later.
const slackRepeats = 2

// newSlack returns a client of Slack's Web API that waits 10 s for an answer
// and repeats what Slack asks to repeat later so many times.
func newSlack(c slackConfig, repeats int, more ...slack.Option) *slack.Client {
	options := append([]slack.Option{
		slack.OptionAPIURL(c.APIURL),
		slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second}),
		slack.OptionRetry(repeats), // it cannot be taken back by a later option
	}, more...)
	return slack.New(c.BotToken.Reveal(), options...)
}
