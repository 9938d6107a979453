package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/bot/access"
	"meetingbot/internal/secret"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

type playgroundCommand struct {
	Addr        string     `help:"Address of the page and of the simulated Slack." default:"127.0.0.1:8080"`
	BotAddr     string     `help:"Address of the bot." default:"127.0.0.1:0"`
	MeetingAddr string     `help:"Address of the simulated Meeting API." default:"127.0.0.1:0"`
	Data        string     `help:"Folder to keep everything in. Without it all is gone at the end." placeholder:"DIR"`
	AllowRemote bool       `help:"Allow addresses that other machines can reach. The playground asks nobody who they are."`
	LogLevel    slog.Level `help:"debug, info, warn or error." default:"warn"`
}

// playgroundEnv is what the playground stands on: three open addresses, the secrets
// that its three parts share, and the time that passes for all of them.
type playgroundEnv struct {
	page, bot, meeting net.Listener
	// slackAPI is where the bot reaches the simulated Slack: the page's own
	// address, unless that is for other machines too.
	slackAPI      net.Listener
	remote        bool // other machines may open the page
	appID         string
	appKey        secret.Secret
	signingSecret secret.Secret
	botToken      secret.Secret
	logger        *slog.Logger
	clock         playClock
	data          playData
	api           *meetingtest.Server
	offered       []playground.Suggestion
	ackWithin     time.Duration // zero for Slack's own patience
}

// Run starts a simulated Slack with a page, a simulated Meeting API
// and, between them, the same bot that serve runs.
func (p playgroundCommand) Run(ctx context.Context, std streams) (err error) {
	logger := newLogger(std.err, serveConfig{LogLevel: p.LogLevel})
	s, err := p.open(ctx, logger)
	if err != nil {
		return err
	}
	var remove func() error
	if s.data, remove, err = newPlayData(p.Data); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	if err := s.openMeetings(); err != nil {
		return err
	}
	a, err := newApp(ctx, s.config(), logger, s.clock.Now)
	if err != nil {
		return err
	}
	slackServer, err := s.slack(s.panel(a))
	if err != nil {
		return err
	}
	if err := s.printAddresses(std.out); err != nil {
		return err
	}
	return s.runAndPersist(ctx, a, slackServer)
}

// runAndPersist runs the three parts until ctx ends, and keeps what happens until they
// have come to rest: they still speak after the end of ctx.
func (s *playgroundEnv) runAndPersist(ctx context.Context, a *app, slackServer *playground.Server) error {
	keeping, atRest := context.WithCancel(context.WithoutCancel(ctx))
	var keepers sync.WaitGroup
	keepers.Go(func() {
		s.logNotPersisted(keeping, slackServer.SaveChanges(keeping, s.data.slackStateFile(), saveEvery))
	})
	keepers.Go(func() { s.logNotPersisted(keeping, s.persistWorld(keeping)) })
	err := s.run(ctx, a, slackServer)
	atRest()
	keepers.Wait()
	return err
}

// run runs the three parts until ctx ends.
func (s *playgroundEnv) run(ctx context.Context, a *app, slackServer *playground.Server) error {
	group, ctx := errgroup.WithContext(ctx)
	a.listen(group, "simulated Meeting API", s.meeting, s.api)
	a.listen(group, "page", s.page, slackServer)
	if s.slackAPI != s.page {
		a.listen(group, "simulated Slack", s.slackAPI, slackServer)
	}
	a.stops.add("streams to open pages", func(context.Context) error {
		slackServer.Close()
		return nil
	})
	group.Go(func() error { return a.serve(ctx, s.bot, nil) })
	return group.Wait()
}

