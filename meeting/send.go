package meeting

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
)

// send sends a request once and reads the answer; every call to the API passes
// here. Its errors are *Error, without URLs and tokens.
func (c *Client) send(ctx context.Context, r *request, attempt int) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errCallSlow)
	defer cancel()
	begun := c.now()
	err := c.exchange(ctx, r)
	attrs := []slog.Attr{
		slog.String("route", r.method+" "+r.path),
		slog.Int("attempt", attempt),
		slog.Duration("duration", c.now().Sub(begun)),
	}
	if r.id != "" {
		attrs = append(attrs, slog.String("meeting_id", r.id))
	}
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "meeting API call failed", append(attrs, slog.String("error", err.Error()))...)
		return err
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "meeting API called", attrs...)
	return nil
}

// exchange sends the request and reads the answer.
func (c *Client) exchange(ctx context.Context, r *request) error {
	req, err := c.httpRequest(ctx, r)
	if err != nil {
		return &Error{Op: r.op, Kind: Invalid, Err: errors.New("the request cannot be built")}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return &Error{Op: r.op, Kind: Unavailable, Err: transportError(ctx, err)}
	}
	defer resp.Body.Close()
	if !succeeded(r.method, resp.StatusCode) {
		return refusal(r.op, resp, c.now())
	}
	a := answer{requestID: requestID(resp.Header), date: serverTime(resp.Header)}
	err = a.readFrom(ctx, resp.Body, cmp.Or(r.entries, maxPeople), r.read)
	if e, ok := errors.AsType[*Error](err); ok {
		e.Op, e.Status, e.ServerTime = r.op, resp.StatusCode, a.date
		e.RequestID = cmp.Or(a.requestID, e.RequestID)
	}
	return err
}

// succeeded reports whether a status says that what was asked was done. A change may
// be answered without anything to read.
func succeeded(method string, status int) bool {
	if method == http.MethodGet {
		return status == http.StatusOK
	}
	return status >= 200 && status < 300
}

// buffers are for what is being read, and for what is being compressed or the reverse.
//
//nolint:gochecknoglobals // one pool for all clients and accounts
var buffers = sync.Pool{New: func() any { b := make([]byte, 16<<10); return &b }}

// readFrom reads an answer, of each array at most so many elements, and lends it to
// read.
func (a *answer) readFrom(ctx context.Context, body io.Reader, most int, read func(answer) error) error {
	kept, part := buffers.Get().(*[]byte), buffers.Get().(*[]byte)
	defer func() {
		buffers.Put(kept)
		buffers.Put(part)
	}()
	p := &pruner{most: most, kept: (*kept)[:0]}
	n, err := io.CopyBuffer(p, io.LimitReader(body, maxSent+1), *part)
	switch {
	case errors.Is(err, errTooLong), errors.Is(err, errTooDeep):
		return &Error{Kind: Garbled, Err: err}
	case err != nil:
		return &Error{Kind: Unavailable, Err: transportError(ctx, err)}
	case n > maxSent:
		return &Error{Kind: Garbled, Err: errTooLong}
	}
	a.body, a.longest, a.most = p.kept, p.longest, most
	return read(*a)
}

// httpRequest builds the HTTP request.
func (c *Client) httpRequest(ctx context.Context, r *request) (*http.Request, error) {
	u := c.base.JoinPath(r.path)
	if r.person != "" {
		u = u.JoinPath(url.PathEscape(r.person))
	}
	u.RawQuery = r.parameters.Encode()
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	if r.body == nil {
		req.Body, req.GetBody = nil, nil
	}
	if r.header != nil {
		req.Header = r.header.Clone()
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "meetingbot")
	return req, nil
}
