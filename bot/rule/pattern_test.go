package rule_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"meetingbot/bot/rule"
)

func TestMatches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		words, subject string
		want           bool
	}{
		{"weekly", "Weekly sync", true},
		{"WEEKLY", "the weekly", true},
		{"Ｗｅｅｋｌｙ", "weekly sync", true},
		{"weekly", "ＷＥＥＫＬＹ sync", true},
		{"straße", "STRASSE 12", true},
		{"retro", "Sprint retrospective", true}, // words that begin so
		{"art", "Start of the quarter", false},  // but not in the middle of one
		{"hr", "HR: new hires", true},
		{"hr", "Chris", false},
		{"weekly sync", "Sync (weekly)", true}, // all words, in any order
		{"weekly sync", "Weekly review", false},
		{"周会", "产品周会", true},
		{"周会", "周 会", false},
		{"产品 周会", "周会：产品组", true},
		{"sync", "产品sync", true}, // no space is needed after a script without any
		{"カイギ", "ｶｲｷﾞ", true},
		{"회의", "주간 회의", true},
		{"совещание", "СОВЕЩАНИЕ отдела", true},
		{"1:1", "Ana / Wei 1:1", true},
		{"c++", "C++ guild", true},
		{"c++", "C guild", false},
		{"“weekly”,", "weekly", true}, // marks around words are none
		{"we\u200bekly", "weekly", true},
		{"…", "…", false}, // there is nothing to compare
		{"", "", false},
		{strings.Repeat("a", rule.MaxWords+1), strings.Repeat("a", rule.MaxWords+1), false},
	} {
		if got := (rule.Pattern{Words: tt.words}).Matches(tt.subject); got != tt.want {
			t.Errorf("%q matches %q: %v, want %v", tt.words, tt.subject, got, tt.want)
		}
	}
	if !(rule.Pattern{Mine: true}).Matches("anything") {
		t.Error("one's own meetings do not match whatever they are called")
	}
}

// A pattern matches what it was made of, and what it compares stays the same when that
// is compared.
func TestPatternsMatchThemselves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := rule.Pattern{Words: rapid.String().Draw(t, "words")}
		again := rule.Pattern{Words: p.Folded()}
		if again.Folded() != p.Folded() {
			t.Errorf("%q is compared as %q, and that as %q", p.Words, p.Folded(), again.Folded())
		}
		if p.Valid() && !p.Matches("x "+p.Words) {
			t.Errorf("%q does not match itself", p.Words)
		}
	})
}
