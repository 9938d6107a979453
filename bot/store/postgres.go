package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// openPostgres opens a pool of connections for this and any other process.
func openPostgres(a Address, c clock) (engine, error) {
	config, err := pgConfig(a.url)
	if err != nil {
		return nil, err
	}
	// No connection is made before the first use, so no context matters.
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	if err != nil {
		return nil, err
	}
	db := stdlib.OpenDBFromPool(pool)
	closes := func() error {
		err := db.Close()
		pool.Close()
		return err
	}
	b, err := assemble(&base[pgx.Tx]{
		db:          db,
		clock:       c,
		driver:      riverpgxv5.New(pool),
		begin:       beginPostgres(db),
		exclusively: exclusivePostgres(db),
		isRetryable: isRetryableByPostgres,
		closes:      closes,
	}, goose.DialectPostgres)
	if err != nil {
		return nil, errors.Join(err, closes())
	}
	return b, nil
}

// pgConfig reads the address. The library's error is dropped: it repeats what
// it could not read, and so perhaps the password.
func pgConfig(address string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, errors.New("PostgreSQL's address has a part that cannot be read; a % and other special characters of a password are written as %25 and so on")
	}
	if u, err := url.Parse(address); err == nil && !u.Query().Has("pool_max_conns") {
		config.MaxConns = 16
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	if config.ConnConfig.RuntimeParams["application_name"] == "" {
		config.ConnConfig.RuntimeParams["application_name"] = "meetingbot"
	}
	return config, nil
}

// beginPostgres begins transactions that database/sql, for the queries, and
// pgx, for the queue, both see: on one connection of theirs.
func beginPostgres(db *sql.DB) func(context.Context) (openTx[pgx.Tx], error) {
	return func(ctx context.Context) (openTx[pgx.Tx], error) {
		conn, err := db.Conn(ctx)
		if err != nil {
			return openTx[pgx.Tx]{}, err
		}
		var t pgx.Tx
		err = conn.Raw(func(driver any) error {
			inner, ok := driver.(*stdlib.Conn)
			if !ok {
				return fmt.Errorf("a connection of pgx was expected, got %T", driver)
			}
			var err error
			t, err = inner.Conn().Begin(ctx)
			return err
		})
		if err != nil {
			return openTx[pgx.Tx]{}, errors.Join(err, conn.Close())
		}
		return openTx[pgx.Tx]{
			rows:     conn,
			queue:    t,
			commit:   t.Commit,
			rollback: func() { rollback(ctx, t, conn) },
		}, nil
	}
}

// rollback undoes what was not committed, even though ctx may have ended, and
// gives the connection back.
func rollback(ctx context.Context, t pgx.Tx, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = t.Rollback(ctx) // a connection that cannot is broken, and so is thrown away
	_ = conn.Close()
}

// isRetryableByPostgres reports whether err came from two transactions that conflict:
// one of them is run again. A second row where there may be one is such a case,
// for it was not there when the transaction looked.
// See https://www.postgresql.org/docs/current/errcodes-appendix.html.
func isRetryableByPostgres(err error) bool {
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	switch refusal.Code {
	case "40001", "40P01", "23505": // serialization_failure, deadlock_detected, unique_violation
		return true
	default:
		return false
	}
}

// migrationLock is the number of the advisory lock that a migrating process
// holds; nothing but its being ours alone matters.
const migrationLock = 0x6d656574696e67

// exclusivePostgres makes processes that start together migrate one after the
// other. They ask again and again: one that waits inside PostgreSQL would
// stand in the way of indexes that are built beside other work.
func exclusivePostgres(db *sql.DB) func(context.Context, func() error) error {
	return func(ctx context.Context, do func() error) error {
		conn, err := db.Conn(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close() }()
		if err := lockMigrations(ctx, conn); err != nil {
			return fmt.Errorf("wait for another process to migrate: %w", err)
		}
		defer func() {
			// A connection that breaks takes its locks with it.
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
		}()
		return do()
	}
}

func lockMigrations(ctx context.Context, conn *sql.Conn) error {
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		var locked bool
		err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", migrationLock).Scan(&locked)
		if err != nil || locked {
			return err
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
