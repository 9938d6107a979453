package store

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
)

// newFileSchema makes the tables of a new SQLite file as all migrations together do, in
// a fraction of their time. "make generate" writes it.
//
//go:embed newfile.sql
var newFileSchema string

// fillNewFile makes the tables of a file that has none. The migrations that it does not
// have are applied after it as to any other file.
func fillNewFile(ctx context.Context, db *sql.DB) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	defer func() { _ = t.Rollback() }() // does nothing after the commit
	var used bool
	if err := t.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_master)").Scan(&used); err != nil || used {
		return err
	}
	if _, err := t.ExecContext(ctx, newFileSchema); err != nil {
		return fmt.Errorf("make the tables of a new file: %w", err)
	}
	return t.Commit()
}
