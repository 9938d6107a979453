package store_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Sizes of the benchmark.
const (
	shownMessages  = 10_000
	shownMeetings  = 200
	changedInATick = 150 // meetings whose count has changed in three seconds
)

// BenchmarkLiveTick is what a poll and an update cost the database in a workspace that shows
// many messages: the groups, what is wanted of those that have changed, and one message
// that is taken and marked.
func BenchmarkLiveTick(b *testing.B) {
	for name, url := range map[string]func(b *testing.B) string{
		"SQLite": func(b *testing.B) string {
			b.Helper()
			return "sqlite:" + filepath.Join(b.TempDir(), "meetingbot.db")
		},
		"PostgreSQL": func(b *testing.B) string {
			b.Helper()
			return postgrestest.Start(b).NewSchema(b)
		},
	} {
		b.Run(name, func(b *testing.B) {
			db, err := store.Open(b.Context(), store.Options{URL: url(b), Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				b.Fatal(err)
			}
			b.Cleanup(func() { _ = db.Close() })
			if err := db.Migrate(b.Context()); err != nil {
				b.Fatal(err)
			}
			benchLive(b, db)
		})
	}
}

func benchLive(b *testing.B, db *store.DB) {
	b.Helper()
	k := workspace.Key{TeamID: "T1"}
	now := time.Now().UTC().Truncate(time.Millisecond)
	fillLive(b, db, k, now)
	inLive := func(b *testing.B, do func(tx live.Tx) error) {
		b.Helper()
		if err := db.Live().InTx(b.Context(), do); err != nil {
			b.Fatal(err)
		}
	}
	var groups []live.Group
	b.Run("groups", func(b *testing.B) {
		for b.Loop() {
			inLive(b, func(tx live.Tx) (err error) {
				groups, err = tx.Groups(b.Context(), k, now)
				return err
			})
		}
		if len(groups) != shownMeetings {
			b.Fatalf("%d groups, want %d", len(groups), shownMeetings)
		}
	})
	in := 0
	b.Run("wanted", func(b *testing.B) {
		for b.Loop() {
			in++
			for first := 0; first < changedInATick; first += 20 {
				inLive(b, func(tx live.Tx) error {
					for _, g := range groups[first:min(first+20, changedInATick)] {
						g.State = live.State{Phase: meeting.Running, In: in, Invited: 42}
						if err := tx.Want(b.Context(), g, now); err != nil {
							return err
						}
					}
					_, err := tx.AnyDue(b.Context(), k)
					return err
				})
			}
		}
	})
	b.Run("update", func(b *testing.B) {
		for b.Loop() {
			var m live.Message
			inLive(b, func(tx live.Tx) (err error) {
				if m, err = tx.NextDue(b.Context(), k, now); err != nil {
					return err
				}
				_, err = tx.TakeMessage(b.Context(), m, now.Add(time.Minute))
				return err
			})
			m.Takes++
			inLive(b, func(tx live.Tx) error {
				if err := tx.MarkShown(b.Context(), m, live.State{Phase: meeting.Running}, now.Add(time.Hour)); err != nil {
					return err
				}
				_, err := tx.AnyDue(b.Context(), k)
				return err
			})
		}
	})
}

// fillLive stores messages that show meetings which have begun.
func fillLive(b *testing.B, db *store.DB, k workspace.Key, now time.Time) {
	b.Helper()
	for first := 0; first < shownMessages; first += 1000 {
		err := db.Live().InTx(b.Context(), func(tx live.Tx) error {
			for i := first; i < first+1000; i++ {
				m := live.Message{
					ID: reminder.NewID(), Key: k, Posted: post.Posted{ChannelID: fmt.Sprint("C", i), TS: "1.1"}, Kind: "shared",
					MeetingID:  strconv.Itoa(900000000 + i%shownMeetings),
					Occurrence: watch.Occurrence{Start: now.Add(-time.Minute), End: now.Add(time.Hour)},
					Facts:      watch.Facts{Subject: "Weekly planning of the team", Number: "914083136", Booker: "Ana"},
				}
				if err := tx.PutMessage(b.Context(), m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
