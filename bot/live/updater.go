package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/noted"
	"meetingbot/meeting"
)

// The kinds of jobs. Their texts are stored. The key of the first two is that of a
// workspace, as its String.
const (
	// Poll looks which of the meetings run that are shown in a workspace.
	Poll queue.Kind = "live_poll"
	// Update updates the messages of a workspace that are due, one after the other.
	Update queue.Kind = "live_update"
	// Sweep makes up for jobs that were lost. Its key is "".
	Sweep queue.Kind = "live_sweep"
)

// Priorities of jobs: what people wait for goes first.
const (
	priorityUpdate = 3
	prioritySweep  = 4
)

// noteTimeout bounds what is stored when the process stops.
const noteTimeout = 10 * time.Second

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Renderer updates messages of one kind in Slack.
type Renderer interface {
	// Update changes a message. Errors are *post.Error, with the Reason MessageGone
	// for a message that is gone; of any other it is not known whether it was changed.
	Update(ctx context.Context, ws workspace.Workspace, v View) error
}

// RunCalls keeps a call at Slack for each run of a meeting that is shown.
type RunCalls interface {
	// Sync says that a meeting runs, and returns Slack's id of its call, "" for none.
	Sync(ctx context.Context, ws workspace.Workspace, run Run) (callID string, err error)
	// End says that a meeting has ended.
	End(ctx context.Context, k workspace.Key, meetingID string, at time.Time) error
}

// RunRecords tell how a meeting was that is over.
type RunRecords interface {
	// Record is that of Recorder.
	Record(ctx context.Context, ws workspace.Workspace, meetingID string, ran Span, known *Record) (
		rec *Record, next time.Duration, err error)
}

var (
	_ RunCalls   = (*Calls)(nil)
	_ RunRecords = (*Recorder)(nil)
)

