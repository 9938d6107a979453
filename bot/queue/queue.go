// Package queue is durable work: jobs that are done once at their time or soon
// after, whatever dies in between. It knows the kinds that features register,
// and what a worker says of a job.
//
// It knows neither Slack nor meetings, nor where jobs are stored.
package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// Kind is what a job does. Its text is stored: it does not change.
type Kind string

// Job is work that a process will do once at At or soon after; after a crash
// it may be done once more.
type Job struct {
	Kind     Kind
	Key      string          // there is one waiting job of a kind and key
	Payload  json.RawMessage // no secret, no person's data but ids
	At       time.Time
	Priority int // 1, the most urgent, to 4; 0 is taken for 1
	Attempt  int // when it is done: from 1, waits with RetryAfter not counted
}

// Queue takes jobs, within a transaction.
type Queue interface {
	// Enqueue queues jobs. A job whose kind and key are those of one that has not
	// ended is not queued again, whatever its time. Where that one is being done
	// just now, it may be done once more when it ends, unless it queues itself.
	Enqueue(ctx context.Context, jobs ...Job) error
	// Hasten queues a job as Enqueue does, and brings one forward that waits for
	// a later time.
	Hasten(ctx context.Context, j Job) error
}

// Ender ends jobs, within a transaction.
type Ender interface {
	// EndJob ends the job that is being done under the context, as its worker does
	// that returns nil: the worker returns nil after it, if the transaction was
	// committed. What is stored last of a job and its end are one transaction then.
	// Where no job is being done it does nothing.
	EndJob(ctx context.Context) error
}

// Worker does jobs. Its error says what becomes of the job: nil or ErrDone when
// it is done, *RetryAfter to do it again at a time, *Discard to give it up; any
// other to try again after a growing pause.
type Worker interface {
	Work(ctx context.Context, j Job) error
}

// WorkerFunc is a function that does jobs.
type WorkerFunc func(ctx context.Context, j Job) error

// Work does a job.
func (f WorkerFunc) Work(ctx context.Context, j Job) error { return f(ctx, j) }

// Registry is who does which kind of job. It is filled before any job is done.
type Registry struct {
	workers  map[Kind]Worker
	periodic []Periodic
	running  atomic.Int64
}

// Periodic is a job that is queued again and again.
type Periodic struct {
	Job   Job
	Every time.Duration
}

// Register makes w do the jobs of a kind. A kind that is registered twice is a
// mistake in the program: it panics.
func (r *Registry) Register(kind Kind, w Worker) {
	if _, double := r.workers[kind]; double {
		panic("queue: two workers for the kind " + string(kind))
	}
	if r.workers == nil {
		r.workers = make(map[Kind]Worker)
	}
	r.workers[kind] = w
}

// Repeat has a job queued at the start and every so often.
func (r *Registry) Repeat(every time.Duration, j Job) {
	r.periodic = append(r.periodic, Periodic{Job: j, Every: every})
}

// Has reports whether a kind is registered.
func (r *Registry) Has(kind Kind) bool {
	_, ok := r.workers[kind]
	return ok
}

// Kinds lists the registered kinds, sorted.
func (r *Registry) Kinds() []Kind { return slices.Sorted(maps.Keys(r.workers)) }

// Periodic lists the jobs that are queued again and again.
func (r *Registry) Periodic() []Periodic { return r.periodic }

// Running is how many jobs are being done.
func (r *Registry) Running() int { return int(r.running.Load()) }

// Work does one job. A job of an unknown kind is discarded. It never returns
// ErrDone.
func (r *Registry) Work(ctx context.Context, j Job) error {
	w, ok := r.workers[j.Kind]
	if !ok {
		return &Discard{fmt.Errorf("no such kind of job: %q", j.Kind)}
	}
	r.running.Add(1)
	defer r.running.Add(-1)
	if err := w.Work(ctx, j); !errors.Is(err, ErrDone) {
		return err
	}
	return nil
}
