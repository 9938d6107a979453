package remindertest

import (
	"context"
	"maps"
	"time"

	"meetingbot/bot/workspace"
)

// settings are what workspaces decided.
type settings struct{ s *Store }

var _ workspace.SettingsStore = settings{}

// Settings are what workspaces decided.
func (s *Store) Settings() workspace.SettingsStore { return settings{s} }

// ListSettings returns the settings of every workspace that has some.
func (s settings) ListSettings(ctx context.Context) (all map[workspace.Key]workspace.Decided, err error) {
	err = s.s.inTx(ctx, func(t *tx) error {
		all = maps.Clone(t.settings.rows)
		return t.ready(ctx)
	})
	return all, err
}

// ChangeSettings stores what change makes of the settings of a workspace, in a
// transaction of its own.
func (s settings) ChangeSettings(
	ctx context.Context, k workspace.Key, by string, at time.Time, change func(workspace.Settings) workspace.Settings,
) (before, after workspace.Decided, err error) {
	err = s.s.inTx(ctx, func(t *tx) error {
		before = t.settings.rows[k]
		after = workspace.Decided{Settings: change(before.Settings), By: by, At: stored(at)}
		if after.Equal(before.Settings) {
			after = before
			return t.ready(ctx)
		}
		t.settings.put(k, after)
		return t.ready(ctx)
	})
	return before, after, err
}
