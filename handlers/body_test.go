package handlers_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/bot"
	"meetingbot/handlers"
)

const unverified = "meetingbot_unverified_body_bytes"

// newServer is a server without a connection, and its metrics.
func newServer(t *testing.T) (*echo.Echo, *prometheus.Registry) {
	t.Helper()
	registry := prometheus.NewRegistry()
	h, err := handlers.New(handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret, Registry: registry})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Drain(t.Context()) })
	return h.Echo(), registry
}

// send sends a body of a known size, or of an unknown one where size is -1.
func send(e *echo.Echo, header http.Header, body io.Reader, size int64) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/slack/commands", body)
	r.Header, r.ContentLength = header, size
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	return w
}

// untouched is a body that must not be read.
type untouched struct{ t *testing.T }

func (u untouched) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestBodyThatCannotBeValidIsNotRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		size   int64
		change func(h http.Header) // of a valid header
		want   int
	}{
		{"no signature", 1 << 20, func(h http.Header) { h.Del("X-Slack-Signature") }, 401},
		{"no timestamp", 1 << 20, func(h http.Header) { h.Del("X-Slack-Request-Timestamp") }, 401},
		{"no content type either", 100, func(h http.Header) { h.Del("X-Slack-Signature"); h.Del("Content-Type") }, 401},
		{"another version", 1 << 20, func(h http.Header) { h.Set("X-Slack-Signature", "v1="+strings.Repeat("ab", 32)) }, 401},
		{"a short signature", 1 << 20, func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 31)) }, 401},
		{"a long signature", 1 << 20, func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.Repeat("ab", 33)) }, 401},
		{"no hexadecimal digits", 1 << 20, func(h http.Header) { h.Set("X-Slack-Signature", "v0="+strings.Repeat("zz", 32)) }, 401},
		{"no number for a time", 1 << 20, func(h http.Header) { h.Set("X-Slack-Request-Timestamp", "today") }, 401},
		{"an hour old", 1 << 20, func(h http.Header) {
			h.Set("X-Slack-Request-Timestamp", sign("", time.Now().Add(-time.Hour)).Get("X-Slack-Request-Timestamp"))
		}, 401},
		{"JSON", 1 << 20, func(h http.Header) { h.Set("Content-Type", "application/json") }, 400},
		{"no content type", 100, func(h http.Header) { h.Del("Content-Type") }, 400},
		{"too large", 1<<20 + 1, func(http.Header) {}, 413},
		{"too large and unsigned", 1<<20 + 1, func(h http.Header) { h.Del("X-Slack-Signature") }, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, _ := newServer(t)
			header := sign(commandForm, time.Now())
			tt.change(header)
			got := send(e, header, untouched{t}, tt.size)
			if got.Code != tt.want || got.Header().Get("Connection") != "close" {
				t.Errorf("the answer is %d, Connection %q; want %d and close", got.Code, got.Header().Get("Connection"), tt.want)
			}
		})
	}
}

// endless is a body that is longer than any that may be read. It counts what was
// read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.read > 4<<20 {
		return 0, io.EOF
	}
	e.read += len(p)
	return len(p), nil
}

// TestUnsignedFormWithoutSize may be Slack's probe of the certificate, so a little of
// it is read.
func TestUnsignedFormWithoutSize(t *testing.T) {
	t.Parallel()
	e, registry := newServer(t)
	body := &endless{}
	got := send(e, http.Header{"Content-Type": {formType}}, body, -1)
	if got.Code != http.StatusUnauthorized || body.read > 16<<10 || got.Header().Get("Connection") != "close" {
		t.Errorf("the answer is %d after %d bytes, Connection %q; want 401 after a few, and close",
			got.Code, body.read, got.Header().Get("Connection"))
	}
	if held := counted(t, registry, unverified); held != 0 {
		t.Errorf("%v bytes are still held, want none", held)
	}
}

func TestSlowBody(t *testing.T) {
	t.Parallel()
	e, registry := newServer(t)
	slow := io.MultiReader(strings.NewReader("command="), iotest.ErrReader(os.ErrDeadlineExceeded))
	got := send(e, sign(commandForm, time.Now()), slow, int64(len(commandForm)))
	if got.Code != http.StatusRequestTimeout || got.Header().Get("Connection") != "close" {
		t.Errorf("a slow body = %d, Connection %q; want 408 and close", got.Code, got.Header().Get("Connection"))
	}
	if held := counted(t, registry, unverified); held != 0 {
		t.Errorf("%v bytes are still held, want none", held)
	}
}

// stalled is a body that stops before its end.
type stalled struct {
	io.Reader
	once    sync.Once
	reached chan<- struct{} // told when all but the end was read
	ends    <-chan struct{}
}

func (s *stalled) Read(p []byte) (int, error) {
	if n, err := s.Reader.Read(p); err == nil {
		return n, nil
	}
	s.once.Do(func() { s.reached <- struct{}{} })
	<-s.ends
	return 0, io.ErrUnexpectedEOF
}

