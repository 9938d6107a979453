package store_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
)

func TestSQLiteIsForOneProcess(t *testing.T) {
	t.Parallel()
	url := file(t)
	holder := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHoldSQLite$")
	holder.Env = append(os.Environ(), "HOLD_SQLITE="+url)
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, len("held"))); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), store.Options{URL: url}); !errors.Is(err, store.ErrOccupied) {
		t.Errorf("Open() of a file in use = %v, want ErrOccupied", err)
	}
	if err := holder.Process.Kill(); err != nil { // kill -9
		t.Fatal(err)
	}
	_ = holder.Wait()
	db := open(t, url)
	if err := db.Check(t.Context()); err != nil {
		t.Errorf("Check() after the other process was killed = %v", err)
	}
	var kept reminder.Subscription
	err = db.Reminders().InTx(t.Context(), func(tx reminder.Tx) (err error) {
		kept, err = tx.GetSubscription(t.Context(), "S1")
		return err
	})
	if err != nil || kept.MeetingID != "914083136" {
		t.Errorf("what the killed process kept = %+v, %v", kept, err)
	}
}

// TestHoldSQLite is the other process of TestSQLiteIsForOneProcess.
func TestHoldSQLite(t *testing.T) {
	t.Parallel()
	url := os.Getenv("HOLD_SQLITE")
	if url == "" {
		t.Skip("it is run by TestSQLiteIsForOneProcess")
	}
	db := migrated(t, url)
	err := db.Reminders().InTx(t.Context(), func(tx reminder.Tx) error {
		return tx.PutSubscription(t.Context(), reminder.Subscription{ID: "S1", MeetingID: "914083136"})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = os.Stdout.WriteString("held")
	select {} // until it is killed
}

func TestSQLiteFileIsPrivate(t *testing.T) {
	t.Parallel()
	url := file(t)
	migrated(t, url)
	path := strings.TrimPrefix(url, "sqlite:")
	for _, name := range []string{path, path + "-wal", path + ".lock"} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: %v, %v; want it to be there for its owner alone", filepath.Base(name), info.Mode(), err)
		}
	}
}
