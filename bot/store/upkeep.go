package store

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/queue"
)

const (
	// readyEvery is how often jobs are made ready whose time comes, and readyAhead
	// how long before that: until their time they are ready and not begun.
	readyEvery = 2 * time.Second
	readyAhead = 3 * readyEvery
	// forgetEvery is how often jobs are deleted that were given up, and forgetAfter
	// how long after that.
	forgetEvery = 10 * time.Minute
	forgetAfter = 24 * time.Hour
	// upkeepTimeout bounds one round.
	upkeepTimeout = 5 * time.Second
)

// upkeepQueries are the statements that keep the queue's table in order. The queue
// has its own, for one leader among all processes; on SQLite they read every job that
// waits, every few seconds. The first parameter of each is the time on a clock that is
// not the real one, else null, the second a number of seconds.
type upkeepQueries struct {
	// ready makes jobs ready that are due so much later, or were.
	ready string
	// forget deletes jobs that ended so much earlier.
	forget []string
}

// waiting is a subquery for the ids of jobs that are due at a time, an expression. For
// each state and priority it reads the index from the job that is due first. The clause
// says what becomes of rows that others have locked.
func waiting(due, clause string) string {
	var parts []string
	for _, state := range []string{"scheduled", "retryable"} {
		for priority := range 4 {
			parts = append(parts, fmt.Sprintf(`SELECT id FROM (SELECT id FROM river_job
				WHERE state = '%s' AND queue = 'default' AND priority = %d AND scheduled_at <= %s
				ORDER BY scheduled_at LIMIT %d %s) AS due`, state, priority+1, due, maxWoken, clause))
		}
	}
	return strings.Join(parts, " UNION ALL ")
}

// ended is a subquery for the ids of jobs that ended before a time, an expression.
func ended(before string) string {
	return `SELECT id FROM river_job WHERE state IN ('completed', 'cancelled', 'discarded') AND finalized_at < ` + before + ` LIMIT 10000`
}

func postgresUpkeep() upkeepQueries {
	const ahead = `coalesce($1::timestamptz, now()) + make_interval(secs => $2::double precision)`
	const before = `coalesce($1::timestamptz, now()) - make_interval(secs => $2::double precision)`
	return upkeepQueries{
		ready:  `UPDATE river_job SET state = 'available' WHERE state IN ('scheduled', 'retryable') AND id IN (` + waiting(ahead, "FOR UPDATE SKIP LOCKED") + `)`,
		forget: []string{`DELETE FROM river_job WHERE id IN (` + ended(before) + `)`},
	}
}

func sqliteUpkeep() upkeepQueries {
	const ahead = `strftime('%Y-%m-%d %H:%M:%f', coalesce($1, 'now'), $2 || ' seconds')`
	const before = `strftime('%Y-%m-%d %H:%M:%f', coalesce($1, 'now'), (-$2) || ' seconds')`
	return upkeepQueries{
		ready: `UPDATE river_job SET state = 'available' WHERE id IN (` + waiting(ahead, "") + `)`,
		forget: []string{
			`DELETE FROM river_job WHERE id IN (` + ended(before) + `)`,
			`DELETE FROM river_notification WHERE created_at < ` + before, // nobody listens
		},
	}
}

// keepUp keeps the queue's table in order until ctx ends. It begins with what is due; all
// else waits for the next round, since a process that starts has people to answer.
func (b *base[T]) keepUp(ctx context.Context, jobs *queue.Registry, logger *slog.Logger) {
	next := time.Now().Add(readyEvery)
	ticker := time.NewTicker(readyEvery)
	defer ticker.Stop()
	forget, due := next, slices.Repeat([]time.Time{next}, len(jobs.Periodic()))
	for {
		now := time.Now()
		err := b.makeReady(ctx, readyAhead)
		if err == nil && !now.Before(forget) {
			if err = b.forgetEnded(ctx); err == nil {
				forget = now.Add(forgetEvery)
			}
		}
		for i, p := range jobs.Periodic() {
			if err == nil && !now.Before(due[i]) {
				if err = b.enqueue(ctx, p.Job); err == nil {
					due[i] = now.Add(p.Every)
				}
			}
		}
		if err != nil && ctx.Err() == nil {
			logger.DebugContext(ctx, "upkeep of the queue failed", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// makeReady makes jobs ready that are due within a while.
func (b *base[T]) makeReady(ctx context.Context, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, upkeepTimeout)
	defer cancel()
	if _, err := b.db.ExecContext(ctx, b.upkeep.ready, b.leaseClock(), within.Seconds()); err != nil {
		return fmt.Errorf("make jobs ready: %w", err)
	}
	return nil
}

// forgetEnded deletes jobs that ended long ago. Most are deleted when they end.
func (b *base[T]) forgetEnded(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, upkeepTimeout)
	defer cancel()
	for _, query := range b.upkeep.forget {
		if _, err := b.db.ExecContext(ctx, query, b.leaseClock(), forgetAfter.Seconds()); err != nil {
			return fmt.Errorf("delete jobs that ended: %w", err)
		}
	}
	return nil
}

// enqueue queues one job.
func (b *base[T]) enqueue(ctx context.Context, j queue.Job) error {
	ctx, cancel := context.WithTimeout(ctx, upkeepTimeout)
	defer cancel()
	return b.inTx(ctx, func(t *tx) error { return t.Enqueue(ctx, j) })
}
