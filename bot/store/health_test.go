package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
)

// A file that is taken away works on as long as the one connection to it is open,
// but nothing of what is stored in it is there at the next start: nobody is promised
// anything.
func TestSQLiteFileThatIsGone(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(path string) error{
		"removed":            os.Remove,
		"moved":              func(path string) error { return os.Rename(path, path+".old") },
		"without its log":    func(path string) error { return os.Remove(path + "-wal") },
		"with its directory": func(path string) error { return os.RemoveAll(filepath.Dir(path)) },
		"replaced by a copy": func(path string) error {
			data, err := os.ReadFile(path)
			return errors.Join(err, os.Remove(path), os.WriteFile(path, data, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := file(t)
			db := migrated(t, url)
			promise := func() error { return enqueue(t.Context(), db, queue.Job{Kind: reminder.PostChange, Key: "1"}) }
			if err := errors.Join(promise(), db.Health(t.Context())); err != nil {
				t.Fatalf("with the file: %v", err)
			}
			if err := take(strings.TrimPrefix(url, "sqlite:")); err != nil {
				t.Fatal(err)
			}
			if err := db.Health(t.Context()); !errors.Is(err, store.ErrFileGone) {
				t.Errorf("Health() = %v, want ErrFileGone", err)
			}
			if err := promise(); !errors.Is(err, store.ErrFileGone) {
				t.Errorf("InTx() for a person = %v, want ErrFileGone", err)
			}
		})
	}
}

func TestSQLiteFileThatIsDamaged(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(data []byte){
		"a page in the middle": func(data []byte) { fill(data[len(data)/2/4096*4096:][:4096]) },
		"every other page": func(data []byte) {
			for page := 4096; page < len(data); page += 2 * 4096 {
				fill(data[page:][:4096])
			}
		},
		"the beginning": func(data []byte) { fill(data[:100]) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := file(t)
			path := strings.TrimPrefix(url, "sqlite:")
			db, err := store.Open(t.Context(), store.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Migrate(t.Context()), db.Close()); err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			damage(data)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Open(t.Context(), store.Options{URL: url}); !errors.Is(err, store.ErrDamaged) {
				t.Errorf("Open() = %v, want ErrDamaged", err)
			}
		})
	}
}

func fill(page []byte) {
	for i := range page {
		page[i] = 0xa5
	}
}
