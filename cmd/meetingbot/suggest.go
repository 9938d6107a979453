package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// maxTypos is how many letters may be wrong in a command that is guessed.
const maxTypos = 2

// withSuggestion adds the command to an error that the first argument may stand for.
func withSuggestion(parser *kong.Kong, args []string, err error) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return err
	}
	best, typos := "", maxTypos+1
	for _, name := range commandNames(parser) {
		if n := distance(args[0], name); n > 0 && n < typos {
			best, typos = name, n
		}
	}
	if best == "" {
		return err
	}
	return fmt.Errorf("%w: did you mean %s?", err, best)
}

func commandNames(parser *kong.Kong) (names []string) {
	for _, command := range parser.Model.Children {
		names = append(names, command.Name)
	}
	return names
}

// distance is how many letters have to be inserted, removed or replaced to make b of
// a (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1) // the distances of a's beginning to each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
