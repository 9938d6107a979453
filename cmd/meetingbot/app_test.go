package main

import (
	"log/slog"
	"testing"
	"time"
)

// newTestApp is newApp for tests: the app is stopped when the test ends.
func newTestApp(tb testing.TB, c config, logger *slog.Logger, clock func() time.Time) *app {
	tb.Helper()
	a, err := newApp(tb.Context(), c, logger, clock)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := a.stop(tb.Context()); err != nil {
			tb.Errorf("stop = %v, want nil", err)
		}
	})
	return a
}
