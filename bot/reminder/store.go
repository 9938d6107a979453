package reminder

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
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
	post.Slots
	queue.Queue
}

// Subscriptions are who is told about what.
type Subscriptions interface {
	// PutSubscription keeps a subscription, in place of one with the same ID.
	PutSubscription(ctx context.Context, s Subscription) error
	// GetSubscription returns the one with the ID, or ErrNotFound.
	GetSubscription(ctx context.Context, id string) (Subscription, error)
	// FindSubscription returns the one of a conversation for a meeting, or
	// ErrNotFound.
	FindSubscription(ctx context.Context, c post.Conversation, meetingID string) (Subscription, error)
	// SubscriptionsTo lists those to a meeting, parked ones too, oldest first.
	SubscriptionsTo(ctx context.Context, k MeetingKey) ([]Subscription, error)
	// SubscriptionsIn lists those of a conversation, parked ones too, oldest
	// first, and says how many there are in all.
	SubscriptionsIn(ctx context.Context, c post.Conversation, offset, limit int) (page []Subscription, total int, err error)
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

// The kinds of jobs, and what their keys are.
const (
	WatchMeeting  queue.Kind = "watch_meeting"  // a MeetingKey's String
	DeliverNotice queue.Kind = "deliver_notice" // a notice's ID
	FollowNotice  queue.Kind = "follow_notice"  // a notice's ID
	TellSomebody  queue.Kind = "tell_somebody"  // a NewID; Payload says what
	SweepNotices  queue.Kind = "sweep_notices"  // ""
)
