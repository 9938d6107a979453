package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"golang.org/x/sync/errgroup"

	"meetingbot/bot"
	"meetingbot/bot/install"
	"meetingbot/bot/linking"
	"meetingbot/bot/once"
	"meetingbot/bot/personal"
	"meetingbot/bot/queue"
	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/handlers"
	"meetingbot/meeting"
)

const (
	// drainLimit is how long a process takes to stop, at most.
	drainLimit = 20 * time.Second
	// retireTime is how long a load balancer has to notice that the process is no
	// longer ready.
	retireTime = 2 * time.Second
	// maxSending is how long a client may take to send a request. Slack waits 3 s for
	// the answer, so one that takes longer is not Slack's.
	maxSending = 5 * time.Second
)

// app is the bot, wired and not yet listening.
type app struct {
	logger    *slog.Logger
	clock     func() time.Time // nil for the real one
	retireFor time.Duration    // how long to be unready before the listener closes
	registry  *prometheus.Registry
	accounts  []*meeting.Account // of all installations, each once
	accountOf map[accountKey]*meeting.Account
	tokens    []slackConfig   // of installations whose token is in the environment
	installs  *install.Engine // nil where none are stored
	slack     slackConfig     // of the app whose installations are stored

	recheckEvery time.Duration // the pause between checks that did not pass
	unsettled    atomic.Int32  // sign-ins of which nothing is known yet

	database  *store.DB
	settings  *workspace.SettingsBook
	own       *ownAccounts
	links     *linking.Directory
	choices   *personal.Choices
	jobs      queue.Registry
	handlers  *handlers.Handlers
	keep      []func(context.Context) // what goes on as long as the process serves
	stops     stops
	lastEvent lastEvent
	hangUp    func()       // closes connections to this process that callers within it do not use, nil for no such callers
	cutJobs   atomic.Int64 // jobs that had not ended when the time to stop was over
}

// newApp wires the packages together for the installation of the token in the
// environment or for those that are stored, and brings the database to what this
// program knows. Nothing else is started or asked of the network.
// What has been opened is closed again when it fails. A clock that is nil is the
// real one.
func newApp(ctx context.Context, c config, logger *slog.Logger, clock func() time.Time) (_ *app, err error) {
	a := newEmptyApp(logger, clock)
	defer func() {
		if err != nil {
			err = errors.Join(err, a.stop(ctx))
		}
	}()
	var workspaces *workspace.Directory // nil: those that are stored
	if !c.Slack.oauth() {
		installation, err := a.install(c)
		if err != nil {
			return nil, err
		}
		workspaces = workspace.NewDirectory(installation)
	}
	if err := a.wire(ctx, c, workspaces); err != nil {
		return nil, err
	}
	return a, nil
}

// newEmptyApp is an app without installations.
func newEmptyApp(logger *slog.Logger, clock func() time.Time) *app {
	a := &app{
		logger: logger, clock: clock, registry: prometheus.NewRegistry(), stops: stops{logger: logger},
		accountOf: make(map[accountKey]*meeting.Account), recheckEvery: recheckEvery,
	}
	a.registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return a
}

// wire wires what all workspaces share, from the innermost package outwards; without
// workspaces it takes those that are stored. The caller calls stop when it fails.
func (a *app) wire(ctx context.Context, c config, workspaces *workspace.Directory) error {
	if err := a.openDatabase(ctx, c.Database, c.Seal); err != nil {
		return err
	}
	if workspaces == nil {
		var err error
		if workspaces, err = a.openInstallations(c); err != nil {
			return err
		}
	}
	settings, err := a.wireOwn(ctx, c.Meeting, workspaces)
	if err != nil {
		return err
	}
	e, err := a.wireEngines(c, workspaces)
	if err != nil {
		return usageError{err}
	}
	requests, err := a.wireRequests()
	if err != nil {
		return err
	}
	metadataKey, err := c.Slack.metadataKey()
	if err != nil {
		return err
	}
	b, err := bot.New(bot.Options{
		Workspaces:  workspaces,
		Departures:  a.departures(),
		InstallURL:  c.Slack.installURL(),
		Reminders:   e.reminders,
		Watched:     e.watcher,
		Home:        e.homes,
		Personal:    e.personal,
		Rules:       e.rules,
		Booking:     e.bookings,
		Shares:      e.shares,
		Unfurls:     e.unfurls,
		Once:        requests,
		Settings:    settings,
		Links:       a.links,
		MetadataKey: metadataKey,
		Join:        joinOptions(&c, requests),
		Events:      a.eventsSeen(c.Meeting, e.watcher),
		LinkHosts:   c.Meeting.LinkHosts,
		Logger:      a.logger,
		Now:         a.now,
		Version:     version(),
	})
	if err != nil {
		return usageError{fmt.Errorf("wire the bot: %w", err)}
	}
	e.homes.Register(&a.jobs, b)
	a.links.Register(&a.jobs, b)
	a.handlers, err = handlers.New(handlers.Options{
		Bot:           b,
		SigningSecret: c.Slack.SigningSecret.Reveal(),
		Socket:        c.Slack.socketOptions(),
		ResponseHosts: c.Slack.ResponseHosts,
		Install:       a.installPages(c.Slack, b, requests),
		TakePush:      a.takePush(c.Meeting, e),
		Joiner:        joiner(&c, b),
		Checks: []handlers.Check{
			{Name: "meeting_sign_in", Check: a.checkSignedIn},
		},
		Parts:    []handlers.Check{{Name: "database", Check: a.database.Health}},
		Logger:   a.logger,
		Registry: a.registry,
		Now:      a.now,
		Drain:    drainLimit,
	})
	if err != nil {
		return usageError{fmt.Errorf("wire the handlers: %w", err)}
	}
	return nil
}

