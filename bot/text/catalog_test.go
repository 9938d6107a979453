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

// forms holds the plural forms of one sentence; most have only "other".
type forms map[string]string

// UnmarshalJSON reads an object of plural forms, or a string for the only form.
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

func TestCatalogsHaveEveryKey(t *testing.T) {
	t.Parallel()
	keys := slices.Sorted(maps.Values(keyConstants(t)))
	for m := 1; m <= 12; m++ {
		keys = append(keys, "month_"+strconv.Itoa(m))
	}
	for d := range 7 {
		keys = append(keys, "weekday_"+strconv.Itoa(d))
	}
	slices.Sort(keys)
	for _, lang := range []string{"en", "zh-CN"} {
		if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(readCatalog(t, lang)))); diff != "" {
			t.Errorf("%s: keys in the code and in the catalog differ (-code +catalog):\n%s", lang, diff)
		}
	}
}

// English has the plural forms "one" and "other", Chinese only "other".
func TestPluralForms(t *testing.T) {
	t.Parallel()
	en, zh := readCatalog(t, "en"), readCatalog(t, "zh-CN")
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

func TestPlaceholdersAreTheSame(t *testing.T) {
	t.Parallel()
	en, zh := readCatalog(t, "en"), readCatalog(t, "zh-CN")
	for key := range en {
		want := placeholders(en[key]["other"])
		for lang, plurals := range map[string]forms{"en": en[key], "zh-CN": zh[key]} {
			for form, sentence := range plurals {
				if diff := cmp.Diff(want, placeholders(sentence)); diff != "" {
					t.Errorf("%s %s (%s): placeholders differ from English (-want +got):\n%s", lang, key, form, diff)
				}
				if rest := placeholder.ReplaceAllString(sentence, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%s %s (%s): stray braces in %q", lang, key, form, sentence)
				}
			}
		}
	}
}

func TestSentencesAreInTheirLanguage(t *testing.T) {
	t.Parallel()
	en, zh := readCatalog(t, "en"), readCatalog(t, "zh-CN")
	for key := range en {
		for form, sentence := range en[key] {
			if strings.ContainsFunc(sentence, isHan) {
				t.Errorf("en %s (%s) contains Chinese: %q", key, form, sentence)
			}
		}
		wordless := !strings.ContainsFunc(placeholder.ReplaceAllString(en[key]["other"], ""), unicode.IsLetter)
		if sentence := zh[key]["other"]; !wordless && !strings.ContainsFunc(sentence, isHan) {
			t.Errorf("zh-CN %s contains no Chinese: %q", key, sentence)
		}
	}
}

// Chinese uses full-width punctuation.
func TestChineseTypography(t *testing.T) {
	t.Parallel()
	ascii := regexp.MustCompile(`\p{Han}[,;:!?()]|[,;:!?()]\p{Han}|\p{Han}\.`)
	for key, plurals := range readCatalog(t, "zh-CN") {
		if sentence := plurals["other"]; ascii.MatchString(sentence) {
			t.Errorf("zh-CN %s has half-width punctuation beside Chinese: %q", key, sentence)
		}
	}
}

// Every call of Say or Count passes exactly the placeholders of its sentence.
func TestCallersPassEveryArgument(t *testing.T) {
	t.Parallel()
	en, names := readCatalog(t, "en"), keyConstants(t)
	used := map[string]bool{}
	for _, u := range keyUses(t, names) {
		used[u.key] = true
		want := placeholders(en[u.key]["other"])
		if u.args == nil {
			continue // passed as a variable: the golden files of the views cover it
		}
		if len(en[u.key]) > 1 && !slices.Contains(want, "Count") {
			want = append(want, "Count") // selects the plural form, even without a placeholder
			slices.Sort(want)
		}
		if diff := cmp.Diff(want, u.args); diff != "" {
			t.Errorf("%s: arguments of %s differ (-catalog +call):\n%s", u.at, u.key, diff)
		}
	}
	for name, key := range names {
		if !used[key] {
			t.Errorf("%s (%s) is not used", name, key)
		}
	}
}

func placeholders(sentence string) []string {
	names := []string{}
	for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// readCatalog reads the sentences of one language from the files of all features.
func readCatalog(t *testing.T, lang string) map[string]forms {
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