// TestUnverifiedBytesAreBounded has bodies that stop before their end, until no more
// are taken of their size. Smaller ones still are, whether they tell their size
// or not.
func TestUnverifiedBytesAreBounded(t *testing.T) {
	t.Parallel()
	e, registry := newServer(t)
	wrong := sign("something else", time.Now())
	reached, ends := make(chan struct{}), make(chan struct{})
	var senders sync.WaitGroup
	hold := func(announced, sent int64) int { // until the first one is refused
		for n := range 5000 {
			answer := make(chan *httptest.ResponseRecorder, 1)
			body := &stalled{Reader: io.LimitReader(&endless{}, sent), reached: reached, ends: ends}
			senders.Go(func() { answer <- send(e, wrong, body, announced) })
			select {
			case <-reached:
			case got := <-answer:
				if got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" ||
					got.Header().Get("Connection") != "close" {
					t.Errorf("body %d of %d bytes = %d %v, want 503 with Retry-After and close", n, sent, got.Code, got.Header())
				}
				return n
			}
		}
		t.Errorf("5,000 bodies of %d bytes are held, want a bound", sent)
		return 0
	}
	const large, small = 1 << 20, 8000
	asks := func(size int, announced int64, want int) {
		t.Helper()
		body := commandForm + "&x=" + strings.Repeat("x", size-len(commandForm)-3)
		if got := send(e, sign(body, time.Now()), strings.NewReader(body), announced); got.Code != want {
			t.Errorf("a signed body of %d bytes, announced as %d = %d, want %d", size, announced, got.Code, want)
		}
	}
	fits := func(size int) {
		t.Helper()
		asks(size, int64(size), http.StatusOK)
		asks(size, -1, http.StatusOK)
	}
	if n := hold(large, large-1); n < 4 || n > 16 {
		t.Errorf("%d bodies of 1 MiB are held, want at least 4 and at most 16", n)
	}
	asks(large, large, http.StatusServiceUnavailable)
	fits(50_000)
	fits(1000)
	if n := hold(small, small-1); n < 1000 {
		t.Errorf("%d bodies of 8 KB are held, want at least 1,000", n)
	}
	if held := counted(t, registry, unverified); held > 40<<20 {
		t.Errorf("%v bytes are held, want at most 40 MiB", held)
	}
	close(ends)
	senders.Wait()
	if held := counted(t, registry, unverified); held != 0 {
		t.Errorf("%v bytes are still held, want none", held)
	}
	fits(large)
	fits(1000)
}

// TestAnnouncedBytesTakeNoMemory has senders that announce a lot and send nothing.
func TestAnnouncedBytesTakeNoMemory(t *testing.T) {
	t.Parallel()
	e, registry := newServer(t)
	const count = 500
	reached, ends := make(chan struct{}, count), make(chan struct{})
	var senders sync.WaitGroup
	for range count {
		body := &stalled{Reader: strings.NewReader(""), reached: reached, ends: ends}
		senders.Go(func() { send(e, sign("something else", time.Now()), body, 1<<20) })
	}
	for range count {
		<-reached
	}
	if held := counted(t, registry, unverified); held == 0 || held > count*4<<10 {
		t.Errorf("%v bytes are held for %d bodies of which nothing came, want at most 4 KiB each", held, count)
	}
	close(ends)
	senders.Wait()
}

// TestVerifiedBodyIsNoLongerCounted looks while a question is in progress.
func TestVerifiedBodyIsNoLongerCounted(t *testing.T) {
	t.Parallel()
	held := make(chan float64, 1)
	var s *testServer
	s = setup(t, &fakeBot{command: func(context.Context, bot.Question, bot.Send) error {
		held <- counted(t, s.registry, unverified)
		return nil
	}})
	s.signed(t, "/slack/commands", commandForm)
	if n := <-held; n != 0 {
		t.Errorf("%v bytes are held of a body that is verified, want none", n)
	}
}

// TestRefusalOfALargeBodyArrives has a client over a real connection that sends all
// of its body before it reads the answer.
func TestRefusalOfALargeBodyArrives(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	for _, tt := range []struct {
		path string
		size int
		want int
	}{
		{"/slack/commands", 100 << 10, http.StatusUnauthorized},
		{"/slack/commands", 1 << 20, http.StatusUnauthorized},
		{"/slack/commands", 3 << 20, http.StatusRequestEntityTooLarge},
		{"/elsewhere", 3 << 20, http.StatusNotFound},
	} {
		header := http.Header{"Content-Type": {formType}}
		if got := s.post(t, tt.path, strings.Repeat("x", tt.size), header); got.status != tt.want {
			t.Errorf("POST %s of %d bytes = %d, want %d", tt.path, tt.size, got.status, tt.want)
		}
	}
}