// open opens the three addresses. Each part is told the others' addresses
// before it is made.
func (p playgroundCommand) open(ctx context.Context, logger *slog.Logger) (*playgroundEnv, error) {
	s := &playgroundEnv{
		appID:         "playground",
		appKey:        secret.Secret(rand.Text()),
		signingSecret: secret.Secret(rand.Text()),
		botToken:      secret.Secret("xoxb-" + rand.Text()),
		logger:        logger,
		remote:        p.AllowRemote,
	}
	for _, want := range []struct {
		flag, address string
		listener      *net.Listener
	}{
		{"--addr", p.Addr, &s.page},
		{"--bot-addr", p.BotAddr, &s.bot},
		{"--meeting-addr", p.MeetingAddr, &s.meeting},
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
	s.slackAPI, err = ownLoopback(ctx, s.page)
	return s, err
}

// ownLoopback returns a listener that is this machine's alone if another one is
// not, and else that other one: a response_url of plain http is good for
// nothing but loopback.
func ownLoopback(ctx context.Context, other net.Listener) (net.Listener, error) {
	if a, ok := other.Addr().(*net.TCPAddr); ok && a.IP.IsLoopback() {
		return other, nil
	}
	return listen(ctx, "a loopback address for the simulated Slack", "127.0.0.1:0")
}

// refuseRemote refuses an address that is not this machine's own: nobody who
// opens the page is asked who they are.
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

// openMeetings makes the Meeting API with the meetings of earlier, or with the
// documentation's two and a dozen lively ones, and knows what to try first.
func (s *playgroundEnv) openMeetings() error {
	s.api = meetingtest.New(meetingtest.Options{
		AppID: s.appID, AppKey: s.appKey.Reveal(), Logger: s.logger, Now: s.clock.Now,
	})
	earlier, err := s.data.world()
	if err != nil {
		return err
	}
	if earlier != nil {
		s.clock.skip(earlier.Ahead)
		s.offered = earlier.Offered
		earlier.restore(s.api)
		return nil
	}
	s.offered = []playground.Suggestion{
		{ID: "914083136", Title: "From the docs: one-off"},
		{ID: "969304019", Title: "From the docs: recurring"},
	}
	for _, m := range meetingtest.DemoMeetings(s.clock.Now()) {
		s.api.Add(m)
		s.offered = append(s.offered, playground.Suggestion{ID: m.ID, Title: m.Subject})
	}
	return nil
}

// panel has hands on the meetings and on the time.
func (s *playgroundEnv) panel(a *app) *panel {
	p := newPanel(s.api, s.offered)
	p.now, p.nextDue = s.clock.Now, a.database.NextDue
	p.skip = func(ctx context.Context, by time.Duration) error {
		s.clock.skip(by)
		return a.database.Wake(ctx)
	}
	return p
}

// shouldEscape is what manifest.yml asks of Slack: people, channels and
// addresses in the text of a command arrive wrapped.
const shouldEscape = true

func (s *playgroundEnv) slack(controls *panel) (*playground.Server, error) {
	said, err := s.data.slackState()
	if err != nil {
		return nil, err
	}
	server, err := playground.New(playground.Options{
		BotURL:        address(s.bot),
		PublicURL:     address(s.slackAPI),
		AnyHost:       s.remote,
		SigningSecret: s.signingSecret.Reveal(),
		BotToken:      s.botToken.Reveal(),
		ShouldEscape:  shouldEscape,
		Panel:         controls.controls,
		Suggestions:   s.offered,
		AckWithin:     s.ackWithin,
		State:         said,
		Now:           s.clock.Now,
		SigningNow:    time.Now,
		Usage:         "914083136 | a meeting link | find budget | today | help",
		Logger:        s.logger,
	})
	if err != nil {
		return nil, fmt.Errorf("make the page: %w", err)
	}
	return server, nil
}

// config is the configuration of a bot between the two simulated servers:
// only addresses and secrets differ from a real one.
func (s *playgroundEnv) config() config {
	return config{
		Serve: serveConfig{DefaultLanguage: "en", ReminderLeads: "10m"},
		Slack: slackConfig{
			SigningSecret: s.signingSecret,
			BotToken:      s.botToken,
			APIURL:        address(s.slackAPI) + "/api/",
			ResponseHosts: []string{s.slackAPI.Addr().String()},
		},
		Meeting: meetingConfig{
			APIURL:       address(s.meeting),
			AppID:        s.appID,
			AppKey:       s.appKey,
			CacheTTL:     30 * time.Second,
			CacheEntries: 1000,
			Access:       string(access.Members),
			Lists:        string(access.ListMine),
			HostSecrets:  string(access.HostsOnly),
		},
		Database: databaseConfig{URL: s.data.database()},
	}
}

// printAddresses prints the three addresses, one a line, for people and scripts.
func (s *playgroundEnv) printAddresses(w io.Writer) error {
	_, err := fmt.Fprintf(w, "page=%s\nbot=%s\nmeeting=%s\n", address(s.page), address(s.bot), address(s.meeting))
	return err
}

func address(l net.Listener) string { return "http://" + l.Addr().String() }
