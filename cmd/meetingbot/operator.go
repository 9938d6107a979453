package main

import (
	"fmt"
	"math"
	"net/http"
	"net/http/pprof"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// maxProfile is how long a profile or a trace may take.
const maxProfile = time.Minute

// operatorPages serves metrics and profiles.
func operatorPages(registry *prometheus.Registry) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	profile := func(path string, serve http.HandlerFunc) { mux.HandleFunc("GET /debug/pprof/"+path, bounded(serve)) }
	profile("", pprof.Index)
	profile("profile", pprof.Profile)
	profile("trace", pprof.Trace)
	profile("symbol", pprof.Symbol)
	// pprof's cmdline page is left out: arguments may hold secrets.
	return mux
}

// bounded refuses a profile that would take too long, since it slows the bot down
// for all that time and keeps a second one from being taken.
func bounded(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		asked := r.FormValue("seconds") // as pprof reads it
		seconds, err := strconv.ParseFloat(asked, 64)
		if asked == "" || err == nil && !math.IsNaN(seconds) && seconds <= maxProfile.Seconds() {
			serve(w, r)
			return
		}
		http.Error(w, fmt.Sprintf("seconds must be a number up to %.0f: "+
			"a profile slows the bot down while it is taken, and only one can be taken at a time.", maxProfile.Seconds()), http.StatusBadRequest)
	}
}
