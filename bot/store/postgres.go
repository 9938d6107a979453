package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// openPostgres opens a pool of connections for this and any other process.
func openPostgres(ctx context.Context, a Address, c clock) (engine, error) {
	settings, err := probePostgres(ctx, a.url)
	if err != nil {
		return nil, err
	}
	work, err := settings.open(workLimits())
	if err != nil {
		return nil, err
	}
	migrations, err := settings.open(migrationLimits())
	if err != nil {
		return nil, errors.Join(err, work.close())
	}
	closes := func() error { return errors.Join(migrations.close(), work.close()) }
	b, err := assemble(&base[pgx.Tx]{
		db:          work.db,
		clock:       c,
		driver:      riverpgxv5.New(work.pool),
		begin:       beginPostgres(work.db, settings.pooled),
		exclusively: exclusivePostgres(migrations.db),
		isRetryable: isRetryableByPostgres,
		holds:       func() error { return nil },
		hasRoom:     func() error { return nil },
		leases:      postgresLeases(),
		upkeep:      postgresUpkeep(),
		holding:     postgresHold,
		rowID:       "ctid",
		closes:      closes,
	}, migrating[pgx.Tx]{db: migrations.db, dialect: goose.DialectPostgres, driver: riverpgxv5.New(migrations.pool)})
	if err != nil {
		return nil, errors.Join(err, closes())
	}
	return b, nil
}

// pgPool is a pool of connections, as pgx and as database/sql see it.
type pgPool struct {
	pool *pgxpool.Pool
	db   *sql.DB
}

// open makes a pool with these limits. No connection is made before the first use,
// so no context matters.
func (s pgSettings) open(l limits) (pgPool, error) {
	config, err := s.pool(l)
	if err != nil {
		return pgPool{}, err
	}
	if !s.pooled {
		planOnce(config.ConnConfig)
	}
	var pool *pgxpool.Pool
	// One connection that hangs, or whose server has become read-only, says enough
	// about all that lead to the same server.
	config.ConnConfig.Tracer = &deadline{after: l.answer, onHang: func() { pool.Reset() }}
	config.ConnConfig.OnPgError = func(_ *pgconn.PgConn, err *pgconn.PgError) bool {
		if err.Code == readOnly {
			pool.Reset()
		}
		return !endsConnection(err)
	}
	if pool, err = pgxpool.NewWithConfig(context.Background(), config); err != nil {
		return pgPool{}, err
	}
	return pgPool{pool: pool, db: stdlib.OpenDBFromPool(pool)}, nil
}

func (p pgPool) close() error {
	err := p.db.Close()
	p.pool.Close()
	return err
}

// beginPostgres begins transactions that database/sql, for the queries, and
// pgx, for the queue, both see: on one connection of theirs. Behind a pooler each
// sets its own limits, since a pooler keeps none for its connections.
func beginPostgres(db *sql.DB, pooled bool) func(context.Context) (openTx[pgx.Tx], error) {
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
		if err == nil && pooled {
			if err = setLimits(ctx, t, workLimits()); err != nil {
				rollback(ctx, t, conn)
				return openTx[pgx.Tx]{}, err
			}
		}
		if err != nil {
			return openTx[pgx.Tx]{}, errors.Join(err, conn.Close())
		}
		return openTx[pgx.Tx]{
			rows:     conn,
			queue:    t,
			commit:   func(ctx context.Context) error { return end(ctx, conn, t.Commit) },
			rollback: func() { rollback(ctx, t, conn) },
		}, nil
	}
}

// setLimits sets the limits of one transaction.
func setLimits(ctx context.Context, t pgx.Tx, l limits) error {
	_, err := t.Exec(ctx, `SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true),
		set_config('idle_in_transaction_session_timeout', $3, true)`,
		milliseconds(l.statement), milliseconds(l.lock), milliseconds(l.idle))
	if err != nil {
		return fmt.Errorf("limit a transaction's time: %w", err)
	}
	return nil
}

// rollback undoes what was not committed, even though ctx may have ended, and
// gives the connection back.
func rollback(ctx context.Context, t pgx.Tx, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = end(ctx, conn, t.Rollback) // a connection that cannot is broken, and so is thrown away
	_ = conn.Close()
}

// end ends a transaction, but only while database/sql holds its connection: after a
// statement that was not sent, because its context had ended, database/sql gives the
// connection back, and the pool closes it, and with it the transaction, in a goroutine
// of its own.
func end(ctx context.Context, conn *sql.Conn, how func(context.Context) error) error {
	return conn.Raw(func(any) error { return how(ctx) })
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
// other. The lock is that of a transaction, which a pooler keeps on one connection.
// They ask again and again: one that waits inside PostgreSQL would stand in the way
// of indexes that are built beside other work.
func exclusivePostgres(db *sql.DB) func(context.Context, func() error) error {
	return func(ctx context.Context, do func() error) error {
		t, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = t.Rollback() }() // a connection that breaks takes its locks with it
		if err := lockMigrations(ctx, t); err != nil {
			return fmt.Errorf("wait for another process to migrate: %w", err)
		}
		return do()
	}
}

func lockMigrations(ctx context.Context, t *sql.Tx) error {
	idle := milliseconds(migrationLimits().idle)
	if _, err := t.ExecContext(ctx, "SELECT set_config('idle_in_transaction_session_timeout', $1, true)", idle); err != nil {
		return err
	}
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		var locked bool
		err := t.QueryRowContext(ctx, "SELECT pg_try_advisory_xact_lock($1)", int64(migrationLock)).Scan(&locked)
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
