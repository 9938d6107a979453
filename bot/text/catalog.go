// Package text holds every sentence that a person reads, in every language,
// and formats dates, durations and lists.
//
// It knows nothing of Slack's blocks or of meetings, and reads no clock. It does
// not escape: the caller escapes text that users wrote before passing it as an
// argument, because only the caller knows where the sentence is shown.
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
	matcher    language.Matcher
	localizers []Localizer
}

// Load reads the embedded catalogs. It fails when a key of one language is
// missing in another: a person would then read two languages in one message.
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

// parse reads catalog files by name. A file is named after its language, with a
// feature before it or without: "x/reminder.zh-CN.json", "x/zh-CN.json".
func parse(files map[string][]byte) (*Catalog, error) {
	bundle := i18n.NewBundle(language.English)
	keys := make(map[language.Tag]map[string]bool, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := bundle.ParseMessageFileBytes(files[name], name)
		if err != nil {
			return nil, fmt.Errorf("parse catalog %s: %w", name, err)
		}
		if keys[file.Tag] == nil {
			keys[file.Tag] = make(map[string]bool, len(file.Messages))
		}
		for _, m := range file.Messages {
			if keys[file.Tag][m.ID] {
				return nil, fmt.Errorf("parse catalog %s: %q is defined twice", name, m.ID)
			}
			keys[file.Tag][m.ID] = true
		}
	}
	if err := checkSameKeys(keys); err != nil {
		return nil, err
	}
	return newCatalog(bundle), nil
}

// newCatalog makes a localizer for each language of the bundle. The default
// language is first: the matcher falls back to it.
func newCatalog(bundle *i18n.Bundle) *Catalog {
	tags := bundle.LanguageTags()
	c := &Catalog{matcher: language.NewMatcher(tags)}
	for _, tag := range tags {
		c.localizers = append(c.localizers, Localizer{
			tag:       tag,
			name:      tag.String(),
			localizer: i18n.NewLocalizer(bundle, tag.String()),
			parser:    &template.TextParser{Option: "missingkey=error"},
		})
	}
	return c
}

// checkSameKeys returns an error that names every key that one language has and
// another lacks.
func checkSameKeys(keys map[language.Tag]map[string]bool) error {
	var missing []string
	for tag := range keys {
		for other, otherKeys := range keys {
			for key := range otherKeys {
				if !keys[tag][key] {
					missing = append(missing, fmt.Sprintf("%s lacks %q of %s", tag, key, other))
				}
			}
		}
	}
	if len(missing) > 0 {
		slices.Sort(missing)
		return errors.New("catalogs have different keys: " + strings.Join(missing, "; "))
	}
	return nil
}

// Localizer returns the localizer of the language closest to tag. Every variant
// of Chinese gets Chinese, every other language gets English.
func (c *Catalog) Localizer(tag language.Tag) Localizer {
	_, i, _ := c.matcher.Match(tag)
	return c.localizers[i]
}

// Languages lists the languages of the catalog, the default one first.
func (c *Catalog) Languages() []language.Tag {
	tags := make([]language.Tag, len(c.localizers))
	for i, l := range c.localizers {
		tags[i] = l.tag
	}
	return tags
}
