package meeting_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"meetingbot/meeting"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	base       = "https://api.example/base" // a path in it catches absolute paths
	signInPath = "/base/v2/usg/acs/auth/appauth"
	detailPath = "/base/v1/mmc/management/conferences/confDetail"
	listPath   = "/base/v1/mmc/management/conferences"
	appKey     = "app-key-0f1e2d3c4b5a"
	meetingID  = "914083136"
)

func testCredentials() meeting.Credentials {
	return meeting.Credentials{AppID: "app-id", AppKey: appKey}
}

// stub is the API in a few lines: it numbers the calls, hands out tokens and
// leaves the rest to the test.
type stub struct {
	mu      sync.Mutex
	signIns int
	details int
	lists   int
	// signIn and detail answer the n-th call of their kind, from 1. Without
	// them every sign-in works, for an hour, and every meeting is the sample.
	signIn func(n int, w http.ResponseWriter, r *http.Request)
	detail func(n int, w http.ResponseWriter, r *http.Request)
	// list answers the n-th call of anything else about meetings.
	list func(n int, w http.ResponseWriter, r *http.Request)
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "POST " + signInPath:
		s.mu.Lock()
		s.signIns++
		n := s.signIns
		s.mu.Unlock()
		if s.signIn == nil {
			writeToken(w, n)
			return
		}
		s.signIn(n, w, r)
	case "GET " + detailPath:
		s.mu.Lock()
		s.details++
		n := s.details
		s.mu.Unlock()
		if s.detail == nil {
			writeSample(w)
			return
		}
		s.detail(n, w, r)
	default:
		if s.list != nil && strings.HasPrefix(r.Method+" "+r.URL.Path, "GET "+listPath) {
			s.mu.Lock()
			s.lists++
			n := s.lists
			s.mu.Unlock()
			s.list(n, w, r)
			return
		}
		http.Error(w, "unexpected "+r.Method+" "+r.URL.Path, http.StatusTeapot)
	}
}

// counts returns how many sign-ins and questions there were.
func (s *stub) counts() (signIns, details int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signIns, s.details
}

// writeToken signs in for an hour.
func writeToken(w http.ResponseWriter, n int) {
	fmt.Fprintf(w, `{"accessToken":"token-%d","validPeriod":3600}`, n)
}

func writeSample(w http.ResponseWriter) {
	b, err := os.ReadFile("testdata/ordinary.json")
	if err != nil {
		panic(err)
	}
	w.Write(b)
}

func writeError(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error_code":%q,"error_msg":"SOME_NAME"}`, code)
}

// inMemory carries requests to a handler without a socket, so that clients can
// live in a synctest bubble.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	done := make(chan *http.Response, 1)
	go func() {
		w, served := httptest.NewRecorder(), r.Clone(r.Context())
		if served.Body == nil {
			served.Body = http.NoBody
		}
		m.ServeHTTP(w, served)
		resp := w.Result()
		resp.Request = r
		done <- resp
	}()
	select {
	case resp := <-done:
		return resp, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// newClient returns a client of the stub, without sockets.
func newClient(tb testing.TB, s http.Handler, opts ...meeting.Option) *meeting.Client {
	tb.Helper()
	opts = append([]meeting.Option{meeting.WithHTTPClient(&http.Client{Transport: inMemory{s}})}, opts...)
	c, err := meeting.New(base, testCredentials(), opts...)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// debugLog returns a logger that writes everything to the buffer, safely.
func debugLog() (*slog.Logger, *lockedBuffer) {
	b := &lockedBuffer{}
	return slog.New(slog.NewJSONHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug})), b
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// decodeBody reads a JSON request.
func decodeBody(t *testing.T, r io.Reader) map[string]any {
	t.Helper()
	var m map[string]any
	d := json.NewDecoder(r)
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		t.Error(err)
	}
	return m
}

// after waits in a bubble's time, or until the request is given up.
func after(r *http.Request, d time.Duration) {
	io.Copy(io.Discard, r.Body) // a server notices that it is left once it has read all
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	}
}

func contains(l *lockedBuffer, s string) bool { return strings.Contains(l.String(), s) }

// pass lets time pass in a bubble.
func pass(d time.Duration) { <-time.After(d) }
