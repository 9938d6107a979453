package text_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// forms are the plural forms of one sentence, "other" alone for most.
type forms map[string]string

// UnmarshalJSON reads the forms, or the only one.
func (f *forms) UnmarshalJSON(b []byte) error {
	var only string
	if json.Unmarshal(b, &only) == nil {
		*f = forms{"other": only}
		return nil
	}
	var all map[string]string
	err := json.Unmarshal(b, &all)
	*f = all
	return err
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func TestCatalogsAreWhole(t *testing.T) {
	t.Parallel()
	keys := slices.Sorted(maps.Values(constants(t)))
	for m := 1; m <= 12; m++ {
		keys = append(keys, "month_"+strconv.Itoa(m))
	}
	for d := range 7 {
		keys = append(keys, "weekday_"+strconv.Itoa(d))
	}
	slices.Sort(keys)
	for _, lang := range []string{"en", "zh-CN"} {
		if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(catalog(t, lang)))); diff != "" {
			t.Errorf("%s: keys in the code and in the catalog differ (-code +catalog):\n%s", lang, diff)
		}
	}
}

// Plural rules: English has one and other, Chinese other alone.
func TestPluralForms(t *testing.T) {
	t.Parallel()
	en, zh := catalog(t, "en"), catalog(t, "zh-CN")
	for key := range en {
		if got := slices.Sorted(maps.Keys(zh[key])); !slices.Equal(got, []string{"other"}) {
			t.Errorf("zh-CN %s has forms %v, want other", key, got)
		}
		got := slices.Sorted(maps.Keys(en[key]))
		if !slices.Equal(got, []string{"other"}) && !slices.Equal(got, []string{"one", "other"}) {
			t.Errorf("en %s has forms %v, want other, or one and other", key, got)
		}
	}
}

func TestPlaceholdersAgree(t *testing.T) {
	t.Parallel()
	en, zh := catalog(t, "en"), catalog(t, "zh-CN")
	for key := range en {
		want := placeholders(en[key]["other"])
		for lang, sentence := range map[string]forms{"en": en[key], "zh-CN": zh[key]} {
			for form, said := range sentence {
				if diff := cmp.Diff(want, placeholders(said)); diff != "" {
					t.Errorf("%s %s (%s): placeholders differ from English (-want +got):\n%s", lang, key, form, diff)
				}
				if rest := placeholder.ReplaceAllString(said, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%s %s (%s): stray braces in %q", lang, key, form, said)
				}
			}
		}
	}
}

func TestNoSentenceIsInTheOtherLanguage(t *testing.T) {
	t.Parallel()
	en, zh := catalog(t, "en"), catalog(t, "zh-CN")
	for key := range en {
		for form, said := range en[key] {
			if strings.ContainsFunc(said, han) {
				t.Errorf("en %s (%s) has Chinese in it: %q", key, form, said)
			}
		}
		wordless := !strings.ContainsFunc(placeholder.ReplaceAllString(en[key]["other"], ""), unicode.IsLetter)
		if said := zh[key]["other"]; !wordless && !strings.ContainsFunc(said, han) {
			t.Errorf("zh-CN %s has no Chinese in it: %q", key, said)
		}
	}
}

// Chinese is set with full-width punctuation and a space beside digits.
func TestChineseTypography(t *testing.T) {
	t.Parallel()
	ascii := regexp.MustCompile(`\p{Han}[,;:!?()]|[,;:!?()]\p{Han}|\p{Han}\.`)
	for key, sentence := range catalog(t, "zh-CN") {
		if said := sentence["other"]; ascii.MatchString(said) {
			t.Errorf("zh-CN %s has half-width punctuation beside Chinese: %q", key, said)
		}
	}
}

// Whoever says a sentence gives it exactly the arguments that it has room for.
func TestCallersGiveTheArguments(t *testing.T) {
	t.Parallel()
	en, names := catalog(t, "en"), constants(t)
	used := map[string]bool{}
	for _, u := range uses(t, names) {
		used[u.key] = true
		want := placeholders(en[u.key]["other"])
		if u.args == nil {
			continue // handed over as a variable: the goldens of the views show it
		}
		if len(en[u.key]) > 1 && !slices.Contains(want, "Count") {
			want = append(want, "Count") // chooses the form, and need not be told
			slices.Sort(want)
		}
		if diff := cmp.Diff(want, u.args); diff != "" {
			t.Errorf("%s: arguments of %s differ (-catalog +call):\n%s", u.at, u.key, diff)
		}
	}
	for name, key := range names {
		if !used[key] {
			t.Errorf("%s (%s) is said nowhere", name, key)
		}
	}
}

func placeholders(said string) []string {
	names := []string{}
	for _, m := range placeholder.FindAllStringSubmatch(said, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

// catalog reads the sentences of one language from the files of all features.
func catalog(t *testing.T, lang string) map[string]forms {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("catalog", "*"+lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	sentences := map[string]forms{}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]forms
		if err := json.Unmarshal(content, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		maps.Copy(sentences, file)
	}
	return sentences
}
