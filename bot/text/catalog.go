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

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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
	languages := make(map[language.Tag]sentences)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		stem := strings.TrimSuffix(path.Base(name), ".json")
		tag, err := language.Parse(stem[strings.LastIndexByte(stem, '.')+1:])
		if err != nil {
			return nil, fmt.Errorf("parse catalog %s: its language: %w", name, err)
		}
		all := languages[tag] // which finds a key that comes twice
		if err := json.Unmarshal(files[name], &all, jsontext.AllowDuplicateNames(true)); err != nil {
			return nil, fmt.Errorf("parse catalog %s: %w", name, err)
		}
		languages[tag] = all
	}
	if err := checkSameKeys(languages); err != nil {
		return nil, err
	}
	return newCatalog(languages), nil
}

// newCatalog makes a localizer for each language. The default language is first:
// the matcher falls back to it.
func newCatalog(languages map[language.Tag]sentences) *Catalog {
	tags := []language.Tag{language.English}
	for _, tag := range slices.SortedFunc(maps.Keys(languages), compareTags) {
		if tag != language.English {
			tags = append(tags, tag)
		}
	}
	c := &Catalog{matcher: language.NewMatcher(tags)}
	for _, tag := range tags {
		c.localizers = append(c.localizers, Localizer{tag: tag, name: tag.String(), sentences: languages[tag]})
	}
	return c
}

func compareTags(a, b language.Tag) int { return strings.Compare(a.String(), b.String()) }

// checkSameKeys returns an error that names every key that one language has and
// another lacks.
func checkSameKeys(languages map[language.Tag]sentences) error {
	var missing []string
	for tag, own := range languages {
		for other, theirs := range languages {
			for key := range theirs {
				if _, has := own[key]; !has {
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
