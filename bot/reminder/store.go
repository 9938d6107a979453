package reminder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// ErrNotFound says that there is no such row.
var ErrNotFound = errors.New("not found")

// Store keeps promises.
type Store interface {
	// InTx runs do in one transaction: everything that it did, jobs included, is
	// kept if it returns nil and undone otherwise. It is run again where the
	// database asks for that, so it must have no other effects. The Tx must not
	// be used after do has returned, nor InTx within do.
	InTx(ctx context.Context, do func(Tx) error) error
}

// Tx is what can be done within one transaction. Times are kept as whole
// milliseconds and come back in UTC.
type Tx interface {
	Subscriptions
	Watches
	Notices
	Turns
	// Enqueue queues jobs. A job whose kind and key are those of one that has not
	// ended is not queued again, whatever its time. Where that one is being done
	// just now, it may be done once more when it ends, unless it queues itself.
	Enqueue(ctx context.Context, jobs ...Job) error
	// Hasten queues a job as Enqueue does, and brings one forward that waits for
	// a later time.
	Hasten(ctx context.Context, j Job) error
}

// Subscriptions are who is told about what.
type Subscriptions interface {
	// PutSubscription keeps a subscription, in place of one with the same ID.
	PutSubscription(ctx context.Context, s Subscription) error
	// GetSubscription returns the one with the ID, or ErrNotFound.
	GetSubscription(ctx context.Context, id string) (Subscription, error)
	// FindSubscription returns the one of a conversation for a meeting, or
	// ErrNotFound.
	FindSubscription(ctx context.Context, c Conversation, meetingID string) (Subscription, error)
	// SubscriptionsTo lists those to a meeting, parked ones too, oldest first.
	SubscriptionsTo(ctx context.Context, k MeetingKey) ([]Subscription, error)
	// SubscriptionsIn lists those of a conversation, parked ones too, oldest
	// first, and says how many there are in all.
	SubscriptionsIn(ctx context.Context, c Conversation, offset, limit int) (page []Subscription, total int, err error)
	// DeleteSubscription takes the one with the ID back, if there is one, and
	// makes its notices that are Pending or Claimed Dead.
	DeleteSubscription(ctx context.Context, id string) error
}

// Watches are the meetings that are looked at.
type Watches interface {
	// LockWatch returns a watch, or ErrNotFound. Until the transaction ends
	// nobody else can lock it.
	LockWatch(ctx context.Context, k MeetingKey) (Watch, error)
	// OpenWatch locks a watch as LockWatch does, and makes one first of which
	// nothing is known if there is none.
	OpenWatch(ctx context.Context, k MeetingKey) (Watch, error)
	// GetWatch returns a watch without locking it, or ErrNotFound.
	GetWatch(ctx context.Context, k MeetingKey) (Watch, error)
	// PutWatch keeps a watch, in place of one with the same key.
	PutWatch(ctx context.Context, w Watch) error
	// DeleteWatch takes a watch away, if there is one.
	DeleteWatch(ctx context.Context, k MeetingKey) error
}

// Notices are the messages that are due.
type Notices interface {
	// ArmNotice keeps a Pending notice unless there is one for the same
	// conversation, meeting, occurrence id, start, lead and For: such a one is
	// made what n is if it is Dead, and left alone otherwise. It returns the
	// notice as it is kept then, under its first ID.
	ArmNotice(ctx context.Context, n Notice) (Notice, error)
	// GetNotice returns the one with the ID, or ErrNotFound.
	GetNotice(ctx context.Context, id string) (Notice, error)
	// PutNotice keeps all that may change of a notice: its SubscriptionID,
	// DueAt, State, Reason, ClaimedAt, SentAt and Posted. It returns ErrNotFound
	// if there is none with its ID.
	PutNotice(ctx context.Context, n Notice) error
	// ClaimNotice makes a notice Claimed if it is Pending or Claimed, and returns
	// it as it was before. It returns ErrNotFound in any other state. Two
	// transactions that claim one notice do so one after the other.
	ClaimNotice(ctx context.Context, id string, at time.Time) (Notice, error)
	// OpenNotices lists those of a meeting that are Pending or Claimed, in order
	// of their DueAt.
	OpenNotices(ctx context.Context, k MeetingKey) ([]Notice, error)
	// CountAhead tells how many Pending notices of n's conversation are due at
	// now and go before n: in order of the starts of their occurrences, then of
	// their DueAt, then of their IDs.
	CountAhead(ctx context.Context, n Notice, now time.Time) (int, error)
	// DeleteNotices forgets those that are neither Pending nor Claimed and whose
	// occurrence started before the given time, and tells how many.
	DeleteNotices(ctx context.Context, startedBefore time.Time) (int, error)
}

// Turns keep messages to one conversation apart, however many processes speak.
type Turns interface {
	// TakeTurn takes the turn of a conversation: it returns 0 if the turn is free
	// at now and keeps it taken for gap, and otherwise how long it is still
	// taken and changes nothing. Two transactions that take one turn do so one
	// after the other.
	TakeTurn(ctx context.Context, c Conversation, now time.Time, gap time.Duration) (wait time.Duration, err error)
	// TurnFreeAt tells when the turn of a conversation is free, zero if it was
	// never taken. It takes nothing and waits for nobody who does.
	TurnFreeAt(ctx context.Context, c Conversation) (time.Time, error)
	// ReserveTurn takes the first turn of a conversation that is free at now or
	// later, keeps it taken for gap, and returns when it begins. Transactions that
	// reserve do so one after the other.
	ReserveTurn(ctx context.Context, c Conversation, now time.Time, gap time.Duration) (time.Time, error)
	// HoldTurn keeps the turn of a conversation taken until the given time at
	// least.
	HoldTurn(ctx context.Context, c Conversation, until time.Time) error
}

// Kind is what a job does.
type Kind string

// The kinds of jobs, and what their keys are.
const (
	WatchMeeting  Kind = "watch_meeting"  // a MeetingKey's String
	DeliverNotice Kind = "deliver_notice" // a notice's ID
	FollowNotice  Kind = "follow_notice"  // a notice's ID
	TellSomebody  Kind = "tell_somebody"  // a NewID; Payload says what
	SweepNotices  Kind = "sweep_notices"  // ""
)

// Kinds lists every kind of job.
func Kinds() []Kind {
	return []Kind{WatchMeeting, DeliverNotice, FollowNotice, TellSomebody, SweepNotices}
}

// Job is work that a process will do once at At or soon after, whatever dies
// in between; after a crash it may be done once more.
type Job struct {
	Kind     Kind
	Key      string
	Payload  json.RawMessage // no secret, no person's data but ids
	At       time.Time
	Priority int // 1, the most urgent, to 4; 0 is taken for 1
	Attempt  int // when it is done: from 1, waits with Later not counted
}

// Worker does jobs. Its error says what becomes of the job: nil when it is
// done, *Later to do it again at a time, *Never to give it up; any other to try
// again after a growing pause.
type Worker interface {
	Work(ctx context.Context, j Job) error
}

// Later has a job done again after a while. It is no failure.
type Later struct{ After time.Duration }

// Error says when.
func (l *Later) Error() string { return fmt.Sprintf("again after %s", l.After) }

// Never gives a job up.
type Never struct{ Err error }

// Error says why.
func (n *Never) Error() string { return "given up: " + n.Err.Error() }

// Unwrap returns the cause.
func (n *Never) Unwrap() error { return n.Err }
