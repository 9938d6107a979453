package workspace

import (
	"time"

	"meetingbot/internal/secret"
)

// Grant is what Slack grants when the app is installed in a workspace, or in a
// whole organisation: then the key has no TeamID.
type Grant struct {
	Key
	TeamName    string // of the workspace or the organisation, "" where Slack does not say
	AppID       string // A…
	BotID       string // B…
	BotUserID   string // U…: the bot as a user
	InstalledBy string // U… or W…
	InstalledAt time.Time
	Scopes      []string // of the bot; some of those asked for may have been declined
	Token       secret.Secret
	// RefreshToken is traded for the next token before ExpiresAt, "" where the
	// token does not expire.
	RefreshToken secret.Secret
	ExpiresAt    time.Time // zero: never
}
