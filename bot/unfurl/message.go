package unfurl

import (
	"slices"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Message is a message with links, which somebody has posted or is writing.
type Message struct {
	workspace.Key
	UserID    string   // who posted it, U… or W…
	ChannelID string   // where
	TS        string   // of the message
	UnfurlID  string   // of the message while it is written, "" once it is posted
	URLs      []string // as Slack sent them; what is shown goes by these
	// Bare says that people of other organisations see the message.
	Bare  bool
	Begun time.Time // when its links were first to be shown
}

// posted is where a message is that was posted.
func (m Message) posted() post.Posted { return post.Posted{ChannelID: m.ChannelID, TS: m.TS} }

// maxLinks is how many links of one message are shown.
const maxLinks = 5

// link is a link to a meeting.
type link struct {
	url       string // as Slack sent it
	meetingID string
}

// links are the links of a message that lead to meetings: of those to one meeting,
// such as the guests' and the host's of an invitation, the first.
func (e *Engine) links(m Message) []link {
	var all []link
	for _, url := range m.URLs {
		id, ok := meeting.ParseID(unescape(url), e.hosts...)
		known := slices.ContainsFunc(all, func(l link) bool { return l.meetingID == id })
		if ok && !known && len(all) < maxLinks {
			all = append(all, link{url: url, meetingID: id})
		}
	}
	return all
}

// unescape undoes what Slack escapes in some of the links that it sends.
func unescape(url string) string {
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(url)
}
