package playground

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxBody limits every body that is read, in bytes.
const maxBody = 1 << 20

// newClient returns a client that follows no redirects: Slack does not follow them
// either.
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

// appResponse is the app's response to a request.
type appResponse struct {
	status int
	header http.Header
	body   []byte
	at     time.Time // when the request was sent
	took   time.Duration
}

// isJSON tells whether the content type is JSON.
func (a appResponse) isJSON() bool {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	return kind == "application/json"
}

// appRequest is a request to the app. It is signed when it is sent.
type appRequest struct {
	path, contentType, body string
	header                  http.Header // in addition to those of every request
}

// formRequest returns a request with a form as its body.
func formRequest(path string, form url.Values) appRequest {
	return appRequest{path: path, contentType: "application/x-www-form-urlencoded", body: form.Encode()}
}

// sendAndCheck sends a request to the app and requires status 200. It returns
// [ErrTimeout] or [ErrFailed].
func (s *Server) sendAndCheck(ctx context.Context, r appRequest) (appResponse, error) {
	a, err := s.send(ctx, r)
	if err == nil && a.status != http.StatusOK {
		return a, fmt.Errorf("%w: the app answered with status %d", ErrFailed, a.status)
	}
	return a, err
}

// send signs and sends a request, and returns the app's response whatever its
// status. It returns [ErrTimeout] or [ErrFailed].
func (s *Server) send(ctx context.Context, r appRequest) (appResponse, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.options.AckWithin, ErrTimeout)
	defer cancel()
	began := s.options.Now()
	a, err := s.roundTrip(ctx, r)
	a.at, a.took = began, s.options.Now().Sub(began)
	if err != nil && errors.Is(context.Cause(ctx), ErrTimeout) {
		return a, fmt.Errorf("%w: no answer within %s", ErrTimeout, s.options.AckWithin)
	}
	return a, err
}

func (s *Server) roundTrip(ctx context.Context, r appRequest) (appResponse, error) {
	if s.socket != nil {
		return s.socket.roundTrip(ctx, r)
	}
	req, err := s.newAppRequest(ctx, r)
	if err != nil {
		return appResponse{}, err
	}
	res, err := s.options.Client.Do(req)
	if err != nil {
		return appResponse{}, fmt.Errorf("%w: the app cannot be reached: %w", ErrFailed, hideURL(err))
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody+1))
	switch {
	case err != nil:
		return appResponse{}, fmt.Errorf("%w: the answer was cut off: %w", ErrFailed, err)
	case len(body) > maxBody:
		return appResponse{}, fmt.Errorf("%w: the answer is too long", ErrFailed)
	}
	return appResponse{status: res.StatusCode, header: res.Header, body: body}, nil
}

func (s *Server) newAppRequest(ctx context.Context, r appRequest) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.options.BotURL+r.path, strings.NewReader(r.body))
	if err != nil {
		return nil, fmt.Errorf("request %s: %w", r.path, err)
	}
	maps.Copy(req.Header, r.header)
	timestamp := strconv.FormatInt(s.options.SigningNow().Unix(), 10)
	req.Header.Set("Accept", "application/json,*/*")
	req.Header.Set("Content-Type", r.contentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	req.Header.Set("X-Slack-Request-Timestamp", timestamp)
	req.Header.Set("X-Slack-Signature", signature(s.options.SigningSecret, timestamp, r.body))
	return req, nil
}

// hideURL removes the URL from a client's error, since the page shows the error.
func hideURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
