package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// A job that is being done is leased: its process renews the lease while the job
// is in hand. A process that was killed, is frozen or has lost the database renews
// nothing, and after leaseTime any process makes its jobs ready again. Whoever
// could not renew a lease ends the job's context before that.
const (
	leaseTime    = 20 * time.Second
	renewEvery   = 3 * time.Second
	renewTimeout = 3 * time.Second
	// giveUpAfter leaves time for a round before the lease has ended: jobs are renewed,
	// and those of others freed.
	giveUpAfter = leaseTime - 2*renewTimeout - time.Second
)

// errLeaseLost is why the context of a job ended that others may do by now.
var errLeaseLost = errors.New("the job's lease was lost")

// leaseQueries are the statements about leases. A lease is the time at which the
// queue notes that a job was begun, and it is the database's clock that counts: the
// first parameter is the time on a clock that is not the real one, else null.
type leaseQueries struct {
	// renew renews the jobs with the ids of a JSON array and returns those whose
	// lease was not lost: they are running since the client named last began them. Rows
	// that others have locked are left out: waiting for one while the rest are locked
	// may be a deadlock.
	renew string
	// renewAlone is renew for one job. It waits for the row.
	renewAlone string
	// free makes running jobs ready whose lease has ended, so many seconds long, and
	// ends those that have been tried often enough. It leaves out locked rows too.
	free string
	// freeAll makes all running jobs ready, at the start: nobody has them. It is
	// empty where other processes may have them.
	freeAll string
}

func postgresLeases() leaseQueries {
	const mine = `id IN (SELECT value::bigint FROM json_array_elements_text($2::json)) AND state = 'running'
		AND attempted_by[array_upper(attempted_by, 1)] = $3::text`
	const renew = `UPDATE river_job SET attempted_at = coalesce($1::timestamptz, now()) WHERE `
	return leaseQueries{
		renew:      renew + `id IN (SELECT id FROM river_job WHERE ` + mine + ` FOR UPDATE SKIP LOCKED) RETURNING id`,
		renewAlone: renew + mine + ` RETURNING id`,
		free: `UPDATE river_job SET
				state = (CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END)::river_job_state,
				finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END
			WHERE id IN (SELECT id FROM river_job WHERE state = 'running'
				AND attempted_at <= coalesce($1::timestamptz, now()) - make_interval(secs => $2::double precision)
				FOR UPDATE SKIP LOCKED)`,
	}
}

func sqliteLeases() leaseQueries {
	const renew = `UPDATE river_job SET attempted_at = strftime('%Y-%m-%d %H:%M:%f', coalesce($1, 'now'))
		WHERE id IN (SELECT value FROM json_each($2)) AND state = 'running'
			AND json_extract(json(attempted_by), '$[#-1]') = $3
		RETURNING id`
	return leaseQueries{
		renew:      renew,
		renewAlone: renew,
		free: `UPDATE river_job SET
				state = CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END,
				finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE strftime('%Y-%m-%d %H:%M:%f', 'now') END
			WHERE state = 'running'
				AND attempted_at <= strftime('%Y-%m-%d %H:%M:%f', coalesce($1, 'now'), (-$2) || ' seconds')`,
		freeAll: `UPDATE river_job SET state = 'available' WHERE state = 'running' AND attempt < max_attempts`,
	}
}

// hands are the jobs that this process is doing.
type hands struct {
	mu  sync.Mutex
	all map[int64]*hand
}

// hand is one job that is being done.
type hand struct {
	renewed time.Time // at the latest when the database renewed its lease
	cancel  context.CancelCauseFunc
}

// take notes that a job is being done until release is called. The returned
// context ends when the job's lease is lost.
func (h *hands) take(ctx context.Context, id int64) (_ context.Context, release func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	mine := &hand{renewed: time.Now(), cancel: cancel}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = make(map[int64]*hand)
	}
	h.all[id] = mine
	return ctx, func() {
		cancel(nil)
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.all[id] == mine {
			delete(h.all, id)
		}
	}
}

// giveUp ends the contexts of jobs whose leases were not renewed in time.
func (h *hands) giveUp(now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, j := range h.all {
		if now.Sub(j.renewed) > giveUpAfter {
			j.cancel(errLeaseLost)
		}
	}
}

