package meeting

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"

	"meetingbot/internal/httpsent"
)

// Actor makes changes at the Meeting API as one person, or as the account itself.
// Changes are sent once and never repeated. Whatever becomes of one, what the
// account has in memory of the meeting is dropped. It is safe for concurrent use.
type Actor struct {
	account *Account
	userID  string
}

// As returns who makes changes as the person with a third-party user ID, or as the
// account itself for "". It asks nothing: the first call signs in.
func (a *Account) As(userID string) *Actor { return &Actor{account: a, userID: userID} }

// UserID is the third-party user ID of the person, "" for the account itself.
func (x *Actor) UserID() string { return x.userID }

// Identity returns who the API says the actor is, signing in if need be. Errors are
// *Error.
func (x *Actor) Identity(ctx context.Context) (Identity, error) {
	c, err := x.client()
	if err != nil {
		return Identity{}, err
	}
	return c.Identity(ctx)
}

// client signs in as the actor.
func (x *Actor) client() (*Client, error) { return x.account.clientOf(x.userID) }

// change sends a change of a meeting, "" for a new one, and drops what is known of
// it. An error is Uncertain if the change may have been made all the same.
func (x *Actor) change(ctx context.Context, id string, r request) error {
	c, err := x.client()
	if err != nil {
		return err
	}
	r.id = id
	if len(r.body) > 0 {
		r.header = http.Header{"Content-Type": {"application/json; charset=UTF-8"}}
	}
	traced, unsent := traceUnsent(ctx)
	err = c.do(traced, &change{r})
	if e, ok := errors.AsType[*Error](err); ok && e.Op == r.op {
		e.Uncertain = mayBeDone(e) && !unsent()
	}
	x.account.forget(id)
	return err
}

// mayBeDone reports whether a change may have been made although it came to an error:
// no answer came, or one that is not the API's own.
func mayBeDone(e *Error) bool { return e.Kind == Unavailable || e.Kind == Garbled }

// traceUnsent returns a context for a call, and whether it is certain that none of it
// has reached the API: it waited for a connection and wrote nothing. A transport that
// does not tell may have sent it.
func traceUnsent(ctx context.Context) (calling context.Context, unsent func() bool) {
	var waited atomic.Bool
	ctx, sent := httpsent.Trace(ctx)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GetConn: func(string) { waited.Store(true) }})
	return ctx, func() bool { return waited.Load() && !sent() }
}
