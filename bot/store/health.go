package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

const (
	// probeTimeout is how long a probe may take.
	probeTimeout = 8 * time.Second
	// probeSlow is when a probe that has not ended counts as failed.
	probeSlow = 3 * time.Second
)

var errSlowProbe = errors.New("the database does not answer")

// health is what the last probe of the database found.
type health struct {
	mu    sync.Mutex
	known bool
	err   error
	since time.Time // of the probe that runs, zero if none does
}

func (h *health) begin(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.since = now
}

func (h *health) end(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.known, h.err, h.since = true, err, time.Time{}
}

// at returns what is known.
func (h *health) at(now time.Time) (known bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.since.IsZero() && now.Sub(h.since) > probeSlow {
		return true, errSlowProbe
	}
	return h.known, h.err
}

// Health returns why reminders cannot be stored and sent just now, nil if they
// can. While jobs are done, it is what was found within the last seconds, and the
// database is not asked.
func (d *DB) Health(ctx context.Context) error {
	if known, err := d.health.at(time.Now()); known {
		return err
	}
	_, err := d.look(ctx)
	return err
}

// look is Check and more: it also returns whether what is stored would last.
func (d *DB) look(ctx context.Context) (unfit, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, probeTimeout, errSlowProbe)
	defer cancel()
	if err := d.Check(ctx); err != nil {
		return err, err
	}
	if err := d.engine.tryWrite(ctx); err != nil {
		return nil, fmt.Errorf("try to write to %s: %w", d.address, err)
	}
	return nil, nil
}

// check is Check, and notes for Health what it and more have found out.
func (d *DB) check(ctx context.Context) error {
	d.health.begin(time.Now())
	unfit, err := d.look(ctx)
	d.health.end(err)
	return unfit
}

// tryWrite writes what is there already, and throws nothing away: so it is really
// written.
func (b *base[T]) tryWrite(ctx context.Context) error {
	return b.transact(ctx, func(open openTx[T]) error {
		if _, err := open.rows.ExecContext(ctx, "UPDATE compatibility SET oldest = oldest"); err != nil {
			return err
		}
		return errors.Join(b.holds(), b.hasRoom())
	})
}
