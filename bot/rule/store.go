package rule

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

// Store keeps rules.
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

	// AddRule stores a rule, in place of the one of the same conversation for the same
	// meetings, and returns it as it is stored then, under its first ID.
	AddRule(ctx context.Context, r Rule) (Rule, error)
	// ChangeRule stores all that may change of a rule: its Leads, SetBy, SetAt,
	// Suspended and Matched.
	ChangeRule(ctx context.Context, r Rule) error
	// GetRule returns the one with the ID, or ErrNotFound.
	GetRule(ctx context.Context, id string) (Rule, error)
	// LockRule is GetRule. Until the transaction ends nobody else can lock it.
	LockRule(ctx context.Context, id string) (Rule, error)
	// DeleteRule deletes the one with the ID, if there is one.
	DeleteRule(ctx context.Context, id string) error
	// RulesIn lists those of a conversation, oldest first.
	RulesIn(ctx context.Context, c post.Conversation) ([]Rule, error)
	// RulesSetBy lists those that a person of a workspace has set up, oldest first.
	RulesSetBy(ctx context.Context, k workspace.Key, userID string) ([]Rule, error)
	// RulesOf lists those of a workspace, oldest first.
	RulesOf(ctx context.Context, k workspace.Key) ([]Rule, error)
	// WorkspacesWithRules lists the workspaces that have any.
	WorkspacesWithRules(ctx context.Context) ([]workspace.Key, error)

	// PutRuleSkip stores a skip, in place of one of the same conversation and meeting.
	PutRuleSkip(ctx context.Context, s Skip) error
	// DeleteRuleSkip deletes the one of a conversation and meeting, if there is one.
	DeleteRuleSkip(ctx context.Context, c post.Conversation, meetingID string) error
	// RuleSkipsIn lists those of a workspace.
	RuleSkipsIn(ctx context.Context, k workspace.Key) ([]Skip, error)
	// DeleteRuleSkips deletes those whose meeting was last seen before a time.
	DeleteRuleSkips(ctx context.Context, seenBefore time.Time) error
}
