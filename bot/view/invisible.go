package view

import (
	"strings"
	"unicode"

	"meetingbot/internal/lazyregexp"
)

// tagFlag finds the flags of parts of a country: a black flag, and its code in tag
// characters, which cannot be seen by themselves.
var tagFlag = lazyregexp.New(`\x{1F3F4}[\x{E0030}-\x{E0039}\x{E0061}-\x{E007A}]{3,6}\x{E007F}`)

// mapVisible maps line breaks, other control characters and blanks to spaces, and
// drops what cannot be seen and does not shape what can be.
func mapVisible(s string) string {
	var b strings.Builder
	end := 0
	for _, flag := range tagFlag().FindAllStringIndex(s, -1) {
		b.WriteString(strings.Map(visibleRune, s[end:flag[0]]))
		b.WriteString(s[flag[0]:flag[1]])
		end = flag[1]
	}
	b.WriteString(strings.Map(visibleRune, s[end:]))
	return b.String()
}

// visibleRune is what mapVisible makes of r, -1 to drop it.
func visibleRune(r rune) rune {
	switch {
	case r > ' ' && r < unicode.MaxASCII, isShaping(r):
		return r
	case isBlank(r):
		return ' '
	case isIgnorable(r):
		return -1
	}
	return r
}

// IsEmpty reports whether nothing can be seen of a text.
func IsEmpty(s string) bool { return strings.IndexFunc(s, isVisible) < 0 }

// isVisible reports whether r by itself shows anything.
func isVisible(r rune) bool {
	return !isBlank(r) && !isIgnorable(r) && !isShaping(r)
}

// isShaping reports whether r cannot be seen and shapes what stands beside it: a
// joiner, a variation selector, or a filler of old Korean syllables.
func isShaping(r rune) bool {
	return unicode.In(r, unicode.Join_Control, unicode.Variation_Selector) || r == '\u115F' || r == '\u1160'
}

// isBlank reports whether r looks like a space. Some are none for Unicode: fillers of
// Korean, the empty pattern of Braille, empty Egyptian signs, and an empty note.
func isBlank(r rune) bool {
	switch r {
	case '\u2800', '\u3164', '\uFFA0', '\U00013441', '\U00013442', '\U0001D159':
		return true
	default:
		return unicode.IsControl(r) || unicode.In(r, unicode.White_Space, unicode.Zl, unicode.Zp)
	}
}

// isIgnorable reports whether r shows nothing and takes no space: format characters,
// tags among them, and what Unicode calls ignorable by default.
func isIgnorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point)
}

// isTag reports whether r is a tag character.
func isTag(r rune) bool { return r >= '\U000E0020' && r <= '\U000E007F' }
