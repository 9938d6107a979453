package remindertest

import (
	"context"
	"maps"
	"time"

	"meetingbot/bot/once"
)

// requests are those that have acted.
type requests struct{ s *Store }

var _ once.Store = requests{}

// Requests are the requests that have acted.
func (s *Store) Requests() once.Store { return requests{s} }

// AddRequest remembers a request, in a transaction of its own.
func (r requests) AddRequest(ctx context.Context, id string, at time.Time) (first bool, err error) {
	err = r.s.inTx(ctx, func(t *tx) error {
		if _, known := t.requests.rows[id]; known {
			first = false
			return t.ready(ctx)
		}
		first = true
		t.requests.put(id, stored(at))
		return t.ready(ctx)
	})
	return first, err
}

// DeleteRequests forgets old requests.
func (r requests) DeleteRequests(ctx context.Context, before time.Time) error {
	return r.s.inTx(ctx, func(t *tx) error {
		maps.DeleteFunc(t.requests.mine(), func(_ string, at time.Time) bool { return at.Before(before) })
		return t.ready(ctx)
	})
}
