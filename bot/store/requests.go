package store

import (
	"context"
	"time"

	"meetingbot/bot/once"
	"meetingbot/bot/store/internal/rows"
)

// requests are those that have acted.
type requests struct{ db *DB }

var _ once.Store = requests{}

// Requests are the requests that have acted.
func (d *DB) Requests() once.Store { return requests{d} }

// AddRequest remembers a request, in a transaction of its own.
func (r requests) AddRequest(ctx context.Context, id string, at time.Time) (first bool, err error) {
	err = r.db.inTx(ctx, func(t *tx) error {
		added, err := t.rows.AddRequest(ctx, rows.AddRequestParams{ID: id, ActedAt: millis(at)})
		first = added == 1
		return failed("add a request", err)
	})
	return first, err
}

// DeleteRequests forgets old requests.
func (r requests) DeleteRequests(ctx context.Context, before time.Time) error {
	return r.db.inTx(ctx, func(t *tx) error {
		return failed("delete old requests", t.rows.DeleteRequests(ctx, millis(before)))
	})
}
