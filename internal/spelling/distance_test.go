package spelling_test

import (
	"testing"

	"pgregory.net/rapid"

	"meetingbot/internal/spelling"
)

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "list", 4},
		{"today", "today", 0},
		{"tody", "today", 1},
		{"toady", "today", 1},
		{"remnd", "remind", 1},
		{"remind", "remnd", 1},
		{"shere", "share", 1},
		{"tomorow", "tomorrow", 1},
		{"ca", "abc", 3},
		{"提醒列", "提醒列表", 1},
	} {
		if got := spelling.Distance(tt.a, tt.b); got != tt.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// It is the same both ways, and one more character is at most one more.
func TestDistanceOfAnyWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.SampledFrom([]rune("abc会")))
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := spelling.Distance(a, b)
		if back := spelling.Distance(b, a); back != d || (d == 0) != (a == b) {
			t.Fatalf("Distance(%q, %q) = %d, and %d back", a, b, d, back)
		}
		if more := spelling.Distance(a, b+"x"); more < d-1 || more > d+1 {
			t.Fatalf("Distance(%q, %q) = %d, and with one more %d", a, b, d, more)
		}
	})
}
