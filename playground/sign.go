package playground

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Why the app's answer to a command or a click was no good. The names are those
// that Slack shows to people.
var (
	// ErrTimeout says that the app did not answer in time.
	ErrTimeout = errors.New("operation_timeout")
	// ErrFailed says that the app could not be reached or answered with an error.
	ErrFailed = errors.New("dispatch_failed")
)

// maxBody bounds every body that is read, in bytes.
const maxBody = 1 << 20

// newClient returns a client that lives as long as the server and follows no
// redirects: an app that redirects Slack's requests is not set up right.
func newClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// signature is Slack's v0 signature of a body sent at a time in Unix seconds.
func signature(secret, timestamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", timestamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// answer is what the app said to a command or a click.
type answer struct {
	contentType string
	body        []byte
	took        time.Duration
}

// deliver sends a signed form to the app and waits for its answer as long as
// Slack does. It returns [ErrTimeout] or [ErrFailed].
func (s *Server) deliver(ctx context.Context, path string, form url.Values) (answer, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.options.AckWithin, ErrTimeout)
	defer cancel()
	began := s.options.Now()
	a, err := s.exchange(ctx, path, form)
	a.took = s.options.Now().Sub(began)
	if err != nil && errors.Is(context.Cause(ctx), ErrTimeout) {
		return a, fmt.Errorf("%w: no answer within %s", ErrTimeout, s.options.AckWithin)
	}
	return a, err
}

func (s *Server) exchange(ctx context.Context, path string, form url.Values) (answer, error) {
	req, err := s.request(ctx, path, form.Encode())
	if err != nil {
		return answer{}, err
	}
	res, err := s.options.Client.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("%w: the app cannot be reached: %w", ErrFailed, hideURL(err))
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	switch {
	case err != nil:
		return answer{}, fmt.Errorf("%w: the answer was cut off: %w", ErrFailed, err)
	case len(body) > maxBody:
		return answer{}, fmt.Errorf("%w: the answer is too long", ErrFailed)
	case res.StatusCode != http.StatusOK:
		return answer{}, fmt.Errorf("%w: the app answered with status %d", ErrFailed, res.StatusCode)
	}
	return answer{contentType: res.Header.Get("Content-Type"), body: body}, nil
}

func (s *Server) request(ctx context.Context, path, body string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.options.BotURL+path, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("request %s: %w", path, err)
	}
	timestamp := strconv.FormatInt(s.options.Now().Unix(), 10)
	req.Header.Set("Accept", "application/json,*/*")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", signature(s.options.SigningSecret, timestamp, body))
	return req, nil
}

// hideURL strips the address from a client's error; it has the app's path, which
// the page need not repeat.
func hideURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// trigger makes a trigger_id of Slack's shape.
func trigger(now time.Time) string {
	return fmt.Sprintf("%d.%d.%s", now.UnixMicro(), now.UnixNano()%1e9, strings.ToLower(rand.Text()))
}
