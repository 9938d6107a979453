package once

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"golang.org/x/time/rate"

	"meetingbot/bot/queue"
	"meetingbot/internal/boundedcache"
)

const (
	// retention is for how long a request is remembered. Its signature is good
	// for five minutes around its timestamp, by clocks that may differ.
	retention = 15 * time.Minute
	// maxRemembered bounds how many requests one process remembers, of some 300
	// bytes each. The store remembers them all.
	maxRemembered = 20_000
	// claimTimeout is how long a person waits for a store that does not answer.
	claimTimeout = 500 * time.Millisecond
	// sweepEvery is how often old requests are deleted.
	sweepEvery = 10 * time.Minute
	// prioritySweep lets everything else go first.
	prioritySweep = 4
)

// SweepRequests is the kind of the job that deletes old requests. Its text is
// stored.
const SweepRequests queue.Kind = "sweep_requests"

var errStoreSlow = errors.New("the store did not answer in time")

// Store remembers requests for all processes.
type Store interface {
	// AddRequest remembers that a request came, and reports whether it is the
	// first with its id. Of several at the same time one is.
	AddRequest(ctx context.Context, id string, at time.Time) (first bool, err error)
	// DeleteRequests forgets those that came before a time.
	DeleteRequests(ctx context.Context, before time.Time) error
}

// Options set up Requests.
type Options struct {
	// Store remembers for all processes. Required.
	Store Store
	// Logger gets that the store was out of reach. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Requests remembers which requests have acted, for some minutes: in memory, and
// in a store that outlives the process and is common to all of them. It is safe
// for concurrent use.
type Requests struct {
	store  Store
	log    *slog.Logger
	clock  func() time.Time
	memory *boundedcache.Cache[struct{}]
	outage rate.Sometimes // an outage is no flood of log lines
}

// New returns a Requests that remembers none.
func New(o Options) (*Requests, error) {
	if o.Store == nil {
		return nil, errors.New("once: Store is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Requests{
		store: o.Store, log: o.Logger, clock: o.Now,
		memory: boundedcache.New[struct{}](maxRemembered), outage: rate.Sometimes{Interval: time.Minute},
	}, nil
}

// Note remembers a request in memory and reports whether this process has not
// noted it before. It never waits.
func (r *Requests) Note(id string) bool { return r.memory.Add(id, struct{}{}, retention) }

// Claim remembers a request in the store and reports whether no process has
// claimed it before. While the store cannot be reached it reports true: memory
// alone decides then.
func (r *Requests) Claim(ctx context.Context, id string) bool {
	ctx, cancel := context.WithTimeoutCause(ctx, claimTimeout, errStoreSlow)
	defer cancel()
	first, err := r.store.AddRequest(ctx, digest(id), r.clock().UTC())
	if err != nil {
		r.outage.Do(func() {
			r.log.LogAttrs(ctx, slog.LevelWarn, "requests are remembered in memory only", slog.Any("error", err))
		})
		return true
	}
	return first
}

// Use is Claim for what must never happen twice: that the store cannot be reached is an
// error.
func (r *Requests) Use(ctx context.Context, id string) (first bool, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, claimTimeout, errStoreSlow)
	defer cancel()
	first, err = r.store.AddRequest(ctx, digest(id), r.clock().UTC())
	if err != nil {
		return false, fmt.Errorf("remember that something was used: %w", err)
	}
	return first, nil
}

// digest is what is stored of an id, which may be a signature.
func digest(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:16])
}

// Register has old requests deleted again and again.
func (r *Requests) Register(jobs *queue.Registry) {
	jobs.Register(SweepRequests, queue.WorkerFunc(r.sweep))
	jobs.Repeat(sweepEvery, queue.Job{Kind: SweepRequests, Priority: prioritySweep})
}

func (r *Requests) sweep(ctx context.Context, _ queue.Job) error {
	return r.store.DeleteRequests(ctx, r.clock().UTC().Add(-retention))
}
