package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/noted"
)

// ReadMeeting is the kind of the job that reads one meeting. Its key is a
// MeetingKey's String.
const ReadMeeting queue.Kind = "watch_meeting"

// priority of a reading: what is posted at a time goes first.
const priority = 3

// Interest is how much somebody is interested in a meeting.
type Interest byte

// The interests, from the least.
const (
	Ignores   Interest = iota // not at all
	Remembers                 // what was last known of it is to be kept, until it is over
	Follows                   // it is to be read again and again
)

// Follower is somebody who is interested in meetings. Its methods are called
// within a transaction that has the meeting's watch locked.
type Follower interface {
	// Interest is how much anybody is interested in a meeting.
	Interest(ctx context.Context, tx queue.Queue, k MeetingKey) (Interest, error)
	// MeetingChanged is called when a reading changed occurrences that are
	// followed, or the subject.
	MeetingChanged(ctx context.Context, tx queue.Queue, c Change) error
	// MeetingRead is called after each scheduled reading. A watch without
	// occurrences has nothing left to wait for.
	MeetingRead(ctx context.Context, tx queue.Queue, w Watch) error
}

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Options set up a Watcher.
type Options struct {
	// Store keeps the watches. Required.
	Store Store
	// Workspaces have the meeting accounts. Required.
	Workspaces Workspaces
	// Logger gets what cannot be read. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Watcher reads meetings as long as somebody follows them. It is safe for
// concurrent use, in any number of processes over one Store.
type Watcher struct {
	store      Store
	workspaces Workspaces
	followers  []Follower
	log        *slog.Logger
	clock      func() time.Time
	ran        atomic.Int64 // when a meeting was last seen to run, Unix milliseconds, 0 for never
	noted      noted.IDs
}

// New returns a watcher. It does nothing until its jobs are done.
func New(o Options) (*Watcher, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("watch: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("watch: Workspaces is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Watcher{store: o.Store, workspaces: o.Workspaces, log: o.Logger, clock: o.Now}, nil
}

// AddFollower adds somebody who is interested in meetings. It is called before
// anything else.
func (w *Watcher) AddFollower(f Follower) { w.followers = append(w.followers, f) }

// Register makes the watcher do its jobs.
func (w *Watcher) Register(jobs *queue.Registry) {
	jobs.Register(ReadMeeting, queue.WorkerFunc(w.read))
}

// now is the time as a Store keeps it.
func (w *Watcher) now() time.Time { return w.clock().UTC().Truncate(time.Millisecond) }

// txn is one transaction, at one time.
type txn struct {
	Tx
	followers []Follower
	now       time.Time
}

// inTx runs do in one transaction. Outcomes of jobs are returned after it has
// been committed.
func (w *Watcher) inTx(ctx context.Context, do func(*txn) error) error {
	return queue.InTx(ctx, w.store.InTx, func(tx Tx) error { return do(w.txn(tx)) })
}

func (w *Watcher) txn(tx Tx) *txn { return &txn{Tx: tx, followers: w.followers, now: w.now()} }

// doneIfNotFound is for jobs: what is not there needs no work.
func doneIfNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return queue.ErrDone
	}
	return err
}

// workspace returns the workspace of a meeting, and whether it is installed.
func (w *Watcher) workspace(ctx context.Context, k MeetingKey) (ws workspace.Workspace, installed bool, err error) {
	ws, err = w.workspaces.Get(ctx, k.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return ws, false, nil
	case err != nil:
		return ws, false, fmt.Errorf("find the workspace of meeting %s: %w", k.MeetingID, err)
	}
	return ws, true, nil
}
