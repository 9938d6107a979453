package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
)

// A process that was killed on SQLite leaves jobs behind that nobody else can have.
func TestSQLiteFreesJobsAtStart(t *testing.T) {
	t.Parallel()
	db := migrated(t, file(t))
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	db.Exec(t, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = `+db.Begun(time.Now().Add(time.Hour))) // by a clock that was set back since
	done, began := make(chan queue.Job, 1), time.Now()
	work(t, db, does(func(_ context.Context, j queue.Job) error {
		done <- j
		return nil
	}))
	if got := receive(t, done, "the job of a killed process"); got.Attempt != 2 {
		t.Errorf("attempt = %d, want 2", got.Attempt)
	}
	if took := time.Since(began); took > store.LeaseTime/2 {
		t.Errorf("it took %s, want it at once", took)
	}
}

// testLeases has a lease of a process that is no more end, and one that is still
// good stay.
func testLeases(t *testing.T, url string) {
	db := migrated(t, url)
	busy(t, db)                 // jobs are being done: on SQLite none is left from before
	begun := map[int]time.Time{ // by the jobs' priorities
		2: time.Now().Add(-store.LeaseTime),
		3: time.Now().Add(time.Hour),
	}
	state := func(priority int) (state string) {
		db.QueryRow(t, fmt.Sprintf("SELECT state FROM river_job WHERE kind = 'tell_somebody' AND priority = %d", priority), &state)
		return state
	}
	for priority, at := range begun {
		// It is not due yet, so that it is not begun here.
		j := queue.Job{Kind: reminder.PostChange, Key: reminder.NewID(), Priority: priority, At: time.Now().Add(time.Hour)}
		if err := enqueue(t.Context(), db, j); err != nil {
			t.Fatal(err)
		}
		db.Exec(t, fmt.Sprintf("UPDATE river_job SET state = 'running', attempt = 1, attempted_at = %s WHERE priority = %d", db.Begun(at), priority))
	}
	eventually(t, "that the lease has ended", func() bool { return state(2) != "running" })
	if got := state(3); got != "running" {
		t.Errorf("the job with a good lease is %s, want it to be left alone", got)
	}
}

// testLostLease has another process take a job that this one is doing.
func testLostLease(t *testing.T, url string) {
	db := migrated(t, url)
	begun, ended := make(chan struct{}, 9), make(chan error, 9)
	work(t, db, does(func(ctx context.Context, j queue.Job) error {
		begun <- struct{}{}
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return &queue.Discard{Err: errors.New("over")}
	}))
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, begun, "the job")
	db.Exec(t, `UPDATE river_job SET attempted_by = `+db.Client("somebody else"))
	if why := receive(t, ended, "the end of the job's context"); !errors.Is(why, store.ErrLeaseLost) {
		t.Errorf("the context ended with %v, want that the lease was lost", why)
	}
}

// workUntilFinished has each job go on until finish is closed, and tells with what its
// context ended by then.
func workUntilFinished(t *testing.T, db *store.DB) (begun <-chan struct{}, finish chan<- struct{}, ended <-chan error) {
	t.Helper()
	begins, finished, ends := make(chan struct{}, 9), make(chan struct{}), make(chan error, 9)
	work(t, db, does(func(ctx context.Context, j queue.Job) error {
		begins <- struct{}{}
		<-finished
		ends <- ctx.Err()
		return nil
	}))
	return begins, finished, ends
}

// testRenewed has a job take longer than a lease.
func testRenewed(t *testing.T, url string) {
	db := migrated(t, url)
	begun, finish, ended := workUntilFinished(t, db)
	if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}); err != nil {
		t.Fatal(err)
	}
	receive(t, begun, "the job")
	var first, now string
	db.QueryRow(t, "SELECT CAST(attempted_at AS text) FROM river_job WHERE state = 'running'", &first)
	eventually(t, "a renewed lease", func() bool {
		db.QueryRow(t, "SELECT CAST(attempted_at AS text) FROM river_job WHERE state = 'running'", &now)
		return now != first
	})
	close(finish)
	if err := receive(t, ended, "the job's end"); err != nil {
		t.Errorf("the context of a job whose lease is good ended: %v", err)
	}
}

// testRenewedBesideLocked has a transaction lock the row of one of two jobs that are being
// done: the other's lease is renewed, and its own once the transaction has ended.
func testRenewedBesideLocked(t *testing.T, c *postgrestest.Cluster) {
	db := migrated(t, c.NewSchema(t))
	begun, finish, ended := workUntilFinished(t, db)
	both := []queue.Job{{Kind: reminder.PostChange, Key: "1"}, {Kind: reminder.PostChange, Key: "2"}}
	if err := enqueue(t.Context(), db, both...); err != nil { // together, so that they are renewed together
		t.Fatal(err)
	}
	for range both {
		receive(t, begun, "a job")
	}
	renewed := func(key string) func() bool {
		lease := func() (at string) {
			db.QueryRow(t, "SELECT attempted_at FROM river_job WHERE args->>'key' = '"+key+"'", &at)
			return at
		}
		first := lease()
		return func() bool { return lease() != first }
	}
	second := renewed("2")
	release := db.Hold(t, "SELECT set_config('idle_in_transaction_session_timeout', '0', true) FROM river_job WHERE args->>'key' = '1' FOR UPDATE")
	first := renewed("1")
	eventually(t, "a renewed lease beside a row that is locked", second)
	release()
	eventually(t, "a renewed lease of the job whose row was locked", first)
	close(finish)
	for range both {
		if err := receive(t, ended, "the end of a job"); err != nil {
			t.Errorf("the context of a job whose lease is good ended: %v", err)
		}
	}
}

func TestHandsGiveUpInTime(t *testing.T) {
	t.Parallel()
	var h store.Hands
	ctx, release := h.Take(t.Context(), 1)
	defer release()
	began := time.Now()
	h.GiveUp(began.Add(store.LeaseTime / 2))
	if err := ctx.Err(); err != nil {
		t.Errorf("half of the lease is over, and the job's context ended: %v", err)
	}
	h.GiveUp(began.Add(store.LeaseTime - 2*store.RenewEvery))
	if why := context.Cause(ctx); !errors.Is(why, store.ErrLeaseLost) {
		t.Errorf("the cause just before the lease ends is %v, want that it was lost", why)
	}
}
