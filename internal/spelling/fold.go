package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold writes text so that spellings of the same compare alike: capitals, wide and
// narrow characters, and marks that nobody sees.
func Fold(s string) string {
	visible := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
	// Of letters whose case was added later, such as Cherokee ones, Fold makes the other
	// case, whichever that is.
	return norm.NFKC.String(cases.Fold().String(strings.ToUpper(visible)))
}
