package workspace

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
)

// Settings are what the admins of a workspace decided for it. A field that is zero
// leaves it to the operator's default.
type Settings struct {
	Language    language.Tag // language.Und for the default
	Lookup      access.Lookup
	Lists       access.Lists
	HostSecrets access.HostSecrets
	Booking     access.Booking
	CallNames   access.CallNames
	Leads       []time.Duration // longest first
}

// Equal reports whether both decide the same.
func (s Settings) Equal(other Settings) bool {
	return s.Language == other.Language && s.Lookup == other.Lookup && s.Lists == other.Lists &&
		s.HostSecrets == other.HostSecrets && s.Booking == other.Booking &&
		s.CallNames == other.CallNames && slices.Equal(s.Leads, other.Leads)
}

// over returns what holds where these settings are laid over the operator's
// defaults. What the operator forbids stays forbidden: host secrets that nobody may
// see, and meetings that nobody may book. No other function decides which of the two holds.
func (s Settings) over(defaults Installation) *Installation {
	holds := defaults
	if s.Language != language.Und {
		holds.Language = s.Language
	}
	holds.Policy.Lookup = cmp.Or(s.Lookup, defaults.Policy.Lookup)
	holds.Policy.Lists = cmp.Or(s.Lists, defaults.Policy.Lists)
	holds.Policy.CallNames = cmp.Or(s.CallNames, defaults.Policy.CallNames)
	if defaults.Policy.HostsSeeSecrets() {
		holds.Policy.HostSecrets = cmp.Or(s.HostSecrets, defaults.Policy.HostSecrets)
	}
	if defaults.Policy.Books() {
		holds.Policy.Booking = cmp.Or(s.Booking, defaults.Policy.Booking)
	}
	if len(s.Leads) > 0 {
		holds.Leads = s.Leads
	}
	return &holds
}

// Decided are settings, and who changed them last.
type Decided struct {
	Settings
	By string    // a user's id, "" where nobody has changed anything
	At time.Time // zero where nobody has changed anything
}

// SettingsStore keeps the settings of workspaces.
type SettingsStore interface {
	// ListSettings returns the settings of every workspace that has some.
	ListSettings(ctx context.Context) (map[Key]Decided, error)
	// ChangeSettings stores what change makes of the settings of a workspace, and
	// returns those before and after. Nothing is stored where they are equal. Changes
	// of one workspace are made one after the other; change may be called again.
	ChangeSettings(ctx context.Context, k Key, by string, at time.Time, change func(Settings) Settings) (before, after Decided, err error)
}
