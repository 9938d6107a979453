package playground

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
)

// Message is a message in a channel.
type Message struct {
	// TS is the timestamp that identifies the message in its channel.
	TS string `json:"ts"`
	// ChannelID is the channel that it was posted in.
	ChannelID string `json:"channel"`
	// UserID is who posted it; [BotUserID] for the app's messages.
	UserID string `json:"user"`
	// BotID is the app's id as an author, empty for people.
	BotID string `json:"bot_id,omitempty"`
	// ThreadTS is the message that this one replies to, empty outside threads.
	ThreadTS string `json:"thread_ts,omitempty"`
	// TeamID is the workspace. Empty, from a state saved earlier, means [TeamID].
	TeamID string `json:"team_id,omitempty"`
	// Text is what notifications and screen readers use.
	Text string `json:"text"`
	// Blocks are the blocks as a JSON array in which every block and interactive
	// element has an id; nil if there are none.
	Blocks json.RawMessage `json:"blocks,omitempty"`
	// Attachments are the attachments as a JSON array, or nil.
	Attachments json.RawMessage `json:"attachments,omitempty"`
	// Files are the files that were shared with it.
	Files []File `json:"files,omitempty"`
	// EphemeralTo is the only person who sees the message; empty if all members do.
	EphemeralTo string `json:"ephemeral_to,omitempty"`
	// EditedTS is when the app last changed the text, empty if it never did.
	EditedTS string `json:"edited_ts,omitempty"`
	// Problem says why the last click on it failed, for the person who clicked;
	// empty if it did not.
	Problem string `json:"trouble,omitempty"`
}

func (m *Message) visibleTo(userID string) bool {
	return m.EphemeralTo == "" || m.EphemeralTo == userID
}

// wireMessage is a message in Slack's API and payloads.
type wireMessage struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype,omitempty"`
	User        string          `json:"user"`
	BotID       string          `json:"bot_id,omitempty"`
	AppID       string          `json:"app_id,omitempty"`
	Team        string          `json:"team"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts,omitempty"`
	Edited      *wireEdited     `json:"edited,omitempty"`
	Blocks      json.RawMessage `json:"blocks,omitempty"`
	Attachments json.RawMessage `json:"attachments,omitempty"`
	Files       []wireFile      `json:"files,omitempty"`
	Upload      bool            `json:"upload,omitempty"`
	IsEphemeral bool            `json:"is_ephemeral,omitempty"`
}

type wireEdited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

func (m *Message) wire() wireMessage {
	w := wireMessage{
		Type: "message", User: m.UserID, BotID: m.BotID, Team: cmp.Or(m.TeamID, TeamID), Text: m.Text, TS: m.TS,
		ThreadTS: m.ThreadTS, Blocks: m.Blocks, Attachments: m.Attachments, IsEphemeral: m.EphemeralTo != "",
	}
	if m.BotID != "" {
		w.AppID = AppID
	}
	for _, f := range m.Files {
		w.Subtype, w.Upload, w.Files = "file_share", true, append(w.Files, f.wire(m.UserID))
	}
	if m.EditedTS != "" {
		w.Edited = &wireEdited{User: m.UserID, TS: m.EditedTS}
	}
	return w
}

// JSON returns the message as Slack's API shows it, indented.
func (m Message) JSON() []byte { return indentedJSON(m.wire()) }

// indentedJSON formats a value as indented JSON.
func indentedJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Appendf(nil, "%q", err.Error())
	}
	return bytes.TrimSpace(b.Bytes())
}

// object is any JSON object.
type object = map[string]any

// parseBlocks reads blocks that have passed the checker. It returns nil for anything
// else.
func parseBlocks(raw json.RawMessage) []object {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var blocks []object
	if err := d.Decode(&blocks); err != nil {
		return nil
	}
	return blocks
}

// withIDs adds an id to every block and interactive element without one, as Slack
// does. The caller holds the lock.
func (w *workspace) withIDs(raw json.RawMessage) json.RawMessage {
	blocks := parseBlocks(raw)
	if len(blocks) == 0 {
		return nil
	}
	w.addIDs(blocks)
	return compactJSON(blocks)
}

// addIDs does the same in place.
func (w *workspace) addIDs(blocks []object) {
	for _, b := range blocks {
		w.addID(b, "block_id")
		for _, e := range elements(b) {
			if e["type"] != "image" {
				w.addID(e, "action_id")
			}
		}
	}
}

// addID adds an id to an object without one.
func (w *workspace) addID(o object, key string) {
	if id, _ := o[key].(string); id == "" {
		w.lastID++
		o[key] = fmt.Sprintf("play%d", w.lastID)
	}
}

// elements returns the interactive elements of a block.
func elements(block object) []object {
	switch block["type"] {
	case "actions", "context_actions":
		return toObjects(block["elements"])
	case "section":
		return toObjects([]any{block["accessory"]})
	case "input":
		return toObjects([]any{block["element"]})
	}
	return nil
}
