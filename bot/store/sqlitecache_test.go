package store_test

import (
	"context"
	"errors"
	"testing"

	"meetingbot/bot/reminder"
)

// A statement is prepared once, and is not disturbed by one of the same text that is
// done while its rows are being read, nor by a change of its table.
func TestSQLiteStatementsAreKept(t *testing.T) {
	t.Parallel()
	db := migrated(t, file(t))
	db.Exec(t, "CREATE TABLE numbers (n BIGINT)")
	db.Exec(t, "INSERT INTO numbers (n) VALUES (1), (2), (3)")
	const query = "SELECT n FROM numbers ORDER BY n"
	if got := db.Nested(t, query); got != 1+3*(1+2+3) {
		t.Errorf("the sum of nested readings = %d, want %d", got, 1+3*(1+2+3))
	}
	if n := db.Prepared(t, query); n != 1 {
		t.Errorf("the statement is prepared %d times, want once", n)
	}
	db.Exec(t, "ALTER TABLE numbers ADD COLUMN more BIGINT")
	db.Exec(t, "UPDATE numbers SET n = 5 WHERE n = 3")
	if got := db.Nested(t, query); got != 1+3*(1+2+5) {
		t.Errorf("the sum after a change of the table = %d, want %d", got, 1+3*(1+2+5))
	}
}

// A statement whose context has ended is not begun, though none is interrupted.
func TestSQLiteStatementOfAnEndedContext(t *testing.T) {
	t.Parallel()
	db := migrated(t, file(t))
	err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
		ctx, end := context.WithCancel(t.Context())
		if _, err := tx.GetNotice(ctx, "N1"); !errors.Is(err, reminder.ErrNotFound) {
			t.Errorf("GetNotice() = %v, want that there is none", err)
		}
		end()
		_, err := tx.GetNotice(ctx, "N1")
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("InTx() = %v, want that the context ended", err)
	}
}
