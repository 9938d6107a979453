// Package text holds every sentence that a person reads, in every language,
// and says dates, durations and lists in words.
//
// It knows no blocks, no meetings and no clock. It does not escape: what
// strangers wrote must be made safe before it becomes an argument, since only
// the caller knows where the sentence goes.
package text

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

//go:embed catalog/*.json
var catalogs embed.FS

// Catalog holds the sentences of every language.
type Catalog struct {
	matcher  language.Matcher
	speakers []Localizer
}

// Localizer says the product's sentences in one language. It is a small value,
// safe for use by several goroutines.
type Localizer struct {
	tag       language.Tag
	name      string
	localizer *i18n.Localizer
	parser    template.Parser
}

// Key names one sentence of the catalogs.
type Key string

// Args fills the {{.Placeholders}} of a sentence. Numbers are written without
// thousands separators: an id is not a quantity.
type Args map[string]any

// Load reads the embedded catalogs. It fails when a sentence of one language
// has no counterpart in another, since a person would then be answered in two
// languages.
func Load() (*Catalog, error) {
	names, err := catalogs.ReadDir("catalog")
	if err != nil {
		return nil, fmt.Errorf("list catalogs: %w", err)
	}
	files := make(map[string][]byte, len(names))
	for _, name := range names {
		file := path.Join("catalog", name.Name())
		if files[file], err = catalogs.ReadFile(file); err != nil {
			return nil, fmt.Errorf("read catalog: %w", err)
		}
	}
	return parse(files)
}

// parse makes a catalog of files named after their feature, if any, and their
// language: "x/zh-CN.json", "x/reminder.zh-CN.json".
func parse(files map[string][]byte) (*Catalog, error) {
	bundle := i18n.NewBundle(language.English)
	said := make(map[language.Tag]map[string]bool, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := bundle.ParseMessageFileBytes(files[name], name)
		if err != nil {
			return nil, fmt.Errorf("parse catalog %s: %w", name, err)
		}
		if said[file.Tag] == nil {
			said[file.Tag] = make(map[string]bool, len(file.Messages))
		}
		for _, m := range file.Messages {
			if said[file.Tag][m.ID] {
				return nil, fmt.Errorf("parse catalog %s: %q is said twice", name, m.ID)
			}
			said[file.Tag][m.ID] = true
		}
	}
	if err := agree(said); err != nil {
		return nil, err
	}
	return newCatalog(bundle), nil
}

// newCatalog makes a localizer for each language of the bundle, the default one
// first, as whoever speaks none of them gets it.
func newCatalog(bundle *i18n.Bundle) *Catalog {
	tags := bundle.LanguageTags()
	c := &Catalog{matcher: language.NewMatcher(tags)}
	for _, tag := range tags {
		c.speakers = append(c.speakers, Localizer{
			tag:       tag,
			name:      tag.String(),
			localizer: i18n.NewLocalizer(bundle, tag.String()),
			parser:    &template.TextParser{Option: "missingkey=error"},
		})
	}
	return c
}

// agree reports every key that one language has and another lacks.
func agree(said map[language.Tag]map[string]bool) error {
	var missing []string
	for tag := range said {
		for other, keys := range said {
			for key := range keys {
				if !said[tag][key] {
					missing = append(missing, fmt.Sprintf("%s lacks %q of %s", tag, key, other))
				}
			}
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return errors.New("catalogs disagree: " + strings.Join(missing, "; "))
	}
	return nil
}

// Localizer returns the localizer for a reader of the given language: the nearest
// one that there is, so that every Chinese reader gets Chinese, and English
// for everybody else.
func (c *Catalog) Localizer(tag language.Tag) Localizer {
	_, i, _ := c.matcher.Match(tag)
	return c.speakers[i]
}

// Languages lists the languages that are spoken, the default one first.
func (c *Catalog) Languages() []language.Tag {
	tags := make([]language.Tag, len(c.speakers))
	for i, s := range c.speakers {
		tags[i] = s.tag
	}
	return tags
}

// Language is the language that is spoken.
func (s Localizer) Language() language.Tag { return s.tag }

// String names the language that is spoken: "en", "zh-CN".
func (s Localizer) String() string { return s.name }

// Say returns the sentence named key. Load has made sure that it exists in
// every language; a sentence that lacks an argument reads as its key.
func (s Localizer) Say(key Key, args ...Args) string {
	var data Args
	if len(args) > 0 {
		data = args[0]
	}
	return s.localize(key, &i18n.LocalizeConfig{TemplateData: data})
}

// Count returns the sentence named key in its form for n things, with n as
// {{.Count}}.
func (s Localizer) Count(key Key, n int, args ...Args) string {
	data := Args{"Count": n}
	for _, a := range args {
		maps.Copy(data, a)
	}
	return s.localize(key, &i18n.LocalizeConfig{TemplateData: data, PluralCount: n})
}

func (s Localizer) localize(key Key, c *i18n.LocalizeConfig) string {
	c.MessageID, c.TemplateParser = string(key), s.parser
	said, err := s.localizer.Localize(c)
	if err != nil || said == "" {
		return string(key)
	}
	return said
}
