package store

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

// settingsStore are what workspaces decided.
type settingsStore struct{ db *DB }

var _ workspace.SettingsStore = settingsStore{}

// Settings are what workspaces decided.
func (d *DB) Settings() workspace.SettingsStore { return settingsStore{d} }

// ListSettings returns the settings of every workspace that has some.
func (s settingsStore) ListSettings(ctx context.Context) (map[workspace.Key]workspace.Decided, error) {
	list, err := s.db.engine.reader().rows.ListSettings(ctx)
	if err != nil {
		return nil, failed("list settings", err)
	}
	all := make(map[workspace.Key]workspace.Decided, len(list))
	for _, row := range list {
		d, err := decided(row)
		if err != nil {
			return nil, err
		}
		all[workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID}] = d
	}
	return all, nil
}

// ChangeSettings stores what change makes of the settings of a workspace, in a
// transaction of its own.
func (s settingsStore) ChangeSettings(
	ctx context.Context, k workspace.Key, by string, at time.Time, change func(workspace.Settings) workspace.Settings,
) (before, after workspace.Decided, err error) {
	err = s.db.inTx(ctx, func(t *tx) error {
		before, after, err = t.changeSettings(ctx, k, by, at, change)
		return err
	})
	return before, after, err
}

func (t *tx) changeSettings(
	ctx context.Context, k workspace.Key, by string, at time.Time, change func(workspace.Settings) workspace.Settings,
) (before, after workspace.Decided, err error) {
	row, err := t.rows.LockSettings(ctx, rows.LockSettingsParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	if err != nil {
		return before, after, failed("lock settings", err)
	}
	if before, err = decided(row); err != nil {
		return before, after, err
	}
	after = workspace.Decided{Settings: change(before.Settings), By: by, At: fromMillis(millis(at))}
	if after.Equal(before.Settings) {
		return before, before, nil
	}
	return before, after, failed("change settings", t.rows.ChangeSettings(ctx, rows.ChangeSettingsParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID,
		Language: languageText(after.Language), Lookup: string(after.Lookup), Lists: string(after.Lists),
		HostSecrets: string(after.HostSecrets), Booking: string(after.Booking), CallNames: string(after.CallNames), Leads: optionalLeadsText(after.Leads),
		ChangedBy: by, ChangedAt: millis(at),
	}))
}

// decided reads a row. A value that this program does not know counts as none: a
// newer one may have written it.
func decided(row rows.WorkspaceSetting) (workspace.Decided, error) {
	d := workspace.Decided{By: row.ChangedBy, At: fromMillis(row.ChangedAt)}
	if row.Language != "" {
		d.Language = language.Make(row.Language)
	}
	d.Lookup, _ = access.ParseLookup(row.Lookup)
	d.Lists, _ = access.ParseLists(row.Lists)
	d.HostSecrets, _ = access.ParseHostSecrets(row.HostSecrets)
	d.Booking, _ = access.ParseBooking(row.Booking)
	d.CallNames, _ = access.ParseCallNames(row.CallNames)
	if row.Leads == "" {
		return d, nil
	}
	var err error
	if d.Leads, err = leads(row.Leads); err != nil {
		return d, fmt.Errorf("read the leads of a workspace: %w", err)
	}
	return d, nil
}

// languageText writes a language, "" for none.
func languageText(tag language.Tag) string {
	if tag == language.Und {
		return ""
	}
	return tag.String()
}

// optionalLeadsText writes leads, "" for none.
func optionalLeadsText(all []time.Duration) string {
	if len(all) == 0 {
		return ""
	}
	return leadsText(all)
}
