package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/playground/blockkit"
)

// swapped reads a verdict that shows another modal, which Slack must take.
func swapped(t *testing.T, v bot.Reply) string {
	t.Helper()
	var answer struct {
		Action string          `json:"response_action"`
		View   json.RawMessage `json:"view"`
	}
	if err := json.Unmarshal(v.JSON(), &answer); err != nil || answer.Action != "update" {
		t.Fatalf("the verdict is %s (%v), want another view", v.JSON(), err)
	}
	for _, p := range blockkit.CheckView(answer.View) {
		t.Errorf("Slack would refuse the modal: %s", p)
	}
	return string(answer.View)
}

func TestModalsOfAnotherVersion(t *testing.T) {
	t.Parallel()
	_, w := newBot(t)
	for _, lang := range []language.Tag{language.English, language.SimplifiedChinese} {
		w.Language = lang
		want := w.speak(text.StaleModal)
		v, err := w.submit(t.Context(), submission{Origin: origin(), View: bot.View{CallbackID: "dance"}})
		if err != nil {
			t.Errorf("Submit = %v, want nil", err)
		}
		if got := swapped(t, v); !strings.Contains(got, want) {
			t.Errorf("a modal that nobody knows becomes %s, want %q", got, want)
		}
	}
}

// TestSorryInAModal keeps what was entered, where the modal has a field to say it
// beside.
func TestSorryInAModal(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	for modal, field := range map[string]string{view.ModalReminder: view.InputLeads, view.ModalPeople: view.BlockPeopleQuery} {
		sent := submission{Origin: origin(), View: bot.View{CallbackID: modal}}
		if got := mended(t, b.Sorry(t.Context(), sent.question()))[field]; !strings.HasPrefix(got, "Sorry, ") || !strings.Contains(got, "(ref 7f3a91)") {
			t.Errorf("%s says %q beside %s", modal, got, field)
		}
	}
	if got := swapped(t, b.Sorry(t.Context(), submission{Origin: origin()}.question())); !strings.Contains(got, "Sorry, ") || !strings.Contains(got, "(ref 7f3a91)") {
		t.Errorf("Sorry = %s", got)
	}
}
