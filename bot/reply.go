package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
)

// Reply is one message that answers a question, ready to be sent. Its zero
// value says nothing and must not be sent.
type Reply struct {
	body []byte
}

// JSON returns the body exactly as Slack takes it, as the answer to a slash
// command or at a response_url. Cached replies share it: do not modify it.
func (r Reply) JSON() []byte { return r.body }

// placement is where a reply goes.
type placement byte

const (
	ownMessage     placement = iota // a message of its own, for the person who asked
	inPlace                         // in place of the message whose button was pressed
	inChannel                       // a message of its own, for everybody in the channel
	inChannelPlace                  // in place of the message whose button was pressed, for everybody in the channel
)

// audience is who sees a reply, in Slack's words.
func (p placement) audience() string {
	if p == inChannel || p == inChannelPlace {
		return slack.ResponseTypeInChannel
	}
	return slack.ResponseTypeEphemeral
}

// Plain is a reply of text alone, visible only to the person who asked. The
// text is mrkdwn: text in it that people wrote must have been escaped.
func Plain(text string) Reply {
	r, err := newReply(view.Message{Text: text}, ownMessage)
	if err != nil {
		panic(err) // text always marshals
	}
	return r
}

// newReply renders a message that goes where p says.
func newReply(m view.Message, p placement) (Reply, error) {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false) // Slack reads <, > and & as they are, and counts characters
	err := e.Encode(message{
		ResponseType:    p.audience(),
		ReplaceOriginal: p == inPlace || p == inChannelPlace,
		Text:            m.Text,
		Blocks:          m.Blocks,
	})
	if err != nil {
		return Reply{}, fmt.Errorf("render reply: %w", err)
	}
	return Reply{body: bytes.Clone(bytes.TrimRight(b.Bytes(), "\n"))}, nil
}

// buffers are for what is being rendered. Slack takes no message that would make one
// much larger than the others.
//
//nolint:gochecknoglobals // one pool for all replies
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// message is the body of a reply. Links in it are never unfurled: a join link
// would be opened by Slack's robot.
type message struct {
	ResponseType    string        `json:"response_type"`
	ReplaceOriginal bool          `json:"replace_original"`
	UnfurlLinks     bool          `json:"unfurl_links"`
	UnfurlMedia     bool          `json:"unfurl_media"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
}
