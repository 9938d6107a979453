package reminder

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

// Store keeps subscriptions and notices.
type Store interface {
	// InTx runs do in one transaction: everything that it did, jobs included, is
	// committed if it returns nil and undone otherwise. It is run again where the
	// database asks for that, so it must have no other effects. The Tx must not be
	// used after do has returned, nor InTx within do.
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
	queue.Ender
	post.Slots
	post.Attempts
	// DeletePosts forgets messages whose last post was begun before the given time.
	DeletePosts(ctx context.Context, begunBefore time.Time) error

	// GetTokenRefusal returns that of a workspace, or ErrNotFound.
	GetTokenRefusal(ctx context.Context, k workspace.Key) (TokenRefusal, error)
	// PutTokenRefusal stores that of a workspace, in place of the one before.
	PutTokenRefusal(ctx context.Context, k workspace.Key, r TokenRefusal) error
	// DeleteTokenRefusal deletes that of a workspace, if there is one.
	DeleteTokenRefusal(ctx context.Context, k workspace.Key) error

	// OnCommit has do called once the transaction has been committed.
	OnCommit(do func())

	// PutSubscription stores a subscription, in place of one with the same ID.
	PutSubscription(ctx context.Context, s Subscription) error
	// GetSubscription returns the one with the ID, or ErrNotFound.
	GetSubscription(ctx context.Context, id string) (Subscription, error)
	// FindSubscription returns the one of a conversation for a meeting, or
	// ErrNotFound.
	FindSubscription(ctx context.Context, c post.Conversation, meetingID string) (Subscription, error)
	// SubscriptionsTo lists those to a meeting, suspended ones too, oldest first.
	SubscriptionsTo(ctx context.Context, k watch.MeetingKey) ([]Subscription, error)
	// HasSubscriptions reports whether there is any to a meeting, suspended ones too.
	HasSubscriptions(ctx context.Context, k watch.MeetingKey) (bool, error)
	// SubscriptionsIn lists those of a conversation, suspended ones too, oldest
	// first, and says how many there are in all; with a limit of 0 just that. None
	// is Automatic or of a rule.
	SubscriptionsIn(ctx context.Context, c post.Conversation, offset, limit int) (page []Subscription, total int, err error)
	// SubscriptionsSetBy lists those that a person of a workspace has set up,
	// wherever they are sent, as SubscriptionsIn does.
	SubscriptionsSetBy(ctx context.Context, k workspace.Key, userID string, offset, limit int) (page []Subscription, total int, err error)
	// AutomaticOf lists the Automatic ones of a person of a workspace, oldest first.
	AutomaticOf(ctx context.Context, k workspace.Key, userID string) ([]Subscription, error)
	// MadeByRule lists those that a rule made, oldest first.
	MadeByRule(ctx context.Context, ruleID string) ([]Subscription, error)
	// MadeByRules lists those that all rules of a workspace made, oldest first.
	MadeByRules(ctx context.Context, k workspace.Key) ([]Subscription, error)
	// DeleteSubscription deletes the one with the ID, if there is one, and makes
	// its notices that are Pending or Claimed Dead.
	DeleteSubscription(ctx context.Context, id string) error

	// LockWatch returns a watch, or ErrNotFound. Until the transaction ends nobody
	// else can lock it.
	LockWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error)
	// GetWatch returns a watch without locking it, or ErrNotFound.
	GetWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error)

	// AddNotice stores a Pending notice unless there is one for the same
	// conversation, meeting, occurrence id, start, lead and For: such a one is made
	// what n is if it is Dead, and left alone otherwise. It returns the notice as it
	// is stored then, under its first ID.
	AddNotice(ctx context.Context, n Notice) (Notice, error)
	// GetNotice returns the one with the ID, or ErrNotFound.
	GetNotice(ctx context.Context, id string) (Notice, error)
	// GetDue returns a notice with what it belongs to and what goes before it, or
	// ErrNotFound if any part of that is missing.
	GetDue(ctx context.Context, id string, now time.Time) (Due, error)
	// PutNotice stores all that may change of a notice: its SubscriptionID, DueAt,
	// State, Reason, ClaimedAt, SentAt and Posted. It returns ErrNotFound if there
	// is none with its ID that is Pending or Claimed, unless n is Sent: a notice may
	// have been posted that has ended meanwhile.
	PutNotice(ctx context.Context, n Notice) error
	// ClaimNotice makes a notice Claimed if it is Pending or Claimed, sets its
	// ClaimedAt if that is zero, and returns it. It returns ErrNotFound in any other
	// state. Two transactions that claim one notice do so one after the other.
	ClaimNotice(ctx context.Context, id string, at time.Time) (Notice, error)
	// MarkSent makes a notice Sent, whatever its state, and returns it, or ErrNotFound.
	MarkSent(ctx context.Context, id string, at time.Time, posted post.Posted) (Notice, error)
	// OpenNotices lists those of a meeting that are Pending or Claimed, in order of
	// their DueAt.
	OpenNotices(ctx context.Context, k watch.MeetingKey) ([]Notice, error)
	// CountAhead tells how many Pending notices of n's conversation are due at now
	// and go before n: in order of the starts of their occurrences, then of their
	// DueAt, then of their IDs.
	CountAhead(ctx context.Context, n Notice, now time.Time) (int, error)
	// DeleteNotices deletes those that are neither Pending nor Claimed, whose
	// occurrence started before the given time, and whose message is not followed
	// any more, and tells how many.
	DeleteNotices(ctx context.Context, startedBefore time.Time) (int, error)
}

// The kinds of jobs, and what their keys are. Their texts are stored.
const (
	DeliverNotice queue.Kind = "deliver_notice" // a notice's ID
	DeliverCheck  queue.Kind = "deliver_check"  // the same, of one that is not AboutStart
	FollowNotice  queue.Kind = "follow_notice"  // the ID of a notice that was posted
	PostChange    queue.Kind = "tell_somebody"  // a NewID; Payload says what
	SweepNotices  queue.Kind = "sweep_notices"  // ""
	TestToken     queue.Kind = "test_token"     // a workspace's ids: "E1/T1"
)

// Priorities of jobs: what is posted at a time goes first.
const (
	priorityNotice = 1 + iota
	priorityChange
	priorityUpdate
	prioritySweep
)
