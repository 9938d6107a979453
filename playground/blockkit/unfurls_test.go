package blockkit_test

import (
	"testing"

	"meetingbot/playground/blockkit"
)

func TestCheckUnfurls(t *testing.T) {
	t.Parallel()
	const section = `{"type":"section","block_id":"b","text":{"type":"mrkdwn","text":"Hi"}}`
	for _, tt := range []struct {
		name, unfurls, rule, pointer string
	}{
		{"blocks of two links with one id", `{"https://a":{"blocks":[` + section + `]},"https://b":{"blocks":[` + section + `]}}`, "", ""},
		{"old texts", `{"https://a":{"title":"Budget"}}`, "", ""},
		{"no link", `{}`, "", ""},
		{"no object", `[]`, blockkit.RuleKind, ""},
		{"no JSON", `{`, blockkit.RuleJSON, ""},
		{"a text for an attachment", `{"https://a":"Hi"}`, blockkit.RuleKind, "/https:~1~1a"},
		{"nothing to show", `{"https://a":{"fallback":"Hi"}}`, blockkit.RuleMissing, "/https:~1~1a"},
		{"a broken block", `{"https://a":{"blocks":[{"type":"section"}]}}`, blockkit.RuleMissing, "/https:~1~1a/blocks/0"},
		{"rich text", `{"https://a":{"blocks":[{"type":"rich_text","elements":[]}]}}`, blockkit.RulePlace, "/https:~1~1a/blocks/0"},
		{"one id twice", `{"https://a":{"blocks":[` + section + `,` + section + `]}}`, blockkit.RuleDuplicate, "/https:~1~1a/blocks/1/block_id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			problems := blockkit.CheckUnfurls([]byte(tt.unfurls))
			var rule, pointer string
			if len(problems) > 0 {
				rule, pointer = problems[0].Rule, problems[0].Pointer
			}
			if rule != tt.rule || pointer != tt.pointer {
				t.Errorf("CheckUnfurls(%s) = %v, want %q at %q", tt.unfurls, problems, tt.rule, tt.pointer)
			}
		})
	}
}
