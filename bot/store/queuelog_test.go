package store_test

import (
	"context"
	"strings"
	"testing"

	"meetingbot/bot/queue"
)

// All that the queue logs while the database fails belongs to one outage.
func TestQueueLogsAnOutageAsOne(t *testing.T) {
	t.Parallel()
	var out locked
	db := logging(t, file(t), &out)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	var jobs queue.Registry
	ran := make(chan struct{})
	jobs.Register("test", does(func(context.Context, queue.Job) error {
		close(ran)
		return nil
	}))
	if err := enqueue(t.Context(), db, queue.Job{Kind: "test", Key: "1"}); err != nil {
		t.Fatal(err)
	}
	workOn(t, db, &jobs)
	<-ran // the queue has begun
	db.Exec(t, "ALTER TABLE river_job RENAME TO elsewhere")
	eventually(t, "errors", func() bool { return strings.Count(out.String(), "level=ERROR") >= 5 })
	for line := range strings.Lines(out.String()) {
		if !strings.Contains(line, "outage=database") {
			t.Errorf("not part of the outage: %s", line)
		}
	}
}
