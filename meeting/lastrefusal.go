package meeting

import (
	"context"
	"errors"
	"sync/atomic"
)

// lastRefusal is the last refusal of a question that somebody asked.
type lastRefusal struct{ atomic.Pointer[Refusal] }

// LastRefusal returns the last refusal of a question by the API, nil before the
// first. That there is no such meeting is none, and neither is that the account
// may not ask who is in a meeting: that is normal.
func (a *Account) LastRefusal() *Refusal { return a.refusal.Load() }

// noted returns err, having noted it if it is a refusal. That whoever asked has
// gone away is none.
func (a *Account) noted(ctx context.Context, err error) error {
	e, ok := errors.AsType[*Error](err)
	if ok && e.Kind != NotFound && !errors.Is(ctx.Err(), context.Canceled) {
		a.refusal.Store(&Refusal{Kind: e.Kind, Code: e.Code, At: a.o.Now()})
	}
	return err
}
