package bot

import (
	"context"

	"meetingbot/bot/workspace"
)

// Origin says who asked something, where, and under which request id.
type Origin struct {
	workspace.Key
	ChannelID string // where it was asked, C…, D… or G…
	UserID    string // who asked, U… or W…
	TriggerID string // opens one modal within three seconds, "" where none can be opened
	RequestID string // told to a person as "ref", so that an operator finds the log line
}

// Command is a slash command as a person typed it.
type Command struct {
	Origin
	Name string // the command itself, such as "/meeting"
	Text string // everything after it, as Slack sent it
}

// Click is a press on one of the bot's own buttons, or a choice from a menu.
type Click struct {
	Origin
	ActionID  string // see Bot.Actions
	BlockID   string // the block the button is in
	Value     string // what the view wrote into the button or the option
	Ephemeral bool   // the message with the button is visible to this person only
	View      View   // the modal that the button is in, zero for a message
}

// Say delivers one reply to whoever asked. It may be called more than once
// for one question, never by two goroutines at a time; whether a reply goes
// into the answer of the request or elsewhere is the door's business. An error
// means that the person did not get the reply.
type Say func(ctx context.Context, r Reply) error
