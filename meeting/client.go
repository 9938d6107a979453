package meeting

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/failsafe-go/failsafe-go/retrypolicy"
)

// How much of an answer is read, in bytes after decompression. A page of 500
// invitees has about 150 KB, an error a hundred bytes.
const (
	maxAnswer = 8 << 20
	maxError  = 64 << 10
)

// Client speaks to the Meeting API as one account. It is safe for concurrent
// use; all its users share one token.
type Client struct {
	// Conferences asks about meetings.
	Conferences *Conferences

	base    *url.URL
	creds   *Credentials // a pointer, so that printing the client does not print the key
	http    *http.Client
	now     func() time.Time
	log     *slog.Logger
	timeout time.Duration
	budget  time.Duration
	tokens  *tokens
	retries retrypolicy.RetryPolicy[any]
}

// New returns a client of the API at baseURL, which is https, or plain http on
// this machine or its own network. It starts nothing and asks nothing: the
// first question signs in.
func New(baseURL string, creds Credentials, opts ...Option) (*Client, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return nil, fmt.Errorf("meeting client: %w", err)
	}
	if err := creds.validate(); err != nil {
		return nil, fmt.Errorf("meeting client: %w", err)
	}
	c := &Client{
		base:    base,
		creds:   &creds,
		http:    &http.Client{Transport: newTransport()},
		now:     time.Now,
		log:     slog.New(slog.DiscardHandler),
		timeout: 10 * time.Second,
		budget:  25 * time.Second,
		retries: newRetries(),
	}
	for _, opt := range opts {
		if err := opt(c); err != nil {
			return nil, fmt.Errorf("meeting client: %w", err)
		}
	}
	// A redirect would carry the token's header to wherever it points.
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.tokens = newTokens(c.signIn, c.now, c.log)
	c.Conferences = &Conferences{client: c}
	return c, nil
}

// parseBase checks the API's base address. Its text stays out of errors: it
// may have been pasted with a secret in it.
func parseBase(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the API's address must look like https://host")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("the API's address must have no user, query or fragment")
	case u.Scheme == "http" && !near(u.Hostname()):
		return nil, errors.New("the API's address must be https; plain http is for this machine and its own network")
	}
	return u, nil
}

// near reports whether host is this machine or on its own network: an address
// of that kind, or a name that cannot be a public one.
func near(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsUnspecified() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	host = strings.ToLower(host)
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal")
}

// newTransport is sized for many lookups at once: the standard library keeps
// only two idle connections to a host and would open new ones all the time.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           128,
		MaxIdleConnsPerHost:    128,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    5 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// CloseIdleConnections closes the connections that no call uses, as that of
// http.Client does. The client may be used further.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }

// call is one request to the API.
type call struct {
	op     string // for errors: what is being tried
	method string
	path   string
	query  url.Values
	header http.Header
	body   []byte
	read   func(answer) error // decodes the answer; its errors say that it is garbled
	id     string             // the meeting asked about, for logs
	wrong  error              // why it must not be asked, nil if it may
}

// answer is what came back with status 200.
type answer struct {
	body      []byte
	requestID string
	date      time.Time // the API's clock, zero if it did not say
}

// ask answers a question within the budget: with the shared token, repeated
// where that is safe and may help, and once more with a new token if this one
// is refused.
func (c *Client) ask(ctx context.Context, q *call) error {
	if q.wrong != nil {
		return &Error{Op: q.op, Kind: Invalid, Err: q.wrong}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.budget, errBudget)
	defer cancel()
	t, err := c.tokens.get(ctx)
	if err != nil {
		return err
	}
	err = c.askAs(ctx, t, q)
	if KindOf(err) != TokenRefused {
		return err
	}
	renewed, mended := c.tokens.replace(ctx, t)
	if mended != nil {
		return mended
	}
	if renewed == t {
		return err
	}
	return c.askAs(ctx, renewed, q)
}

// askAs asks with one token, with repetitions.
func (c *Client) askAs(ctx context.Context, t *token, q *call) error {
	asked := *q
	asked.header = q.header.Clone()
	asked.header.Set("X-Access-Token", t.value.Reveal())
	err := c.repeat(ctx, func(attempt int) error { return c.do(ctx, &asked, attempt) })
	switch KindOf(err) {
	case "", NotFound, Forbidden, Invalid:
		t.accepted.Store(true)
	default:
	}
	return err
}

// do makes one call, once; every call to the API passes here. Its errors are
// *Error, without URLs and tokens.
func (c *Client) do(ctx context.Context, q *call, attempt int) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errCallSlow)
	defer cancel()
	begun := c.now()
	err := c.exchange(ctx, q)
	attrs := []slog.Attr{
		slog.String("route", q.method+" "+q.path),
		slog.Int("attempt", attempt),
		slog.Duration("duration", c.now().Sub(begun)),
	}
	if q.id != "" {
		attrs = append(attrs, slog.String("meeting_id", q.id))
	}
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "meeting API call failed", append(attrs, slog.String("error", err.Error()))...)
		return err
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "meeting API called", attrs...)
	return nil
}

// exchange sends the request and reads the answer.
func (c *Client) exchange(ctx context.Context, q *call) error {
	req, err := c.request(ctx, q)
	if err != nil {
		return &Error{Op: q.op, Kind: Invalid, Err: errors.New("the request cannot be built")}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return &Error{Op: q.op, Kind: Unavailable, Err: transportError(ctx, err)}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return refusal(q.op, resp, c.now())
	}
	a := answer{requestID: requestID(resp.Header), date: serverTime(resp.Header)}
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		err = &Error{Kind: Unavailable, Err: transportError(ctx, err)}
	case len(a.body) > maxAnswer:
		err = &Error{Kind: Garbled, Err: errTooLong}
	default:
		err = q.read(a)
	}
	if e, ok := errors.AsType[*Error](err); ok {
		e.Op, e.Status, e.ServerTime = q.op, resp.StatusCode, a.date
		e.RequestID = cmp.Or(a.requestID, e.RequestID)
	}
	return err
}

// request builds the request of a call.
func (c *Client) request(ctx context.Context, q *call) (*http.Request, error) {
	u := c.base.JoinPath(q.path)
	u.RawQuery = q.query.Encode()
	req, err := http.NewRequestWithContext(ctx, q.method, u.String(), bytes.NewReader(q.body))
	if err != nil {
		return nil, err
	}
	if q.body == nil {
		req.Body, req.GetBody = nil, nil
	}
	if q.header != nil {
		req.Header = q.header.Clone()
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "meetingbot")
	return req, nil
}
