package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Why a program may not work on the tables that it finds.
var (
	// ErrOutdated says that the tables lack migrations that this program needs.
	ErrOutdated = errors.New("the database lacks migrations: run meetingbot migrate")
	// ErrNewer says that a newer program has changed the tables in a way that
	// this one cannot work with.
	ErrNewer = errors.New("the database belongs to a newer version of meetingbot: run that one")
)

// versions are the numbers of the latest migrations.
type versions struct{ ours, queue int64 }

// schema is what the database says of its tables.
type schema struct {
	versions
	oldest int64 // the first version of ours that may work on them
}

// Migrate brings the database to what this program knows; of processes that
// call it together one does so, and the others wait. A database that belongs
// to a newer program is left alone.
func (d *DB) Migrate(ctx context.Context) error {
	if err := d.engine.migrate(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", d.address, err)
	}
	return nil
}

// Check reports why this program cannot work on the database just now: it is
// out of reach, or ErrOutdated or ErrNewer.
func (d *DB) Check(ctx context.Context) error {
	if err := d.engine.pool().PingContext(ctx); err != nil {
		return fmt.Errorf("reach %s: %w", d.address, err)
	}
	if err := d.fits(ctx); err != nil {
		return fmt.Errorf("check %s: %w", d.address, err)
	}
	return nil
}

// readSchema asks for everything at once; where a table is not there yet, so
// is none of the numbers.
const readSchema = `SELECT
	(SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied),
	(SELECT coalesce(max(version), 0) FROM river_migration WHERE line = 'main'),
	(SELECT oldest FROM compatibility)`

func (d *DB) fits(ctx context.Context) error {
	var s schema
	row := d.engine.pool().QueryRowContext(ctx, readSchema)
	if err := row.Scan(&s.ours, &s.queue, &s.oldest); err != nil {
		if lacks, lookErr := d.engine.lacksTables(ctx); lookErr == nil && lacks {
			return ErrOutdated
		}
		return fmt.Errorf("read the version of the tables: %w", err)
	}
	return s.fits(d.engine.knows())
}

// fits tells whether a program that knows migrations up to the given ones may
// work. Later migrations do no harm as long as they only add.
func (s schema) fits(known versions) error {
	switch {
	case s.oldest > known.ours:
		return ErrNewer
	case s.ours < known.ours || s.queue < known.queue:
		return ErrOutdated
	default:
		return nil
	}
}

// lacksTables reports whether a table that readSchema reads is not there.
func (b *base[T]) lacksTables(ctx context.Context) (bool, error) {
	for _, table := range []string{"goose_db_version", "river_migration", "compatibility"} {
		there, err := b.driver.GetExecutor().TableExists(ctx, &riverdriver.TableExistsParams{Table: table})
		if err != nil || !there {
			return !there, err
		}
	}
	return false, nil
}

func (b *base[T]) knows() versions {
	var v versions
	for _, source := range b.goose.ListSources() {
		v.ours = max(v.ours, source.Version)
	}
	queue := b.migrator.AllVersions()
	v.queue = int64(slices.MaxFunc(queue, func(a, b rivermigrate.Migration) int { return a.Version - b.Version }).Version)
	return v
}

func (b *base[T]) migrate(ctx context.Context) error {
	return b.exclusively(ctx, func() error {
		if b.fill != nil {
			if err := b.fill(ctx, b.db); err != nil {
				return err
			}
		}
		if _, err := b.goose.Up(ctx); err != nil {
			return err
		}
		if _, err := b.migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
			return fmt.Errorf("the queue's tables: %w", err)
		}
		return nil
	})
}
