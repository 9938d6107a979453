package meeting

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"
)

// request is one request to the API.
type request struct {
	op         string // for errors: what is being tried
	method     string
	path       string
	person     string // the last part of the path where that is somebody's account; it is not logged
	parameters url.Values
	header     http.Header
	body       []byte
	read       func(answer) error // decodes the answer, which is lent to it; its errors say that it is garbled
	id         string             // the meeting asked about, for logs
	wrong      error              // why it must not be sent, nil if it may
	entries    int                // how many elements of an array of the answer are kept, 0 for maxPeople
}

// query is a request that changes nothing: it may be repeated.
type query struct{ request }

// change is a request that changes something: it must not be repeated, since an
// answer that is lost does not tell whether the change was made.
type change struct{ request }

// answer is what came back with status 200.
type answer struct {
	body      []byte // without what is beyond the first elements of an array
	longest   int    // elements of the longest array
	most      int    // elements of an array that are kept
	requestID string
	date      time.Time // the API's clock, zero if it did not say
}

var errRepeatable = errors.New("net/http may repeat a change with this method")

// ask sends a query within the budget: with the shared token, repeated where
// that may help, and once more with a new token if this one is refused.
func (c *Client) ask(ctx context.Context, q *query) error {
	refused := func(err error) bool { return KindOf(err) == TokenRefused }
	return c.withToken(ctx, &q.request, refused, func(ctx context.Context, r *request) error {
		return c.repeat(ctx, func() (*query, error) { return &query{*r}, nil })
	})
}

// do sends a change within the budget, once. Only where the answer proves that
// nothing was done, since the API itself refused the token, is it sent again.
func (c *Client) do(ctx context.Context, ch *change) error {
	switch ch.method {
	case http.MethodPost, http.MethodPut, http.MethodDelete:
	default:
		return &Error{Op: ch.op, Kind: Invalid, Err: errRepeatable}
	}
	return c.withToken(ctx, &ch.request, tokenRefusedByAPI, func(ctx context.Context, r *request) error {
		return c.send(ctx, r, 1)
	})
}

// tokenRefusedByAPI reports whether the answer holds one of the API's own codes
// for a refused token. A status alone may be that of a proxy, which tells nothing
// of what the API has done.
func tokenRefusedByAPI(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && kindOfCode(e.Code) == TokenRefused
}

// withToken sends a request with the shared token, and once more with a new one
// if this one is refused.
func (c *Client) withToken(
	ctx context.Context, r *request, refused func(error) bool, send func(context.Context, *request) error,
) error {
	if r.wrong != nil {
		return &Error{Op: r.op, Kind: Invalid, Err: r.wrong}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.budget, errBudget)
	defer cancel()
	t, err := c.tokens.get(ctx)
	if err != nil {
		return err
	}
	err = send(ctx, r.with(t))
	t.note(err)
	if !refused(err) {
		return err
	}
	renewed, problem := c.tokens.replace(ctx, t)
	if problem != nil {
		return problem
	}
	if renewed == t {
		return err
	}
	err = send(ctx, r.with(renewed))
	renewed.note(err)
	return err
}

// with returns the request with a token.
func (r *request) with(t *token) *request {
	sent := *r
	sent.header = r.header.Clone()
	if sent.header == nil {
		sent.header = http.Header{}
	}
	sent.header.Set("X-Access-Token", t.value.Reveal())
	return &sent
}
