package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"meetingbot/internal/spelling"
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
		if n := spelling.Distance(args[0], name); n > 0 && n < typos {
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
