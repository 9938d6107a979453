package workspace

import (
	"time"

	"meetingbot/internal/secret"
)

// Grant is what Slack grants when the app is installed.
type Grant struct {
	// Key is the workspace; its TeamID is "" for a whole organisation.
	Key
	// AppID is A…, BotID is B…, BotUserID and InstalledBy are users.
	AppID, BotID, BotUserID, InstalledBy string
	// Token is the bot's. RefreshToken is "" where tokens do not expire.
	Token, RefreshToken secret.Secret
	// ExpiresAt is when the token expires; zero means never.
	ExpiresAt time.Time
	// Scopes are those that were granted: optional ones may have been declined.
	Scopes []string
	// InstalledAt is when the token was granted.
	InstalledAt time.Time
	// TeamName is the name of the workspace or of the organisation.
	TeamName string
}
