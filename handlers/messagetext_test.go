package handlers_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"meetingbot/handlers"
)

func TestMessageWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, message, want string }{
		{"text", `{"text":"see you in 914083136 &amp; co."}`, "see you in 914083136 &amp; co."},
		{"nothing", `{}`, ""},
		{"null", `{"text":null,"blocks":null,"attachments":null}`, ""},
		{"other types", `{"text":7,"blocks":"none","attachments":{"text":["914083136"]}}`, ""},
		{
			"rich text only", `{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
				{"type":"text","text":"Meeting ID: ","style":{"bold":true}},{"type":"text","text":"914 083 136"},{"type":"emoji","name":"wave"}]},
				{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://meeting.huaweicloud.com/#/j/914083136/c0de"}]}]}]}]}`,
			"Meeting ID: 914 083 136 \n <https://meeting.huaweicloud.com/#/j/914083136/c0de>",
		},
		{"a telephone's link", `{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"tel:914083136","text":"914083136"}]}]}]}`, "<tel:914083136|914083136>"},
		{"rich text is not escaped", `{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a < b & <x|y>"}]}]}]}`, "a &lt; b &amp; &lt;x|y&gt;"},
		{"a link with marks", `{"blocks":[{"type":"link","url":"https://example.org/<a>|b","text":"x|<y>\nz"}]}`, "<https://example.org/%3Ca%3E%7Cb|x &lt;y&gt; z>"},
		{
			"blocks with unknown elements", `{"blocks":[{"type":"actions","elements":[{"type":"hologram","beam":[1,{"x":null}]},
				{"type":"button","value":"123456789","url":"https://meeting.huaweicloud.com/#/j/914083136","text":{"type":"plain_text","text":"Join"}}]},{"type":"mystery"},
				{"type":"section","text":{"type":"mrkdwn","text":"*Weekly* sync"},"fields":[{"type":"mrkdwn","text":"*ID*\n935150742"}],"accessory":{"type":"hologram"}}]}`,
			"<https://meeting.huaweicloud.com/#/j/914083136> \nJoin\n*ID*\n935150742\n*Weekly* sync",
		},
		{
			"attachments", `{"attachments":[{"fallback":"in short","pretext":"Before","title":"Budget","title_link":"https://meeting.huaweicloud.com/#/j/914083136","text":"in &lt;b&gt;",
				"fields":[{"title":"Meeting ID","value":"935 150 742","short":true}]}]}`,
			"Before\nBudget\n <https://meeting.huaweicloud.com/#/j/914083136> \nin &lt;b&gt;\nin short\nMeeting ID\n935 150 742",
		},
		{"a message that was shared", `{"text":"","attachments":[{"is_share":true,"message_blocks":[{"message":{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"914083136"}]}]}]}}]}]}`, "914083136"},
		{"a table", `{"blocks":[{"type":"table","rows":[[{"type":"raw_text","text":"ID"},{"type":"raw_text","text":"914083136"}]]}]}`, "ID\n914083136"},
		{"text that is not UTF-8", "{\"text\":\"914083136 \xff\"}", "914083136 \ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := handlers.MessageWords([]byte(tt.message)); got != tt.want {
				t.Errorf("MessageWords =\n%q, want\n%q", got, tt.want)
			}
		})
	}
}

// FuzzMessageWords checks that any message is read, up to a bound, as valid text in
// which what was not markup is none.
func FuzzMessageWords(f *testing.F) {
	for _, seed := range []string{
		`{"text":"x","blocks":[{"type":"text","text":"<a>"},{"type":"link","url":"h<|>"}],"attachments":[{"fields":[{"title":"t","value":"v"}]}]}`,
		`{"blocks":[[[[{"type":{}}]]]]}`, `{"text":"\ud800"}`, `[]`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, message []byte) {
		got := handlers.MessageWords(message)
		if !utf8.ValidString(got) || len(got) > 50_000 || strings.TrimSpace(got) != got {
			t.Errorf("MessageWords(%q) = %q", message, got)
		}
		quoted, err := json.Marshal(string(message))
		if err != nil {
			t.Fatal(err)
		}
		plain := handlers.MessageWords([]byte(`{"blocks":[{"type":"plain_text","text":` + string(quoted) + `}]}`))
		if strings.ContainsAny(plain, "<>") {
			t.Errorf("plain text %q is read with marks: %q", message, plain)
		}
	})
}
