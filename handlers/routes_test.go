package handlers_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/handlers"
)

func TestRoutes(t *testing.T) {
	t.Parallel()
	want := []string{
		"POST /slack/commands", "POST /slack/interactions", "POST /slack/events",
		"GET /slack/install", "GET /slack/oauth/callback", "GET /join/:ticket", "POST /meeting/events", "GET /healthz", "GET /readyz",
	}
	if diff := cmp.Diff(want, handlers.Routes()); diff != "" {
		t.Errorf("Routes (-want +got):\n%s", diff)
	}
}

func TestUnrouted(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, path string
		want         int
	}{
		{"GET", "/slack/commands", 405},
		{"GET", "/slack/interactions", 405},
		{"GET", "/slack/events", 405},
		{"PUT", "/slack/commands", 405},
		{"HEAD", "/slack/events", 405},
		{"POST", "/healthz", 405},
		{"GET", "/", 404},
		{"GET", "/slack", 404},
		{"POST", "/slack/commands/", 404},
		{"POST", "/Slack/Commands", 404},
		{"GET", "/metrics", 404},
		{"GET", "/debug/pprof/", 404},
		{"POST", "/slack/options", 404},
		{"GET", "/slack/install", 404}, // not set up here
		{"GET", "/slack/oauth/callback", 404},
		{"GET", "/join/x", 404}, // nor this
	}
	s := setup(t, &fakeBot{})
	for _, tt := range tests {
		r, err := http.NewRequestWithContext(t.Context(), tt.method, s.url+tt.path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.do(t, r); got.status != tt.want || got.body != "" {
			t.Errorf("%s %s = %d %q, want %d and nothing", tt.method, tt.path, got.status, got.body, tt.want)
		}
	}
}

func TestRequestsAddNoSeries(t *testing.T) {
	t.Parallel()
	s := setup(t, &fakeBot{})
	count := func() int {
		families, err := s.registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range families {
			n += len(f.GetMetric())
		}
		return n
	}
	before := count()
	for _, path := range []string{"/a", "/b", "/slack/commands/c", "/slack/commands"} {
		s.get(t, path)
		s.post(t, path, "x", http.Header{"X-Forwarded-For": {path}})
	}
	if after := count(); after != before {
		t.Errorf("there are %d series after strangers came by, want the %d of the start", after, before)
	}
}

func TestMetricsAreRegisteredOnce(t *testing.T) {
	t.Parallel()
	o := handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret, Registry: prometheus.NewRegistry()}
	if _, err := handlers.New(o); err != nil {
		t.Fatal(err)
	}
	if _, err := handlers.New(o); err == nil || !strings.Contains(err.Error(), "Registry") {
		t.Errorf("New with the registry of another = %v, want an error that names it", err)
	}
}

// TestNothingOnStdout looks at the process's stdout, so it runs alone.
func TestNothingOnStdout(t *testing.T) { //nolint:paralleltest // it replaces os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = stdout }()
	s := setup(t, &fakeBot{})
	s.signed(t, "/slack/commands", commandForm)
	s.get(t, "/nowhere")
	w.Close()
	said := make([]byte, 100)
	if err := r.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if n, _ := r.Read(said); n != 0 {
		t.Errorf("stdout: %q, want nothing", said[:n])
	}
}
