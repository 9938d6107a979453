package unfurl

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// The kinds of jobs. Their texts are stored.
const (
	// Retry shows links that could not be shown at once. Its payload is sealed.
	Retry queue.Kind = "unfurl"
	// Follow updated what is shown under one link in programs of the previous version.
	// Its key is the id of a live.Message.
	Follow queue.Kind = "unfurl_follow"
	// Sweep made up in them for jobs that were lost.
	Sweep queue.Kind = "unfurl_sweep"
)

// priorityRetry goes before what nobody waits for.
const priorityRetry = 2

// liveKind is what package live calls the links that are shown.
const liveKind live.Kind = "unfurl"

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Store has the transactions that jobs, watches and live messages share.
type Store interface {
	InTx(ctx context.Context, do func(watch.Tx) error) error
}

// Content is what is to be shown under a link.
type Content struct {
	MeetingID  string
	Subject    string            // as it was last known
	Meeting    *meeting.Snapshot // nil when there is no reading
	Occurrence watch.Occurrence
	State      live.State
	Bare       bool // other organisations see it
	Now        time.Time
}

// Renderer draws what is shown under links.
type Renderer interface {
	// Render draws what everybody in a conversation sees.
	Render(ws workspace.Workspace, c Content) post.Message
}

// Options set up an Engine.
type Options struct {
	// Store has the transactions. Required.
	Store Store
	// Workspaces have the meeting accounts and say who may do what. Required.
	Workspaces Workspaces
	// Watcher reads the meetings that are shown. Its rows are in the same database. Required.
	Watcher *watch.Watcher
	// Live updates what is shown. Its rows are in the same database. Required.
	Live *live.Updater
	// Renderer draws what is shown. Required.
	Renderer Renderer
	// Key seals what is stored of links. Processes over one database share it.
	// Required.
	Key []byte
	// LinkHosts are hosts ("host" or "host:port") whose links to meetings are
	// understood beside the vendor's own. Defaults to none.
	LinkHosts []string
	// Logger gets what cannot be shown, without the links. Defaults to none.
	Logger *slog.Logger
	// Registry takes the metrics. Defaults to one that nobody reads.
	Registry prometheus.Registerer
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine shows what is behind links. It is safe for concurrent use, in any number
// of processes over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	watcher    *watch.Watcher
	live       *live.Updater
	renderer   Renderer
	seal       sealed.Box
	hosts      []string
	log        *slog.Logger
	metrics    *metrics
	clock      func() time.Time
	outage     rate.Sometimes // an outage of the store is no flood of log lines
}

// New returns an engine. It starts nothing.
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
	sealing, err := sealed.NewBox(o.Key, "unfurled links")
	if err != nil {
		return nil, fmt.Errorf("unfurl: %w", err)
	}
	m, err := newMetrics(o.Registry)
	if err != nil {
		return nil, err
	}
	e := &Engine{
		store: o.Store, workspaces: o.Workspaces, watcher: o.Watcher, live: o.Live, renderer: o.Renderer,
		seal: sealing, hosts: o.LinkHosts, log: o.Logger, metrics: m, clock: o.Now,
		outage: rate.Sometimes{Interval: time.Minute},
	}
	o.Live.AddKind(liveKind, updater{e})
	return e, nil
}

func (o Options) check() error {
	for name, missing := range map[string]bool{
		"Store": o.Store == nil, "Workspaces": o.Workspaces == nil, "Watcher": o.Watcher == nil,
		"Live": o.Live == nil, "Renderer": o.Renderer == nil, "Key": len(o.Key) == 0,
	} {
		if missing {
			return errors.New("unfurl: " + name + " is required")
		}
	}
	return nil
}

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry) {
	jobs.Register(Retry, queue.WorkerFunc(e.retry))
	jobs.Register(Follow, queue.WorkerFunc(e.handOver))
	jobs.Register(Sweep, queue.WorkerFunc(func(context.Context, queue.Job) error { return queue.ErrDone }))
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }
