package meeting

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"meetingbot/internal/secret"
)

const (
	// renewAhead is how long before its end a token is renewed, or a fifth of
	// its life where that is shorter. Tokens live 12 to 24 hours.
	renewAhead = 10 * time.Minute
	// defaultLife is how long a token is used whose end the API does not say.
	defaultLife = time.Hour
	// maxLife is how long a token is used at most, whatever the API says.
	maxLife = 24 * time.Hour
	// refusalBackoff is the pause after a refused sign-in, so that a thousand
	// lookups do not cause a thousand refused sign-ins. signInBackoff is the pause
	// after a throttled one that does not say how long to wait.
	refusalBackoff = 30 * time.Second
	signInBackoff  = 2 * time.Second
	// renewBackoff is the pause after a renewal that failed while the old token
	// is still good.
	renewBackoff = 30 * time.Second
	// unacceptedBackoff is the pause after two tokens in a row of which the API
	// accepted neither: a third would be refused as well.
	unacceptedBackoff = 10 * time.Second
)

var errNoToken = errors.New("the answer holds no token")

// token is a sign-in that worked. Only accepted changes.
type token struct {
	value    secret.Secret
	account  Identity
	asked    time.Time
	renewAt  time.Time
	expires  time.Time
	replaces bool        // it replaces a token that the API never accepted
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

// tokens holds the one token that all share. There is only one sign-in at a time.
type tokens struct {
	signIn  func(context.Context) (*token, error)
	now     func() time.Time
	log     *slog.Logger
	current atomic.Pointer[token] // nil before the first, and after a refused one
	flight  singleflight.Group

	mu         sync.Mutex
	refusal    *Error    // why the last sign-in was refused for good
	blocked    error     // what is answered without signing in
	until      time.Time // when blocked ends
	renewOn    time.Time // no renewal before this
	unaccepted bool      // the token dropped last was never accepted
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
	if !refused.accepted.Load() && refused.replaces && now.Sub(refused.asked) < unacceptedBackoff {
		return refused, nil
	}
	if t.current.CompareAndSwap(refused, nil) {
		t.mu.Lock()
		t.unaccepted = !refused.accepted.Load()
		t.mu.Unlock()
	}
	if current := t.current.Load(); current.usable(now) {
		return current, nil
	}
	return t.wait(ctx)
}

// refused returns why there is no token, if waiting will not help.
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
		return current, nil // another caller has just signed in
	}
	if err := t.blockedBy(now); err != nil {
		return nil, err
	}
	fresh, err := t.signIn(context.WithoutCancel(ctx))
	t.mu.Lock()
	defer t.mu.Unlock()
	if err != nil {
		t.remember(err)
		return nil, err
	}
	fresh.replaces, t.unaccepted = t.unaccepted, false
	t.refusal, t.blocked, t.renewOn = nil, nil, time.Time{}
	t.current.Store(fresh)
	return fresh, nil
}

// blockedBy returns the error that is answered without signing in, nil for none.
func (t *tokens) blockedBy(now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.blocked != nil && lasts(now, t.until, refusalBackoff) {
		return t.blocked
	}
	return nil
}

// mayRenew reports whether a renewal ahead of time may start, and is false for
// a while after it was true.
func (t *tokens) mayRenew(now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if lasts(now, t.renewOn, renewBackoff) {
		return false
	}
	t.renewOn = now.Add(renewBackoff)
	return true
}

// remember notes a sign-in that failed, so that it is not repeated too soon.
func (t *tokens) remember(err error) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return
	}
	switch e.Kind {
	case SignInRefused, PersonRefused:
		t.refusal, t.blocked, t.until = e, e, t.now().Add(refusalBackoff)
	case Throttled:
		t.blocked, t.until = e, t.now().Add(max(min(e.RetryAfter, refusalBackoff), signInBackoff))
	default: // the next one may try at once
	}
}
