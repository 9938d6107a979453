package reminder

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/queue"

	"github.com/prometheus/client_golang/prometheus"
)

// Options set up an Engine.
type Options struct {
	// Store keeps the promises. Required.
	Store Store
	// Meetings is asked about meetings. Required.
	Meetings Meetings
	// Authorizer is asked who may look a meeting up. Required.
	Authorizer Authorizer
	// Notifier speaks in Slack. Required.
	Notifier Notifier
	// Logger hears of what is parked and of what Slack refuses. Defaults to
	// silence.
	Logger *slog.Logger
	// Registry takes the metrics. Defaults to one that nobody reads.
	Registry prometheus.Registerer
	// Now tells the time. Defaults to time.Now.
	Now func() time.Time
}

// Engine makes promises and keeps them. It is safe for concurrent use, in any
// number of processes over one Store.
type Engine struct {
	store      Store
	meetings   Meetings
	authorizer Authorizer
	notifier   Notifier
	log        *slog.Logger
	metrics    *metrics
	clock      func() time.Time

	rest rest
}

var _ queue.Worker = (*Engine)(nil)

// sweepEvery is how often old notices are deleted.
const sweepEvery = time.Hour

// Register makes the engine do its kinds of jobs.
func (e *Engine) Register(jobs *queue.Registry) {
	for _, kind := range []queue.Kind{WatchMeeting, DeliverNotice, FollowNotice, TellSomebody, SweepNotices} {
		jobs.Register(kind, e)
	}
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepNotices, Priority: 4})
}

// New returns an engine. It does nothing until it is given jobs to Work.
func New(o Options) (*Engine, error) {
	for name, missing := range map[string]bool{
		"Store": o.Store == nil, "Meetings": o.Meetings == nil, "Authorizer": o.Authorizer == nil, "Notifier": o.Notifier == nil,
	} {
		if missing {
			return nil, fmt.Errorf("reminder: %s is required", name)
		}
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
	return &Engine{
		store: o.Store, meetings: o.Meetings, authorizer: o.Authorizer, notifier: o.Notifier,
		log: o.Logger, metrics: m, clock: o.Now,
	}, nil
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// Work does one job. Its errors are those that queue.Worker describes.
func (e *Engine) Work(ctx context.Context, j queue.Job) error {
	err := e.work(ctx, j)
	if errors.Is(err, errSettled) {
		return nil
	}
	return err
}

func (e *Engine) work(ctx context.Context, j queue.Job) error {
	switch j.Kind {
	case WatchMeeting:
		return e.watch(ctx, j.Key)
	case DeliverNotice:
		return e.deliver(ctx, j.Key)
	case FollowNotice:
		return e.follow(ctx, j.Key)
	case TellSomebody:
		return e.tell(ctx, j)
	case SweepNotices:
		return e.sweep(ctx)
	default:
		return &queue.Discard{Err: fmt.Errorf("no such kind of job: %q", j.Kind)}
	}
}
