package handlers_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot"
	"meetingbot/handlers"
)

// bubbleServer is the handlers without a network, in a synctest bubble and with
// its clock.
type bubbleServer struct {
	*handlers.Handlers
	echo     *echo.Echo
	slack    *fakeSlack
	logs     *logBuffer
	registry *prometheus.Registry
}

// newBubbleServer makes one. It must be drained before the bubble ends.
func newBubbleServer(t *testing.T, b handlers.Bot, change ...func(o *handlers.Options)) *bubbleServer {
	t.Helper()
	s := &bubbleServer{slack: &fakeSlack{born: time.Now()}, logs: &logBuffer{}, registry: prometheus.NewRegistry()}
	o := handlers.Options{
		Bot:            b,
		SigningSecret:  signingSecret,
		Logger:         slog.New(slog.NewJSONHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Registry:       s.registry,
		ResponseClient: &http.Client{Transport: s.slack},
	}
	for _, c := range change {
		c(&o)
	}
	h, err := handlers.New(o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	s.Handlers, s.echo = h, h.Echo()
	return s
}

// slackURL is a response_url as Slack makes them.
const slackURL = "https://hooks.slack.com/commands/T0001/1234567890/" + hookSecret

// command types a text, and returns the answer and how long it took.
func (s *bubbleServer) command(ctx context.Context, text string) (*httptest.ResponseRecorder, time.Duration) {
	return s.send(ctx, "/slack/commands", form(text, slackURL))
}

// press presses a button on a message with this response_url.
func (s *bubbleServer) press(ctx context.Context, responseURL string) *httptest.ResponseRecorder {
	payload := strings.ReplaceAll(pressed, "RESPONSE_URL", responseURL)
	w, _ := s.send(ctx, "/slack/interactions", "payload="+escape(payload))
	return w
}

func (s *bubbleServer) send(ctx context.Context, path, body string) (*httptest.ResponseRecorder, time.Duration) {
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, path, strings.NewReader(body))
	r.Header = sign(body, time.Now())
	w := httptest.NewRecorder()
	started := time.Now()
	s.echo.ServeHTTP(w, r)
	return w, time.Since(started)
}

func (s *bubbleServer) get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, http.NoBody))
	return w
}

// drain drains, and fails the test if that fails.
func (s *bubbleServer) drain(t *testing.T) {
	t.Helper()
	if err := s.Drain(t.Context()); err != nil {
		t.Errorf("Drain: %v", err)
	}
}

// fakeSlack is the other end of the response_urls: it answers by a script, and
// "ok" once that is over.
type fakeSlack struct {
	born   time.Time
	script []response

	mu    sync.Mutex
	posts []post
}

// post is one message, and when it came after the bubble was made.
type post struct {
	url, body string
	at        time.Duration
}

func (s *fakeSlack) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	n := len(s.posts)
	s.posts = append(s.posts, post{url: r.URL.String(), body: string(body), at: time.Since(s.born)})
	s.mu.Unlock()
	response := responds(http.StatusOK, "ok")
	if n < len(s.script) {
		response = s.script[n]
	}
	if response.err != nil {
		return nil, response.err
	}
	return &http.Response{
		StatusCode: response.status, Header: response.header, Body: io.NopCloser(strings.NewReader(response.body)), ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// texts returns the texts that were posted.
func (s *fakeSlack) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var texts []string
	for _, p := range s.posts {
		_, text, _ := strings.Cut(p.body, `"text":"`)
		text, _, _ = strings.Cut(text, `"`)
		texts = append(texts, text)
	}
	return texts
}

// times returns when the posts came.
func (s *fakeSlack) times() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	var at []time.Duration
	for _, p := range s.posts {
		at = append(at, p.at)
	}
	return at
}

// response is what is answered to one post: a response or an error.
type response struct {
	status int
	body   string
	header http.Header
	err    error
}

// says answers with a status, a body, and perhaps a header's name and value.
func responds(status int, body string, header ...string) response {
	h := http.Header{}
	for pair := range slices.Chunk(header, 2) {
		h.Set(pair[0], pair[1])
	}
	return response{status: status, body: body, header: h}
}

// breaks answers with an error.
func fails(err error) response { return response{err: err} }

// after is a command that takes a while, or ends with its context.
func after(d time.Duration, texts ...string) func(ctx context.Context, q bot.Question, send bot.Send) error {
	return func(ctx context.Context, _ bot.Question, send bot.Send) error {
		select {
		case <-time.After(d):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		var errs []error
		for _, text := range texts {
			errs = append(errs, send(ctx, bot.Plain(text)))
		}
		return errors.Join(errs...)
	}
}
