package store_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
)

// A job that puts itself off and is done again before the queue has written that, as
// where the clock is put forward, is not put off once more while it is being done.
func testDoneAgainAtOnce(t *testing.T, url string) {
	const (
		wait       = time.Hour
		queueNotes = 250 * time.Millisecond // within which the queue writes what jobs have said
	)
	var ahead atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	db := migratedWith(t, store.Options{URL: url, Now: clock})
	begun, finish := make(chan struct{}, 100), make(chan struct{})
	var runs atomic.Int32
	work(t, db, does(func(context.Context, queue.Job) error {
		if runs.Add(1)%2 == 1 {
			return &queue.RetryAfter{After: wait}
		}
		begun <- struct{}{}
		<-finish
		return nil
	}))
	for range 4 {
		if err := enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: reminder.NewID(), At: clock()}); err != nil {
			t.Fatal(err)
		}
		eventually(t, "a job that is put off", func() bool {
			var waiting int
			db.QueryRow(t, "SELECT count(*) FROM river_job WHERE state = 'scheduled'", &waiting)
			return waiting == 1
		})
		ahead.Add(int64(wait))
		if err := db.Wake(t.Context()); err != nil {
			t.Fatal(err)
		}
		receive(t, begun, "the job")
		<-time.After(2 * queueNotes)
		var running int
		if db.QueryRow(t, "SELECT count(*) FROM river_job WHERE state = 'running'", &running); running != 1 {
			t.Errorf("%d jobs are being done as far as the queue knows, want 1", running)
		}
		finish <- struct{}{}
		eventually(t, "the job's end", func() bool {
			var left int
			db.QueryRow(t, "SELECT count(*) FROM river_job", &left)
			return left == 0
		})
	}
}
