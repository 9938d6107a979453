package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Why SQLite's file cannot be relied on.
var (
	// ErrFileGone says that what is written now is lost at the next start.
	ErrFileGone = errors.New("its file was removed or replaced while it was in use: what is stored now is lost at the next start; start the bot again")
	// ErrDamaged says that parts of the file cannot be read.
	ErrDamaged = errors.New("its file is damaged: bring back a copy of it, or save what can be read with sqlite3's .recover")
	// ErrDiskFull says that there is no room for what is to be stored.
	ErrDiskFull = errors.New("its disk is full")
)

// examineTime is how long the file may be examined at the start, which reads all
// of it: about a gigabyte.
const examineTime = 10 * time.Second

// leastRoom is how many bytes must be free on the disk of a file.
const leastRoom = 1 << 20

// sqliteFile is the file that was opened.
type sqliteFile struct {
	path   string // "" for a database in memory
	opened os.FileInfo
}

func openedFile(path string) (f sqliteFile, err error) {
	f.path = path
	if path != "" {
		f.opened, err = os.Stat(path)
	}
	return f, err
}

// holds returns why what is written now would not last. It is asked while a
// transaction is open: then the file of the write-ahead log is there too.
func (f sqliteFile) holds() error {
	if f.path == "" {
		return nil
	}
	now, err := os.Stat(f.path)
	if err == nil && !os.SameFile(f.opened, now) {
		return ErrFileGone
	}
	if err == nil {
		_, err = os.Stat(f.path + "-wal")
	}
	if errors.Is(err, fs.ErrNotExist) {
		return ErrFileGone
	}
	return err
}

// hasRoom returns ErrDiskFull where little more can be written. SQLite still stores
// a few things in the room that its log has already.
func (f sqliteFile) hasRoom() error {
	if f.path == "" || bytesFree(f.path) >= leastRoom {
		return nil
	}
	return ErrDiskFull
}

// examine looks for damage in the file, as far as there is time.
func (f sqliteFile) examine(ctx context.Context, db *sql.DB, logger *slog.Logger) error {
	if f.path == "" {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, examineTime)
	defer cancel()
	var found string
	err := db.QueryRowContext(limited, "PRAGMA quick_check(1)").Scan(&found)
	switch {
	case err == nil && found != "ok":
		return fmt.Errorf("%w: %s", ErrDamaged, found)
	case isDamage(err):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case err != nil && ctx.Err() == nil && limited.Err() != nil:
		logger.InfoContext(ctx, "the database's file is large: not all of it was examined", slog.Duration("duration", examineTime))
		return nil
	}
	return err
}

// isDamage reports whether SQLite could not make sense of its file.
func isDamage(err error) bool {
	refusal, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	code := refusal.Code() & 0xff // without the extension
	return code == sqlite3.SQLITE_CORRUPT || code == sqlite3.SQLITE_NOTADB
}
