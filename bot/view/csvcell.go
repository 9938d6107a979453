package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// escapeFormulas keeps every spreadsheet from evaluating text that people wrote:
// it puts an apostrophe before what a spreadsheet may take for a formula, at the
// beginning and behind every character at which one may split a cell.
func escapeFormulas(s string) string {
	var b strings.Builder
	for s != "" {
		end := len(s)
		if i := strings.IndexFunc(s, splitsCell); i >= 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			end = i + size
		}
		if beginsFormula(s[:end]) {
			b.WriteByte('\'')
		}
		b.WriteString(s[:end])
		s = s[end:]
	}
	return b.String()
}

// beginsFormula reports whether the first visible character of s begins a
// formula, in any width.
func beginsFormula(s string) bool {
	s = strings.TrimLeftFunc(norm.NFKC.String(s), func(r rune) bool {
		return !isVisible(r) || !unicode.IsGraphic(r) || unicode.Is(unicode.M, r)
	})
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@−", first)
}

// splitsCell reports whether spreadsheets of some languages split cells at r, in
// any width.
func splitsCell(r rune) bool { return strings.ContainsAny(norm.NFKC.String(string(r)), ",;|\"\t\r\n") }

// csvLine writes one line of comma-separated values, without its end. No cell is a
// formula. Cells are in quotation marks where a spreadsheet of any language might split
// them.
func csvLine(cells []string) string {
	quoted := make([]string, len(cells))
	for i, cell := range cells {
		quoted[i] = escapeFormulas(cell)
		if strings.ContainsFunc(cell, splitsCell) {
			quoted[i] = `"` + strings.ReplaceAll(quoted[i], `"`, `""`) + `"`
		}
	}
	return strings.Join(quoted, ",")
}
