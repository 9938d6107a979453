package home

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
)

// The kinds of jobs, and what their keys are. Their texts are stored.
const (
	Publish    queue.Kind = "home"       // a Viewer's String
	SweepViews queue.Kind = "sweep_home" // ""
)

// Priorities of jobs: what is posted at a time goes first.
const (
	priorityPublish = 2
	prioritySweep   = 4
)

const (
	// gap is the time between two publications for one person.
	gap = 3 * time.Second
	// looksFor is how long after its opening a Home tab is kept up to date with what
	// time alone changes.
	looksFor = time.Hour
	// retention is for how long a view is kept that is not opened any more: for so long
	// it is published again when something on it is changed.
	retention = 30 * 24 * time.Hour
	// sweepEvery is how often old views are deleted.
	sweepEvery = 6 * time.Hour
	// maxViewers bounds how many people see at once that their workspace has changed;
	// others see it when they open their Home tab.
	maxViewers = 1000
)

// Workspaces without a Home tab are remembered, so that each is logged once a day.
const (
	maxWithout  = 1000
	withoutLife = 24 * time.Hour
)

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Renderer makes what Home tabs show.
type Renderer interface {
	// Render returns what the Home tab of a person shows now.
	Render(ctx context.Context, ws workspace.Workspace, userID string) (Rendered, error)
}

// Rendered is what a Home tab shows at one time.
type Rendered struct {
	View      slack.HomeTabViewRequest
	ChangesAt time.Time // when it is worth looking again, zero for never
}

// Options set up an Engine.
type Options struct {
	// Store keeps the views. Required.
	Store Store
	// Workspaces have the Slack clients. Required.
	Workspaces Workspaces
	// Logger gets what Slack refuses. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine publishes Home tabs. It is safe for concurrent use, in any number of
// processes over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	renderer   Renderer // set by Register
	log        *slog.Logger
	clock      func() time.Time
	without    *boundedcache.Cache[struct{}] // workspaces that have no Home tab
}

var _ reminder.Observer = (*Engine)(nil)

// New returns an engine. It does nothing until its jobs are done.
func New(o Options) (*Engine, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("home: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("home: Workspaces is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Engine{
		store: o.Store, workspaces: o.Workspaces, log: o.Logger, clock: o.Now, without: boundedcache.New[struct{}](maxWithout),
	}, nil
}

// Register makes the engine do its jobs: publish what the renderer makes.
func (e *Engine) Register(jobs *queue.Registry, r Renderer) {
	e.renderer = r
	jobs.Register(Publish, queue.WorkerFunc(e.publish))
	jobs.Register(SweepViews, queue.WorkerFunc(e.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepViews, Priority: prioritySweep})
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// Opened notes that somebody looks at their Home tab, and has it shown as things
// stand. hash is that of what Slack shows them, "" for nothing.
func (e *Engine) Opened(ctx context.Context, k workspace.Key, userID, hash string) error {
	who := Viewer{Key: k, UserID: userID}
	err := e.store.InTx(ctx, func(tx Tx) error {
		v, err := tx.GetView(ctx, who)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if v.Hash != hash { // what is shown was not published by us, or the answer to that was lost
			v.Hash, v.Digest = hash, ""
		}
		v.Viewer, v.OpenedAt = who, e.now()
		if err := tx.PutView(ctx, v); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.job(v))
	})
	if err != nil {
		return fmt.Errorf("open a Home tab: %w", err)
	}
	return nil
}

// Changed has the Home tab of a person shown anew, since something on it may have
// changed. Where they have never opened it, it does nothing.
func (e *Engine) Changed(ctx context.Context, k workspace.Key, userID string) error {
	err := e.store.InTx(ctx, func(tx Tx) error { return e.changed(ctx, tx, Viewer{Key: k, UserID: userID}) })
	if err != nil {
		return fmt.Errorf("show a Home tab anew: %w", err)
	}
	return nil
}

// WorkspaceChanged is Changed for everybody of a workspace who looks at their Home
// tab: what concerns all has changed.
func (e *Engine) WorkspaceChanged(ctx context.Context, k workspace.Key) error {
	err := e.store.InTx(ctx, func(tx Tx) error {
		all, err := tx.ViewersSince(ctx, k, e.now().Add(-looksFor), maxViewers)
		if err != nil {
			return err
		}
		for _, who := range all {
			if err := e.changed(ctx, tx, who); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("show the Home tabs of a workspace anew: %w", err)
	}
	return nil
}

// SubscriptionChanged shows those anew whose Home tab has a subscription, within the
// transaction that has changed it.
func (e *Engine) SubscriptionChanged(ctx context.Context, tx queue.Queue, s reminder.Subscription) error {
	return e.changed(ctx, e.store.Join(tx), Viewer{Key: s.Key, UserID: s.SetBy})
}

func (e *Engine) changed(ctx context.Context, tx Tx, who Viewer) error {
	v, err := tx.GetView(ctx, who)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return tx.Hasten(ctx, e.job(v))
}

// job publishes a view as soon as it may be published.
func (e *Engine) job(v View) queue.Job {
	at := e.now()
	if free := v.PublishedAt.Add(gap); free.After(at) && free.Sub(at) <= gap {
		at = free
	}
	return queue.Job{Kind: Publish, Key: v.String(), At: at, Priority: priorityPublish}
}

// sweep deletes views that nobody looks at any more.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	return e.store.InTx(ctx, func(tx Tx) error { return tx.DeleteViews(ctx, e.now().Add(-retention)) })
}
