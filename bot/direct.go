package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
)

// directMark begins the ids of the blocks of messages in the conversation with the
// bot alone. A click tells it, and no other way tells such a message from one that
// two people see in a conversation of theirs.
const directMark = "direct_"

// IsDirect reports whether a block is in a message that the bot has posted in the
// conversation with one person, by the block's id.
func IsDirect(blockID string) bool { return strings.HasPrefix(blockID, directMark) }

// direct is the reply as an ordinary message in the conversation with the bot alone,
// which stays there, and which buttons in it can replace.
func (r Reply) direct() Reply {
	var m map[string]json.RawMessage
	if json.Unmarshal(r.body, &m) != nil {
		return r
	}
	m["response_type"] = json.RawMessage(`"` + slack.ResponseTypeInChannel + `"`)
	if blocks, ok := m["blocks"]; ok {
		m["blocks"] = markDirect(blocks)
	}
	return Reply{body: asJSON(m)}
}

// markDirect marks the ids of blocks.
func markDirect(raw json.RawMessage) json.RawMessage {
	var blocks []map[string]json.RawMessage
	if json.Unmarshal(raw, &blocks) != nil {
		return raw
	}
	for _, b := range blocks {
		var id string
		if json.Unmarshal(b["block_id"], &id) == nil && id != "" && !IsDirect(id) {
			b["block_id"] = asJSON(directMark + id)
		}
	}
	return asJSON(blocks)
}

// asJSON writes a value as Slack reads it: <, > and & as they are.
func asJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // it was made of JSON
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// message is the reply as the Web API takes it, and whether everybody in the channel
// is to see it.
func (r Reply) message() (m post.Message, public bool, err error) {
	var body struct {
		ResponseType string       `json:"response_type"`
		Text         string       `json:"text"`
		Blocks       slack.Blocks `json:"blocks"`
	}
	if err := json.Unmarshal(r.body, &body); err != nil {
		return post.Message{}, false, fmt.Errorf("read a reply: %w", err)
	}
	m = post.Message{Text: body.Text, Blocks: body.Blocks.BlockSet}
	return m, body.ResponseType == slack.ResponseTypeInChannel, nil
}
