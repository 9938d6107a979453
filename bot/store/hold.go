package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"meetingbot/bot/queue"
)

// To bring a job forward that waits until then anyway is to make sure that it is not
// begun before the transaction has ended. Many transactions may do so at once where the
// row of the job is known and shared: a thousand notices that are posted together have
// the same job look at their meetings. To queue it once more, which finds out that it is
// there, locks its row for one of them after the other.

// postgresHold finds a job that is ready, or waits and is due by a time, and keeps it from
// being begun until the transaction has ended.
const postgresHold = `SELECT id FROM river_job
	WHERE id = $1 AND kind = $2 AND args->>'key' = $3
		AND (state = 'available' OR state IN ('scheduled', 'retryable') AND scheduled_at <= $4::timestamptz)
	FOR SHARE`

// sqliteHold is postgresHold where a transaction is alone.
const sqliteHold = `SELECT id FROM river_job
	WHERE id = $1 AND kind = $2 AND args->>'key' = $3
		AND (state = 'available' OR state IN ('scheduled', 'retryable') AND scheduled_at <= strftime('%Y-%m-%d %H:%M:%f', $4))`

// hold reports whether a job that this process has brought forward before waits until
// its time at most. If so, it is not begun before the transaction has ended.
func (t *tx) hold(ctx context.Context, j queue.Job) (bool, error) {
	row, ok := t.seen.get(idOf(j))
	if !ok {
		return false, nil
	}
	at := j.At.UTC().Format("2006-01-02 15:04:05.000000Z07:00")
	err := t.sql.QueryRowContext(ctx, t.holding, row, string(j.Kind), j.Key, at).Scan(&row)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for a job that waits: %w", err)
	}
	return true, nil
}

// maxSeenRows bounds how many rows of jobs a process remembers.
const maxSeenRows = 10_000

// seenRows are the rows of jobs in the queue's table, as this process has seen them last:
// a job may have another one by now, or none.
type seenRows struct {
	mu sync.Mutex
	of map[jobID]int64
}

func (s *seenRows) get(id jobID) (row int64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	row, ok = s.of[id]
	return row, ok
}

func (s *seenRows) put(id jobID, row int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil || len(s.of) >= maxSeenRows {
		s.of = make(map[jobID]int64)
	}
	s.of[id] = row
}
