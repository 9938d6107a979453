// Package post brings messages into Slack: where they go, what Slack answers,
// and how fast they may follow each other.
//
// It knows Slack's methods, errors and rate limits. It knows no meeting.
package post

import (
	"strings"

	"meetingbot/bot/workspace"
)

// Conversation is where a message goes: a channel, or one person in private.
type Conversation struct {
	workspace.Key
	ChannelID string // C… or G…; U… or W… for a person; "" stands for the whole workspace where it is paced
}

// Private reports whether a conversation is one person.
func (c Conversation) Private() bool {
	return strings.HasPrefix(c.ChannelID, "U") || strings.HasPrefix(c.ChannelID, "W")
}

// Posted is where a message is in Slack.
type Posted struct{ ChannelID, TS string }
