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
	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
	"meetingbot/meeting"
)

const (
	// drainLimit is how long a process takes to stop, at most.
	drainLimit = 20 * time.Second
	// retireTime is how long whoever sends requests here has to notice that
	// the process is no longer ready.
	retireTime = 2 * time.Second
)

// app is the bot, wired and not yet listening.
type app struct {
	logger    *slog.Logger
	clock     func() time.Time // nil for the real one
	retireFor time.Duration    // how long to be unready before the listener closes
	registry  *prometheus.Registry
	meetings  *meeting.Account
	database  *store.DB
	watcher   *watch.Watcher
	engine    *reminder.Engine
	handlers  *handlers.Handlers
	stops     stops
}

// newApp wires the rooms together, from the innermost outwards, and brings the
// database to what this program knows. Nothing else is started or asked of the
// network. What has been opened is closed again when it fails. A clock that is
// nil is the real one.
func newApp(ctx context.Context, c config, logger *slog.Logger, clock func() time.Time) (_ *app, err error) {
	a := &app{logger: logger, clock: clock, registry: prometheus.NewRegistry(), stops: stops{logger: logger}}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.stops.run(context.WithoutCancel(ctx), drainLimit))
		}
	}()
	a.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	if err := a.openDatabase(ctx, c.Database); err != nil {
		return nil, err
	}
	a.meetings, err = meeting.NewAccount(meeting.AccountOptions{
		URL:         c.Meeting.APIURL,
		Credentials: c.Meeting.credentials(),
		TTL:         c.Meeting.CacheTTL,
		Entries:     c.Meeting.CacheEntries,
		Now:         a.now,
		Logger:      logger,
	})
	if err != nil {
		return nil, usageError{fmt.Errorf("reach the Meeting API: %w", err)}
	}
	people, err := person.NewDirectory(newSlack(c.Slack, slackRepeats), person.Options{Logger: logger, Now: a.now})
	if err != nil {
		return nil, usageError{fmt.Errorf("open the directory of people: %w", err)}
	}
	a.stops.add("directory of people", func(context.Context) error {
		people.Close()
		return nil
	})
	installed := workspace.NewDirectory(&workspace.Installation{
		Slack:    newSlack(c.Slack, slackRepeats),
		Jobs:     newSlack(c.Slack, 0), // the queue repeats jobs, and they keep to Slack's rate limits
		Meetings: a.meetings,
		People:   people,
		Policy:   c.Meeting.policy(),
		Language: c.Serve.language(),
		Leads:    c.Serve.leads(),
	})
	if err := a.wireReminders(installed); err != nil {
		return nil, usageError{err}
	}
	b, err := bot.New(bot.Options{
		Workspaces: installed,
		Reminders:  a.engine,
		LinkHosts:  c.Meeting.LinkHosts,
		Logger:     logger,
		Now:        a.now,
		Version:    version(),
	})
	if err != nil {
		return nil, usageError{fmt.Errorf("wire the bot: %w", err)}
	}
	a.handlers, err = handlers.New(handlers.Options{
		Bot:           b,
		SigningSecret: c.Slack.SigningSecret.Reveal(),
		ResponseHosts: c.Slack.ResponseHosts,
		Checks: []handlers.Check{
			{Name: "meeting_sign_in", Check: func(context.Context) error { return a.meetings.Client().Refused() }},
			{Name: "database", Check: a.database.Check},
		},
		Logger:   logger,
		Registry: a.registry,
		Drain:    drainLimit,
	})
	if err != nil {
		return nil, usageError{fmt.Errorf("wire the handlers: %w", err)}
	}
	return a, nil
}

// now is what the app's clock shows.
func (a *app) now() time.Time {
	if a.clock == nil {
		return time.Now()
	}
	return a.clock()
}

