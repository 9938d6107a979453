package store_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/watch"
)

// BenchmarkAddNotice adds a notice and queues its job, in a transaction of their own.
func BenchmarkAddNotice(b *testing.B) {
	db, err := store.Open(b.Context(), store.Options{
		URL: "sqlite:" + filepath.Join(b.TempDir(), "meetingbot.db"), Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	start := time.Now().Add(time.Hour).Truncate(time.Minute)
	for b.Loop() {
		start = start.Add(time.Minute)
		err := db.Reminders().InTx(b.Context(), func(tx reminder.Tx) error {
			n, err := tx.AddNotice(b.Context(), reminder.Notice{
				ID: reminder.NewID(), MeetingID: "914083136", Occurrence: watch.Occurrence{Start: start}, DueAt: start,
			})
			if err != nil {
				return err
			}
			return tx.Enqueue(b.Context(), queue.Job{Kind: reminder.DeliverNotice, Key: n.ID, At: n.DueAt})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
