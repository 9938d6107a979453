package queue

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrDone ends a job early: nothing is left to do for it.
var ErrDone = errors.New("done")

// RetryAfter has a job done again after a while. It is no failure.
type RetryAfter struct{ After time.Duration }

// Error says when.
func (r *RetryAfter) Error() string { return fmt.Sprintf("again after %s", r.After) }

// Discard gives a job up.
type Discard struct{ Err error }

// Error says why.
func (d *Discard) Error() string { return "discarded: " + d.Err.Error() }

// Unwrap returns the cause.
func (d *Discard) Unwrap() error { return d.Err }

// Wait is the outcome of a job that has to wait: *RetryAfter for a positive
// wait, nil for any other. An error goes first.
func Wait(wait time.Duration, err error) error {
	if err != nil || wait <= 0 {
		return err
	}
	return &RetryAfter{After: wait}
}

// IsOutcome reports whether an error says what becomes of a job, and is no
// failure.
func IsOutcome(err error) bool {
	_, later := errors.AsType[*RetryAfter](err)
	_, never := errors.AsType[*Discard](err)
	return later || never || errors.Is(err, ErrDone)
}

// InTx runs do in a transaction of inTx. An outcome that do returns is returned
// after all that do did has been committed; any other error undoes it.
func InTx[T any](
	ctx context.Context, inTx func(context.Context, func(T) error) error, do func(T) error,
) error {
	var outcome error
	err := inTx(ctx, func(tx T) error {
		if outcome = do(tx); IsOutcome(outcome) {
			return nil
		}
		return outcome
	})
	if err != nil {
		return err
	}
	return outcome
}
