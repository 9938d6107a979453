package handlers

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxWords bounds what is read of a message, in bytes. Slack takes 40,000 characters
// of text.
const maxWords = 48 << 10

// shownMessage is a message that anybody may have written. The library's own type
// fails as a whole where an element of it is unknown, so that it is walked through as
// JSON.
type shownMessage struct {
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	Text        string          `json:"text"`
	Blocks      json.RawMessage `json:"blocks"`
	Attachments json.RawMessage `json:"attachments"`
}

// words are what a message says, a line for each paragraph, in Slack's markup: <, >
// and & are escaped, and links stand in < and >. What blocks and attachments say
// follows the text, and may say the same again.
func (m *shownMessage) words() string {
	var w messageWords
	w.add(m.Text)
	w.newline()
	for _, raw := range []json.RawMessage{m.Blocks, m.Attachments} {
		var tree any
		if json.Unmarshal(raw, &tree) == nil {
			w.walk(tree)
		}
	}
	return strings.TrimSpace(strings.ToValidUTF8(w.b.String(), ""))
}

// messageWords gathers what a message says.
type messageWords struct{ b strings.Builder }

// walk gathers from any part of a message.
func (w *messageWords) walk(part any) {
	switch part := part.(type) {
	case []any:
		for _, item := range part {
			w.walk(item)
		}
	case map[string]any:
		w.object(part)
	}
}

// object gathers from a block, an element, an attachment, or what is in one.
func (w *messageWords) object(o map[string]any) {
	switch kind, _ := o["type"].(string); kind {
	case "text": // of rich text: a part of a line
		w.add(escapeWords(property(o, "text")))
	case "link":
		w.link(property(o, "url"), property(o, "text"))
	case "emoji", "user", "usergroup", "channel", "broadcast", "color", "date", "team":
		w.add(" ")
	case "plain_text", "raw_text":
		w.add(escapeWords(property(o, "text")))
		w.newline()
	default:
		w.others(o)
		w.newline()
	}
}

// others gathers from an object of any other type, in the order in which Slack shows
// it as far as that is known.
func (w *messageWords) others(o map[string]any) {
	for _, name := range []string{"pretext", "title", "title_link", "text", "value", "url", "from_url", "original_url", "fallback"} {
		switch s := property(o, name); {
		case s == "", name == "value" && property(o, "title") == "": // a button's value is nothing that anybody reads
		case strings.HasPrefix(s, "http"):
			w.link(s, "")
			w.newline()
		default:
			w.add(s)
			w.newline()
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		w.walk(o[name])
	}
}

// link adds a link as Slack wraps it, with the words that stand for it, if any.
func (w *messageWords) link(url, words string) {
	url = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C").Replace(url)
	if words != "" {
		url += "|" + escapeWords(strings.NewReplacer("|", " ", "\n", " ").Replace(words))
	}
	w.add(" <" + url + "> ")
}

// add adds words, as far as there is room.
func (w *messageWords) add(s string) {
	if room := maxWords - w.b.Len(); len(s) > room {
		for room > 0 && !utf8.RuneStart(s[room]) {
			room--
		}
		s = s[:max(room, 0)]
	}
	w.b.WriteString(s)
}

// newline ends a line, unless it is empty.
func (w *messageWords) newline() {
	if s := w.b.String(); s != "" && !strings.HasSuffix(s, "\n") {
		w.add("\n")
	}
}

// property is a text of an object, "" for anything else.
func property(o map[string]any, name string) string {
	s, _ := o[name].(string)
	return s
}

// escapeWords escapes text that Slack does not.
func escapeWords(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