// toRenew lists the jobs whose lease is old enough to be renewed.
func (h *hands) toRenew(now time.Time) []int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	var ids []int64
	for id, j := range h.all {
		if now.Sub(j.renewed) >= renewEvery {
			ids = append(ids, id)
		}
	}
	return ids
}

// settle notes that jobs have been renewed, and returns which of those that were asked
// for are in hand and have not been.
func (h *hands) settle(asked []int64, renewed map[int64]bool, at time.Time) (rest []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range asked {
		j := h.all[id]
		switch {
		case j == nil: // it has ended
		case renewed[id]:
			j.renewed = at
		default:
			rest = append(rest, id)
		}
	}
	return rest
}

// lose ends the contexts of jobs that somebody else may do.
func (h *hands) lose(ids []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		if j := h.all[id]; j != nil {
			j.cancel(errLeaseLost)
		}
	}
}

// keepLeases renews the leases of the jobs in hand and frees those that have ended,
// until ctx ends. The client is who this process is to the queue.
func (b *base[T]) keepLeases(ctx context.Context, client string, logger *slog.Logger) {
	ticker := time.NewTicker(renewEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := b.keepOnce(ctx, client); err != nil && ctx.Err() == nil {
			logger.DebugContext(ctx, "leases of jobs not kept", slog.Any("error", err))
		}
	}
}

func (b *base[T]) keepOnce(ctx context.Context, client string) error {
	return errors.Join(b.keepMine(ctx, client), b.freeJobs(ctx, leaseTime))
}

// keepMine renews the leases of the jobs in hand: first of all at once whose rows nobody
// has locked, and then of each other one, most of which are just being ended.
func (b *base[T]) keepMine(ctx context.Context, client string) error {
	now := time.Now()
	b.hands.giveUp(now)
	ids := b.hands.toRenew(now)
	if len(ids) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	renewed, err := b.renewLeases(ctx, b.leases.renew, client, ids)
	if err != nil {
		return err
	}
	for _, id := range b.hands.settle(ids, renewed, now) {
		alone := []int64{id}
		renewed, err := b.renewLeases(ctx, b.leases.renewAlone, client, alone)
		if err != nil {
			return err
		}
		b.hands.lose(b.hands.settle(alone, renewed, now))
	}
	return nil
}

// renewLeases returns the jobs that were renewed by a statement.
func (b *base[T]) renewLeases(ctx context.Context, statement, client string, ids []int64) (map[int64]bool, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	found, err := b.db.QueryContext(ctx, statement, b.leaseClock(), string(list), client)
	if err != nil {
		return nil, fmt.Errorf("renew the leases of jobs: %w", err)
	}
	defer func() { _ = found.Close() }()
	renewed := make(map[int64]bool, len(ids))
	for found.Next() {
		var id int64
		if err := found.Scan(&id); err != nil {
			return nil, fmt.Errorf("renew the leases of jobs: %w", err)
		}
		renewed[id] = true
	}
	return renewed, found.Err()
}

// freeJobs makes jobs ready that have been running for so long without a renewal.
func (b *base[T]) freeJobs(ctx context.Context, after time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, renewTimeout)
	defer cancel()
	if _, err := b.db.ExecContext(ctx, b.leases.free, b.leaseClock(), after.Seconds()); err != nil {
		return fmt.Errorf("free jobs that nobody does: %w", err)
	}
	return nil
}

// freeAtStart makes jobs ready that a former process left behind.
func (b *base[T]) freeAtStart(ctx context.Context) error {
	if b.leases.freeAll == "" {
		return nil
	}
	if _, err := b.db.ExecContext(ctx, b.leases.freeAll); err != nil {
		return fmt.Errorf("free jobs of a former process: %w", err)
	}
	return nil
}

// leaseClock is the first parameter of the statements about leases.
func (b *base[T]) leaseClock() any {
	now := b.clock.NowOrNil()
	if now == nil {
		return nil
	}
	return now.UTC().Round(time.Microsecond).Format("2006-01-02 15:04:05.000000")
}
