package view

import (
	"regexp"
	"strings"
	"unicode"
)

// tagFlag finds the flags of parts of a country: a black flag, and its code in tag
// characters, which cannot be seen by themselves.
var tagFlag = regexp.MustCompile(`\x{1F3F4}[\x{E0030}-\x{E0039}\x{E0061}-\x{E007A}]{3,6}\x{E007F}`)

// shaping is what cannot be seen and shapes what stands beside it: joiners,
// variation selectors, and the fillers of old Korean syllables.
var shaping = []*unicode.RangeTable{
	unicode.Join_Control, unicode.Variation_Selector, {R16: []unicode.Range16{{Lo: 0x115F, Hi: 0x1160, Stride: 1}}},
}

// blank is what looks like a space and is none for Unicode: fillers of Korean, the
// empty pattern of Braille, the empty sign of Egyptian and of notes.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1}, {Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x13441, Hi: 0x13442, Stride: 1}, {Lo: 0x1D159, Hi: 0x1D159, Stride: 1}},
}

// mapVisible maps line breaks, other control characters and blanks to spaces, and
// drops what cannot be seen and does not shape what can be.
func mapVisible(s string) string {
	var b strings.Builder
	end := 0
	for _, flag := range tagFlag.FindAllStringIndex(s, -1) {
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
	case r > ' ' && r < unicode.MaxASCII, unicode.In(r, shaping...):
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
	return !isBlank(r) && !isIgnorable(r) && !unicode.In(r, shaping...)
}

// isBlank reports whether r looks like a space.
func isBlank(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.White_Space, unicode.Zl, unicode.Zp, blank)
}

// isIgnorable reports whether r shows nothing and takes no space: format characters,
// tags among them, and what Unicode calls ignorable by default.
func isIgnorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point)
}

// isTag reports whether r is a tag character.
func isTag(r rune) bool { return r >= '\U000E0020' && r <= '\U000E007F' }
