package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/bot/access"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

type playgroundCommand struct {
	Addr        string     `help:"Address of the page and of the simulated Slack." default:"127.0.0.1:8080"`
	BotAddr     string     `help:"Address of the bot." default:"127.0.0.1:0"`
	MeetingAddr string     `help:"Address of the simulated Meeting API." default:"127.0.0.1:0"`
	Data        string     `help:"Folder to keep everything in. Without it all is gone at the end." placeholder:"DIR"`
	Socket      bool       `help:"Let Slack reach the bot by Socket Mode, over connections of the bot's own."`
	Polling     bool       `help:"Let the simulated Meeting API push no events: the bot has to ask."`
	AllowRemote bool       `help:"Allow addresses that other machines can reach. The playground has no sign-in."`
	LogLevel    slog.Level `help:"debug, info, warn or error." default:"warn"`
}

// playgroundEnv is what the page, the bot and the simulated Meeting API share:
// their three listeners, their secrets and the clock.
type playgroundEnv struct {
	page, bot, meeting net.Listener
	// slackAPI is where the bot reaches the simulated Slack: the listener of the
	// page, unless other machines can reach that one.
	slackAPI      net.Listener
	remote        bool // whether other machines may open the page
	appID         string
	appKey        secret.Secret
	signingSecret secret.Secret
	botToken      secret.Secret // of the first workspace, where the app is installed at the start
	clientID      string
	clientSecret  secret.Secret
	appToken      secret.Secret // "" for requests over HTTP
	webhookKey    secret.Secret // "" where the Meeting API pushes no events
	logger        *slog.Logger
	clock         playClock
	data          playData
	encryptionKey secret.Secret
	front         *playground.Front
	workspaces    []*playground.Server // the first is where the app is at the start
	organisation  playground.Organisation
	api           *meetingtest.Server
	suggestions   []playground.Suggestion
	ackWithin     time.Duration // zero for Slack's own limit of three seconds
}

// Run starts a simulated Slack with a page, a simulated Meeting API and, between
// them, the bot that serve runs.
func (p playgroundCommand) Run(ctx context.Context, std streams) (err error) {
	logger := newLogger(std.err, serveConfig{LogLevel: p.LogLevel})
	e, err := p.open(ctx, logger)
	if err != nil {
		return err
	}
	var remove func() error
	if e.data, remove, err = newPlayData(p.Data); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if !p.Polling {
		e.webhookKey = newSigningSecret()
	}
	if e.encryptionKey, err = e.data.encryptionKey(e.encryptionKey); err != nil {
		return err
	}
	if err := e.openMeetings(); err != nil {
		return err
	}
	a, err := newApp(ctx, e.config(), logger, e.clock.Now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.stop(ctx)) }()
	if _, err := e.slack(ctx, a); err != nil {
		return err
	}
	if err := e.printAddresses(std.out); err != nil {
		return err
	}
	return e.runAndPersist(ctx, a)
}

// runAndPersist runs the three parts until ctx ends, and saves their state until
// they have stopped: they still finish requests after the end of ctx.
func (e *playgroundEnv) runAndPersist(ctx context.Context, a *app) error {
	saving, stopSaving := context.WithCancel(context.WithoutCancel(ctx))
	var savers sync.WaitGroup
	for n, s := range e.workspaces {
		savers.Go(func() { e.logSaveError(saving, s.SaveChanges(saving, e.data.slackStateFile(n), saveEvery)) })
	}
	savers.Go(func() { e.logSaveError(saving, e.persistMeetings(saving)) })
	err := e.run(ctx, a)
	stopSaving()
	savers.Wait()
	return err
}

// run runs the three parts until ctx ends.
func (e *playgroundEnv) run(ctx context.Context, a *app) error {
	group, ctx := errgroup.WithContext(ctx)
	a.listen(group, "simulated Meeting API", e.meeting, e.api)
	a.listen(group, "page", e.page, e.front)
	if e.slackAPI != e.page {
		a.listen(group, "simulated Slack", e.slackAPI, e.front)
	}
	a.hangUp = e.front.CloseIdleConnections
	a.stops.add("streams to open pages", func(context.Context) error {
		e.front.Close()
		return nil
	})
	if e.webhookKey != "" {
		group.Go(func() error { return e.pushEvents(ctx) })
	}
	group.Go(func() error { // stop also when serve does not start: it closes the listeners above
		return errors.Join(a.serve(ctx, e.bot, nil), a.stop(ctx))
	})
	return group.Wait()
}

