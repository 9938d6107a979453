package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
)

// hasten brings a job forward, and then does something in the same transaction.
func hasten(t *testing.T, db *store.DB, key string, in time.Duration, then func() error) error {
	t.Helper()
	return db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
		j := queue.Job{Kind: reminder.PostChange, Key: key, At: time.Now().Add(in)}
		if err := tx.Hasten(t.Context(), j); err != nil {
			return err
		}
		return then()
	})
}

func nothing() error { return nil }

// testHeld has several transactions rely on a job that waits: they do not wait for each
// other, and it is not begun before they have ended.
func testHeld(t *testing.T, c *postgrestest.Cluster) {
	db := migrated(t, c.NewSchema(t))
	done := make(chan queue.Job, 1)
	work(t, db, does(func(_ context.Context, j queue.Job) error {
		done <- j
		return nil
	}))
	if err := hasten(t, db, "1", time.Hour, nothing); err != nil {
		t.Fatal(err)
	}
	forward := make(chan error, 1)
	err := hasten(t, db, "1", 2*time.Hour, func() error {
		if err := hasten(t, db, "1", 3*time.Hour, nothing); err != nil {
			t.Errorf("a second transaction that relies on the job: %v", err)
		}
		go func() { forward <- hasten(t, db, "1", 0, nothing) }()
		select {
		case err := <-forward:
			t.Errorf("the job was brought forward while a transaction relied on it: %v", err)
		case <-time.After(300 * time.Millisecond):
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := receive(t, forward, "that the job is brought forward"); err != nil {
		t.Error(err)
	}
	receive(t, done, "the job")
}

// testReadyBesideHeld has a transaction rely on a job that is due: others are made ready
// meanwhile.
func testReadyBesideHeld(t *testing.T, c *postgrestest.Cluster) {
	db := migrated(t, c.NewSchema(t))
	if err := errors.Join(hasten(t, db, "1", time.Hour, nothing), hasten(t, db, "2", time.Hour, nothing)); err != nil {
		t.Fatal(err)
	}
	db.Exec(t, "UPDATE river_job SET scheduled_at = now()")
	err := hasten(t, db, "1", time.Hour, func() error { return db.Wake(t.Context()) })
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"1": "scheduled", "2": "available"} {
		var got string
		db.QueryRow(t, "SELECT state FROM river_job WHERE args->>'key' = '"+key+"'", &got)
		if got != want {
			t.Errorf("job %s is %s, want %s", key, got, want)
		}
	}
}
