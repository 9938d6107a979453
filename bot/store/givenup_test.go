package store_test

import (
	"context"
	"testing"

	"meetingbot/bot/reminder"
	"meetingbot/bot/store/postgrestest"
)

// testGivenUp ends a context within a transaction, before the next statement, again and
// again: the connection is closed then, and is not used meanwhile. The race detector
// sees where it is.
func testGivenUp(t *testing.T, c *postgrestest.Cluster) {
	db := migrated(t, c.NewSchema(t))
	for range 50 {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Reminders().InTx(ctx, func(tx reminder.Tx) error {
			cancel()
			_, err := tx.GetSubscription(ctx, "1")
			return err
		})
		if err == nil {
			t.Fatal("a statement was done after its context had ended")
		}
	}
	if err := hasten(t, db, "1", 0, nothing); err != nil {
		t.Errorf("a transaction after those: %v", err)
	}
}
