package meeting

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// Few tries: somebody waits, and an API in trouble wants fewer calls, not more.
const (
	maxTries        = 3
	firstBackoff    = 400 * time.Millisecond
	throttleBackoff = 2 * time.Second // the gateway's advice is 2 to 5 s
	maxBackoff      = 5 * time.Second
)

var (
	errBudget   = errors.New("the time for the question is over")
	errCallSlow = errors.New("the API took too long")
)

// unretryable marks an error after which trying again is useless, because the API
// asks to wait longer than the question may take.
type unretryable struct{ error }

// newRetries is the one retry policy of the client. Only queries go through it:
// reading, and signing in.
func newRetries() retrypolicy.RetryPolicy[any] {
	return retrypolicy.NewBuilder[any]().
		HandleIf(func(_ any, err error) bool { return isRetryable(err) }).
		WithMaxAttempts(maxTries).
		WithDelayFunc(func(x failsafe.ExecutionAttempt[any]) time.Duration {
			return backoff(x.Attempts(), x.LastError())
		}).
		ReturnLastFailure(). // its own error prints whatever it was given
		Build()
}

// isRetryable is the policy: whether to try again after err.
func isRetryable(err error) bool {
	if _, ok := errors.AsType[unretryable](err); ok {
		return false
	}
	e, ok := errors.AsType[*Error](err)
	return ok && e.Retryable()
}

// backoff is how long to wait after the try with this number. What
// the API asks for comes first; a random part keeps those who failed together
// from coming back together.
func backoff(attempt int, err error) time.Duration {
	base := firstBackoff
	if e, ok := errors.AsType[*Error](err); ok {
		if e.RetryAfter > 0 {
			return e.RetryAfter + jitter(e.RetryAfter/10)
		}
		if e.Kind == Throttled {
			base = throttleBackoff
		}
	}
	d := min(base<<(attempt-1), maxBackoff)
	return d/2 + jitter(d/2)
}

// jitter returns a random duration up to d.
func jitter(d time.Duration) time.Duration {
	return rand.N(d + 1) //nolint:gosec // spreads load, hides nothing
}

// repeat sends queries until one works, one fails in a way that trying again
// does not help, or ctx ends. It returns the last one's error, and with it why
// ctx ended if that was the reason to stop. Only queries can be repeated.
func (c *Client) repeat(ctx context.Context, next func() (*query, error)) error {
	if hasOneTry(ctx) {
		return c.sendQuery(ctx, next, 1)
	}
	var last error
	_, err := failsafe.With[any](c.retries).WithContext(ctx).GetWithExecution(
		func(x failsafe.Execution[any]) (any, error) {
			last = c.sendQuery(ctx, next, x.Attempts())
			if waitsTooLong(ctx, last) || errors.Is(last, ErrNotAsked) || errors.Is(last, errNoCallsLeft) {
				return nil, unretryable{last}
			}
			return nil, last
		})
	if err == nil || last == nil {
		return last
	}
	if e, ok := errors.AsType[*Error](last); ok && ctx.Err() != nil && e.Err == nil {
		stopped := *e
		stopped.Err = fmt.Errorf("stopped waiting: %w", doneError(ctx))
		return &stopped
	}
	return last
}

// sendQuery sends a query once, if the API may be asked now. Repetitions are part
// of a call that was admitted.
func (c *Client) sendQuery(ctx context.Context, next func() (*query, error), attempt int) error {
	q, err := next()
	if err != nil {
		return err
	}
	release, err := c.gates.enter(ctx, &q.request)
	if err != nil {
		return err
	}
	defer release()
	allowance := AllowanceOf(ctx)
	if attempt == 1 {
		if err := c.gates.admit(&q.request, allowance != nil); err != nil {
			return err
		}
	}
	if !allowance.take() {
		return &Error{Op: q.op, Kind: Unavailable, Err: errNoCallsLeft}
	}
	err = c.send(ctx, &q.request, attempt)
	c.gates.note(&q.request, allowance != nil, err)
	allowance.note(&q.request, err)
	return err
}

// waitsTooLong reports whether the API asks to wait until after ctx's end.
func waitsTooLong(ctx context.Context, err error) bool {
	e, ok := errors.AsType[*Error](err)
	end, bounded := ctx.Deadline()
	return ok && bounded && e.RetryAfter > 0 && time.Until(end) <= e.RetryAfter
}

// doneError says why ctx ended, as itself and with its cause.
func doneError(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause == nil || errors.Is(err, cause) {
		return err
	}
	return fmt.Errorf("%w: %w", err, cause)
}
