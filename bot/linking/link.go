package linking

import (
	"context"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/workspace"
)

// Link says who a person of a workspace is at its meeting account.
type Link struct {
	Key         workspace.Key
	UserID      string // of Slack
	MeetingUser access.MeetingUser
	// Email is the address that they were found by. Once Slack has another one, the
	// link proves nothing any more.
	Email string
	// MeetingAccount names the meeting account that knows the user. A link holds
	// while the workspace uses that one.
	MeetingAccount string
	LinkedAt       time.Time
}

// Store keeps links for all processes, sealed.
type Store interface {
	// Seals reports whether there is a key to seal links with: without one, none can
	// be stored.
	Seals() bool
	// ListLinks returns all links. Those that cannot be opened are left out.
	ListLinks(ctx context.Context) ([]Link, error)
	// GetLink returns the link of a person, and whether there is one that can be
	// opened.
	GetLink(ctx context.Context, k workspace.Key, userID string) (Link, bool, error)
	// PutLink stores a link in place of a former one of the same person.
	PutLink(ctx context.Context, l Link) error
	// DeleteLink reports whether there was one.
	DeleteLink(ctx context.Context, k workspace.Key, userID string) (bool, error)
}
