package main

import (
	"testing"
	"time"
)

// A small heap may double, one of a few MB may hold more garbage for its size; a
// larger one holds some MB of it.
func TestGCPercent(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	for _, tt := range []struct {
		live uint64
		want int
	}{{0, 100}, {4*mb - 1, 100}, {4 * mb, 150}, {8 * mb, 150}, {10 * mb, 120}, {12 * mb, 100}, {24 * mb, 50}, {30 * mb, 40}, {48 * mb, 25}, {60 * mb, 60}, {84 * mb, 100}, {4000 * mb, 100}} {
		got := gcPercent(tt.live)
		if got != tt.want {
			t.Errorf("gcPercent(%d MB) = %d, want %d", tt.live/mb, got, tt.want)
		}
	}
}

// Memory is trimmed when little happens, however long ago the last look was.
func TestIsQuiet(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	for _, tt := range []struct {
		allocated uint64
		since     time.Duration
		want      bool
	}{{0, 10 * time.Second, true}, {9 * mb, 10 * time.Second, true}, {10 * mb, 10 * time.Second, false}, {250 * mb, 5 * time.Minute, true}} {
		got := memoryUse{allocated: 100*mb + tt.allocated}.isQuiet(memoryUse{allocated: 100 * mb}, tt.since)
		if got != tt.want {
			t.Errorf("after %d MB in %s: quiet = %v, want %v", tt.allocated/mb, tt.since, got, tt.want)
		}
	}
}
