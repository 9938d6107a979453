package personal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"meetingbot/bot/agenda"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// Workspaces finds workspaces. Errors are workspace.ErrUnknown, or mean that it
// cannot be told just now.
type Workspaces interface {
	Get(ctx context.Context, k workspace.Key) (workspace.Workspace, error)
}

// Options set up an Engine.
type Options struct {
	// Store keeps what people decided. Required.
	Store Store
	// Workspaces have the meeting accounts and say who may do what. Required.
	Workspaces Workspaces
	// Agendas have the meetings of the accounts. Required.
	Agendas *agenda.Agendas
	// Choices learn what this process stores. Required.
	Choices *Choices
	// Logger gets what cannot be read or posted. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Engine tells people of their own meetings. It is safe for concurrent use, in any
// number of processes over one Store.
type Engine struct {
	store      Store
	workspaces Workspaces
	reminders  Reminders // set by Register, as is the next
	notifier   Notifier
	choices    *Choices
	log        *slog.Logger
	clock      func() time.Time
	agendas    *agenda.Agendas
}

// New returns an engine. It does nothing until its jobs are done.
func New(o Options) (*Engine, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("personal: Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("personal: Workspaces is required")
	case o.Agendas == nil:
		return nil, errors.New("personal: Agendas is required")
	case o.Choices == nil:
		return nil, errors.New("personal: Choices is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Engine{store: o.Store, workspaces: o.Workspaces, agendas: o.Agendas, choices: o.Choices, log: o.Logger, clock: o.Now}, nil
}

// now is the time as a Store keeps it.
func (e *Engine) now() time.Time { return e.clock().UTC().Truncate(time.Millisecond) }

// Get returns what somebody decided, the zero Settings where they decided nothing.
func (e *Engine) Get(ctx context.Context, k workspace.Key, userID string) (s Settings, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		d, err := tx.GetPersonal(ctx, Owner{Key: k, UserID: userID})
		s = d.Settings
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return Settings{}, nil
	}
	if err != nil {
		return Settings{}, fmt.Errorf("read a person's settings: %w", err)
	}
	return s, nil
}

// Change stores what change makes of the settings of a person who lives in a time
// zone, nil where it is not known, and returns those before and after. Change may be
// called again.
func (e *Engine) Change(
	ctx context.Context, k workspace.Key, userID string, zone *time.Location, change func(Settings) Settings,
) (before, after Settings, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		before, after, err = e.change(ctx, tx, Owner{Key: k, UserID: userID}, zone, change)
		return err
	})
	if err != nil {
		return Settings{}, Settings{}, fmt.Errorf("change a person's settings: %w", err)
	}
	e.choices.note(Owner{Key: k, UserID: userID}, after)
	return before, after, nil
}

func (e *Engine) change(
	ctx context.Context, tx Tx, who Owner, zone *time.Location, change func(Settings) Settings,
) (before, after Settings, err error) {
	d, err := tx.LockPersonal(ctx, who)
	if err != nil {
		return before, after, err
	}
	before = d.Settings
	after = change(before)
	if after.Equal(before) {
		return before, before, e.forgetUndecided(ctx, tx, d)
	}
	now := e.now()
	d.Settings, d.ChangedAt = after, now
	if local := now.In(zoneOr(zone)); after.Digest != before.Digest && after.Digest != "" && !after.Digest.On(local).After(local) {
		d.DigestDay = local.Format(time.DateOnly) // it begins tomorrow
	}
	if err := tx.PutPersonal(ctx, d); err != nil {
		return before, after, err
	}
	if err := e.forgetUndecided(ctx, tx, d); err != nil {
		return before, after, err
	}
	return before, after, e.follow(ctx, tx, d, before, zone)
}

// forgetUndecided deletes settings that decide nothing. Those stay of whom a digest
// was sent today: it is not sent again if they turn it back on.
func (e *Engine) forgetUndecided(ctx context.Context, tx Tx, d Decided) error {
	if !d.Equal(Settings{}) || d.DigestDay != "" {
		return nil
	}
	return tx.DeletePersonal(ctx, d.Owner)
}

// Skip has somebody reminded of one meeting no more, whatever they are of the others.
func (e *Engine) Skip(ctx context.Context, k workspace.Key, userID, meetingID string) error {
	err := e.store.InTx(ctx, func(tx Tx) error {
		if err := tx.PutSkip(ctx, Skip{Owner: Owner{Key: k, UserID: userID}, MeetingID: meetingID, SeenAt: e.now()}); err != nil {
			return err
		}
		return tx.Hasten(ctx, e.findJob())
	})
	if err != nil {
		return fmt.Errorf("skip meeting %s: %w", meetingID, err)
	}
	return nil
}

// follow has done what follows from a change of settings.
func (e *Engine) follow(ctx context.Context, tx Tx, d Decided, before Settings, zone *time.Location) error {
	switch {
	case before.Reminded() && !d.Reminded():
		if err := e.reminders.EndAutomatic(ctx, tx, d.Key, d.UserID); err != nil {
			return err
		}
	case !slices.Equal(before.Leads, d.Leads):
		if err := tx.Hasten(ctx, e.findJob()); err != nil {
			return err
		}
	}
	if d.Digest == "" || d.Digest == before.Digest {
		return nil
	}
	return tx.Hasten(ctx, queue.Job{Kind: PostDigest, Key: d.String(), At: e.nextDigest(d, zoneOr(zone)), Priority: priorityDigest})
}

// zoneOr is a time zone, UTC where it is not known.
func zoneOr(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
