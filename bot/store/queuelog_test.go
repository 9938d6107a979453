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
	jobs.Register("test", does(func(context.Context, queue.Job) error { return nil }))
	workOn(t, db, &jobs)
	db.Exec(t, "ALTER TABLE river_job RENAME TO elsewhere")
	eventually(t, "errors", func() bool { return strings.Count(out.String(), "level=ERROR") >= 5 })
	for line := range strings.Lines(out.String()) {
		if !strings.Contains(line, "outage=database") {
			t.Errorf("not part of the outage: %s", line)
		}
	}
}