// now is what the app's clock shows.
func (a *app) now() time.Time {
	if a.clock == nil {
		return time.Now()
	}
	return a.clock()
}

// openDatabase opens the database and migrates it.
func (a *app) openDatabase(ctx context.Context, c databaseConfig, seal sealConfig) error {
	keys, err := seal.keys()
	if err != nil {
		return usageError{err}
	}
	db, err := store.Open(ctx, store.Options{URL: c.URL.Reveal(), Logger: a.logger, Now: a.clock, Keys: keys})
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	a.database = db
	a.stops.add("database", func(context.Context) error { return db.Close() })
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	resealed, err := db.Reseal(ctx)
	if err != nil {
		a.logger.WarnContext(ctx, "secrets not sealed anew: the former key is still needed", slog.Any("error", err))
	}
	if resealed > 0 {
		a.logger.InfoContext(ctx, "secrets sealed with the first key", slog.Int("count", resealed))
	}
	return nil
}

// wireRequests wires what remembers which requests have acted, and registers its
// job.
func (a *app) wireRequests() (*once.Requests, error) {
	requests, err := once.New(once.Options{Store: a.database.Requests(), Logger: a.logger, Now: a.now})
	if err != nil {
		return nil, fmt.Errorf("wire the requests: %w", err)
	}
	requests.Register(&a.jobs)
	return requests, nil
}

// serve answers on listener until ctx ends, then drains what is in progress. A
// nil metrics listener turns metrics off.
func (a *app) serve(ctx context.Context, listener, metrics net.Listener) error {
	group, serving := errgroup.WithContext(ctx)
	a.stops.add("unused connections", func(context.Context) error {
		a.closeConnections()
		return nil
	})
	if err := a.database.Start(ctx, &a.jobs); err != nil {
		return fmt.Errorf("start the jobs: %w", err)
	}
	if metrics != nil {
		a.listen(group, "metrics", metrics, operatorPages(a.registry))
	}
	// No job is begun while the questions in progress are finished, and the jobs
	// in progress have as long.
	a.stops.addEarly("jobs", a.stopJobs)
	a.stops.add("questions in progress", a.handlers.Drain)
	a.startChecks(serving, group)
	a.serveSocket(serving, group)
	a.listen(group, "requests", listener, a.handlers.Echo())
	if a.hangUp != nil {
		a.stops.add("unused connections from callers", func(context.Context) error {
			a.hangUp()
			return nil
		})
	}
	a.stops.add("readiness", a.retire)
	for _, keep := range append(a.keep, trimMemory, paceGC, a.settings.Run, a.own.run, a.links.Run, a.choices.Run) {
		group.Go(func() error {
			keep(serving)
			return nil
		})
	}
	group.Go(func() error {
		<-serving.Done()
		a.logger.InfoContext(ctx, "stopping")
		return a.stop(ctx)
	})
	return group.Wait()
}

// closeConnections closes the connections to the meeting accounts and to Slack that no
// call uses: a server that stops waits for those that were never used.
func (a *app) closeConnections() {
	for _, account := range a.accounts {
		account.Client().CloseIdleConnections()
	}
	newSlackHTTP().client.CloseIdleConnections() // all of them share the default transport
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
		ReadHeaderTimeout: maxSending,
		ReadTimeout:       maxSending,
		WriteTimeout:      maxProfile + 15*time.Second,
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

// shutdown waits until the requests that have arrived are answered, and closes
// the connections that are still open after 5 s.
func shutdown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		return server.Close()
	}
	return nil
}
