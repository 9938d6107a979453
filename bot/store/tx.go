package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"meetingbot/bot/queue"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/internal/sealed"
)

// tx is one open transaction.
type tx struct {
	rows   *rows.Queries
	now    func() time.Time
	insert func(context.Context, []river.InsertManyParams) ([]inserted, error)
	remove func(ctx context.Context, id int64) error // a job that is not being done
	finish func(ctx context.Context, id int64) error // a job that is being done

	holding string    // finds a job that waits, see hold.go
	seen    *seenRows // by all transactions

	sql   rows.DBTX    // for what no query of rows can say
	rowID string       // the column that every table has
	keys  *sealed.Keys // nil for none

	committed []func()        // called once it has been committed
	known     *queue.Registry // the kinds that may be queued, nil where that cannot be told
}

// OnCommit has do called once the transaction has been committed.
func (t *tx) OnCommit(do func()) { t.committed = append(t.committed, do) }

// failed says what was tried, and that a row was not there in the words of
// package watch, which are those of the others too.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = watch.ErrNotFound
	}
	return fmt.Errorf("%s: %w", what, err)
}
