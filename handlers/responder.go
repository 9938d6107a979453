package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"meetingbot/internal/remote"
)

const (
	// responseTimeout bounds one attempt to post to a response_url.
	responseTimeout = 5 * time.Second
	// maxUses is how often Slack takes a message at one response_url.
	maxUses = 5
	// maxPerhaps is how often a message is posted that may have arrived.
	maxPerhaps = 2
	// maxAttempts is how often one message is posted, the first time included.
	maxAttempts = 3
	// maxAnswer is how much of Slack's answer is read, in bytes.
	maxAnswer = 4 << 10
)

// responder posts replies to response_urls.
type responder struct {
	client  *http.Client
	hosts   map[string]bool // allowed ones, in lower case
	metrics *metrics
}

// responseURL is the response_url of one question, and how often it was used.
type responseURL struct {
	url  string
	uses atomic.Int32
}

// newResponder makes a responder that posts to these hosts only. It follows no
// redirect, which could lead elsewhere.
func newResponder(hosts map[string]bool, client *http.Client, m *metrics) *responder {
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &responder{client: &own, hosts: hosts, metrics: m}
}

// newResponseClient is a client for many posts to very few hosts.
func newResponseClient() *http.Client {
	return &http.Client{
		Timeout: responseTimeout,
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
			TLSHandshakeTimeout: 3 * time.Second,
			ForceAttemptHTTP2:   true,
			MaxIdleConns:        64,
			MaxIdleConnsPerHost: 32,
			MaxConnsPerHost:     128,
			IdleConnTimeout:     90 * time.Second,
		},
	}
}

// allowedHosts checks and lowers the hosts that may be posted to.
func allowedHosts(hosts []string) (map[string]bool, error) {
	allowed := make(map[string]bool, len(hosts))
	for _, host := range hosts {
		host = strings.ToLower(strings.TrimSpace(host))
		u, err := url.Parse("https://" + host)
		if err != nil || u.Host != host || u.Hostname() == "" {
			return nil, fmt.Errorf("handlers: ResponseHosts must be hosts or host:port, got %q", host)
		}
		allowed[host] = true
	}
	return allowed, nil
}

// post posts one message, and again after an error that may pass: once at the most
// where it may have arrived. It returns a *deliveryError, or ctx's cause if that
// ended between two attempts.
func (r *responder) post(ctx context.Context, to *responseURL, body []byte) error {
	if err := r.check(to.url); err != nil {
		r.metrics.responseURLFailures[refusedURL].Inc()
		return &deliveryError{reason: refusedURL, err: err}
	}
	perhaps := 0 // how many times it may have arrived
	for attempt := 1; ; attempt++ {
		uses := to.uses.Add(1)
		e := r.postOnce(ctx, to.url, body)
		if e == nil {
			return nil
		}
		r.metrics.responseURLFailures[e.reason].Inc()
		if e.mayHaveArrived() {
			perhaps++
		}
		if attempt == maxAttempts || uses >= maxUses || perhaps == maxPerhaps || !e.retryable() {
			return e
		}
		if err := pause(ctx, backoff(attempt, e.retryAfter)); err != nil {
			return err
		}
	}
}

// check refuses every address but those of allowed hosts. Plain http is for a
// simulated Slack on the same machine.
func (r *responder) check(address string) error {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return errNoResponseURL
	case err != nil: // its text would quote the address
		return errors.New("not a URL")
	case u.User != nil:
		return errors.New("it names a user")
	case u.Scheme != "https" && (u.Scheme != "http" || !remote.IsLoopback(u.Hostname())):
		return errors.New("not https")
	case !r.hosts[strings.ToLower(u.Host)]:
		return errors.New("host not allowed")
	}
	return nil
}

// postOnce makes one attempt.
func (r *responder) postOnce(ctx context.Context, address string, body []byte) *deliveryError {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return &deliveryError{reason: refusedURL, err: errors.New("not a URL")}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := r.client.Do(req)
	if err != nil {
		return noResponse(ctx, err)
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return checkResponse(resp, answer)
}

// pause waits, or returns ctx's cause.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
