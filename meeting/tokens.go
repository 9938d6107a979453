package meeting

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"meetingbot/internal/secret"

	"golang.org/x/sync/singleflight"
)

const (
	// renewAhead is how long before its end a token is renewed, or a fifth of
	// its life where that is shorter. Tokens live 12 to 24 hours.
	renewAhead = 10 * time.Minute
	// unsaidLife is how long a token is used whose end the API does not say.
	unsaidLife = time.Hour
	// longestLife is how long a token is used at most, whatever the API says.
	longestLife = 24 * time.Hour
	// refusalHold is how long a refused sign-in is remembered, so that a
	// thousand lookups are not a thousand refused sign-ins; throttleHold the
	// same for a throttled one that does not say how long to wait.
	refusalHold  = 30 * time.Second
	throttleHold = 2 * time.Second
	// renewHold is the pause after a renewal that failed while the old token
	// is still good.
	renewHold = 30 * time.Second
	// uselessHold is the pause after two tokens in a row of which the API
	// accepted neither: a third would fare no better.
	uselessHold = 10 * time.Second
)

var errNoToken = errors.New("the answer holds no token")

// token is a sign-in that worked. Only accepted changes.
type token struct {
	value    secret.Secret
	account  Identity
	asked    time.Time
	renewAt  time.Time
	expires  time.Time
	second   bool        // it replaces a token that the API never accepted
	accepted atomic.Bool // the API has taken it at least once
}

// note notes that the API has taken the token, if the outcome of a request says
// so.
func (t *token) note(outcome error) {
	switch KindOf(outcome) {
	case "", NotFound, Forbidden, Invalid:
		t.accepted.Store(true)
	default:
	}
}

// usable reports whether the token has not ended.
func (t *token) usable(now time.Time) bool { return t != nil && now.Before(t.expires) }

// tokens holds the one token that all share, and sees to it that there is only
// one sign-in at a time.
type tokens struct {
	signIn  func(context.Context) (*token, error)
	now     func() time.Time
	log     *slog.Logger
	current atomic.Pointer[token] // nil before the first, and after a refused one
	flight  singleflight.Group

	mu      sync.Mutex
	refusal *Error    // why the last sign-in was refused for good
	hold    error     // what is answered without asking
	until   time.Time // how long
	renewOn time.Time // no renewal before this
	useless bool      // the token dropped last was never accepted
}

func newTokens(signIn func(context.Context) (*token, error), now func() time.Time, log *slog.Logger) *tokens {
	return &tokens{signIn: signIn, now: now, log: log}
}

// get returns a token that has not ended, waiting for a sign-in if there is
// none. One that is about to end is renewed meanwhile, and serves until then.
func (t *tokens) get(ctx context.Context) (*token, error) {
	now := t.now()
	current := t.current.Load()
	if !current.usable(now) {
		return t.wait(ctx)
	}
	if !now.Before(current.renewAt) && t.mayRenew(now) {
		// Nobody waits for this; it ends by itself within the budget.
		t.flight.DoChan("", func() (any, error) {
			fresh, err := t.renew(ctx)
			if err != nil {
				t.log.WarnContext(ctx, "renewing the meeting token failed", slog.String("error", err.Error()))
			}
			return fresh, err
		})
	}
	return current, nil
}

// replace returns a token other than the refused one: a newer one if somebody
// has signed in meanwhile, else that of a sign-in which all who come with the
// same token share. It returns the refused token itself where signing in again
// is pointless.
func (t *tokens) replace(ctx context.Context, refused *token) (*token, error) {
	now := t.now()
	if !refused.accepted.Load() && refused.second && now.Sub(refused.asked) < uselessHold {
		return refused, nil
	}
	if t.current.CompareAndSwap(refused, nil) {
		t.mu.Lock()
		t.useless = !refused.accepted.Load()
		t.mu.Unlock()
	}
	if current := t.current.Load(); current.usable(now) {
		return current, nil
	}
	return t.wait(ctx)
}

// refused returns why there is no token, if waiting will not mend it.
func (t *tokens) refused() error {
	if t.current.Load().usable(t.now()) {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.refusal == nil {
		return nil
	}
	return t.refusal
}

// wait waits for the sign-in that is under way, or starts one.
func (t *tokens) wait(ctx context.Context) (*token, error) {
	answer := t.flight.DoChan("", func() (any, error) { return t.renew(ctx) })
	select {
	case <-ctx.Done():
		return nil, &Error{Op: opSignIn, Kind: Unavailable, Err: doneError(ctx)}
	case r := <-answer:
		fresh, _ := r.Val.(*token)
		return fresh, r.Err
	}
}

// renew signs in, for everybody: the end of ctx does not stop it.
func (t *tokens) renew(ctx context.Context) (*token, error) {
	now := t.now()
	if current := t.current.Load(); current.usable(now) && now.Before(current.renewAt) {
		return current, nil // somebody was faster
	}
	if err := t.held(now); err != nil {
		return nil, err
	}
	fresh, err := t.signIn(context.WithoutCancel(ctx))
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.remember(err)
		return nil, err
	}
	fresh.second, t.useless = t.useless, false
	t.refusal, t.hold, t.renewOn = nil, nil, time.Time{}
	t.current.Store(fresh)
	return fresh, nil
}

// held returns the error that is answered without asking, if there is one.
func (t *tokens) held(now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.hold != nil && now.Before(t.until) {
		return t.hold
	}
	return nil
}

// mayRenew reports whether a renewal ahead of time may start, and is false for
// a while after it was true.
func (t *tokens) mayRenew(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now.Before(t.renewOn) {
		return false
	}
	t.renewOn = now.Add(renewHold)
	return true
}

// remember notes a sign-in that failed, so that it is not repeated too soon.
func (t *tokens) remember(err error) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return
	}
	switch e.Kind {
	case SignInRefused:
		t.refusal, t.hold, t.until = e, e, t.now().Add(refusalHold)
	case Throttled:
		t.hold, t.until = e, t.now().Add(max(min(e.RetryAfter, refusalHold), throttleHold))
	default: // the next one may try at once
	}
}
