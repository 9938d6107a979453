package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// ActionAgain asks a question again that had no answer.
const ActionAgain = "ask_again"

// Ids of the blocks of a message with such a button.
const (
	BlockSentence = "sentence"
	BlockAgain    = "sentence_actions"
)

// maxValue is what Slack takes as the value of a button, in characters.
const maxValue = 2000

// Again is a question as the value of the button that asks it again: a command,
// or a press of a button.
type Again struct {
	Command, Text string // of a command
	Action, Value string // of a press, "" for a command
}

// String writes the question as the value of a button: "c:/meeting:914083136" or
// "a:meeting_refresh:914083136:1".
func (a Again) String() string {
	if a.Action != "" {
		return "a:" + a.Action + ":" + a.Value
	}
	return "c:" + a.Command + ":" + a.Text
}

// ParseAgain reads the value of a button. It takes only what String writes, and no
// press of a button of this kind.
func ParseAgain(value string) (Again, bool) {
	kind, rest, _ := strings.Cut(value, ":")
	name, what, whole := strings.Cut(rest, ":")
	a := Again{Command: name, Text: what}
	if kind == "a" {
		a = Again{Action: name, Value: what}
	}
	return a, whole && a.String() == value && a.Action != ActionAgain && (kind == "c" || name != "")
}

// WithAgain adds a button that asks the question again, unless it is too long for
// one.
func (m Message) WithAgain(loc text.Localizer, a Again) Message {
	if len(a.String()) > maxValue {
		return m
	}
	m.Blocks = []slack.Block{
		section(BlockSentence, m.Text),
		slack.NewActionBlock(BlockAgain, button(ActionAgain, loc.Say(text.ButtonAgain), loc.Say(text.LabelAgain), a)),
	}
	return m
}
