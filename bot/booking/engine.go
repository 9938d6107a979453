package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// The kinds of jobs. Their keys are ids of attempts, and their texts are stored.
const (
	// Finish finds out what has become of an attempt, and tells the person where nobody
	// has told them.
	Finish queue.Kind = "booking"
	// CheckIdle looks whether anybody has come to a meeting that began when it was booked.
	CheckIdle queue.Kind = "booking_idle"
	// Follow updated a card in programs of the previous version.
	Follow queue.Kind = "booking_follow"
	// Void said on a card in programs of the previous version that its meeting was
	// cancelled.
	Void queue.Kind = "booking_void"
	// Sweep deletes old attempts. Its key is "".
	Sweep queue.Kind = "sweep_bookings"
)

// Priorities of jobs: what people wait for goes first.
const (
	priorityFinish = 1
	priorityIdle   = 2
	prioritySweep  = 4
)

const (
	// retention is for how long an attempt is remembered.
	retention = 30 * 24 * time.Hour
	// sweepEvery is how often old attempts are deleted.
	sweepEvery = 6 * time.Hour
	// idleAfter is how long after it was booked a meeting is looked at that begins at
	// once.
	idleAfter = 15 * time.Minute
)

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Teller tells people what has become of an attempt.
type Teller interface {
	// Tell tells the person what has become of an attempt: with Booked by the card of the
	// meeting, where it was to go if that can be. It returns where the card is, zero for
	// none. Errors are *post.Error.
	Tell(ctx context.Context, ws workspace.Workspace, r Row, o Outcome) (post.Posted, error)
	// Show changes the card of a meeting that was booked to what is known now, or tells
	// the person where it cannot be changed. Errors are *post.Error.
	Show(ctx context.Context, ws workspace.Workspace, r Row, c Card) error
}

// Card is what the card of a meeting shows.
type Card struct {
	Subject    string
	Meeting    *meeting.Conference // nil where there is no reading
	Occurrence meeting.Occurrence
	State      live.State
	Now        time.Time
}

// Options set up an Engine.
type Options struct {
	// Store keeps the attempts. Required.
	Store Store
	// Workspaces have the meeting accounts. Required.
	Workspaces Workspaces
	// Watcher reads the meetings that were booked. Its rows are in the same database. Required.
	Watcher *watch.Watcher
	// Live updates cards. Its rows are in the same database. Required.
	Live *live.Updater
	// Key seals what is stored of meetings. Processes over one database share it.
	// Required.
	Key []byte
	// Logger gets what cannot be told, without names and addresses. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine books meetings. It is safe for concurrent use, in any number of processes
// over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	watcher    *watch.Watcher
	live       *live.Updater
	teller     Teller // set by Register
	box        sealed.Box
	log        *slog.Logger
	clock      func() time.Time
}

// New returns an engine. It starts nothing.
func New(o Options) (*Engine, error) {
	for name, missing := range map[string]bool{
		"Store": o.Store == nil, "Workspaces": o.Workspaces == nil, "Watcher": o.Watcher == nil, "Live": o.Live == nil, "Key": len(o.Key) == 0,
	} {
		if missing {
			return nil, errors.New("booking: " + name + " is required")
		}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	box, err := sealed.NewBox(o.Key, "bookings")
	if err != nil {
		return nil, fmt.Errorf("booking: %w", err)
	}
	e := &Engine{
		store: o.Store, workspaces: o.Workspaces, watcher: o.Watcher, live: o.Live, box: box, log: o.Logger, clock: o.Now,
	}
	o.Live.AddKind(liveKind, updater{e})
	return e, nil
}

// Register makes the engine do its jobs: tell what the teller says.
func (e *Engine) Register(jobs *queue.Registry, t Teller) {
	e.teller = t
	jobs.Register(Finish, queue.WorkerFunc(e.finish))
	jobs.Register(CheckIdle, queue.WorkerFunc(e.checkIdle))
	jobs.Register(Follow, queue.WorkerFunc(e.handOver))
	jobs.Register(Void, queue.WorkerFunc(e.showVoid))
	jobs.Register(Sweep, queue.WorkerFunc(e.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: Sweep, Priority: prioritySweep})
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// sweep deletes old attempts.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	return e.store.InTx(ctx, func(tx Tx) error { return tx.DeleteBookings(ctx, e.now().Add(-retention)) })
}

// get returns an attempt.
func (e *Engine) get(ctx context.Context, id string) (r Row, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		r, err = tx.GetBooking(ctx, id)
		return err
	})
	return r, err
}
