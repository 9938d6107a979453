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
	// public; the check's error is for the log.
	Name string
	// Check returns an error while the condition is not met. Its context ends
	// after two seconds.
	Check func(ctx context.Context) error
}

// readiness knows whether the bot can serve.
type readiness struct {
	draining atomic.Bool
	checker  health.Checker
}

// newReadiness makes a readiness of the checks. The error names one without a
// name or a function, or with a name that is taken.
func newReadiness(checks []Check, log *slog.Logger) (*readiness, error) {
	options := []health.CheckerOption{
		health.WithDisabledAutostart(), // it would run the checks in a goroutine that nobody stops
		health.WithTimeout(checkTimeout),
		health.WithCacheDuration(checkTTL),
	}
	seen := make(map[string]bool, len(checks))
	for _, c := range checks {
		if c.Name == "" || c.Check == nil || seen[c.Name] {
			return nil, fmt.Errorf("handlers: Checks must have distinct names and functions, got %q", c.Name)
		}
		seen[c.Name] = true
		options = append(options, health.WithCheck(health.Check{
			Name:           c.Name,
			Check:          c.Check,
			StatusListener: logReadiness(log),
		}))
	}
	return &readiness{checker: health.NewChecker(options...)}, nil
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
	if r.draining.Load() {
		return []string{"draining"}
	}
	var names []string
	for name, result := range r.checker.Check(context.WithoutCancel(ctx)).Details {
		if result.Status != health.StatusUp {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// healthz says that the process is alive.
func (h *Handlers) healthz(r request) error {
	return r.json([]byte(`{"status":"up"}`))
}

// readyz says whether the bot can serve, and if not, by name what is wrong.
func (h *Handlers) readyz(r request) error {
	r.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	failing := h.readiness.failing(r.Request().Context())
	if len(failing) == 0 {
		return r.json([]byte(`{"status":"ready"}`))
	}
	answer, err := json.Marshal(struct {
		Status  string   `json:"status"`
		Reasons []string `json:"reasons"`
	}{"not ready", failing})
	if err != nil {
		return err
	}
	return r.JSONBlob(http.StatusServiceUnavailable, answer)
}
