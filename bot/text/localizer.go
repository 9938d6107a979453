package text

import (
	"maps"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Localizer writes the product's sentences in one language. It is a small value,
// safe for concurrent use.
type Localizer struct {
	tag       language.Tag
	name      string
	sentences sentences
}

// sentence is what is said of any number, and of those whose plural form has words of
// its own. Few have any.
type sentence struct {
	other pattern
	forms map[plural.Form]pattern
}

// Key names one sentence of the catalogs.
type Key string

// Args fills the {{.Placeholders}} of a sentence. Numbers are written without
// thousands separators, because an ID is not a quantity.
type Args map[string]any

// Language returns the localizer's language.
func (l Localizer) Language() language.Tag { return l.tag }

// String returns the language's tag: "en", "zh-CN".
func (l Localizer) String() string { return l.name }

// Say returns the sentence of a key. Load has checked that every language has
// it. Say returns the key itself when an argument is missing.
func (l Localizer) Say(key Key, args ...Args) string {
	var data Args
	if len(args) > 0 {
		data = args[0]
	}
	return l.say(key, plural.Other, data)
}

// Count returns the sentence of a key in its plural form for n, which fills
// {{.Count}}.
func (l Localizer) Count(key Key, n int, args ...Args) string {
	data := Args{"Count": n}
	for _, a := range args {
		maps.Copy(data, a)
	}
	return l.say(key, plural.Cardinal.MatchPlural(l.tag, max(n, -n), 0, 0, 0, 0), data)
}

func (l Localizer) say(key Key, form plural.Form, args Args) string {
	s, ok := l.sentences[key]
	if !ok {
		return string(key)
	}
	p, ok := s.forms[form]
	if !ok {
		p = s.other
	}
	if words, ok := p.fill(args); ok && words != "" {
		return words
	}
	return string(key)
}
