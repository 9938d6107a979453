package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

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

// Options set up an Updater.
type Options struct {
	// Store keeps the messages. Required.
	Store Store
	// Workspaces have the meeting accounts. Required.
	Workspaces Workspaces
	// Logger gets what cannot be read. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Updater updates messages that follow a meeting. It has no jobs of its own:
// whoever posts messages of a kind queues one for each, and calls Follow for it.
// It is safe for concurrent use, in any number of processes over one Store.
type Updater struct {
	store      Store
	workspaces Workspaces
	log        *slog.Logger
	clock      func() time.Time
}

// New returns an updater.
func New(o Options) (*Updater, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("live: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("live: Workspaces is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Updater{store: o.Store, workspaces: o.Workspaces, log: o.Logger, clock: o.Now}, nil
}

// Add stores a message that was posted. It is called within a transaction.
func (u *Updater) Add(ctx context.Context, tx queue.Queue, m Message) error {
	return u.store.Join(tx).PutMessage(ctx, m)
}

// Started lists messages of a kind whose occurrence started before a time, the
// first ones of them. Each should have a job by now. It is called within a
// transaction.
func (u *Updater) Started(ctx context.Context, tx queue.Queue, kind Kind, before time.Time, most int) ([]string, error) {
	return u.store.Join(tx).StartedMessages(ctx, kind, before, most)
}

// now is the time as a Store keeps it.
func (u *Updater) now() time.Time { return u.clock().UTC().Truncate(time.Millisecond) }

// txn is one transaction, at one time.
type txn struct {
	Tx
	now time.Time
}

// inTx runs do in one transaction. Outcomes of jobs are returned after it has
// been committed.
func (u *Updater) inTx(ctx context.Context, do func(*txn) error) error {
	return queue.InTx(ctx, u.store.InTx, func(tx Tx) error { return do(&txn{tx, u.now()}) })
}

func (t *txn) pacing() post.Pacing { return post.Pacing{Slots: t.Tx, Now: t.now} }

// facts returns what is known of the meeting of a message, and whether it is still
// watched: if not, what was known when the message was posted.
func (t *txn) facts(ctx context.Context, m Message) (f watch.Facts, watched bool, err error) {
	w, err := t.GetWatch(ctx, m.Meeting())
	if !errors.Is(err, ErrNotFound) {
		return w.Facts, true, err
	}
	m.Facts.Number = cmp.Or(m.Facts.Number, m.MeetingID)
	return m.Facts, false, nil
}

// finish ends the following of a message, and its job.
func (t *txn) finish(ctx context.Context, id string) error {
	if err := t.DeleteMessage(ctx, id); err != nil {
		return fmt.Errorf("finish a message: %w", err)
	}
	return queue.ErrDone
}

func (u *Updater) finish(ctx context.Context, id string) error {
	return u.inTx(ctx, func(t *txn) error { return t.finish(ctx, id) })
}
