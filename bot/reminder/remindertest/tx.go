package remindertest

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// errOver is returned by a transaction that is used after its end.
var errOver = errors.New("remindertest: the transaction is over")

// tx is one transaction on a copy of all rows.
type tx struct {
	state
	over      bool
	committed []func()

	statements *atomic.Int64
}

// OnCommit has do called once the transaction has been committed.
func (t *tx) OnCommit(do func()) { t.committed = append(t.committed, do) }

// ready reports whether the transaction may be used.
func (t *tx) ready(ctx context.Context) error {
	t.statements.Add(1)
	if t.over {
		return errOver
	}
	return ctx.Err()
}

// row returns a row, or ErrNotFound.
func row[K comparable, V any](ctx context.Context, t *tx, of table[K, V], key K) (v V, err error) {
	if err := t.ready(ctx); err != nil {
		return v, err
	}
	v, ok := of.rows[key]
	if !ok {
		return v, watch.ErrNotFound
	}
	return v, nil
}

// stored is a time as a database keeps it.
func stored(at time.Time) time.Time {
	if at.IsZero() {
		return time.Time{}
	}
	return at.UTC().Truncate(time.Millisecond)
}

// storedAs is an occurrence as a database keeps it.
func storedAs(o watch.Occurrence) watch.Occurrence {
	o.Start, o.End = stored(o.Start), stored(o.End)
	return o
}

// Enqueue queues jobs, each kind and key once.
func (t *tx) Enqueue(ctx context.Context, jobs ...queue.Job) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	for _, j := range jobs {
		key := jobKey{j.Kind, j.Key}
		if _, ok := t.jobs.rows[key]; ok {
			continue
		}
		j.At, j.Priority, j.Payload = stored(j.At), cmp.Or(j.Priority, 1), slices.Clone(j.Payload)
		t.queued++
		t.jobs.put(key, queued{j, t.queued})
	}
	return nil
}

// Hasten queues a job or brings it forward.
func (t *tx) Hasten(ctx context.Context, j queue.Job) error {
	if q, ok := t.jobs.rows[jobKey{j.Kind, j.Key}]; ok && q.At.After(j.At) {
		t.jobs.drop(jobKey{j.Kind, j.Key})
	}
	return t.Enqueue(ctx, j)
}
