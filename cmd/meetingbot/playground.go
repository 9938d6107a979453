package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
	"meetingbot/playground"
)

type playgroundCommand struct {
	Addr        string     `help:"Address of the page and of the make-believe Slack." default:"127.0.0.1:8080"`
	BotAddr     string     `help:"Address of the bot." default:"127.0.0.1:0"`
	MeetingAddr string     `help:"Address of the make-believe Meeting API." default:"127.0.0.1:0"`
	AllowRemote bool       `help:"Allow addresses that other machines can reach. The playground asks nobody who they are."`
	LogLevel    slog.Level `help:"debug, info, warn or error." default:"warn"`
}

// stage is what the playground stands on: three open addresses and the
// secrets that its three parts share.
type stage struct {
	page, bot, meeting net.Listener
	appID              string
	appKey             meeting.Secret
	signingSecret      meeting.Secret
	botToken           meeting.Secret
	logger             *slog.Logger
}

// Run starts a make-believe Slack with a page, a make-believe Meeting API
// and, between them, the same bot that serve runs.
func (p playgroundCommand) Run(ctx context.Context, std streams) error {
	logger := newLogger(std.err, serveConfig{LogLevel: p.LogLevel})
	s, err := p.open(ctx, logger)
	if err != nil {
		return err
	}
	api, first := s.meetingAPI(time.Now())
	slackServer, err := s.slack(first, newPanel(api, first))
	if err != nil {
		return err
	}
	a, err := newApp(s.config(), logger)
	if err != nil {
		return err
	}
	if err := s.announce(std.out); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	a.listen(group, "make-believe Meeting API", s.meeting, api)
	a.listen(group, "page", s.page, slackServer)
	a.stops.add("streams to open pages", func(context.Context) error {
		slackServer.Close()
		return nil
	})
	group.Go(func() error { return a.serve(ctx, s.bot, nil) })
	return group.Wait()
}

// open opens the three addresses. Each part is told the others' addresses
// before it is made.
func (p playgroundCommand) open(ctx context.Context, logger *slog.Logger) (*stage, error) {
	s := &stage{
		appID:         "playground",
		appKey:        meeting.Secret(rand.Text()),
		signingSecret: meeting.Secret(rand.Text()),
		botToken:      meeting.Secret("xoxb-" + rand.Text()),
		logger:        logger,
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
	return s, nil
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

// meetingAPI makes the Meeting API with the documentation's two meetings and
// a dozen lively ones, and returns what to try first.
func (s *stage) meetingAPI(now time.Time) (*meetingtest.Server, []playground.Suggestion) {
	api := meetingtest.New(meetingtest.Options{AppID: s.appID, AppKey: s.appKey.Reveal(), Logger: s.logger})
	suggestions := []playground.Suggestion{
		{ID: "914083136", Title: "From the docs: one-off"},
		{ID: "969304019", Title: "From the docs: recurring"},
	}
	for _, m := range meetingtest.Lively(now) {
		api.Add(m)
		suggestions = append(suggestions, playground.Suggestion{ID: m.ID, Title: m.Subject})
	}
	return api, suggestions
}

func (s *stage) slack(suggestions []playground.Suggestion, controls *panel) (*playground.Server, error) {
	server, err := playground.New(playground.Options{
		BotURL:        address(s.bot),
		PublicURL:     address(s.page),
		SigningSecret: s.signingSecret.Reveal(),
		BotToken:      s.botToken.Reveal(),
		Panel:         controls.controls,
		Suggestions:   suggestions,
		Usage:         "914083136 | a meeting link | help",
		Logger:        s.logger,
	})
	if err != nil {
		return nil, fmt.Errorf("make the page: %w", err)
	}
	return server, nil
}

// config is the configuration of a bot between the two make-believe servers:
// only addresses and secrets differ from a real one.
func (s *stage) config() config {
	return config{
		Serve: serveConfig{DefaultLanguage: "en"},
		Slack: slackConfig{
			SigningSecret: s.signingSecret,
			BotToken:      s.botToken,
			APIURL:        address(s.page) + "/api/",
			ResponseHosts: []string{s.page.Addr().String()},
		},
		Meeting: meetingConfig{
			APIURL:       address(s.meeting),
			AppID:        s.appID,
			AppKey:       s.appKey,
			CacheTTL:     30 * time.Second,
			CacheEntries: 1000,
			Access:       "members",
			Lists:        "mine",
			HostSecrets:  "host",
		},
	}
}

// announce prints the three addresses, one a line, for people and scripts.
func (s *stage) announce(w io.Writer) error {
	_, err := fmt.Fprintf(w, "page=%s\nbot=%s\nmeeting=%s\n", address(s.page), address(s.bot), address(s.meeting))
	return err
}

func address(l net.Listener) string { return "http://" + l.Addr().String() }
