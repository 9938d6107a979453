package store

import (
	"context"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

// maxDeleted bounds how many rows of one table a transaction deletes.
const maxDeleted = 1000

// workspaceTables are the tables whose rows belong to a workspace, beside its
// installation: they name it in the columns enterprise_id and team_id. All of it goes
// when the app is uninstalled; a test compares this list with the schema.
func workspaceTables() []string {
	return []string{
		"subscriptions", "notices", "live_messages", "watches", "turns", "token_refusals",
		"workspace_settings", "workspace_accounts", "home_views", linksTable,
		"bookings", "personal_settings", "personal_skips", "live_calls", "rules", "rule_skips",
	}
}

// rowsOf is the condition for the rows of a workspace, whatever organisation they
// name, or for those that an organisation's installation serves: of a workspace that
// has none of its own.
func rowsOf(k workspace.Key) (where, arg string) {
	if k.TeamID != "" {
		return "team_id = $1", k.TeamID
	}
	return "enterprise_id = $1 AND team_id NOT IN (SELECT team_id FROM installations WHERE team_id <> '')", k.EnterpriseID
}

// DeleteRows is that of install.Store.
func (s installations) DeleteRows(ctx context.Context, k workspace.Key) (deleted int, err error) {
	err = s.db.inTx(ctx, func(t *tx) error {
		deleted, err = t.deleteRows(ctx, k)
		return err
	})
	return deleted, err
}

func (t *tx) deleteRows(ctx context.Context, k workspace.Key) (int, error) {
	where, arg := rowsOf(k)
	// What was posted names no workspace: of a notice it has its id. The rest are ids
	// that nothing else has any more, and go after some days.
	total, err := t.deleteSome(ctx, "unconfirmed_posts", "id IN (SELECT id FROM notices WHERE "+where+")", arg)
	if err != nil {
		return 0, failed("forget a workspace's posts", err)
	}
	for _, table := range workspaceTables() {
		n, err := t.deleteSome(ctx, table, where, arg)
		if err != nil {
			return 0, failed("delete a workspace's "+table, err)
		}
		total += n
	}
	return int(total), nil
}

// DeleteGrant is that of install.Store.
func (s installations) DeleteGrant(ctx context.Context, g workspace.Grant) error {
	return s.db.inTx(ctx, func(t *tx) error {
		n, err := t.rows.DeleteInstallation(ctx, rows.DeleteInstallationParams{
			EnterpriseID: g.EnterpriseID, TeamID: g.TeamID, InstalledAt: millis(g.InstalledAt),
		})
		if err != nil || n == 0 {
			return failed("delete an installation", err)
		}
		_, err = t.deleteRows(ctx, g.Key)
		return err
	})
}

// endRefusals ends all that waits since Slack has refused a token: of a workspace, or
// of those that an organisation's installation serves.
func (t *tx) endRefusals(ctx context.Context, k workspace.Key) error {
	where, arg := rowsOf(k)
	due, err := t.heldBack(ctx, where, arg)
	if err != nil {
		return failed("list the notices that wait for a token", err)
	}
	for _, change := range []string{
		"DELETE FROM token_refusals WHERE " + where,
		fmt.Sprintf("DELETE FROM turns WHERE channel_id IN ('', '%s') AND ", post.UpdatesBlocked) + where,
		fmt.Sprintf("UPDATE subscriptions SET parked = '' WHERE parked = '%s' AND ", reminder.Revoked) + where,
	} {
		if _, err := t.sql.ExecContext(ctx, change, arg); err != nil {
			return failed("end what waits for a token", err)
		}
	}
	for _, id := range due {
		if err := t.Hasten(ctx, queue.Job{Kind: reminder.DeliverNotice, Key: id, At: t.now(), Priority: 1}); err != nil {
			return err
		}
	}
	return nil
}

// deleteSome deletes rows of a table, at most so many, and tells how many.
func (t *tx) deleteSome(ctx context.Context, table, where, arg string) (int64, error) {
	query := fmt.Sprintf("DELETE FROM %s WHERE %s IN (SELECT %s FROM %s WHERE %s LIMIT %d)", table, t.rowID, t.rowID, table, where, maxDeleted)
	done, err := t.sql.ExecContext(ctx, query, arg)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// heldBack lists open notices of a workspace that are due, the first due first.
func (t *tx) heldBack(ctx context.Context, where, arg string) (ids []string, err error) {
	query := fmt.Sprintf("SELECT id FROM notices WHERE state = '%s' AND due_at <= $2 AND %s ORDER BY due_at LIMIT %d", reminder.Pending, where, maxDeleted)
	due, err := t.sql.QueryContext(ctx, query, arg, millis(t.now()))
	if err != nil {
		return nil, err
	}
	defer due.Close()
	for due.Next() {
		var id string
		if err := due.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, due.Err()
}
