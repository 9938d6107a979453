package reminder

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Options set up an Engine.
type Options struct {
	// Store keeps subscriptions and notices. Required.
	Store Store
	// Workspaces have the meeting accounts and say who may do what. Required.
	Workspaces Workspaces
	// Watcher reads the meetings; the engine becomes one of its followers. Its
	// rows are in the same database. Required.
	Watcher *watch.Watcher
	// Live updates notices that were posted. Its rows are in the same database.
	// Required.
	Live *live.Updater
	// Notifier posts in Slack. Required.
	Notifier Notifier
	// Observer is told of changes of subscriptions. Its rows are in the same database.
	// Defaults to nobody.
	Observer Observer
	// Stops is told what people stop. Its rows are in the same database. Defaults to
	// nobody.
	Stops Stops
	// Rules is told what becomes of what rules made. Its rows are in the same database.
	// Defaults to nobody.
	Rules Rules
	// Logger gets what is suspended and what Slack refuses. Defaults to none.
	Logger *slog.Logger
	// Registry takes the metrics. Defaults to one that nobody reads.
	Registry prometheus.Registerer
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Observer shows people what they are reminded of.
type Observer interface {
	// SubscriptionChanged is called within a transaction that stores or deletes a
	// subscription, or queues what has changed of its meeting.
	SubscriptionChanged(ctx context.Context, tx queue.Queue, s Subscription) error
}

// Engine keeps subscriptions and posts what is due. It is safe for concurrent
// use, in any number of processes over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	watcher    *watch.Watcher
	live       *live.Updater
	notifier   Notifier
	observer   Observer // nil for nobody
	stops      Stops    // nil for nobody
	rules      Rules    // nil for nobody
	log        *slog.Logger
	metrics    *metrics
	clock      func() time.Time
}

// New returns an engine. It does nothing until its jobs are done.
func New(o Options) (*Engine, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		store: o.Store, workspaces: o.Workspaces, watcher: o.Watcher, live: o.Live, notifier: o.Notifier,
		observer: o.Observer, stops: o.Stops, rules: o.Rules, log: o.Logger, metrics: m, clock: o.Now,
	}
	o.Watcher.AddFollower(follower{e})
	o.Live.AddFixedKind(liveKind, renderer{e})
	return e, nil
}

func (o Options) check() error {
	for name, missing := range map[string]bool{
		"Store": o.Store == nil, "Workspaces": o.Workspaces == nil, "Watcher": o.Watcher == nil,
		"Live": o.Live == nil, "Notifier": o.Notifier == nil,
	} {
		if missing {
			return fmt.Errorf("reminder: %s is required", name)
		}
	}
	return nil
}

// sweepEvery is how often old notices are deleted.
const sweepEvery = time.Hour

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry) {
	jobs.Register(DeliverNotice, queue.WorkerFunc(e.deliver))
	jobs.Register(DeliverCheck, queue.WorkerFunc(e.deliver))
	jobs.Register(FollowNotice, queue.WorkerFunc(e.handOver))
	jobs.Register(PostChange, queue.WorkerFunc(e.postChange))
	jobs.Register(SweepNotices, queue.WorkerFunc(e.sweep))
	jobs.Register(TestToken, queue.WorkerFunc(e.testToken))
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepNotices, Priority: prioritySweep})
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }
