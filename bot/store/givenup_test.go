package store_test

import (
	"context"
	"strings"
	"testing"

	"meetingbot/bot/reminder"
	"meetingbot/bot/store/postgrestest"
)

// testGivenUp ends the context of a transaction before its next statement, again and
// again. The pool closes the connection then; the race detector finds whatever else
// uses it meanwhile.
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
		if why := "context canceled"; !strings.Contains(err.Error(), why) {
			t.Fatalf("the error %q says nothing of %s", err, why)
		}
	}
	if err := hasten(t, db, "1", 0, nothing); err != nil {
		t.Errorf("a transaction after those: %v", err)
	}
}
