package text

import (
	"maps"
	"strings"
	"testing"
	"text/template"

	"golang.org/x/text/feature/plural"
)

// A pattern says what package text/template says of the same sentence.
func TestPatternIsATemplate(t *testing.T) {
	t.Parallel()
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range c.localizers {
		for key, s := range l.sentences {
			forms := map[plural.Form]pattern{plural.Other: s.other}
			maps.Copy(forms, s.forms)
			for form, p := range forms {
				source, args := strings.Builder{}, Args{}
				for i, words := range p.words {
					source.WriteString(words)
					if i < len(p.names) {
						source.WriteString("{{." + p.names[i] + "}}")
						args[p.names[i]] = []any{i, "{{.Text}}", Key("x")}[i%3]
					}
				}
				var want strings.Builder
				if err := template.Must(template.New("").Parse(source.String())).Execute(&want, args); err != nil {
					t.Fatal(err)
				}
				if got, ok := p.fill(args); !ok || got != want.String() {
					t.Errorf("%s %s (%v) = %q, want %q", l, key, form, got, want.String())
				}
			}
		}
	}
}

func TestPatternRejectsOtherTemplates(t *testing.T) {
	t.Parallel()
	for _, sentence := range []string{"{{.A", "A}}", "{{A}}", "{{.}}", "{{ .A }}", "{{.A.B}}", "{{{.A}}}", "{{.A}} }}", "{{if .A}}B{{end}}"} {
		if _, err := parsePattern(sentence); err == nil {
			t.Errorf("parsePattern(%q) has no error", sentence)
		}
	}
}
