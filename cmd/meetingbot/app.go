package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"meetingbot/bot"
	"meetingbot/bot/person"
	"meetingbot/handlers"
	"meetingbot/meeting"
)

// drainLimit is how long a stopping process may finish what is in hand.
const drainLimit = 20 * time.Second

// app is the bot, wired and not yet listening.
type app struct {
	logger   *slog.Logger
	registry *prometheus.Registry
	meetings *meeting.Client
	handlers *handlers.Handlers
	stops    stops
}

// newApp wires the rooms together, from the innermost outwards. Nothing is
// started and nothing is asked of the network.
func newApp(c config, logger *slog.Logger) (*app, error) {
	a := &app{logger: logger, registry: prometheus.NewRegistry(), stops: stops{logger: logger}}
	a.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)

	var err error
	if a.meetings, err = newMeetings(c.Meeting, logger); err != nil {
		return nil, err
	}
	cache, err := meeting.NewCache(a.meetings.Conferences, meeting.CacheOptions{
		TTL:     c.Meeting.CacheTTL,
		Entries: c.Meeting.CacheEntries,
		Logger:  logger,
	})
	if err != nil {
		return nil, fmt.Errorf("open the cache: %w", err)
	}
	workspace := newSlack(c.Slack)
	people, err := person.NewDirectory(workspace, person.Options{Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("open the directory of people: %w", err)
	}
	a.stops.add("directory of people", func(context.Context) error {
		people.Close()
		return nil
	})
	b, err := bot.New(bot.Options{
		Meetings:        cache,
		People:          people,
		Slack:           workspace,
		Access:          bot.Access(c.Meeting.Access),
		Account:         a.meetings,
		Site:            c.Meeting.site(),
		Lists:           bot.Lists(c.Meeting.Lists),
		HostSecrets:     bot.HostSecrets(c.Meeting.HostSecrets),
		LinkHosts:       c.Meeting.LinkHosts,
		DefaultLanguage: c.Serve.language(),
		Logger:          logger,
		Version:         version(),
	})
	if err != nil {
		return nil, fmt.Errorf("wire the bot: %w", err)
	}
	a.handlers, err = handlers.New(handlers.Options{
		Bot:           b,
		SigningSecret: c.Slack.SigningSecret.Reveal(),
		ResponseHosts: c.Slack.ResponseHosts,
		Checks: []handlers.Check{{
			Name:  "meeting_sign_in",
			Check: func(context.Context) error { return a.meetings.Refused() },
		}},
		Logger:   logger,
		Registry: a.registry,
		Drain:    drainLimit,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the handlers: %w", err)
	}
	return a, nil
}

func newMeetings(c meetingConfig, logger *slog.Logger) (*meeting.Client, error) {
	client, err := meeting.New(c.APIURL, c.credentials(), meeting.WithLogger(logger))
	if err != nil {
		return nil, fmt.Errorf("reach the Meeting API: %w", err)
	}
	return client, nil
}

// newSlack returns a client of Slack's Web API that waits 10 s for an answer
// and repeats what Slack asks to repeat later.
func newSlack(c slackConfig, more ...slack.Option) *slack.Client {
	options := append([]slack.Option{
		slack.OptionAPIURL(c.APIURL),
		slack.OptionHTTPClient(&http.Client{Timeout: 10 * time.Second}),
		slack.OptionRetry(2),
	}, more...)
	return slack.New(c.BotToken.Reveal(), options...)
}

// serve answers on listener until ctx ends, then drains what is in hand. A
// nil metrics listener turns metrics off.
func (a *app) serve(ctx context.Context, listener, metrics net.Listener) error {
	group, serving := errgroup.WithContext(ctx)
	// Work is drained before the listener closes, so that /readyz says
	// "draining" meanwhile, and after it for what came in last.
	a.stops.add("last work", a.handlers.Drain)
	a.listen(group, "requests", listener, a.handlers.Echo())
	a.stops.add("work in hand", a.handlers.Drain)
	if metrics != nil {
		a.listen(group, "metrics", metrics, operatorPages(a.registry))
	}
	group.Go(func() error {
		a.signIn(serving)
		return nil
	})
	group.Go(func() error {
		<-serving.Done()
		a.logger.InfoContext(ctx, "stopping")
		return a.stops.run(context.WithoutCancel(ctx), drainLimit+5*time.Second)
	})
	return group.Wait()
}

// listen serves handler until the stop list shuts it down.
func (a *app) listen(group *errgroup.Group, name string, listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      60 * time.Second, // profiles take 30 s
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.logger.Handler(), slog.LevelWarn),
	}
	a.stops.add(name, server.Shutdown)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve %s: %w", name, err)
		}
		return nil
	})
}

// signIn signs in ahead of the first question, so that a refused App Key
// shows in the log and in /readyz at once and the first person does not wait.
func (a *app) signIn(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(ctx, 30*time.Second, errors.New("no sign-in within 30s"))
	defer cancel()
	if err := a.meetings.SignIn(ctx); err != nil && ctx.Err() == nil {
		a.logger.ErrorContext(ctx, "the Meeting API does not accept the sign-in", slog.Any("error", err))
	}
}
