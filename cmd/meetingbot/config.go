package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/access"
	"meetingbot/bot/store"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// config is everything an operator may set, one variable each, in four
// groups so that a subcommand asks only for what it needs. The README's table
// says the same and is checked against it.
//
// Besides envconfig's tags, word:"true" marks a value of printable ASCII without
// blanks, want:"…" says what a value must be that is not text, with an example, and
// unless:"…" makes one required unless another one is set.
type config struct {
	Serve    serveConfig
	Slack    slackConfig
	Meeting  meetingConfig
	Database databaseConfig
	Seal     sealConfig
}

type serveConfig struct {
	ListenAddr      string     `envconfig:"LISTEN_ADDR" default:":8080" word:"true"`
	MetricsAddr     string     `envconfig:"METRICS_ADDR" default:"127.0.0.1:9090" word:"true"`
	DefaultLanguage string     `envconfig:"DEFAULT_LANGUAGE" default:"en"`
	ReminderLeads   string     `envconfig:"REMINDER_LEADS" default:"10m"`
	LogLevel        slog.Level `envconfig:"LOG_LEVEL" default:"info" want:"debug, info, warn or error"`
	LogFormat       string     `envconfig:"LOG_FORMAT"`
}

type slackConfig struct {
	SigningSecret secret.Secret `envconfig:"SLACK_SIGNING_SECRET" word:"true"`
	AppToken      secret.Secret `envconfig:"SLACK_APP_TOKEN" word:"true"`
	BotToken      secret.Secret `envconfig:"SLACK_BOT_TOKEN" unless:"SLACK_CLIENT_ID" word:"true"`
	ClientID      string        `envconfig:"SLACK_CLIENT_ID" word:"true"`
	ClientSecret  secret.Secret `envconfig:"SLACK_CLIENT_SECRET" word:"true"`
	PublicURL     string        `envconfig:"PUBLIC_URL" word:"true"`
	AuthorizeURL  string        `envconfig:"SLACK_AUTHORIZE_URL" default:"https://slack.com/oauth/v2/authorize" word:"true"`
	APIURL        string        `envconfig:"SLACK_API_URL" default:"https://slack.com/api/" word:"true"`
	ResponseHosts []string      `envconfig:"SLACK_RESPONSE_HOSTS" default:"hooks.slack.com,hooks.slack-gov.com"`
	UnknownUsers  string        `envconfig:"SLACK_UNKNOWN_USERS" default:"refuse"`
	Calls         string        `envconfig:"SLACK_CALLS" default:"on"`
	CallNames     string        `envconfig:"SLACK_CALL_NAMES" default:"linked"`
}

type meetingConfig struct {
	APIURL       string        `envconfig:"MEETING_API_URL" default:"https://api-intl.meeting.huaweicloud.com" word:"true"`
	AppID        string        `envconfig:"MEETING_APP_ID" required:"true" word:"true"`
	AppKey       secret.Secret `envconfig:"MEETING_APP_KEY" required:"true" word:"true"`
	UserID       string        `envconfig:"MEETING_USER_ID"`
	CorpID       string        `envconfig:"MEETING_CORP_ID"`
	CacheTTL     time.Duration `envconfig:"MEETING_CACHE_TTL" default:"30s" want:"a length of time such as 30s"`
	CacheEntries int           `envconfig:"MEETING_CACHE_ENTRIES" default:"10000" want:"a whole number such as 10000"`
	LinkHosts    []string      `envconfig:"MEETING_LINK_HOSTS"`
	Access       string        `envconfig:"MEETING_ACCESS" default:"members"`
	Lists        string        `envconfig:"MEETING_LISTS" default:"mine"`
	HostSecrets  string        `envconfig:"MEETING_HOST_SECRETS" default:"host"`
	Booking      string        `envconfig:"MEETING_BOOKING" default:"members"`
	WebhookID    string        `envconfig:"MEETING_WEBHOOK_ID" word:"true"`
	WebhookKey   secret.Secret `envconfig:"MEETING_WEBHOOK_KEY" word:"true"`
	Join         string        `envconfig:"MEETING_JOIN" default:"person"`
}

