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
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed catalog/*.json
var catalogs embed.FS

// Catalog holds the sentences of every language.
type Catalog struct {
	matcher    language.Matcher
	localizers []Localizer
}

// Load returns the embedded catalogs, which are read once. It fails when a key of one
// language is missing in another: a person would then read two languages in one message.
func Load() (*Catalog, error) { return loaded() }

//nolint:gochecknoglobals // what is embedded never changes, and reading it takes some MB
var loaded = sync.OnceValues(read)

// read reads the embedded catalogs.
func read() (*Catalog, error) {
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
	sentences := make(map[language.Tag]map[Key]sentence, len(files))
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file, err := i18n.ParseMessageFileBytes(files[name], name, nil)
		if err != nil {
			return nil, fmt.Errorf("parse catalog %s: %w", name, err)
		}
		if sentences[file.Tag] == nil {
			sentences[file.Tag] = make(map[Key]sentence, len(file.Messages))
		}
		for _, m := range file.Messages {
			if _, twice := sentences[file.Tag][Key(m.ID)]; twice {
				return nil, fmt.Errorf("parse catalog %s: %q is defined twice", name, m.ID)
			}
			s, err := newSentence(m)
			if err != nil {
				return nil, fmt.Errorf("parse catalog %s: %q: %w", name, m.ID, err)
			}
			sentences[file.Tag][Key(m.ID)] = s
		}
	}
	if err := checkSameKeys(sentences); err != nil {
		return nil, err
	}
	return newCatalog(sentences), nil
}

// newSentence reads the plural forms of a sentence. One that has the same for all has
// "other" alone.
func newSentence(m *i18n.Message) (s sentence, err error) {
	if s.other, err = parsePattern(m.Other); err != nil {
		return s, err
	}
	for _, f := range [...]struct {
		form  plural.Form
		words string
	}{{plural.Zero, m.Zero}, {plural.One, m.One}, {plural.Two, m.Two}, {plural.Few, m.Few}, {plural.Many, m.Many}} {
		if f.words == "" {
			continue
		}
		p, err := parsePattern(f.words)
		if err != nil {
			return s, err
		}
		if s.forms == nil {
			s.forms = make(map[plural.Form]pattern)
		}
		s.forms[f.form] = p
	}
	return s, nil
}

// newCatalog makes a localizer for each language. The default language is first:
// the matcher falls back to it.
func newCatalog(sentences map[language.Tag]map[Key]sentence) *Catalog {
	tags := []language.Tag{language.English}
	for _, tag := range slices.SortedFunc(maps.Keys(sentences), compareTags) {
		if tag != language.English {
			tags = append(tags, tag)
		}
	}
	c := &Catalog{matcher: language.NewMatcher(tags)}
	for _, tag := range tags {
		c.localizers = append(c.localizers, Localizer{tag: tag, name: tag.String(), sentences: sentences[tag]})
	}
	return c
}

func compareTags(a, b language.Tag) int { return strings.Compare(a.String(), b.String()) }

// checkSameKeys returns an error that names every key that one language has and
// another lacks.
func checkSameKeys(keys map[language.Tag]map[Key]sentence) error {
	var missing []string
	for tag := range keys {
		for other, otherKeys := range keys {
			for key := range otherKeys {
				if _, has := keys[tag][key]; !has {
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
