package store

import (
	"context"
	crand "crypto/rand"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"meetingbot/bot/queue"
)

const (
	jobTimeout   = 30 * time.Second // how long one job may take
	pollEvery    = 200 * time.Millisecond
	pollCooldown = 50 * time.Millisecond
	maxPause     = 10 * time.Minute // between two attempts
)

// jobQueue has jobs done between Start and Stop. It is started once.
type jobQueue interface {
	Start(ctx context.Context) error
	// Stop takes no more jobs and waits for those in hand.
	Stop(ctx context.Context) error
}

// settings are how jobs are done.
type settings struct {
	jobs    *queue.Registry
	workers int
	pause   time.Duration
	logger  *slog.Logger
}

func (b *base[T]) newQueue(s settings) (jobQueue, error) {
	workers := river.NewWorkers()
	for _, kind := range s.jobs.Kinds() {
		river.AddWorkerArgs(workers, jobArgs{kind: kind}, &worker[T]{settings: s, base: b})
	}
	id := "meetingbot_" + crand.Text()
	client, err := river.NewClient(notingDriver[T]{b.driver}, &river.Config{
		ID:                     id,
		PollOnly:               true,
		LeaderElectionDisabled: true, // see upkeep.go
		FetchCooldown:          pollCooldown,
		FetchPollInterval:      b.clock.pollEvery(),
		FetchOnlyKnownKinds:    true, // a newer program's wait for it
		JobTimeout:             jobTimeout,
		Logger:                 slog.New(atLeast{b.clock.minLevel(), queueLog{s.logger.Handler()}}),
		Queues:                 map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: s.workers}},
		RetryPolicy:            backoff{first: s.pause, now: b.clock.Now},
		Test:                   b.clock.forQueue(),
		Workers:                workers,
	})
	if err != nil {
		return nil, fmt.Errorf("prepare to do jobs: %w", err)
	}
	return &leasedQueue[T]{Client: client, base: b, id: id, settings: s}, nil
}

// leasedQueue keeps the leases of jobs while they are done, and the queue's table in
// order.
type leasedQueue[T any] struct {
	*river.Client[T]
	settings

	base        *base[T]
	id          string
	stopKeeping func()
}

// Start frees what a former process has left behind, and begins to do jobs.
func (q *leasedQueue[T]) Start(ctx context.Context) error {
	if err := q.base.freeAtStart(ctx); err != nil {
		return err
	}
	if err := q.Client.Start(ctx); err != nil {
		return err
	}
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	var kept sync.WaitGroup
	kept.Go(func() { q.base.keepLeases(keeping, q.id, q.logger) })
	kept.Go(func() { q.base.keepUp(keeping, q.jobs, q.logger) })
	q.stopKeeping = func() {
		stop()
		kept.Wait()
	}
	return nil
}

// Stop is that of jobQueue: leases are kept until the last job has ended.
func (q *leasedQueue[T]) Stop(ctx context.Context) error {
	err := q.Client.Stop(ctx)
	q.stopKeeping()
	return err
}

// backoff is how long a job waits that failed: twice as long each time.
type backoff struct {
	first time.Duration
	now   func() time.Time
}

// NextRetry tells when a job is tried again, up to a tenth later than others
// that failed with it.
func (g backoff) NextRetry(job *rivertype.JobRow) time.Time {
	pause := maxPause
	if grown := float64(g.first) * math.Pow(2, float64(job.Attempt-1)); grown < float64(maxPause) {
		pause = time.Duration(grown)
	}
	pause += time.Duration(rand.Int64N(int64(pause)/10 + 1)) //nolint:gosec // spreads load, keeps no secret
	return g.now().Add(pause)
}

// atLeast drops records below a level: the queue logs much that is of no use to
// an operator.
type atLeast struct {
	level slog.Level
	slog.Handler
}

// Enabled is that of slog.Handler.
func (h atLeast) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.level && h.Handler.Enabled(ctx, level)
}

// WithAttrs is that of slog.Handler.
func (h atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{h.level, h.Handler.WithAttrs(attrs)}
}

// WithGroup is that of slog.Handler.
func (h atLeast) WithGroup(name string) slog.Handler {
	return atLeast{h.level, h.Handler.WithGroup(name)}
}
