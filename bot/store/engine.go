package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"

	"meetingbot/bot/store/internal/rows"
)

// base is all of an engine but how its transactions begin. T is the kind of
// transaction that the queue's driver for this database understands.
type base[T any] struct {
	db          *sql.DB
	clock       clock
	driver      riverdriver.Driver[T]
	inserter    *river.Client[T] // queues jobs and does none
	migrator    *rivermigrate.Migrator[T]
	goose       *goose.Provider
	begin       func(context.Context) (openTx[T], error)
	exclusively func(ctx context.Context, do func() error) error // runs do while no other process migrates
	fill        func(context.Context, *sql.DB) error             // makes all tables at once where there are none, nil where migrations do that
	isRetryable func(error) bool
	holds       func() error // why what is written now would not last, nil if it would
	hasRoom     func() error // why little more can be written, nil if much can
	leases      leaseQueries
	upkeep      upkeepQueries
	rowID       string // the column that every table has
	holding     string // finds a job that waits, see hold.go
	hands       hands
	seen        seenRows
	closes      func() error
}

// migrating is how migrations reach the database.
type migrating[T any] struct {
	db      *sql.DB
	dialect goose.Dialect
	driver  riverdriver.Driver[T]
}

// openTx is an open transaction, as the queries and as the queue see it.
type openTx[T any] struct {
	rows     rows.DBTX
	queue    T
	commit   func(context.Context) error
	rollback func() // does nothing after commit; frees the connection
}

// assemble fills in what is made the same way for both databases.
func assemble[T any](b *base[T], m migrating[T]) (*base[T], error) {
	quiet := slog.New(slog.DiscardHandler)
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	if b.inserter, err = river.NewClient(b.driver, &river.Config{Logger: quiet, Test: b.clock.forQueue()}); err != nil {
		return nil, fmt.Errorf("prepare the queue: %w", err)
	}
	if b.migrator, err = rivermigrate.New(m.driver, &rivermigrate.Config{Logger: quiet}); err != nil {
		return nil, fmt.Errorf("prepare the queue's migrations: %w", err)
	}
	if b.goose, err = goose.NewProvider(m.dialect, m.db, files); err != nil {
		return nil, fmt.Errorf("prepare the migrations: %w", err)
	}
	return b, nil
}

func (b *base[T]) pool() *sql.DB { return b.db }

func (b *base[T]) shouldRetry(err error) bool { return b.isRetryable(err) }

func (b *base[T]) holdsPromises() error { return b.holds() }

func (b *base[T]) close() error { return b.closes() }

func (b *base[T]) inTx(ctx context.Context, do func(*tx) error) error {
	return b.transact(ctx, func(open openTx[T]) error { return do(b.tx(open)) })
}

func (b *base[T]) reader() *tx {
	return &tx{rows: rows.New(b.db), sql: b.db, rowID: b.rowID, now: b.clock.Now}
}

func (b *base[T]) tx(open openTx[T]) *tx {
	return &tx{
		rows:    rows.New(open.rows),
		sql:     open.rows,
		rowID:   b.rowID,
		now:     b.clock.Now,
		holding: b.holding,
		seen:    &b.seen,
		insert: func(ctx context.Context, jobs []river.InsertManyParams) ([]inserted, error) {
			return b.insert(ctx, open.queue, jobs)
		},
		remove: func(ctx context.Context, id int64) error {
			_, err := b.inserter.JobDeleteTx(ctx, open.queue, id)
			return err
		},
		finish: func(ctx context.Context, id int64) error {
			_, err := open.rows.ExecContext(ctx, "DELETE FROM river_job WHERE id = $1 AND state = 'running'", id)
			return err
		},
	}
}

func (b *base[T]) transact(ctx context.Context, do func(openTx[T]) error) error {
	open, err := b.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	defer open.rollback()
	if err := do(open); err != nil {
		return unsent(ctx, err)
	}
	if err := open.commit(ctx); err != nil {
		return fmt.Errorf("commit a transaction: %w", err)
	}
	return nil
}

// unsent says of a statement that was not sent, since ctx had ended, that it was so: its
// error is otherwise that of a connection that is broken. The cause is text alone, since
// callers take a deadline in an error for that of a call to an API.
func unsent(ctx context.Context, err error) error {
	if ctx.Err() == nil || !errors.Is(err, driver.ErrBadConn) {
		return err
	}
	return fmt.Errorf("%w: not sent: %s", err, context.Cause(ctx).Error())
}

func (b *base[T]) insert(ctx context.Context, queue T, jobs []river.InsertManyParams) ([]inserted, error) {
	results, err := b.inserter.InsertManyTx(ctx, queue, jobs)
	if err != nil {
		return nil, err
	}
	if len(results) != len(jobs) {
		return nil, errors.New("the queue did not answer for every job")
	}
	all := make([]inserted, 0, len(results))
	for _, r := range results {
		all = append(all, inserted{row: r.Job, skipped: r.UniqueSkippedAsDuplicate})
	}
	return all, nil
}
