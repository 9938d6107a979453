package contact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is text in the form that is searched: lower case, all spaces and digits
// as in ASCII, full-width and other compatible characters as their plain ones,
// without accents that stand alone and without invisible characters.
type folded struct {
	original string
	text     string
	at       []int // where in the original the character of each byte of text begins
}

func fold(s string) folded {
	f := folded{original: s}
	var b strings.Builder
	for i, r := range s {
		for _, c := range plainRune(r) {
			if unicode.In(c, unicode.M, unicode.Cf) {
				continue
			}
			n, _ := b.WriteRune(unicode.ToLower(c))
			for range n {
				f.at = append(f.at, i)
			}
		}
	}
	f.text = b.String()
	return f
}

// plainRune returns what stands for r in folded text.
func plainRune(r rune) string {
	switch {
	case r > ' ' && r < utf8.RuneSelf-1:
		return string(r)
	case unicode.IsSpace(r), unicode.IsControl(r):
		return " "
	}
	plain := norm.NFKC.String(string(r))
	if len(plain) > 1 && unicode.IsDigit(r) { // of a script that has digits of its own
		return "0"
	}
	return plain
}

// span is a part of folded text, from its first byte to before its last.
type span struct{ from, to int }

// without returns the original with a space in place of each span. The spans are
// in order and do not overlap.
func (f folded) without(spans []span) string {
	var b strings.Builder
	done := 0
	for _, s := range spans {
		begin, end := f.originalOf(s)
		b.WriteString(f.original[done:max(begin, done)])
		b.WriteByte(' ')
		done = max(end, done)
	}
	b.WriteString(f.original[done:])
	return b.String()
}

// originalOf returns where a span begins and ends in the original. It takes
// whole characters, with all that is left out of the folded text behind them.
func (f folded) originalOf(s span) (begin, end int) {
	last, to := f.at[s.to-1], s.to
	for to < len(f.at) && f.at[to] == last {
		to++
	}
	if to == len(f.at) {
		return f.at[s.from], len(f.original)
	}
	return f.at[s.from], f.at[to]
}
