package bot_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"
	"golang.org/x/text/language"

	"meetingbot/bot"
	"meetingbot/playground/blockkit"
)

// swapped reads a verdict that shows another modal, which Slack must take.
func swapped(t *testing.T, v bot.Verdict) string {
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
	b, w := newBot(t)
	for lang, want := range map[language.Tag]string{
		language.English: "This form is from an older version", language.SimplifiedChinese: "此表单来自旧版本",
	} {
		w.Language = lang
		v, err := b.Submit(t.Context(), bot.Submission{Origin: origin(), View: bot.View{CallbackID: "dance"}})
		if err != nil {
			t.Errorf("Submit = %v, want nil", err)
		}
		if got := swapped(t, v); !strings.Contains(got, want) {
			t.Errorf("a modal that nobody knows becomes %s, want %q", got, want)
		}
	}
}

func TestSorryModal(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	if got := swapped(t, b.SorryModal(t.Context(), origin())); !strings.Contains(got, "Sorry, ") || !strings.Contains(got, "(ref 7f3a91)") {
		t.Errorf("SorryModal = %s", got)
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	b, _ := newBot(t)
	b.Offer("which", bot.Choose(slack.NewOptionBlockObject("914083136", slack.NewTextBlockObject("plain_text", "Budget", false, false), nil)))
	for action, want := range map[string]string{
		"which": `{"options":[{"text":{"type":"plain_text","text":"Budget","emoji":false},"value":"914083136"}]}`,
		"dance": `{"options":[]}`,
	} {
		c, err := b.Suggest(t.Context(), bot.Suggestion{Origin: origin(), ActionID: action})
		if got := string(c.JSON()); err != nil || got != want {
			t.Errorf("Suggest(%s) = %s, %v, want %s", action, got, err, want)
		}
	}
}
