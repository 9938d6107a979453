package store_test

import (
	"fmt"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
)

// Jobs of every priority become ready at their time, those that failed too, and what
// ended long ago is deleted.
func testUpkeep(t *testing.T, url string) {
	now := time.Now()
	db := migratedWith(t, store.Options{URL: url, Now: func() time.Time { return now }})
	const minutes = 4
	for priority := range minutes {
		for _, key := range []string{"waits", "failed"} {
			j := queue.Job{
				Kind: reminder.DeliverNotice, Key: fmt.Sprint(key, priority), Priority: priority + 1,
				At: now.Add(time.Duration(priority+1) * time.Minute),
			}
			if err := enqueue(t.Context(), db, j); err != nil {
				t.Fatal(err)
			}
		}
	}
	db.Exec(t, "UPDATE river_job SET state = 'retryable' WHERE id IN (SELECT min(id) FROM river_job GROUP BY priority)")
	for minute := range minutes {
		now = now.Add(time.Minute)
		if err := db.Wake(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := db.Ready(t), 2*(minute+1); got != want {
			t.Errorf("%d jobs are ready after %d minutes, want %d", got, minute+1, want)
		}
	}

	db.Exec(t, "UPDATE river_job SET state = 'cancelled', finalized_at = "+db.Begun(now.Add(-store.ForgetAfter-time.Second))+" WHERE priority < 3")
	db.Exec(t, "UPDATE river_job SET state = 'cancelled', finalized_at = "+db.Begun(now.Add(-store.ForgetAfter+time.Minute))+" WHERE priority = 3")
	if err := db.ForgetEnded(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if db.QueryRow(t, "SELECT count(*) FROM river_job", &left); left != 4 {
		t.Errorf("%d jobs are left, want the 2 that ended a while ago and the 2 that did not", left)
	}
}
