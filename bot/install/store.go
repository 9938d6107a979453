package install

import (
	"context"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/secret"
)

// Record is a grant as it is stored.
type Record struct {
	workspace.Grant
	// Version is another one whenever the grant has changed. It is no secret.
	Version string
	// RefreshRefused says that Slack refuses to give a next token.
	RefreshRefused bool
}

// Tokens are what Slack gives for a refresh token.
type Tokens struct {
	Token, RefreshToken secret.Secret
	ExpiresAt           time.Time // zero: never
	Scopes              []string  // none where Slack does not say
}

// Store keeps grants, their tokens sealed. Each method is one transaction. Times are
// stored as whole milliseconds.
type Store interface {
	// PutGrant stores a grant in place of the workspace's former one. A grant without
	// scopes keeps the former ones. What waited because Slack refused the former token
	// waits no longer.
	PutGrant(ctx context.Context, g workspace.Grant) error
	// FindGrant returns what serves a workspace: its own grant, else that of its
	// organisation, else workspace.ErrUnknown.
	FindGrant(ctx context.Context, k workspace.Key) (Record, error)
	// GetGrant returns the grant of a workspace or, without a TeamID, of an
	// organisation, or workspace.ErrUnknown.
	GetGrant(ctx context.Context, k workspace.Key) (Record, error)
	// Grants lists all grants without their tokens, oldest first.
	Grants(ctx context.Context) ([]workspace.Grant, error)
	// Expiring lists grants whose token expires before a time and for which Slack may
	// give a next one, at most so many, the first to expire first.
	Expiring(ctx context.Context, before time.Time, most int) ([]workspace.Key, error)

	// ClaimRefresh reports whether the caller may trade the refresh token of a record,
	// until a time: nobody else may meanwhile. It reports false if the record has
	// changed, or Slack has refused meanwhile.
	ClaimRefresh(ctx context.Context, r Record, now, until time.Time) (bool, error)
	// ReplaceToken stores the next tokens in place of a record's, and ends the claim.
	// A record that has changed is left alone.
	ReplaceToken(ctx context.Context, r Record, next Tokens) error
	// EndRefresh ends the claim. A time that is not zero says that Slack has refused
	// the refresh token.
	EndRefresh(ctx context.Context, r Record, refusedAt time.Time) error

	// DeleteRows deletes some of the rows of a workspace but its grant, or of those that
	// an organisation's grant serves, and tells how many.
	DeleteRows(ctx context.Context, k workspace.Key) (int, error)
	// DeleteGrant deletes a grant unless it was replaced, with the last rows.
	DeleteGrant(ctx context.Context, g workspace.Grant) error

	// Enqueue queues jobs.
	Enqueue(ctx context.Context, jobs ...queue.Job) error
}
