package store_test

import (
	"context"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/store"
	"meetingbot/bot/store/postgrestest"
	"meetingbot/bot/store/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) storetest.Opened {
		t.Helper()
		return opened(migrated(t, file(t)))
	})
}

func TestSQLiteDB(t *testing.T) {
	t.Parallel()
	testDB(t, file)
}

func TestSQLiteInMemory(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) storetest.Opened {
		t.Helper()
		return opened(migrated(t, "sqlite::memory:"))
	})
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	server := postgrestest.Start(t)
	t.Run("database", func(t *testing.T) {
		t.Parallel()
		testDB(t, func(t *testing.T) string {
			t.Helper()
			return server.NewSchema(t)
		})
	})
	t.Run("replicas", func(t *testing.T) {
		t.Parallel()
		testReplicas(t, server.NewSchema(t))
	})
	t.Run("store", func(t *testing.T) {
		t.Parallel()
		storetest.Exercise(t, func(t *testing.T) storetest.Opened {
			t.Helper()
			return opened(migrated(t, server.NewSchema(t)))
		})
	})
}

// file is the address of a database that is not there yet.
func file(t *testing.T) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "a dir%41", "meetingbot.db")
}

func open(t *testing.T, url string) *store.DB {
	t.Helper()
	return logging(t, url, t.Output())
}

func logging(t *testing.T, url string, log io.Writer) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{
		URL: url, Logger: slog.New(slog.NewTextHandler(log, nil)), FirstPause: 50 * time.Millisecond,
		Keys: sealKeys(),
	})
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	})
	return db
}

func migrated(t *testing.T, url string) *store.DB {
	t.Helper()
	db := open(t, url)
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("Migrate() = %v", err)
	}
	return db
}

// migratedWith is a migrated database with options of its own; its tables may be there.
func migratedWith(t *testing.T, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatalf("Open() = %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatalf("Migrate() = %v", err)
	}
	return db
}

func opened(db *store.DB) storetest.Opened {
	return storetest.Opened{
		Reminders: db.Reminders(), Watches: db.Watches(), Live: db.Live(), Calls: db.Calls(), Home: db.Home(), Requests: db.Requests(), Settings: db.Settings(), Accounts: db.Accounts(), Links: db.Links(),
		Bookings: db.Bookings(), Personal: db.Personal(), Rules: db.Rules(),
		Work: func(t *testing.T, w queue.Worker) {
			t.Helper()
			work(t, db, w)
		},
	}
}

// work has jobs done until the test ends.
func work(t *testing.T, db *store.DB, w queue.Worker) {
	t.Helper()
	workOn(t, db, storetest.Registry(w))
}

// workOn has registered jobs done until the test ends.
func workOn(t *testing.T, db *store.DB, jobs *queue.Registry) {
	t.Helper()
	if err := db.Start(t.Context(), jobs); err != nil {
		t.Fatalf("Start() = %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 20*time.Second)
		defer cancel()
		if err := db.Stop(ctx); err != nil {
			t.Errorf("Stop() = %v", err)
		}
	})
}
