package text

import (
	"strings"
	"testing"
)

func TestParseRefusesCatalogsThatDisagree(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		en, zh string
		want   string
	}{
		{name: "lacking in Chinese", en: `{"a":"A","b":"B"}`, zh: `{"a":"甲"}`, want: `zh-CN lacks "b" of en`},
		{name: "lacking in English", en: `{"a":"A"}`, zh: `{"a":"甲","b":"乙"}`, want: `en lacks "b" of zh-CN`},
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