// pushEvents has the simulated Meeting API push its events to the bot until ctx ends.
func (e *playgroundEnv) pushEvents(ctx context.Context) error {
	pushing, err := e.api.Subscribe(ctx, meetingtest.Webhook{
		URL: address(e.bot) + "/meeting/events", SubscriberID: webhookID, Key: e.webhookKey.Reveal(),
	})
	switch {
	case err == nil:
		<-ctx.Done()
		pushing.Close()
		return nil
	case ctx.Err() != nil:
		return nil //nolint:nilerr // the playground ends before the bot serves
	default:
		return fmt.Errorf("push the events of meetings: %w", err)
	}
}

// webhookID is the subscriber of the simulated Meeting API's events.
const webhookID = "playground"

// open opens the three listeners: each part needs the addresses of the others
// before it is made.
func (p playgroundCommand) open(ctx context.Context, logger *slog.Logger) (*playgroundEnv, error) {
	e := &playgroundEnv{
		appID:         "playground",
		appKey:        secret.Secret(rand.Text()),
		signingSecret: newSigningSecret(),
		botToken:      newBotToken(),
		clientID:      "10000000001.10000000004",
		clientSecret:  newSigningSecret(), // which has the same form
		logger:        logger,
		remote:        p.AllowRemote,
	}
	if p.Socket {
		e.appToken = newAppToken()
	}
	for _, want := range []struct {
		flag, address string
		listener      *net.Listener
	}{
		{"--addr", p.Addr, &e.page},
		{"--bot-addr", p.BotAddr, &e.bot},
		{"--meeting-addr", p.MeetingAddr, &e.meeting},
	} {
		if err := p.refuseRemote(ctx, want.flag, want.address); err != nil {
			return nil, err
		}
		listener, err := listen(ctx, want.flag, want.address)
		if err != nil {
			return nil, err
		}
		*want.listener = listener
	}
	var err error
	if e.encryptionKey, err = sealed.NewKey(); err != nil {
		return nil, err
	}
	e.slackAPI, err = ensureLoopback(ctx, e.page)
	return e, err
}

// newSigningSecret returns a random signing secret in the form of Slack's.
func newSigningSecret() secret.Secret {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it would end the process
	return secret.Secret(hex.EncodeToString(b[:]))
}

// newBotToken returns a random bot token in the form of Slack's: the numbers of the
// workspace and of the bot, and a secret of 24 characters.
func newBotToken() secret.Secret {
	return secret.Secret("xoxb-10000000001-1000000000002-" + rand.Text()[:24])
}

// newAppToken returns a random app-level token in the form of Slack's.
func newAppToken() secret.Secret {
	return secret.Secret("xapp-1-A0UNDRTEST-1000000000003-" + rand.Text())
}

// ensureLoopback returns page if only this machine can reach it, and else a new
// listener on loopback: the bot accepts a response_url of plain http there only.
func ensureLoopback(ctx context.Context, page net.Listener) (net.Listener, error) {
	if a, ok := page.Addr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return page, nil
	}
	return listen(ctx, "a loopback address for the simulated Slack", "127.0.0.1:0")
}

// refuseRemote refuses an address that other machines can reach, unless that is
// allowed: the page has no sign-in.
func (p playgroundCommand) refuseRemote(ctx context.Context, flag, address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return usageError{fmt.Errorf("%s: %w", flag, err)}
	}
	if p.AllowRemote {
		return nil
	}
	addresses, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if host == "" || err != nil || len(addresses) == 0 {
		return usageError{fmt.Errorf("%s must be a loopback address such as 127.0.0.1:8080", flag)}
	}
	for _, a := range addresses {
		if !a.IP.IsLoopback() {
			return usageError{fmt.Errorf("%s must be a loopback address such as 127.0.0.1:8080, or give --allow-remote", flag)}
		}
	}
	return nil
}