// openDatabase opens the database and migrates it.
func (a *app) openDatabase(ctx context.Context, c databaseConfig) error {
	db, err := store.Open(ctx, store.Options{URL: c.URL.Reveal(), Logger: a.logger, Now: a.clock})
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	a.database = db
	a.stops.add("database", func(context.Context) error { return db.Close() })
	return db.Migrate(ctx)
}

// wireReminders wires what reminds people of meetings.
func (a *app) wireReminders(installed *workspace.Directory) error {
	var err error
	a.watcher, err = watch.New(watch.Options{
		Store: a.database.Watches(), Workspaces: installed, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return fmt.Errorf("wire the watcher: %w", err)
	}
	updater, err := live.New(live.Options{
		Store: a.database.Live(), Workspaces: installed, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return fmt.Errorf("wire the live messages: %w", err)
	}
	notifier, err := bot.NewNotifier(bot.NotifierOptions{Now: a.now})
	if err != nil {
		return fmt.Errorf("wire the notifier: %w", err)
	}
	a.engine, err = reminder.New(reminder.Options{
		Store: a.database.Reminders(), Workspaces: installed, Watcher: a.watcher, Live: updater,
		Notifier: notifier, Logger: a.logger, Registry: a.registry, Now: a.now,
	})
	if err != nil {
		return fmt.Errorf("wire the reminders: %w", err)
	}
	return nil
}

func newMeetings(c meetingConfig, logger *slog.Logger) (*meeting.Client, error) {
	client, err := meeting.New(c.APIURL, c.credentials(), meeting.WithLogger(logger))
	if err != nil {
		return nil, fmt.Errorf("reach the Meeting API: %w", err)
	}
	return client, nil
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

// serve answers on listener until ctx ends, then drains what is in hand. A
// nil metrics listener turns metrics off.
func (a *app) serve(ctx context.Context, listener, metrics net.Listener) error {
	group, serving := errgroup.WithContext(ctx)
	var jobs queue.Registry
	a.watcher.Register(&jobs)
	a.engine.Register(&jobs)
	if err := a.database.Start(ctx, &jobs); err != nil {
		return fmt.Errorf("start to remind: %w", err)
	}
	if metrics != nil {
		a.listen(group, "metrics", metrics, operatorPages(a.registry))
	}
	// No job is begun while the questions in hand are finished, and those in
	// hand have as long.
	a.stops.addEarly("reminders", a.database.Stop)
	a.stops.add("work in hand", a.handlers.Drain)
	a.listen(group, "requests", listener, a.handlers.Echo())
	a.stops.add("readiness", a.retire)
	group.Go(func() error {
		a.signIn(serving)
		return nil
	})
	group.Go(func() error {
		<-serving.Done()
		a.logger.InfoContext(ctx, "stopping")
		return a.stops.run(context.WithoutCancel(ctx), drainLimit)
	})
	return group.Wait()
}

// retire says that the process is no longer ready, and goes on answering until
// that may have been noticed.
func (a *app) retire(ctx context.Context) error {
	a.handlers.Retire()
	select {
	case <-time.After(a.retireFor):
	case <-ctx.Done():
	}
	return nil
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
	a.stops.add(name, func(ctx context.Context) error { return shutdown(ctx, server) })
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve %s: %w", name, err)
		}
		return nil
	})
}

// shutdown lets the requests that have come in be answered. Who takes longer
// than any answer of ours, or has sent nothing yet, is cut off.
func shutdown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		return server.Close()
	}
	return nil
}

// signIn signs in ahead of the first question, so that a refused App Key
// shows in the log and in /readyz at once and the first person does not wait.
func (a *app) signIn(ctx context.Context) {
	ctx, cancel := context.WithTimeoutCause(ctx, 30*time.Second, errors.New("no sign-in within 30s"))
	defer cancel()
	if err := a.meetings.Client().SignIn(ctx); err != nil && ctx.Err() == nil {
		a.logger.ErrorContext(ctx, "the Meeting API does not accept the sign-in", slog.Any("error", err))
	}
}
