package handlers_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"meetingbot/handlers"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// testServer is a real server around a bot, and the server of its response_urls.
type testServer struct {
	*handlers.Handlers
	url      string
	hooks    *hooks
	logs     *logBuffer
	registry *prometheus.Registry
	client   *http.Client
}

// setup starts a server and stops it at the end of the test.
func setup(t *testing.T, b handlers.Bot, change ...func(o *handlers.Options)) *testServer {
	t.Helper()
	s := &testServer{hooks: newHooks(t), logs: &logBuffer{}, registry: prometheus.NewRegistry()}
	o := handlers.Options{
		Bot:           b,
		SigningSecret: signingSecret,
		ResponseHosts: []string{s.hooks.host()},
		Logger:        slog.New(slog.NewJSONHandler(s.logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Registry:      s.registry,
		AnswerWithin:  2900 * time.Millisecond, // the machine may be busy
	}
	for _, c := range change {
		c(&o)
	}
	h, err := handlers.New(o)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	s.Handlers = h
	server := httptest.NewServer(h.Echo())
	s.url = server.URL
	s.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		server.Close()
		if err := h.Drain(context.Background()); err != nil { //nolint:usetesting // the test's context has ended by now
			t.Errorf("Drain: %v", err)
		}
	})
	return s
}

// drained drains, and fails the test if that fails.
func (s *testServer) drained(t *testing.T) {
	t.Helper()
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// answer is what came back for a request.
type answer struct {
	status int
	body   string
	header http.Header
}

// post sends a body with a header as it is.
func (s *testServer) post(t *testing.T, path, body string, header http.Header) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = header
	return s.do(t, r)
}

// signed sends a form as Slack does.
func (s *testServer) signed(t *testing.T, path, body string) answer {
	t.Helper()
	return s.post(t, path, body, sign(body, time.Now()))
}

// event sends JSON as Slack does.
func (s *testServer) event(t *testing.T, body string) answer {
	t.Helper()
	h := sign(body, time.Now())
	h.Set("Content-Type", "application/json")
	return s.post(t, "/slack/events", body, h)
}

// get asks for a page.
func (s *testServer) get(t *testing.T, path string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return s.do(t, r)
}

func (s *testServer) do(t *testing.T, r *http.Request) answer {
	t.Helper()
	w, err := s.client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	defer w.Body.Close()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatalf("read the answer: %v", err)
	}
	return answer{status: w.StatusCode, body: string(body), header: w.Header}
}

// hooks is where response_urls lead: it keeps what is posted there.
type hooks struct {
	server *httptest.Server
	posts  chan string // bodies
	status func(n int) int

	mu sync.Mutex
	n  int
}

func newHooks(t *testing.T) *hooks {
	t.Helper()
	k := &hooks{posts: make(chan string, 64), status: func(int) int { return http.StatusOK }}
	k.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		k.mu.Lock()
		k.n++
		status := k.status(k.n)
		k.mu.Unlock()
		k.posts <- string(body)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "ok")
	}))
	t.Cleanup(k.server.Close)
	return k
}

func (k *hooks) host() string { return strings.TrimPrefix(k.server.URL, "http://") }

// url is a response_url with a secret in it.
func (k *hooks) url() string { return k.server.URL + "/commands/T0001/1234567890/" + hookSecret }

const hookSecret = "sEcReTpArToFtHeUrL"

// next waits for the next post.
func (k *hooks) next(t *testing.T) string {
	t.Helper()
	select {
	case body := <-k.posts:
		return body
	case <-time.After(30 * time.Second):
		t.Fatal("nothing was posted to the response_url")
		return ""
	}
}

// none reports that nothing was posted.
func (k *hooks) none(t *testing.T) {
	t.Helper()
	select {
	case body := <-k.posts:
		t.Errorf("posted to the response_url: %s, want nothing", body)
	default:
	}
}

// logBuffer is a log that can be read while it is written.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// counted returns the count of the metric of this name whose labels have these
// values, in the order of their names.
func counted(t *testing.T, r prometheus.Gatherer, name string, values ...string) float64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			var got []string
			for _, l := range m.GetLabel() {
				got = append(got, l.GetValue())
			}
			if f.GetName() == name && strings.Join(got, "|") == strings.Join(values, "|") {
				return m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
			}
		}
	}
	t.Fatalf("no metric %s %q", name, values)
	return 0
}
