package remindertest

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// Options set up an Engine.
type Options struct {
	// Store keeps everything. Defaults to an empty one.
	Store *Store
	// Workspaces have the meeting accounts. Required.
	Workspaces reminder.Workspaces
	// Notifier posts. Required.
	Notifier reminder.Notifier
	// Observer is told of changes of subscriptions. Defaults to nobody.
	Observer reminder.Observer
	// Stops is told what people stop. Defaults to nobody.
	Stops reminder.Stops
	// Rules is told what becomes of what rules made. Defaults to nobody.
	Rules reminder.Rules
	// Registry takes the metrics. Defaults to one that nobody reads.
	Registry prometheus.Registerer
	// Now is the clock. Required.
	Now func() time.Time
}

// Engine is a reminder.Engine with all that it needs, over a store in memory.
type Engine struct {
	*reminder.Engine
	Store *Store
	// Watcher reads the meetings.
	Watcher *watch.Watcher
	// Jobs has the workers of all jobs.
	Jobs *queue.Registry
	// Live updates messages.
	Live *live.Updater

	now func() time.Time
}

// NewEngine wires an engine as the program does.
func NewEngine(o Options) (*Engine, error) {
	if o.Store == nil {
		o.Store = &Store{}
	}
	watcher, err := watch.New(watch.Options{Store: o.Store.Watches(), Workspaces: o.Workspaces, Now: o.Now})
	if err != nil {
		return nil, err
	}
	updater, err := live.New(live.Options{Store: o.Store.Live(), Workspaces: o.Workspaces, Watcher: watcher, Now: o.Now})
	if err != nil {
		return nil, err
	}
	engine, err := reminder.New(reminder.Options{
		Store: o.Store.Reminders(), Workspaces: o.Workspaces, Watcher: watcher, Live: updater,
		Notifier: o.Notifier, Observer: o.Observer, Stops: o.Stops, Rules: o.Rules, Registry: o.Registry, Now: o.Now,
	})
	if err != nil {
		return nil, err
	}
	e := &Engine{Engine: engine, Store: o.Store, Watcher: watcher, Jobs: &queue.Registry{}, Live: updater, now: o.Now}
	watcher.Register(e.Jobs)
	updater.Register(e.Jobs)
	engine.Register(e.Jobs)
	return e, nil
}

// RunDue does the jobs that are due, in their order, and returns the errors of
// those that failed; they are due again after a pause.
func (e *Engine) RunDue(ctx context.Context) error {
	var failed []error
	for {
		j, ok := e.Store.Next()
		if !ok || j.At.After(e.now()) {
			return errors.Join(failed...)
		}
		if err := e.Store.Do(ctx, e.Jobs, j, e.now()); err != nil && !queue.IsOutcome(err) {
			failed = append(failed, err)
		}
	}
}
