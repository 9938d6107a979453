package bot

import (
	"bytes"
	"encoding/json"

	"github.com/slack-go/slack"
)

// Reply is one message to the person who asked, ready to be sent. Its zero
// value says nothing and must not be sent.
type Reply struct {
	body []byte
}

// JSON returns the body exactly as Slack takes it, as the answer to a slash
// command or at a response_url. Kept replies share it: do not modify it.
func (r Reply) JSON() []byte { return r.body }

// Plain is a reply of text alone, visible only to the person who asked. The
// text is mrkdwn: whatever strangers wrote in it must have been escaped.
func Plain(text string) Reply {
	body, err := encode(message{ResponseType: slack.ResponseTypeEphemeral, Text: text})
	if err != nil {
		return Reply{} // cannot happen: strings always marshal
	}
	return Reply{body: body}
}

// message is the body of a reply. Links in it are never unfolded: a join link
// would be opened by Slack's robot.
type message struct {
	ResponseType    string        `json:"response_type"`
	ReplaceOriginal bool          `json:"replace_original"`
	UnfurlLinks     bool          `json:"unfurl_links"`
	UnfurlMedia     bool          `json:"unfurl_media"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
}

// encode marshals m without escaping <, > and &, which Slack's mark-up is full
// of and which Slack reads as they are.
func encode(m message) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
