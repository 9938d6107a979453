package text

import (
	"strings"
	"testing"
)

func TestParseReadsFeatureFiles(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{
		"x/en.json":            []byte(`{"a":"A"}`),
		"x/zh-CN.json":         []byte(`{"a":"甲"}`),
		"x/feature.en.json":    []byte(`{"b":"B"}`),
		"x/feature.zh-CN.json": []byte(`{"b":"乙"}`),
	}
	c, err := parse(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.localizers {
		want := map[string]string{"en": "AB", "zh-CN": "甲乙"}[l.String()]
		if got := l.Say("a") + l.Say("b"); got != want {
			t.Errorf("%s: Say = %q, want %q", l, got, want)
		}
	}
	if _, err := parse(map[string][]byte{"x/english!.json": []byte("{}")}); err == nil || !strings.Contains(err.Error(), "its language") {
		t.Errorf("parse = %v, want an error about the language", err)
	}
	files["x/other.en.json"] = []byte(`{"a":"A again"}`)
	if _, err := parse(files); err == nil || !strings.Contains(err.Error(), `"a" is defined twice`) {
		t.Errorf("parse = %v, want an error about the key that is defined twice", err)
	}
}

func TestParseRejects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		en, zh string
		want   string
	}{
		{name: "missing in Chinese", en: `{"a":"A","b":"B"}`, zh: `{"a":"甲"}`, want: `zh-CN lacks "b" of en`},
		{name: "missing in English", en: `{"a":"A"}`, zh: `{"a":"甲","b":"乙"}`, want: `en lacks "b" of zh-CN`},
		{name: "not JSON", en: `{"a":"A"}`, zh: `{`, want: "parse catalog x/zh-CN.json"},
		{name: "not an object", en: `["a"]`, zh: `{"a":"甲"}`, want: "not an object"},
		{name: "more behind it", en: `{"a":"A"} {}`, zh: `{"a":"甲"}`, want: "parse catalog x/en.json"},
		{name: "twice", en: `{"a":"A","a":"B"}`, zh: `{"a":"甲"}`, want: `"a" is defined twice`},
		{name: "a plural form that is none", en: `{"a":{"other":"A","another":"B"}}`, zh: `{"a":"甲"}`, want: "another"},
		{name: "no words", en: `{"a":7}`, zh: `{"a":"甲"}`, want: "parse catalog x/en.json"},
		{name: "a wrong placeholder", en: `{"a":"A {{x}}"}`, zh: `{"a":"甲"}`, want: errBraces.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := parse(map[string][]byte{"x/en.json": []byte(tt.en), "x/zh-CN.json": []byte(tt.zh)})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("parse = %v, want an error with %q", err, tt.want)
			}
		})
	}
}
