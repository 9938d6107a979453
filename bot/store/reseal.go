package store

import (
	"context"
	"fmt"

	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
)

// sealedColumn is a column whose texts are sealed for the workspace of their row.
type sealedColumn struct {
	table, column string
	unless        string // a condition for rows that are left alone now, with the time as $5
}

// sealedColumns are all of them. A token whose refresh is claimed stays as it is: the
// next one is stored in place of that very text.
func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{installationsTable, "token", "refreshing_until > $5"},
		{installationsTable, "refresh_token", "refreshing_until > $5"},
		{accountsTable, "app_key", "CAST($5 AS BIGINT) < 0"},
		{linksTable, "meeting_user", "CAST($5 AS BIGINT) < 0"},
	}
}

// sealedText is one sealed text with its place.
type sealedText struct {
	sealed.Place
	text string
}

// Reseal seals with the first key what another one has sealed, so that the others can
// be removed then, and tells how many texts. What cannot be opened is left alone.
func (d *DB) Reseal(ctx context.Context) (resealed int, err error) {
	if d.keys == nil {
		return 0, nil
	}
	for _, c := range sealedColumns() {
		texts, err := d.sealedTexts(ctx, c)
		if err != nil {
			return resealed, failed("read what is sealed in "+c.table, err)
		}
		for _, s := range texts {
			if d.keys.IsCurrent(s.text, s.Place) {
				continue
			}
			n, err := d.reseal(ctx, c, s)
			if err != nil {
				return resealed, failed("seal anew what is in "+c.table, err)
			}
			resealed += n
		}
	}
	return resealed, nil
}

// sealedTexts reads a column.
func (d *DB) sealedTexts(ctx context.Context, c sealedColumn) (all []sealedText, err error) {
	query := fmt.Sprintf("SELECT enterprise_id, team_id, %s FROM %s", c.column, c.table)
	found, err := d.engine.reader().sql.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var k workspace.Key
		s := sealedText{}
		if err := found.Scan(&k.EnterpriseID, &k.TeamID, &s.text); err != nil {
			return nil, err
		}
		s.Place = sealed.Place{Table: c.table, EnterpriseID: k.EnterpriseID, TeamID: k.TeamID}
		all = append(all, s)
	}
	return all, found.Err()
}

// reseal seals one text anew, unless it has changed since it was read.
func (d *DB) reseal(ctx context.Context, c sealedColumn, s sealedText) (n int, err error) {
	secret, err := d.keys.Open(s.text, s.Place)
	if err != nil {
		return 0, nil //nolint:nilerr // whoever needs it says so
	}
	text, err := d.keys.Seal(secret, s.Place)
	if err != nil {
		return 0, err
	}
	query := fmt.Sprintf("UPDATE %s SET %s = $1 WHERE enterprise_id = $2 AND team_id = $3 AND %s = $4 AND NOT (%s)", c.table, c.column, c.column, c.unless)
	err = d.inTx(ctx, func(t *tx) error {
		done, err := t.sql.ExecContext(ctx, query, text, s.EnterpriseID, s.TeamID, s.text, millis(t.now()))
		if err != nil {
			return err
		}
		changed, err := done.RowsAffected()
		n = int(changed)
		return err
	})
	return n, err
}
