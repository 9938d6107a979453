package meeting

import (
	"context"
	"errors"
	"sync/atomic"
)

// lastRefusal is the last refusal by the API of a question.
type lastRefusal struct{ atomic.Pointer[Refusal] }

// LastRefusal returns the last refusal of a question by the API, nil before the
// first. An answer that there is no such meeting is no refusal, and refusals of
// Attendees and RefreshDue do not count: an account that may not ask who is in a
// meeting is normal, and no person waits for a message that is due.
func (a *Account) LastRefusal() *Refusal { return a.refusal.Load() }

// noted returns err, and notes it if it is a refusal. It is none if the caller
// has stopped waiting.
func (a *Account) noted(ctx context.Context, err error) error {
	e, ok := errors.AsType[*Error](err)
	if ok && e.Kind != NotFound && !errors.Is(ctx.Err(), context.Canceled) {
		a.refusal.Store(&Refusal{Kind: e.Kind, Code: e.Code, At: a.o.Now()})
	}
	return err
}