// Options set up an Updater.
type Options struct {
	// Store keeps the messages. Required.
	Store Store
	// Workspaces have the meeting accounts. Required.
	Workspaces Workspaces
	// Watcher reads meetings before they begin; the updater becomes one of its
	// followers. Its rows are in the same database. Required.
	Watcher *watch.Watcher
	// Calls keep a call at Slack for each run. Defaults to none.
	Calls RunCalls
	// Records tell how meetings were. Defaults to none.
	Records RunRecords
	// Logger gets what cannot be read or updated. Defaults to none.
	Logger *slog.Logger
	// Registry takes the metrics. Defaults to one that nobody reads.
	Registry prometheus.Registerer
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Updater has messages follow their meetings. It is safe for concurrent use, in any
// number of processes over one Store.
type Updater struct {
	store      Store
	workspaces Workspaces
	calls      RunCalls   // nil for none
	records    RunRecords // nil for none
	renderers  map[Kind]Renderer
	fixed      Kind      // the fixed kind, "" for none
	noted      noted.IDs // meetings to which something has happened
	changed    noted.IDs // those that are to be read for that
	log        *slog.Logger
	metrics    *metrics
	clock      func() time.Time
}

// New returns an updater. It does nothing until its jobs are done.
func New(o Options) (*Updater, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("live: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("live: Workspaces is required")
	case o.Watcher == nil:
		return nil, errors.New("live: Watcher is required")
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
	u := &Updater{
		store: o.Store, workspaces: o.Workspaces, calls: o.Calls, records: o.Records, renderers: make(map[Kind]Renderer),
		log: o.Logger, metrics: m, clock: o.Now,
	}
	o.Watcher.AddFollower(follower{u})
	return u, nil
}

// AddKind has messages of a kind updated by a renderer. They follow their occurrence
// to another time. It is called before anything else.
func (u *Updater) AddKind(k Kind, r Renderer) { u.renderers[k] = r }

// AddFixedKind is AddKind for the one kind of messages that are about one time: where
// nothing begins then any more, they show Void at that time. They are no reason to read
// a meeting before.
func (u *Updater) AddFixedKind(k Kind, r Renderer) {
	u.AddKind(k, r)
	u.fixed = k
}

// Register makes the updater do its jobs.
func (u *Updater) Register(jobs *queue.Registry) {
	jobs.Register(Poll, queue.WorkerFunc(u.poll))
	jobs.Register(Update, queue.WorkerFunc(u.update))
	jobs.Register(Sweep, queue.WorkerFunc(u.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: Sweep, Priority: prioritySweep})
}

// Add has a message followed that was posted. It is called within a transaction.
func (u *Updater) Add(ctx context.Context, tx queue.Queue, m Message) error {
	t := u.txn(u.store.Join(tx))
	if m.Shown.Phase == meeting.Running {
		m.Wanted.Began = cmp.Or(m.Shown.Began, t.now)
	}
	if err := t.PutMessage(ctx, m); err != nil {
		return err
	}
	at := t.now
	if m.Occurrence.Start.After(at) && m.Wanted.Began.IsZero() {
		at = m.Occurrence.Start
	}
	return t.Hasten(ctx, pollAt(m.Key, at))
}

// HandOver takes up a message that a program of the previous version has followed by a
// job of its own, which ends. It returns ErrNotFound where there is no such message.
func (u *Updater) HandOver(ctx context.Context, id string) error {
	return u.inTx(ctx, func(t *txn) error {
		m, err := t.GetMessage(ctx, id)
		if err != nil {
			return err
		}
		if m.Shown.Phase == outdated && m.Wanted.Phase == "" {
			m.Wanted, m.Shown, m.Doubtful = State{Phase: meeting.Upcoming}, State{}, false
			m.Due, m.DueSince = Changed, t.now
			if err := t.PutMessage(ctx, m); err != nil {
				return err
			}
			if err := t.Hasten(ctx, updateAt(m.Key, t.now)); err != nil {
				return err
			}
		}
		return t.Hasten(ctx, pollAt(m.Key, t.now))
	})
}

// pollAt is the job that looks at the meetings of a workspace at a time.
func pollAt(k workspace.Key, at time.Time) queue.Job {
	return queue.Job{Kind: Poll, Key: k.String(), At: at, Priority: priorityUpdate}
}

// updateAt is the job that updates the messages of a workspace from a time on.
func updateAt(k workspace.Key, at time.Time) queue.Job {
	return queue.Job{Kind: Update, Key: k.String(), At: at, Priority: priorityUpdate}
}

// now is the time as a Store keeps it.
func (u *Updater) now() time.Time { return u.clock().UTC().Truncate(time.Millisecond) }

// txn is one transaction, at one time.
type txn struct {
	Tx
	now time.Time
}

func (u *Updater) txn(tx Tx) *txn { return &txn{tx, u.now()} }

// inTx runs do in one transaction. Outcomes of jobs are returned after it has
// been committed.
func (u *Updater) inTx(ctx context.Context, do func(*txn) error) error {
	return queue.InTx(ctx, u.store.InTx, func(tx Tx) error { return do(u.txn(tx)) })
}

func (t *txn) pacing() post.Pacing { return post.Pacing{Slots: t.Tx, Now: t.now} }

// facts returns what is known of a meeting, and whether it is watched.
func (t *txn) facts(ctx context.Context, k watch.MeetingKey) (f watch.Facts, watched bool, err error) {
	w, err := t.GetWatch(ctx, k)
	if errors.Is(err, ErrNotFound) {
		return watch.Facts{}, false, nil
	}
	return w.Facts, err == nil, err
}

// workspace returns the workspace of a job. One in which the app is not installed any
// more has no messages, and the job is done.
func (u *Updater) workspace(ctx context.Context, k workspace.Key) (workspace.Workspace, error) {
	ws, err := u.workspaces.Get(ctx, k)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return ws, u.inTx(ctx, func(t *txn) error {
			if err := t.DeleteMessagesIn(ctx, k); err != nil {
				return err
			}
			return queue.ErrDone
		})
	case err != nil:
		return ws, fmt.Errorf("find workspace %s: %w", k.TeamID, err)
	}
	return ws, nil
}
