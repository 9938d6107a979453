package view

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lines joins the lines that are not empty.
func lines(all ...string) string {
	var kept []string
	for _, line := range all {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// joined joins the facts that are not empty on one line.
func joined(all ...string) string {
	kept := slices.DeleteFunc(all, func(fact string) bool { return fact == "" })
	return strings.Join(kept, separator)
}

// unbroken keeps words on one line, also those after an en dash.
func unbroken(words string) string {
	return strings.ReplaceAll(strings.ReplaceAll(words, " ", "\u00a0"), "–", "–\u2060")
}

// bulleted writes a list under its title, or only its lines without one.
func bulleted(title string, list []string) string {
	if title == "" {
		return strings.Join(list, "\n")
	}
	return bold(title) + "\n• " + strings.Join(list, "\n• ")
}

// listUnder writes a list under a sentence.
func listUnder(sentence string, list []string) string {
	return sentence + "\n• " + strings.Join(list, "\n• ")
}

// fitText joins lines as long as they fit into a message's text.
func fitText(all []string) string {
	var b strings.Builder
	left := maxText
	for i, line := range all {
		left -= utf8.RuneCountInString(line) + 1
		if left < 0 {
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// maxChunk is how much of a long text goes into one block, in characters.
const maxChunk = 2500

// joinChunks joins lines, which end in line breaks, to texts that each fit into
// one block.
func joinChunks(rows []string) []string {
	var all []string
	var chunk strings.Builder
	for _, row := range rows {
		if utf8.RuneCountInString(chunk.String())+utf8.RuneCountInString(row) > maxChunk {
			all = append(all, chunk.String())
			chunk.Reset()
		}
		chunk.WriteString(row)
	}
	return append(all, chunk.String())
}