type databaseConfig struct {
	URL secret.Secret `envconfig:"DATABASE_URL" default:"sqlite:meetingbot.db"` // may hold a password
}

// sealConfig is what secrets are sealed with that are stored.
type sealConfig struct {
	Key     secret.Secret `envconfig:"ENCRYPTION_KEY" word:"true"`
	KeyFile string        `envconfig:"ENCRYPTION_KEY_FILE"`
}

// group is one part of the configuration, read from the environment.
type group interface {
	// validate returns one error for each variable to fix. It begins with the
	// variable's name, and repeats the value only as %q does.
	validate() []error
}

func (c *config) groups() []group {
	return []group{&c.Serve, &c.Slack, &c.Meeting, &c.Database, &c.Seal}
}

func (c *serveConfig) validate() []error {
	var problems []error
	if fault := addressFault(c.ListenAddr); fault != "" {
		problems = append(problems, fmt.Errorf("LISTEN_ADDR %s, got %q", fault, c.ListenAddr))
	}
	if fault := addressFault(c.MetricsAddr); fault != "" && strings.TrimSpace(c.MetricsAddr) != "" {
		problems = append(problems, fmt.Errorf("METRICS_ADDR %s, or empty for none, got %q", fault, c.MetricsAddr))
	}
	if c.DefaultLanguage != "en" && c.DefaultLanguage != "zh-CN" {
		problems = append(problems, fmt.Errorf("DEFAULT_LANGUAGE must be en or zh-CN, got %q", c.DefaultLanguage))
	}
	if _, err := bot.ParseLeads(c.ReminderLeads); err != nil {
		problems = append(problems, fmt.Errorf("REMINDER_LEADS must be times such as \"1h 10m\": %w", err))
	}
	if c.LogFormat != "" && c.LogFormat != "text" && c.LogFormat != "json" {
		problems = append(problems, fmt.Errorf("LOG_FORMAT must be text or json, got %q", c.LogFormat))
	}
	return problems
}

func (c *slackConfig) validate() []error {
	c.ResponseHosts = trimmed(c.ResponseHosts)
	var problems []error
	problems = append(problems, c.entranceFaults()...)
	problems = append(problems, c.validateTokens()...)
	if fault := baseURLFault(c.APIURL, "https://slack.com/api/"); fault != "" {
		problems = append(problems, errors.New("SLACK_API_URL "+fault))
	} else if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/" // method names are appended to it
	}
	if len(c.ResponseHosts) == 0 {
		problems = append(problems, errors.New("SLACK_RESPONSE_HOSTS must name at least one host, such as hooks.slack.com"))
	} else if fault := hostsFault(c.ResponseHosts, "hooks.slack.com"); fault != "" {
		problems = append(problems, errors.New("SLACK_RESPONSE_HOSTS "+fault))
	}
	if _, err := access.ParseUnknownUsers(c.UnknownUsers); err != nil {
		problems = append(problems, fmt.Errorf("SLACK_UNKNOWN_USERS %w", err))
	}
	if c.Calls != callsOn && c.Calls != callsOff {
		problems = append(problems, fmt.Errorf("SLACK_CALLS must be on or off, got %q", c.Calls))
	}
	if _, err := access.ParseCallNames(c.CallNames); err != nil {
		problems = append(problems, fmt.Errorf("SLACK_CALL_NAMES %w", err))
	}
	return problems
}

// entranceFaults is what is wrong with how Slack's requests come in: over the socket
// with an app-level token, and otherwise signed.
func (c *slackConfig) entranceFaults() []error {
	variable := "SLACK_SIGNING_SECRET"
	var fault string
	switch secret := c.SigningSecret.Reveal(); {
	case c.usesSocket():
		variable, fault = "SLACK_APP_TOKEN", appTokenFault(c.AppToken.Reveal())
	case strings.TrimSpace(secret) == "" && strings.TrimSpace(os.Getenv("SLACK_APP_TOKEN")) != "":
		return nil // which cannot be read, as is told of it
	case strings.TrimSpace(secret) == "":
		fault = missingFault(variable) + ", or SLACK_APP_TOKEN for Socket Mode"
	default:
		fault = signingSecretFault(secret)
	}
	if fault == "" {
		return nil
	}
	return []error{errors.New(variable + " " + fault)}
}

