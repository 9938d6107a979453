package text

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

var errBraces = errors.New("a placeholder must be written {{.Name}}")

// pattern is a sentence that is cut at its placeholders. Package text/template
// would read the same sentences, at ten times the cost.
type pattern struct {
	words []string // before, between and behind the placeholders
	names []string // of the placeholders
}

// parsePattern reads a sentence of a catalog, whose placeholders are {{.Name}}.
func parsePattern(sentence string) (pattern, error) {
	placeholders := strings.Count(sentence, "{{")
	p := pattern{words: make([]string, 0, placeholders+1), names: make([]string, 0, placeholders)}
	for {
		words, rest, found := strings.Cut(sentence, "{{")
		if strings.Contains(words, "}}") {
			return pattern{}, errBraces
		}
		p.words = append(p.words, words)
		if !found {
			return p, nil
		}
		name, after, closed := strings.Cut(rest, "}}")
		name, dotted := strings.CutPrefix(name, ".")
		if !closed || !dotted || name == "" || strings.ContainsAny(name, " .{}") {
			return pattern{}, errBraces
		}
		p.names, sentence = append(p.names, name), after
	}
}

// fill writes the sentence. It reports false when an argument is missing.
func (p pattern) fill(args Args) (string, bool) {
	if len(p.names) == 0 {
		return p.words[0], true
	}
	var values [8]string
	filled, size := values[:0], 0
	for _, name := range p.names {
		arg, ok := args[name]
		if !ok {
			return "", false
		}
		value := argument(arg)
		filled, size = append(filled, value), size+len(value)
	}
	for _, words := range p.words {
		size += len(words)
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(p.words[0])
	for i, value := range filled {
		b.WriteString(value)
		b.WriteString(p.words[i+1])
	}
	return b.String(), true
}

// argument writes a value without thousands separators.
func argument(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	default:
		return fmt.Sprint(v)
	}
}
