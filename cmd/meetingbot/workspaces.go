package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/linking"
	"meetingbot/bot/person"
	"meetingbot/bot/personal"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// settings are what may differ from workspace to workspace. The environment has the
// defaults.
type settings struct {
	policy   access.Policy
	language language.Tag
	leads    []time.Duration
}

// settings are those of the environment.
func (c *config) settings() settings {
	return settings{policy: c.policy(), language: c.Serve.language(), leads: c.Serve.leads()}
}

// build makes an installation of what Slack granted, what its admins decided, and the
// meeting account that it asks. Nothing is asked of the network.
func (a *app) build(c slackConfig, g workspace.Grant, s settings, account *meeting.Account) (*workspace.Installation, error) {
	c.BotToken = g.Token
	scopes := new(workspace.Scopes)
	scopes.Note(g.Scopes)
	heard := slack.OptionOnResponseHeaders(func(_ string, h http.Header) { scopes.NoteHeader(h.Get("X-OAuth-Scopes")) })
	people, err := person.NewDirectory(newSlack(c, 0), person.Options{Logger: a.logger, Now: a.now})
	if err != nil {
		return nil, fmt.Errorf("open the directory of people: %w", err)
	}
	return &workspace.Installation{
		Slack:    newSlack(c, slackRepeats, heard),
		Jobs:     newSlack(c, 0, heard), // the queue repeats jobs, at Slack's pace
		Meetings: account,
		Scopes:   scopes,
		People:   people,
		Policy:   s.policy,
		Language: s.language,
		Leads:    s.leads,
		OnClose:  people.Close,
	}, nil
}

// install makes the installation of the bot token in a configuration. What has to be
// stopped is added to the stop list.
func (a *app) install(c config) (*workspace.Installation, error) {
	account, err := a.account(c.Meeting)
	if err != nil {
		return nil, usageError{err}
	}
	a.tokens = append(a.tokens, c.Slack)
	i, err := a.build(c.Slack, workspace.Grant{Token: c.Slack.BotToken}, c.settings(), account)
	if err != nil {
		return nil, usageError{err}
	}
	a.stops.add("directory of people", func(context.Context) error {
		i.OnClose()
		return nil
	})
	return i, nil
}

// accountKey is what makes two meeting accounts the same one.
type accountKey struct {
	url string
	meeting.Credentials
}

// accountName names the directory that an account signs in to: links between people
// and its users hold nowhere else. A proxy on another port leads to the same one.
func accountName(address string, c meeting.Credentials) string {
	if u, err := url.Parse(address); err == nil {
		address = strings.ToLower(u.Hostname())
	}
	return strings.Join([]string{address, c.AppID, c.CorpID}, " ")
}

// account returns the meeting account of credentials: there is one of each.
func (a *app) account(c meetingConfig) (*meeting.Account, error) {
	key := accountKey{c.APIURL, c.credentials()}
	if account := a.accountOf[key]; account != nil {
		return account, nil
	}
	account, err := a.newAccount(c)
	if err != nil {
		return nil, err
	}
	a.accountOf[key] = account
	a.accounts = append(a.accounts, account)
	return account, nil
}

// newAccount makes a meeting account.
func (a *app) newAccount(c meetingConfig) (*meeting.Account, error) {
	account, err := meeting.NewAccount(meeting.AccountOptions{
		URL: c.APIURL, Credentials: c.credentials(), TTL: c.CacheTTL, Entries: c.CacheEntries, Now: a.now, Logger: a.logger,
	})
	if err != nil {
		return nil, fmt.Errorf("MEETING_API_URL: %w", err)
	}
	return account, nil
}

// wireOwn reads what workspaces and people decided, which workspaces have a meeting
// account of their own, and who is linked, and has them found with that.
func (a *app) wireOwn(ctx context.Context, c meetingConfig, workspaces *workspace.Directory) (*workspace.SettingsBook, error) {
	book, err := workspace.NewSettingsBook(workspace.SettingsBookOptions{
		Store: a.database.Settings(), Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the settings: %w", err)
	}
	a.settings = book
	a.own = &ownAccounts{app: a, config: c, store: a.database.Accounts(), usual: accountName(c.APIURL, c.credentials())}
	a.links, err = linking.New(linking.Options{
		Store: a.database.Links(), MeetingAccount: a.own.name, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the links: %w", err)
	}
	if a.choices, err = personal.NewChoices(personal.ChoicesOptions{Store: a.database.Personal(), Logger: a.logger}); err != nil {
		return nil, fmt.Errorf("wire what people chose: %w", err)
	}
	workspaces.Override(workspace.Overrides{
		Settings: book.Get, Account: a.own.Get, MeetingUser: a.links.MeetingUser, Choice: a.choices.Get,
	})
	return book, errors.Join(book.Load(ctx), a.own.load(ctx), a.links.Load(ctx), a.choices.Load(ctx))
}
