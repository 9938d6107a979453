package store

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot/store/internal/rows"
)

// NextDue tells when the next notice is due of all that are pending; zero if
// none is.
func (d *DB) NextDue(ctx context.Context) (time.Time, error) {
	ms, err := rows.New(d.engine.pool()).NextDue(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for the next notice: %w", err)
	}
	return fromMillis(ms), nil
}

// Wake has the jobs done whose time has come. The queue looks for them by
// itself, but only every few seconds, which is late where a clock has been put
// forward.
func (d *DB) Wake(ctx context.Context) error {
	if err := d.engine.wake(ctx); err != nil {
		return fmt.Errorf("look for jobs that are due: %w", err)
	}
	return nil
}

// maxWoken is how many jobs are woken together; the queue finds the others.
const maxWoken = 10_000

func (b *base[T]) wake(ctx context.Context) error { return b.makeReady(ctx, 0) }
