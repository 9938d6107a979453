package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/alexliesenfeld/health"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

const (
	// checkTimeout is how long one check may take.
	checkTimeout = 2 * time.Second
	// checkTTL is how long the result of a check is kept.
	checkTTL = time.Second
)

// Check is one condition for being ready to serve.
type Check struct {
	// Name says in a word what does not work when the check fails. It is
	// public, and a metric's label; the check's error is for the log.
	Name string
	// Check returns an error while the condition is not met. Its context ends
	// after two seconds.
	Check func(ctx context.Context) error
}

// readiness knows whether the bot can serve, and what of it.
type readiness struct {
	draining atomic.Bool
	checker  health.Checker
	needed   map[string]bool // by the name of the check: whether nothing works without
}

// newReadiness makes a readiness of checks without which nothing works, and of
// those of parts. The error names one without a name or a function, or with a name
// that is taken.
func newReadiness(checks, parts []Check, log *slog.Logger) (*readiness, error) {
	options := []health.CheckerOption{
		health.WithDisabledAutostart(), // it would run the checks in a goroutine that nobody stops
		health.WithTimeout(checkTimeout),
		health.WithCacheDuration(checkTTL),
	}
	r := &readiness{needed: make(map[string]bool, len(checks)+len(parts))}
	for i, c := range slices.Concat(checks, parts) {
		if _, taken := r.needed[c.Name]; c.Name == "" || c.Check == nil || taken {
			return nil, fmt.Errorf("handlers: Checks and Parts must have distinct names and functions, got %q", c.Name)
		}
		r.needed[c.Name] = i < len(checks)
		options = append(options, health.WithCheck(health.Check{
			Name:           c.Name,
			Check:          c.Check,
			StatusListener: logReadiness(log),
		}))
	}
	r.checker = health.NewChecker(options...)
	return r, nil
}

// logReadiness logs when a check starts or ceases to fail. One that has never failed
// is not mentioned: that nothing is wrong may mean that nothing was tried.
func logReadiness(log *slog.Logger) func(ctx context.Context, name string, state health.CheckState) {
	return func(ctx context.Context, name string, state health.CheckState) {
		if state.Result != nil {
			log.LogAttrs(ctx, slog.LevelWarn, "check failed",
				slog.String("check", name), slog.String("error", state.Result.Error()))
			return
		}
		if !state.LastFailureAt.IsZero() {
			log.LogAttrs(ctx, slog.LevelInfo, "check no longer fails", slog.String("check", name))
		}
	}
}

// failing returns the names of the checks that fail, in order. A caller who goes
// away does not make a check fail for the others.
func (r *readiness) failing(ctx context.Context) []string {
	var names []string
	for name, result := range r.checker.Check(context.WithoutCancel(ctx)).Details {
		if result.Status != health.StatusUp {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// gauges show, for each check, whether it fails.
func (r *readiness) gauges() []prometheus.Collector {
	var gauges []prometheus.Collector
	for name := range r.needed {
		gauges = append(gauges, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name:        "meetingbot_check_failing",
			Help:        "1 while a check of /readyz fails, else 0.",
			ConstLabels: prometheus.Labels{"check": name},
		}, func() float64 {
			if slices.Contains(r.failing(context.Background()), name) {
				return 1
			}
			return 0
		}))
	}
	return gauges
}

// readyAnswer is the body of /readyz.
type readyAnswer struct {
	Status  string            `json:"status"`            // "ready", "degraded" or "not ready"
	Reasons []string          `json:"reasons,omitempty"` // the names of the checks that fail, or "draining"
	Parts   map[string]string `json:"parts,omitempty"`   // "up" or "down", by the name of the check
}

// answer says what can be served: everything, a part of it, or nothing.
func (r *readiness) answer(ctx context.Context) readyAnswer {
	if r.draining.Load() {
		return readyAnswer{Status: "not ready", Reasons: []string{"draining"}}
	}
	a := readyAnswer{Status: "ready", Reasons: r.failing(ctx), Parts: make(map[string]string, len(r.needed))}
	for name := range r.needed {
		a.Parts[name] = "up"
	}
	for _, name := range a.Reasons {
		a.Parts[name] = "down"
		if r.needed[name] {
			a.Status = "not ready"
		} else if a.Status == "ready" {
			a.Status = "degraded"
		}
	}
	return a
}

// healthz says that the process is alive.
func (h *Handlers) healthz(r httpRequest) error {
	return r.json([]byte(`{"status":"up"}`))
}

// readyz says whether the bot can serve, and by name what does not work. It stays in
// service while only a part fails: an orchestrator would take away what works too.
func (h *Handlers) readyz(r httpRequest) error {
	r.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	ready := h.readiness.answer(r.Request().Context())
	answer, err := json.Marshal(ready)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if ready.Status == "not ready" {
		status = http.StatusServiceUnavailable
	}
	return r.JSONBlob(status, answer)
}
