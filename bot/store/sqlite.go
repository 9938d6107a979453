package store

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"modernc.org/sqlite"
)

// openSQLite opens a file, or a database in memory, for this process alone.
func openSQLite(ctx context.Context, a Address, c clock, logger *slog.Logger) (engine, error) {
	unlock := func() error { return nil }
	if a.path != "" {
		var err error
		if unlock, err = occupy(a.path); err != nil {
			return nil, err
		}
	}
	file, err := openedFile(a.path)
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	connector, err := sqlite.NewConnector(sqliteDSN(a.path))
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	db := sql.OpenDB(preparing{connector})
	// SQLite has one writer at a time; a second connection would only be told
	// that the database is busy.
	db.SetMaxOpenConns(1)
	if err := file.examine(ctx, db, logger); err != nil {
		return nil, errors.Join(err, db.Close(), unlock())
	}
	b, err := assemble(&base[*sql.Tx]{
		db:          db,
		clock:       c,
		driver:      riversqlite.New(db),
		begin:       beginSQLite(db),
		exclusively: exclusiveSQLite(),
		fill:        fillNewFile,
		isRetryable: func(error) bool { return false },
		holds:       file.holds,
		hasRoom:     file.hasRoom,
		leases:      sqliteLeases(),
		upkeep:      sqliteUpkeep(),
		holding:     sqliteHold,
		rowID:       "rowid",
		closes:      func() error { return errors.Join(db.Close(), unlock()) },
	}, migrating[*sql.Tx]{db: db, dialect: goose.DialectSQLite3, driver: riversqlite.New(db)})
	if err != nil {
		return nil, errors.Join(err, db.Close(), unlock())
	}
	return b, nil
}

// occupy makes the file, readable for this user alone, and keeps every other
// process from it until the returned function is called or this process ends,
// however it ends.
func occupy(path string) (unlock func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	unlock, err = lockFile(path + ".lock")
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return unlock, file.Close()
}

// sqliteDSN writes the path, "" for memory, as modernc.org/sqlite reads it.
// With a write-ahead log and NORMAL, what was committed outlives the process,
// not a loss of power within the last moments.
func sqliteDSN(path string) string {
	name := ":memory:"
	if path != "" {
		name = (&url.URL{Path: path}).EscapedPath()
	}
	pragmas := url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}
	return "file:" + name + "?" + pragmas.Encode()
}

// exclusiveSQLite makes those who migrate wait for each other: all are in this
// process.
func exclusiveSQLite() func(context.Context, func() error) error {
	var mu sync.Mutex
	return func(_ context.Context, do func() error) error {
		mu.Lock()
		defer mu.Unlock()
		return do()
	}
}

func beginSQLite(db *sql.DB) func(context.Context) (openTx[*sql.Tx], error) {
	return func(ctx context.Context) (openTx[*sql.Tx], error) {
		t, err := db.BeginTx(ctx, nil)
		if err != nil {
			return openTx[*sql.Tx]{}, err
		}
		return openTx[*sql.Tx]{
			rows:     t,
			queue:    t,
			commit:   func(context.Context) error { return t.Commit() },
			rollback: func() { _ = t.Rollback() },
		}, nil
	}
}

// ErrOccupied says that another process has SQLite's file.
var ErrOccupied = errors.New("another process uses it: run one process on SQLite, or several on PostgreSQL")
