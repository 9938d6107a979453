package spelling_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meetingbot/internal/spelling"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, alike := range [][]string{
		{"weekly", "WEEKLY", "Ｗｅｅｋｌｙ", "we\u200bekly"}, {"straße", "STRASSE"}, {"é", "e\u0301", "É"},
		{"カイギ", "ｶｲｷﾞ"}, {"ꭰ", "Ꭰ"}, {"ς", "σ", "Σ"}, {"周会"},
	} {
		for _, other := range alike {
			if got, want := spelling.Fold(other), spelling.Fold(alike[0]); got != want {
				t.Errorf("Fold(%q) = %q, and Fold(%q) = %q", other, got, alike[0], want)
			}
		}
	}
	if spelling.Fold("résumé") == spelling.Fold("resume") {
		t.Error("accents are none")
	}
}

// Text that is folded stays as it is, and so does its folding in capitals.
func TestFoldOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		once := spelling.Fold(s)
		if twice := spelling.Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, and Fold of that is %q", s, once, twice)
		}
		if capitals := spelling.Fold(strings.ToUpper(once)); capitals != once {
			t.Errorf("Fold(%q) = %q, and in capitals %q", s, once, capitals)
		}
	})
}
