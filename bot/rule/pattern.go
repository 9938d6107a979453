package rule

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"meetingbot/internal/spelling"
)

// MaxWords is the longest text of a pattern, in characters.
const MaxWords = 80

// Pattern is which meetings a rule is about.
type Pattern struct {
	Words string // those whose subject has all of these words; "" with Mine
	Mine  bool   // those that its setter is invited to, has booked or hosts
}

// Folded is what two patterns have in common that match the same subjects: the words as
// they are compared. It is "" where there is nothing to compare.
func (p Pattern) Folded() string {
	if p.Mine {
		return ""
	}
	words := strings.FieldsFunc(spelling.Fold(p.Words), func(r rune) bool { return !isWordRune(r) && !joins(r) })
	for i, w := range words {
		words[i] = strings.Trim(w, ".:/'-_&@")
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, isWordRune) }), " ")
}

// Valid reports whether there is something to compare.
func (p Pattern) Valid() bool {
	return p.Mine || p.Folded() != "" && utf8.RuneCountInString(p.Words) <= MaxWords
}

// Matches reports whether a subject has every word of the pattern, however they are
// written. A word counts where one of the subject begins with it; scripts that have no
// spaces between words have it anywhere. Mine matches every subject.
func (p Pattern) Matches(subject string) bool {
	subject = spelling.Fold(subject)
	for word := range strings.FieldsSeq(p.Folded()) {
		if !hasWord(subject, word) {
			return false
		}
	}
	return p.Valid()
}

// hasWord reports whether a word, or the beginning of one, is in a text.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		first, size := utf8.DecodeRuneInString(word)
		if at == 0 || !isWordRune(before) || isUnspaced(before) || isUnspaced(first) {
			return true
		}
		from = at + size
	}
}

func isWordRune(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) }

// joins reports what may stand within a word: "1:1", "c++", "q&a".
func joins(r rune) bool { return !unicode.IsSpace(r) && strings.ContainsRune("+#&.:/'-_@", r) }

// isUnspaced reports the letters of scripts that have no spaces between words.
func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
