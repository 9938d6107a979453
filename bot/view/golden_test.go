package view_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"gotest.tools/v3/golden"

	"meetingbot/bot/view"
	"meetingbot/playground/blockkit"
)

// check compares a message with its golden and with Slack's limits.
func check(t *testing.T, name string, m view.Message) []byte {
	t.Helper()
	raw := marshal(t, m)
	for _, p := range blockkit.CheckMessage(raw) {
		t.Errorf("Slack would refuse the message: %s", p)
	}
	checkSizes(t, m)
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	golden.Assert(t, strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(pretty.String())+"\n", name+".golden.json")
	return raw
}

// checkSizes compares a message with our own limits. They are narrower than
// Slack's where its way of counting is not documented.
func checkSizes(t *testing.T, m view.Message) {
	t.Helper()
	blocks, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	if n := utf8.RuneCount(blocks); n >= 13_000 {
		t.Errorf("the blocks have %d characters, want less than 13000", n)
	}
	if n := len(m.Blocks); n > 50 {
		t.Errorf("%d blocks, want at most 50", n)
	}
	if n := utf8.RuneCountInString(m.Text); n == 0 || n > 4000 {
		t.Errorf("the text has %d characters, want 1 to 4000", n)
	}
}

func marshal(t *testing.T, m view.Message) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks,omitempty"`
	}{m.Text, m.Blocks})
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// checkModal compares a modal with its golden and with Slack's limits.
func checkModal(t *testing.T, name string, m slack.ModalViewRequest) {
	t.Helper()
	var raw bytes.Buffer
	e := json.NewEncoder(&raw)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		t.Fatal(err)
	}
	for _, p := range blockkit.CheckView(raw.Bytes()) {
		t.Errorf("Slack would refuse the modal: %s", p)
	}
	golden.Assert(t, raw.String(), name+".golden.json")
}
