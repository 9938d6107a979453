package view_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Names in a call are text of strangers: no address, no number, no control character, and
// nothing longer than a line.
func TestCallName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		who  meeting.Attendee
		want string
	}{
		{"a name", meeting.Attendee{Name: "Zoé Ng"}, "Zoé Ng"},
		{"an address", meeting.Attendee{Name: "zoe@example.com"}, "zoe"},
		{"a name with an address", meeting.Attendee{Name: "Zoé <zoe@example.com>"}, "Zoé"},
		{"a number", meeting.Attendee{Name: "+86 138 0013 8000"}, ""},
		{"their own short number", meeting.Attendee{Name: "Desk 4711", Number: "4711"}, "Desk"},
		{"lines", meeting.Attendee{Name: "Zoé\n<!channel>\u202e\x07 Ng"}, "Zoé <!channel> Ng"},
		{"nothing", meeting.Attendee{Name: " \u200b"}, ""},
	}
	for _, tt := range tests {
		if got := view.CallName(&tt.who); got != tt.want {
			t.Errorf("%s: CallName(%q) = %q, want %q", tt.name, string(tt.who.Name), got, tt.want)
		}
	}
	if got := view.CallName(&meeting.Attendee{Name: meeting.Name(strings.Repeat("长", 300))}); utf8.RuneCountInString(got) > 80 {
		t.Errorf("a long name has %d characters, want at most 80", utf8.RuneCountInString(got))
	}
}

// A call without a subject has a title all the same, in the language of the channel.
func TestCallTitle(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, loc := range localizers(t) {
		if got := view.CallTitle(loc, &meeting.Conference{Subject: "Weekly\nsync"}); got != "Weekly sync" {
			t.Errorf("CallTitle = %q, want one line", got)
		}
		untitled := view.CallTitle(loc, &meeting.Conference{Subject: "\u200b"})
		unnamed := view.CallUnnamed(loc)
		if untitled == "" || unnamed == "" || seen[untitled] || seen[unnamed] {
			t.Errorf("without a subject %q, without a name %q: want words in each language", untitled, unnamed)
		}
		seen[untitled], seen[unnamed] = true, true
	}
}
