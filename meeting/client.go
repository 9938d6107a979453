package meeting

import (
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/failsafe-go/failsafe-go/retrypolicy"

	"meetingbot/internal/remote"
)

// How much of an answer is read and kept, in bytes after decompression. A page of
// 500 invitees has about 150 KB, an error a hundred bytes.
const (
	maxSent   = 128 << 20 // read, as far as time allows
	maxAnswer = 8 << 20   // kept, without the elements that are beyond what a list may have
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
	gates   *gates
	person  bool // it signs in as a person whom the account acts for
}

// New returns a client of the API at baseURL, which is https, or plain http on
// this machine. It starts nothing and asks nothing: the
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
	c.gates = newGates(c.now)
	c.Conferences = &Conferences{client: c}
	return c, nil
}

// parseBase checks the API's base address. Its text stays out of errors: it
// may have been pasted with a secret in it.
func parseBase(s string) (*url.URL, error) {
	if err := remote.CheckAddress(s); err != nil {
		return nil, fmt.Errorf("the API's address %w", err)
	}
	return url.Parse(s)
}

// maxConnections bounds the connections to the API, and how many are kept open for
// the next ones. It leaves some for what is no query: sign-ins and changes.
const maxConnections = 256

// newTransport is sized for many lookups at once: the standard library keeps
// only two idle connections to a host and would open new ones all the time.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           maxConnections,
		MaxIdleConnsPerHost:    maxConnections,
		MaxConnsPerHost:        maxConnections,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    5 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// CloseIdleConnections closes the connections that no call uses, as that of
// http.Client does. The client may be used further.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }
