package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
)

func TestSQLiteOnFullDisk(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=8m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(disk, unix.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	db := migrated(t, "sqlite:"+filepath.Join(disk, "meetingbot.db"))
	if err := db.Health(t.Context()); err != nil {
		t.Fatalf("Health() with room = %v", err)
	}
	fillDisk(t, filepath.Join(disk, "other"))
	if err := db.Health(t.Context()); !errors.Is(err, store.ErrDiskFull) {
		t.Errorf("Health() without room = %v, want ErrDiskFull", err)
	}
	payload := []byte(`"` + strings.Repeat("x", 2000) + `"`)
	var refused error
	kept := 0
	for ; refused == nil && kept < 100_000; kept++ {
		refused = enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: reminder.NewID(), Payload: payload})
	}
	if refused == nil {
		t.Fatal("jobs are queued without end on a full disk")
	}
	if err := os.Remove(filepath.Join(disk, "other")); err != nil {
		t.Fatal(err)
	}
	if err := db.Health(t.Context()); err != nil {
		t.Errorf("Health() with room again = %v", err)
	}
	var n int
	if db.QueryRow(t, "SELECT count(*) FROM river_job", &n); n != kept-1 {
		t.Errorf("%d jobs are there, want the %d that were not refused", n, kept-1)
	}
}

// fillDisk writes until there is no room.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); ; {
		if _, err := f.Write(block); errors.Is(err, unix.ENOSPC) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
