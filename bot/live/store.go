package live

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

// Store keeps messages.
type Store interface {
	// InTx runs do in one transaction: everything that it did is committed if it
	// returns nil and undone otherwise. It is run again where the database asks for
	// that, so it must have no other effects. The Tx must not be used after do has
	// returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
	// Join returns the transaction that tx is of, which another package began in
	// the same database.
	Join(tx queue.Queue) Tx
}

// Tx is what can be done within one transaction. Times are stored as whole
// milliseconds and come back in UTC.
type Tx interface {
	queue.Queue
	post.Slots
	groups
	// GetWatch returns what is known of a meeting, or ErrNotFound.
	GetWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error)

	// PutMessage stores a message, in place of one with the same ID, whose meeting and
	// Facts stay. Takes grows: whoever has taken that one has lost it.
	PutMessage(ctx context.Context, m Message) error
	// GetMessage returns the one with the ID, or ErrNotFound.
	GetMessage(ctx context.Context, id string) (Message, error)
	// DeleteMessage deletes the one with the ID, if there is one.
	DeleteMessage(ctx context.Context, id string) error
	// DeleteMessagesIn deletes all of a workspace.
	DeleteMessagesIn(ctx context.Context, k workspace.Key) error

	// NextDue returns the message of a workspace that is to be updated next: by Due,
	// then by DueSince, of those whose TryAt has come. A TryAt that is more than an hour
	// ahead was set before the clock was set back. ErrNotFound says that there is none.
	NextDue(ctx context.Context, k workspace.Key, now time.Time) (Message, error)
	// NextTry returns the first TryAt of the messages of a workspace that are due, and
	// whether there are any.
	NextTry(ctx context.Context, k workspace.Key) (at time.Time, due bool, err error)
	// TakeMessage takes a message to update it, until a time: it is not known then what
	// it shows. It reports false where another process has taken it since m was read.
	TakeMessage(ctx context.Context, m Message, until time.Time) (bool, error)
	// MarkShown notes what a message shows that was taken with m.Takes. It is due still
	// where something else is wanted by now, and deleted where nothing is to follow.
	// Where another process has taken it since, nobody knows what it shows.
	MarkShown(ctx context.Context, m Message, shown State, now time.Time) error
	// PutBack stores TryAt, Tries and RefusedAt of a message that was taken with
	// m.Takes.
	PutBack(ctx context.Context, m Message) error
	// Workspaces lists the workspaces that have messages.
	Workspaces(ctx context.Context) ([]Showing, error)
}

// groups is what can be done with all messages that show the same.
type groups interface {
	// ShownOf reports whether any message follows a meeting, and the first start that
	// is ahead of such ones, zero for none. Starts of one kind do not count, "" for none.
	ShownOf(ctx context.Context, k watch.MeetingKey, but Kind, now time.Time) (shown bool, next time.Time, err error)
	// NextStart returns the first start that is ahead in a workspace, zero for none.
	NextStart(ctx context.Context, k workspace.Key, now time.Time) (time.Time, error)
	// ShownIn lists the workspaces with messages that follow any of some meetings.
	ShownIn(ctx context.Context, meetingIDs []string) ([]workspace.Key, error)
	// ReadAgain makes LookAt zero of the messages that follow any of some meetings.
	ReadAgain(ctx context.Context, meetingIDs []string) error
	// Groups lists the messages of a workspace whose occurrence has begun, or was seen to
	// run, and that are not Final, by their meetings and starts. What was seen after now
	// was seen before the clock was set back, and does not count.
	Groups(ctx context.Context, k workspace.Key, now time.Time) ([]Group, error)
	// Want stores the State, OverAt, LookAt and Final of all messages of a group. Those
	// that do not show the State are due.
	Want(ctx context.Context, g Group, now time.Time) error
	// EndShown deletes the messages of a group that are Final and not due.
	EndShown(ctx context.Context, g Group) error
	// AnyDue reports whether any message of a workspace is due.
	AnyDue(ctx context.Context, k workspace.Key) (bool, error)
	// VoidMessages has messages of a meeting show Void whose occurrence was not seen to
	// run: of a start and a kind, or of any for zero and "".
	VoidMessages(ctx context.Context, k watch.MeetingKey, start time.Time, kind Kind, now time.Time) error
	// MoveMessages has messages of a meeting follow their occurrences to their new times,
	// all at once: those of a kind, or of any for "". They are due; those whose occurrence
	// is ahead then show Upcoming. Whoever has taken one has lost it. A move to where they
	// are has them shown anew.
	MoveMessages(ctx context.Context, k watch.MeetingKey, moves []watch.Move, kind Kind, now time.Time) error
}

// Showing is a workspace that has messages.
type Showing struct {
	workspace.Key
	First time.Time // the first start of any
	Due   bool      // a message is due
}