// openMeetings makes the simulated Meeting API, with the saved meetings or, if
// there are none, with the demo meetings and the documentation's two. It also sets
// the meetings that the page suggests.
func (e *playgroundEnv) openMeetings() error {
	e.api = meetingtest.New(meetingtest.Options{
		AppID: e.appID, AppKey: e.appKey.Reveal(), Logger: e.logger, Now: e.clock.Now,
	})
	for _, u := range meetingtest.DemoUsers() {
		e.api.AddUser(u)
	}
	for _, r := range meetingtest.DemoRooms() {
		e.api.AddRoom(r)
	}
	saved, err := e.data.meetings()
	if err != nil {
		return err
	}
	if saved != nil {
		e.clock.skip(saved.ClockAhead)
		e.suggestions = saved.Suggestions
		saved.restore(e.api)
		return nil
	}
	for _, m := range meetingtest.DemoMeetings(e.clock.Now()) {
		e.api.Add(m)
		e.suggestions = append(e.suggestions, playground.Suggestion{ID: m.ID, Title: m.Subject})
	}
	e.suggestions = append(e.suggestions,
		playground.Suggestion{ID: "914083136", Title: "From the docs: one-off"},
		playground.Suggestion{ID: "969304019", Title: "From the docs: recurring"})
	return nil
}

// verbs are examples of the command's words, which the page completes.
func verbs() []playground.Suggestion {
	return []playground.Suggestion{
		{ID: "today", Title: "My meetings today"},
		{ID: "tomorrow", Title: "My meetings tomorrow"},
		{ID: "week", Title: "My meetings this week"},
		{ID: "list", Title: "All my meetings"},
		{ID: "find budget", Title: "Search by subject, booker or number"},
		{ID: "928473016 share", Title: "Show the meeting to the channel"},
		{ID: "remind 935150742 10m", Title: "Remind the channel before each start"},
		{ID: "remind me 935150742 5m", Title: "Remind me alone"},
		{ID: "reminders", Title: "What this channel is reminded of"},
		{ID: "forget 935150742", Title: "Stop the channel's reminders"},
		{ID: "991427358 attendance", Title: "Who came, for hosts"},
		{ID: "link", Title: "Link my Meeting account"},
		{ID: "doctor", Title: "Status and your settings"},
		{ID: "help", Title: "What else there is"},
	}
}

// panel returns the control panel, which changes the meetings and the clock.
func (e *playgroundEnv) panel(a *app) *panel {
	p := newPanel(e.api, e.suggestions)
	p.now, p.nextDue = e.clock.Now, a.database.NextDue
	p.skip = func(ctx context.Context, by time.Duration) error {
		e.clock.skip(by)
		return a.database.Wake(ctx)
	}
	return p
}

// config is the configuration of the bot: only addresses and secrets differ from a
// real one.
func (e *playgroundEnv) config() config {
	return config{
		Serve: serveConfig{DefaultLanguage: "en", ReminderLeads: "10m"},
		Slack: slackConfig{
			SigningSecret: e.signingSecret,
			AppToken:      e.appToken,
			ClientID:      e.clientID,
			ClientSecret:  e.clientSecret,
			PublicURL:     address(e.bot),
			AuthorizeURL:  address(e.page) + "/oauth/v2/authorize",
			APIURL:        address(e.slackAPI) + "/api/",
			ResponseHosts: []string{e.slackAPI.Addr().String()},
			UnknownUsers:  string(access.RefuseUnknown),
			Calls:         callsOn,
			CallNames:     string(access.LinkedNames),
		},
		Meeting: meetingConfig{
			APIURL:       address(e.meeting),
			AppID:        e.appID,
			AppKey:       e.appKey,
			CacheTTL:     30 * time.Second,
			CacheEntries: 1000,
			Access:       string(access.Members),
			Lists:        string(access.ListMine),
			HostSecrets:  string(access.HostsOnly),
			WebhookID:    webhookID,
			WebhookKey:   e.webhookKey,
			Booking:      string(access.BookMembers),
			Join:         joinPerson,
		},
		Database: databaseConfig{URL: e.data.database()},
		Seal:     sealConfig{Key: e.encryptionKey},
	}
}

// printAddresses prints the three addresses, one a line, for scripts, and what to do
// with them, for people.
func (e *playgroundEnv) printAddresses(w io.Writer) error {
	_, err := fmt.Fprintf(w, "page=%s\nbot=%s\nmeeting=%s\nOpen %s in a browser.\n",
		address(e.page), address(e.bot), address(e.meeting), address(e.page))
	return err
}

func address(l net.Listener) string { return "http://" + l.Addr().String() }
