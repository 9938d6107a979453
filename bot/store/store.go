package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/internal/sealed"
)

// Options are what a DB needs. URL is required.
type Options struct {
	// URL says where: "sqlite:" and the path of a file, "sqlite::memory:", or
	// "postgres://…". It may hold a password, which is never repeated.
	URL string
	// Logger gets what happens. Defaults to slog.Default().
	Logger *slog.Logger
	// Workers is how many jobs are done at the same time. Defaults to 50.
	Workers int
	// FirstPause is how long a job that failed waits for its second attempt;
	// each further pause is twice as long, up to ten minutes. Defaults to 1 s.
	FirstPause time.Duration
	// Now is the clock that jobs go by. Defaults to the database's own.
	Now func() time.Time
	// Keys seal what is secret. Without them no secret can be stored or read.
	Keys *sealed.Keys
}

// DB is the database of the bot. Its methods may be called at the same time.
type DB struct {
	engine  engine
	address Address
	logger  *slog.Logger
	workers int
	pause   time.Duration
	keys    *sealed.Keys // nil for none

	registry atomic.Pointer[queue.Registry] // since Start
	health   health

	mu      sync.Mutex
	working *working // nil while no jobs are done
}

// engine is what differs between the databases.
type engine interface {
	// pool is the way to the database outside transactions of inTx.
	pool() *sql.DB
	// inTx runs do in one transaction.
	inTx(ctx context.Context, do func(*tx) error) error
	// reader is a tx without a transaction, which must change nothing.
	reader() *tx
	// shouldRetry reports whether the database asks to run a transaction again.
	shouldRetry(err error) bool
	// migrate brings the tables to what this program knows.
	migrate(ctx context.Context) error
	// knows tells the versions that migrate leads to.
	knows() versions
	// lacksTables reports whether there are no tables yet.
	lacksTables(ctx context.Context) (bool, error)
	// tryWrite finds out whether what is written would last.
	tryWrite(ctx context.Context) error
	// holdsPromises returns why what is written now would not last, nil if it would.
	// A transaction is open.
	holdsPromises() error
	// wake makes the jobs ready whose time has come.
	wake(ctx context.Context) error
	// newQueue makes the queue that does jobs.
	newQueue(s settings) (jobQueue, error)
	close() error
}

// Open makes a DB that has reached its database once. Nothing is written until
// Migrate is called.
func Open(ctx context.Context, opts Options) (*DB, error) {
	address, err := ParseURL(opts.URL)
	if err != nil {
		return nil, err
	}
	d := &DB{
		address: address,
		logger:  cmp.Or(opts.Logger, slog.Default()),
		workers: cmp.Or(opts.Workers, 50),
		pause:   cmp.Or(opts.FirstPause, time.Second),
		keys:    opts.Keys,
	}
	if address.postgres {
		d.engine, err = openPostgres(ctx, address, clock(opts.Now))
	} else {
		d.engine, err = openSQLite(ctx, address, clock(opts.Now), d.logger)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", address, err)
	}
	if err := d.engine.pool().PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("reach %s: %w", address, err), d.engine.close())
	}
	return d, nil
}

// Address tells where the database is, without user and password.
func (d *DB) Address() Address { return d.address }

// Close lets go of the database, after Stop.
func (d *DB) Close() error {
	if err := d.engine.close(); err != nil {
		return fmt.Errorf("close %s: %w", d.address, err)
	}
	return nil
}

// maxRuns bounds how often one transaction is run.
const maxRuns = 5

// inTx runs do in one transaction, again where the database asks for that.
func (d *DB) inTx(ctx context.Context, do func(*tx) error) error {
	for run := 1; ; run++ {
		var committed []func()
		err := d.engine.inTx(ctx, func(t *tx) error {
			t.known, t.keys = d.registry.Load(), d.keys
			if err := d.mayPromise(ctx); err != nil {
				return err
			}
			err := do(t)
			committed = t.committed
			return err
		})
		if err == nil {
			for _, do := range committed {
				do()
			}
			return nil
		}
		if run == maxRuns || ctx.Err() != nil || !d.engine.shouldRetry(err) {
			return err
		}
		d.logger.DebugContext(ctx, "transaction is run again", slog.Int("attempt", run+1), slog.Any("error", err))
	}
}

// mayPromise returns why nothing may be promised to a person now. A job goes on: it
// keeps a promise that was made before.
func (d *DB) mayPromise(ctx context.Context) error {
	if currentJob(ctx) != (jobID{}) {
		return nil
	}
	if err := d.engine.holdsPromises(); err != nil {
		return fmt.Errorf("store in %s: %w", d.address, err)
	}
	return nil
}
