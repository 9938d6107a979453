package text

import (
	"maps"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Localizer writes the product's sentences in one language. It is a small value,
// safe for concurrent use.
type Localizer struct {
	tag       language.Tag
	name      string
	localizer *i18n.Localizer
	parser    template.Parser
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
	return l.localize(key, &i18n.LocalizeConfig{TemplateData: data})
}

// Count returns the sentence of a key in its plural form for n, which fills
// {{.Count}}.
func (l Localizer) Count(key Key, n int, args ...Args) string {
	data := Args{"Count": n}
	for _, a := range args {
		maps.Copy(data, a)
	}
	return l.localize(key, &i18n.LocalizeConfig{TemplateData: data, PluralCount: n})
}

func (l Localizer) localize(key Key, c *i18n.LocalizeConfig) string {
	c.MessageID, c.TemplateParser = string(key), l.parser
	sentence, err := l.localizer.Localize(c)
	if err != nil || sentence == "" {
		return string(key)
	}
	return sentence
}
