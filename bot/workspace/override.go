package workspace

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
)

// Overrides are what workspaces have of their own, in place of what the operator
// set for all. They answer from memory, and never wait. A nil function knows none.
type Overrides struct {
	// Settings are those of a workspace.
	Settings func(Key) Decided
	// Account is the meeting account of a workspace, nil where it has none.
	Account func(Key) Meetings
	// MeetingUser is who a person of a workspace is at its meeting account.
	MeetingUser func(k Key, userID string) access.MeetingUser
	// Choice is what a person of a workspace chose of how they are spoken to.
	Choice func(k Key, userID string) Choice
}

// on returns the workspace that an installation serves under a key, with what it
// has of its own.
func (o Overrides) on(k Key, i *Installation) Workspace {
	w := Workspace{Key: k, Installation: i, own: own{key: k, defaults: i, linked: o.MeetingUser, choice: o.Choice}}
	if o.Settings != nil {
		if w.own.settings = o.Settings(k); !w.own.settings.Equal(Settings{}) {
			w.Installation = w.own.settings.over(*i)
		}
	}
	if o.Account == nil {
		return w
	}
	if account := o.Account(k); account != nil {
		mine := *w.Installation
		mine.Meetings = account
		w.Installation = &mine
	}
	return w
}

// onEvery is on for the installation of a bot token. Requests may name the workspace
// of a person of another organisation who acts in a shared channel: what holds there
// is decided where the app is installed, as soon as that is known.
func (o Overrides) onEvery(k Key, i *Installation) Workspace {
	w := o.on(at(k, i.People), i)
	w.Key = k
	return w
}

// at is the key that the settings are stored under which hold for a key.
func at(k Key, p People) Key {
	h, ok := p.(homed)
	if !ok {
		return k
	}
	enterpriseID, teamID, known := h.Home()
	if !known || teamID == "" && enterpriseID == k.EnterpriseID {
		return k
	}
	return Key{EnterpriseID: enterpriseID, TeamID: teamID}
}

// homed knows where the app is installed, once that is known. An organisation has no
// team.
type homed interface {
	Home() (enterpriseID, teamID string, known bool)
}

var _ homed = (*person.Directory)(nil)

// own is what a workspace has of its own.
type own struct {
	key      Key // that settings are stored under
	settings Decided
	defaults *Installation // what the operator set
	linked   func(Key, string) access.MeetingUser
	choice   func(Key, string) Choice
}

// Settings are what the admins of the workspace decided.
func (w Workspace) Settings() Decided { return w.own.settings }

// SettingsKey is the key that the settings of the workspace are stored under.
func (w Workspace) SettingsKey() Key { return cmp.Or(w.own.key, w.Key) }

// MeetingUser is who somebody is at the meeting account, as far as is in memory: zero
// for nobody. It never waits.
func (w Workspace) MeetingUser(userID string) access.MeetingUser {
	if w.own.linked == nil {
		return access.MeetingUser{}
	}
	return w.own.linked(w.SettingsKey(), userID)
}

// Defaults is what holds where the workspace has decided nothing.
func (w Workspace) Defaults() *Installation { return cmp.Or(w.own.defaults, w.Installation) }

// Repeat does something now and then, until ctx ends, and logs when it begins to fail.
func Repeat(ctx context.Context, every time.Duration, logger *slog.Logger, do func(context.Context) error) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
		err := do(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			logger.LogAttrs(ctx, slog.LevelWarn, "what workspaces have of their own could not be read", slog.Any("error", err))
		}
		failing = err != nil
	}
}
