package workspace

import (
	"context"
	"time"

	"meetingbot/meeting"
)

// OwnAccount is the meeting account that a workspace has of its own. That of an
// organisation has a key without a TeamID.
type OwnAccount struct {
	Key
	Site        string // the API's address
	Credentials meeting.Credentials
	AddedAt     time.Time
	// Unreadable is why the App Key is not there, nil where it is.
	Unreadable error
}

// AccountStore keeps the meeting accounts of workspaces. App Keys are kept sealed.
type AccountStore interface {
	// ListAccounts returns all of them, by key. An App Key that cannot be opened is
	// left out.
	ListAccounts(ctx context.Context) ([]OwnAccount, error)
	// PutAccount stores the account of a workspace, in place of another one.
	PutAccount(ctx context.Context, a OwnAccount) error
	// DeleteAccount reports whether there was one.
	DeleteAccount(ctx context.Context, k Key) (bool, error)
}
