package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func TestProfilesAreBounded(t *testing.T) {
	t.Parallel()
	pages := operatorPages(prometheus.NewRegistry())
	tests := []struct {
		path string
		want int
	}{
		{"/debug/pprof/profile?seconds=3600", 400},
		{"/debug/pprof/profile?seconds=61", 400},
		{"/debug/pprof/profile?seconds=9999999999999999999", 400},
		{"/debug/pprof/trace?seconds=3600", 400},
		{"/debug/pprof/trace?seconds=60.5", 400},
		{"/debug/pprof/trace?seconds=NaN", 400},
		{"/debug/pprof/trace?seconds=+Inf", 400},
		{"/debug/pprof/profile?seconds=long", 400},
		{"/debug/pprof/heap?seconds=3600", 400},
		{"/debug/pprof/goroutine?seconds=3600", 400},
		{"/debug/pprof/trace?seconds=0.01", 200},
		{"/debug/pprof/heap", 200},
		{"/debug/pprof/", 200},
		{"/debug/pprof/cmdline", 404},
		{"/metrics", 200},
	}
	for _, tt := range tests {
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.path, http.NoBody))
		if w.Code != tt.want {
			t.Errorf("GET %s = %d, want %d", tt.path, w.Code, tt.want)
		}
		if tt.want == 400 && !strings.Contains(w.Body.String(), "up to 60") {
			t.Errorf("GET %s says %q, want why it is refused", tt.path, w.Body.String())
		}
	}
}
