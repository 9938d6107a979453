package store

import (
	"context"
	"fmt"

	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// accountsTable is part of what its secrets are bound to.
const accountsTable = "workspace_accounts"

// accounts are the meeting accounts that workspaces have of their own.
type accounts struct{ db *DB }

var _ workspace.AccountStore = accounts{}

// Accounts are the meeting accounts that workspaces have of their own.
func (d *DB) Accounts() workspace.AccountStore { return accounts{d} }

func accountPlace(k workspace.Key) sealed.Place {
	return sealed.Place{Table: accountsTable, EnterpriseID: k.EnterpriseID, TeamID: k.TeamID}
}

// ListAccounts is that of workspace.AccountStore.
func (s accounts) ListAccounts(ctx context.Context) ([]workspace.OwnAccount, error) {
	t := s.db.engine.reader()
	t.keys = s.db.keys
	list, err := t.rows.ListAccounts(ctx)
	if err != nil {
		return nil, failed("list accounts", err)
	}
	all := make([]workspace.OwnAccount, 0, len(list))
	for _, row := range list {
		all = append(all, t.ownAccount(row))
	}
	return all, nil
}

func (t *tx) ownAccount(row rows.WorkspaceAccount) workspace.OwnAccount {
	a := workspace.OwnAccount{
		Key:  workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID},
		Site: row.Site, AddedAt: fromMillis(row.AddedAt),
		Credentials: meeting.Credentials{AppID: row.AppID, UserID: row.UserID, CorpID: row.CorpID},
	}
	a.Credentials.AppKey, a.Unreadable = t.open(row.AppKey, accountPlace(a.Key))
	return a
}

// PutAccount is that of workspace.AccountStore.
func (s accounts) PutAccount(ctx context.Context, a workspace.OwnAccount) error {
	return s.db.inTx(ctx, func(t *tx) error {
		key, err := t.seal(a.Credentials.AppKey, accountPlace(a.Key))
		if err != nil {
			return fmt.Errorf("seal the App Key of %s: %w", a.Key, err)
		}
		return failed("store an account", t.rows.PutAccount(ctx, rows.PutAccountParams{
			EnterpriseID: a.EnterpriseID, TeamID: a.TeamID, Site: a.Site, AppID: a.Credentials.AppID, AppKey: key,
			UserID: a.Credentials.UserID, CorpID: a.Credentials.CorpID, AddedAt: millis(a.AddedAt),
		}))
	})
}

// DeleteAccount is that of workspace.AccountStore.
func (s accounts) DeleteAccount(ctx context.Context, k workspace.Key) (was bool, err error) {
	err = s.db.inTx(ctx, func(t *tx) error {
		n, err := t.rows.DeleteAccount(ctx, rows.DeleteAccountParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
		was = n > 0
		return failed("delete an account", err)
	})
	return was, err
}
