package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestLinkMessages(t *testing.T) {
	t.Parallel()
	since := now().Add(-26 * time.Hour)
	checkMessages(t, []messageCase{
		{"link_question", func(loc text.Localizer) view.Message { return view.LinkQuestion(loc, "Ana Morel", "value") }},
		{"link_question_unnamed", func(loc text.Localizer) view.Message { return view.LinkQuestion(loc, "", "value") }},
		{"link_question_marked", func(loc text.Localizer) view.Message {
			return view.LinkQuestion(loc, "*<!channel>* +86 138 0013 8000 "+meeting.Name(strings.Repeat("长", 100)), "value")
		}},
		{"linked", view.Linked},
		{"link_stands", func(loc text.Localizer) view.Message {
			return view.LinkShown(newReader(t, loc), view.LinkFacts{Linked: true, Since: since})
		}},
		{"link_section", func(loc text.Localizer) view.Message {
			return view.Message{Text: "Home", Blocks: view.LinkSection(newReader(t, loc), view.LinkFacts{})}
		}},
		{"link_section_linked", func(loc text.Localizer) view.Message {
			return view.Message{Text: "Home", Blocks: view.LinkSection(newReader(t, loc), view.LinkFacts{Linked: true, Since: since})}
		}},
		{"link_expired", func(loc text.Localizer) view.Message { return view.LinkAgain(loc, "/meet_`*", text.LinkExpired) }},
		{"link_changed", func(loc text.Localizer) view.Message { return view.LinkAgain(loc, "/meeting", text.LinkChanged) }},
	})
}
