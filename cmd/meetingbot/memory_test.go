package main

import "testing"

// A small heap may double; a larger one holds a few MB of garbage.
func TestGCPercent(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	for _, tt := range []struct {
		live uint64
		want int
	}{{0, 100}, {12 * mb, 100}, {24 * mb, 50}, {30 * mb, 40}, {48 * mb, 25}, {60 * mb, 60}, {84 * mb, 100}, {4000 * mb, 100}} {
		got := gcPercent(tt.live)
		if got != tt.want {
			t.Errorf("gcPercent(%d MB) = %d, want %d", tt.live/mb, got, tt.want)
		}
	}
}
