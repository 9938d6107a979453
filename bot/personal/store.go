package personal

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = watch.ErrNotFound

// Skip says that somebody wants no reminders of one meeting, although they want them of
// the others.
type Skip struct {
	Owner
	MeetingID string
	SeenAt    time.Time // when the meeting was last seen to come
}

// Store keeps what people decided.
type Store interface {
	// InTx runs do in one transaction: everything that it did is committed if it
	// returns nil and undone otherwise. It is run again where the database asks for
	// that, so it must have no other effects. The Tx must not be used after do has
	// returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
	// Read runs do, which changes nothing. What it reads at different times may differ.
	Read(ctx context.Context, do func(Tx) error) error
	// Join returns the transaction that tx is of, which another package began in
	// the same database.
	Join(tx queue.Queue) Tx
}

// Tx is what can be done within one transaction. Times are stored as whole
// milliseconds and come back in UTC.
type Tx interface {
	queue.Queue
	post.Slots
	post.Attempts
	// OnCommit has do called once the transaction has been committed.
	OnCommit(do func())

	// GetPersonal returns the settings of a person, or ErrNotFound.
	GetPersonal(ctx context.Context, who Owner) (Decided, error)
	// LockPersonal returns the settings of a person, those of nobody where there are
	// none. Until the transaction ends nobody else can lock them.
	LockPersonal(ctx context.Context, who Owner) (Decided, error)
	// PutPersonal stores the settings of a person, in place of those before.
	PutPersonal(ctx context.Context, d Decided) error
	// DeletePersonal deletes the settings of a person, if there are any.
	DeletePersonal(ctx context.Context, who Owner) error
	// RemindedPeople lists everybody who is reminded of their meetings, in all
	// workspaces, in order of their keys.
	RemindedPeople(ctx context.Context) ([]Decided, error)
	// DigestPeople lists everybody who gets a digest, as RemindedPeople does.
	DigestPeople(ctx context.Context) ([]Decided, error)

	// PeopleWithChoices lists everybody who chose their language or their usual leads,
	// as RemindedPeople does.
	PeopleWithChoices(ctx context.Context) ([]Decided, error)

	// PutSkip stores a skip, in place of one of the same person and meeting.
	PutSkip(ctx context.Context, s Skip) error
	// DeleteSkip deletes the one of a person and meeting, if there is one.
	DeleteSkip(ctx context.Context, who Owner, meetingID string) error
	// SkipsIn lists those of a workspace.
	SkipsIn(ctx context.Context, k workspace.Key) ([]Skip, error)
	// DeleteSkips deletes those whose meeting was last seen before a time.
	DeleteSkips(ctx context.Context, seenBefore time.Time) error
}
