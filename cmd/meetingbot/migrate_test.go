package main

import (
	"log/slog"
	"strings"
	"testing"

	"meetingbot/bot/store/postgrestest"
)

// migrate runs the subcommand, which must succeed, and returns what it prints.
func migrate(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	if got := run(t.Context(), []string{"migrate"}, &out, &out); got != exitDone {
		t.Fatalf("migrate = %d, want %d:\n%s", got, exitDone, out.String())
	}
	return out.String()
}

func TestMigrate(t *testing.T) {
	t.Run("the default file", func(t *testing.T) {
		t.Chdir(t.TempDir())
		for range 2 { // the second time there is nothing to do
			if got, want := migrate(t), "sqlite:meetingbot.db is current\n"; got != want {
				t.Errorf("migrate prints %q, want %q", got, want)
			}
		}
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Chdir(t.TempDir())
		t.Setenv("DATABASE_URL", postgrestest.Start(t).NewSchema(t))
		if got, want := migrate(t), "postgres:///postgres is current\n"; got != want {
			t.Errorf("migrate prints %q, want %q", got, want)
		}
	})
	t.Run("a file that another process uses", func(t *testing.T) {
		t.Chdir(t.TempDir())
		db, err := newDatabase(t.Context(), databaseConfig{URL: "sqlite:meetingbot.db"}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		var out strings.Builder
		if got := run(t.Context(), []string{"migrate"}, &out, &out); got != exitFailed {
			t.Errorf("migrate = %d, want %d", got, exitFailed)
		}
		if want := "open sqlite:meetingbot.db: another process uses it"; !strings.Contains(out.String(), want) {
			t.Errorf("migrate says %q, want %q", out.String(), want)
		}
	})
}