func (c *meetingConfig) validate() []error {
	c.LinkHosts = trimmed(c.LinkHosts)
	var problems []error
	if fault := baseURLFault(c.APIURL, "https://api-intl.meeting.huaweicloud.com"); fault != "" {
		problems = append(problems, errors.New("MEETING_API_URL "+fault))
	}
	for name, value := range map[string]string{"MEETING_USER_ID": c.UserID, "MEETING_CORP_ID": c.CorpID} {
		if value != "" && strings.TrimSpace(value) == "" {
			problems = append(problems, errors.New(name+" holds only spaces: leave it out, or set it to an id"))
		}
	}
	if c.CacheTTL <= 0 {
		problems = append(problems, fmt.Errorf("MEETING_CACHE_TTL must be more than 0, such as 30s, got %s", c.CacheTTL))
	}
	if c.CacheEntries <= 0 {
		problems = append(problems, fmt.Errorf("MEETING_CACHE_ENTRIES must be more than 0, such as 10000, got %d", c.CacheEntries))
	}
	if fault := hostsFault(c.LinkHosts, "meet.example.com"); fault != "" {
		problems = append(problems, errors.New("MEETING_LINK_HOSTS "+fault))
	}
	if _, err := access.ParseLookup(c.Access); err != nil {
		problems = append(problems, fmt.Errorf("MEETING_ACCESS %w", err))
	}
	if _, err := access.ParseLists(c.Lists); err != nil {
		problems = append(problems, fmt.Errorf("MEETING_LISTS %w", err))
	}
	if _, err := access.ParseHostSecrets(c.HostSecrets); err != nil {
		problems = append(problems, fmt.Errorf("MEETING_HOST_SECRETS %w", err))
	}
	if _, err := access.ParseBooking(c.Booking); err != nil {
		problems = append(problems, fmt.Errorf("MEETING_BOOKING %w", err))
	}
	if c.Join != joinPerson && c.Join != joinLink {
		problems = append(problems, fmt.Errorf("MEETING_JOIN must be person or link, got %q", c.Join))
	}
	return problems
}

// Values of SLACK_CALLS.
const (
	callsOn  = "on"  // running meetings have Slack's own call, where it is granted
	callsOff = "off" // cards stand alone
)

// Values of MEETING_JOIN.
const (
	joinPerson = "person" // those who are linked may join with their own account
	joinLink   = "link"   // everybody joins with the meeting's ordinary link
)

// policy says who may do what; validate has read its parts before.
func (c *config) policy() access.Policy {
	return access.Policy{
		Lookup: access.Lookup(c.Meeting.Access), Lists: access.Lists(c.Meeting.Lists),
		HostSecrets: access.HostSecrets(c.Meeting.HostSecrets), Unknown: access.UnknownUsers(c.Slack.UnknownUsers),
		Booking: access.Booking(c.Meeting.Booking), CallNames: access.CallNames(c.Slack.CallNames), NoCalls: c.Slack.Calls == callsOff,
	}
}

func (c *databaseConfig) validate() []error {
	if _, err := store.ParseURL(c.URL.Reveal()); err != nil {
		return []error{fmt.Errorf("DATABASE_URL: %w", err)}
	}
	return nil
}

func (c *meetingConfig) credentials() meeting.Credentials {
	return meeting.Credentials{AppID: c.AppID, AppKey: c.AppKey, UserID: c.UserID, CorpID: c.CorpID}
}

// leads are the usual times before the start; validate has read them before.
func (c *serveConfig) leads() []time.Duration {
	leads, _ := bot.ParseLeads(c.ReminderLeads)
	return leads
}

func (c *serveConfig) language() language.Tag { return language.Make(c.DefaultLanguage) }

// trimmed takes the blanks off list items and drops empty ones, so that
// "a, b," is two hosts.
func trimmed(list []string) []string {
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
