package meeting

import (
	"context"
	"errors"
	"sync"
)

const (
	// MaxCalls is how many calls to the API one question may cost while the API
	// fails, whatever they are: sign-ins, details, lists, histories, each with its
	// repetitions. A page that is refused for its length is no failure: there are
	// three of them at most, for each list that an account reads, once.
	MaxCalls = 6
	// callsAfterFailure is how many calls are allowed at least from the first
	// failure on, that one included: a question that takes many calls anyway may
	// have a failure, too.
	callsAfterFailure = 2
)

var errNoCallsLeft = errors.New("the question has cost as many calls as it may")

// Allowance counts the calls that are made for one question. As long as none
// fails, and again when what failed has worked, there may be any number of them.
// It is safe for concurrent use, and nil allows everything.
type Allowance struct {
	mu      sync.Mutex
	made    int
	limit   int                 // while something fails
	failing map[string]struct{} // calls that failed and have not worked since
}

// Left is how many calls may still be made if the API fails from now on.
func (a *Allowance) Left() int {
	if a == nil {
		return MaxCalls
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.failing) == 0 {
		return MaxCalls
	}
	return max(a.limit-a.made, 0)
}

// take counts a call, and reports whether it may be made.
func (a *Allowance) take() bool {
	if a == nil {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.failing) > 0 && a.made >= a.limit {
		return false
	}
	a.made++
	return true
}

// note notes what a call came to.
func (a *Allowance) note(r *request, err error) {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	call := r.path + "?" + r.id + "&" + r.parameters.Get("offset")
	if !isRetryable(err) {
		delete(a.failing, call)
		return
	}
	if len(a.failing) == 0 {
		a.limit = max(MaxCalls, a.made-1+callsAfterFailure)
		a.failing = make(map[string]struct{})
	}
	a.failing[call] = struct{}{}
}

type (
	allowanceKey struct{}
	oneTryKey    struct{}
)

// WithAllowance returns a context for one question, whose calls are counted.
func WithAllowance(ctx context.Context) context.Context {
	return context.WithValue(ctx, allowanceKey{}, &Allowance{})
}

// AllowanceOf returns the Allowance of the question that ctx is for, nil for none.
func AllowanceOf(ctx context.Context) *Allowance {
	a, _ := ctx.Value(allowanceKey{}).(*Allowance)
	return a
}

// WithOneTry returns a context in which no call is repeated while the API fails:
// the caller asks again.
func WithOneTry(ctx context.Context) context.Context {
	return context.WithValue(ctx, oneTryKey{}, true)
}

// withRepeats returns a context in which calls are repeated again.
func withRepeats(ctx context.Context) context.Context {
	return context.WithValue(ctx, oneTryKey{}, false)
}

func hasOneTry(ctx context.Context) bool {
	once, _ := ctx.Value(oneTryKey{}).(bool)
	return once
}
