package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/queue"
)

// checkEvery is how often it is checked that this program may still work on the
// tables.
const checkEvery = 5 * time.Second

// working is what Start began and Stop ends.
type working struct {
	stop       context.CancelFunc // takes no more jobs
	cancelJobs context.CancelFunc // ends the contexts of those in hand
	done       chan struct{}      // closed when all have ended
}

// Start has the registered jobs done until Stop; they get the values of ctx, and
// do not end with it. No job is done while the tables are not those that this
// program knows: before they are migrated, and once a newer program has changed
// them in a way that this one cannot work with.
func (d *DB) Start(ctx context.Context, jobs *queue.Registry) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.working != nil {
		return errors.New("jobs are being done already")
	}
	d.registry.Store(jobs)
	soft, stop := context.WithCancel(context.WithoutCancel(ctx))
	hard, cancelJobs := context.WithCancel(context.WithoutCancel(ctx))
	d.working = &working{stop: stop, cancelJobs: cancelJobs, done: make(chan struct{})}
	go d.supervise(soft, hard, d.working.done, settings{jobs: jobs, workers: d.workers, pause: d.pause, logger: d.logger})
	return nil
}

// Stop takes no more jobs and waits for those in hand. When ctx ends first,
// their contexts end too, and Stop does not wait any longer: they will be done
// again. Without Start it does nothing.
func (d *DB) Stop(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.working == nil {
		return nil
	}
	w := d.working
	d.working = nil
	defer w.cancelJobs()
	w.stop()
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("jobs were cut short: %w", context.Cause(ctx))
	}
}

// supervise starts and stops the queue as the tables allow, until soft ends.
func (d *DB) supervise(soft, hard context.Context, done chan<- struct{}, s settings) {
	defer close(done)
	ticker := time.NewTicker(checkEvery)
	defer ticker.Stop()
	var q jobQueue
	var lastError string // each is logged once
	for soft.Err() == nil {
		var err error
		if q, err = d.adjust(soft, hard, q, s); err != nil && err.Error() != lastError && soft.Err() == nil {
			lastError = err.Error()
			d.logger.ErrorContext(soft, "jobs are not running", slog.Any("error", err))
		} else if err == nil {
			lastError = ""
		}
		select {
		case <-soft.Done():
		case <-ticker.C:
		}
	}
	stopQueue(hard, q)
}

// adjust returns the queue that is running from now on, or nil and why there
// is none. A running one goes on while the database is out of reach.
func (d *DB) adjust(soft, hard context.Context, q jobQueue, s settings) (jobQueue, error) {
	unfit := d.check(soft)
	if q == nil && unfit == nil {
		return d.startQueue(hard, s)
	}
	if q != nil && (errors.Is(unfit, ErrNewer) || errors.Is(unfit, ErrOutdated)) {
		stopQueue(hard, q)
		return nil, unfit
	}
	if q != nil {
		return q, nil
	}
	return nil, unfit
}

func (d *DB) startQueue(ctx context.Context, s settings) (jobQueue, error) {
	q, err := d.engine.newQueue(s)
	if err != nil {
		return nil, err
	}
	if err := q.Start(ctx); err != nil {
		return nil, fmt.Errorf("begin to do jobs: %w", err)
	}
	return q, nil
}

// stopQueue stops a queue, if there is one, and waits until its jobs have ended.
// Their contexts end with the one that it was started with.
func stopQueue(ctx context.Context, q jobQueue) {
	if q != nil {
		_ = q.Stop(context.WithoutCancel(ctx)) // fails only when its context ends
	}
}
