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
	files["x/other.en.json"] = []byte(`{"a":"A again"}`)
	if _, err := parse(files); err == nil || !strings.Contains(err.Error(), `"a" is defined twice`) {
		t.Errorf("parse = %v, want an error about the key that is defined twice", err)
	}
}

func TestParseRejectsDifferentKeys(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		en, zh string
		want   string
	}{
		{name: "missing in Chinese", en: `{"a":"A","b":"B"}`, zh: `{"a":"甲"}`, want: `zh-CN lacks "b" of en`},
		{name: "missing in English", en: `{"a":"A"}`, zh: `{"a":"甲","b":"乙"}`, want: `en lacks "b" of zh-CN`},
		{name: "not JSON", en: `{"a":"A"}`, zh: `{`, want: "parse catalog x/zh-CN.json"},
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
