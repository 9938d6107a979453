package store_test

import (
	"context"
	"errors"
	"testing"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
)

// A job that ends itself goes with the transaction that it does so in, and makes
// room for one that was queued meanwhile.
func testEndsItself(t *testing.T, url string) {
	db := migrated(t, url)
	boom := errors.New("boom")
	begun := make(chan queue.Job, 10)
	undo, left := make(chan error), make(chan int, 10)
	work(t, db, does(func(ctx context.Context, j queue.Job) error {
		begun <- j
		result := <-undo
		err := db.Reminders().InTx(ctx, func(tx reminder.Tx) error {
			return errors.Join(tx.EndJob(ctx), result)
		})
		var n int
		db.QueryRow(t, "SELECT count(*) FROM river_job WHERE kind = 'tell_somebody'", &n)
		left <- n
		return err
	}))
	j := queue.Job{Kind: reminder.PostChange, Key: reminder.NewID()}
	if err := enqueue(t.Context(), db, j); err != nil {
		t.Fatal(err)
	}

	receive(t, begun, "the job")
	undo <- boom
	if n := <-left; n != 1 {
		t.Errorf("%d jobs are left after an end that was undone, want it to be there", n)
	}
	if again := receive(t, begun, "the job whose end was undone"); again.Attempt != 2 {
		t.Errorf("attempt = %d, want 2", again.Attempt)
	}
	undo <- nil
	if n := <-left; n != 0 {
		t.Errorf("%d jobs are left after the end of the only one", n)
	}

	if err := enqueue(t.Context(), db, j); err != nil {
		t.Fatal(err)
	}
	receive(t, begun, "a job like it")
	if err := enqueue(t.Context(), db, j); err != nil {
		t.Fatal(err)
	}
	undo <- nil
	if n := <-left; n != 1 {
		t.Errorf("%d jobs are left, want the one that was queued meanwhile", n)
	}
	if again := receive(t, begun, "the job that was queued meanwhile"); again.Attempt != 1 {
		t.Errorf("attempt = %d, want a new job", again.Attempt)
	}
	undo <- nil
	<-left
}
