package post

import (
	"context"

	"github.com/slack-go/slack"

	"meetingbot/internal/httpsent"
)

// Whisperer posts messages that one person sees. Scopes: chat:write.
type Whisperer interface {
	PostEphemeralContext(ctx context.Context, channelID, userID string, options ...slack.MsgOption) (ts string, err error)
}

var _ Whisperer = (*slack.Client)(nil)

// Whisper posts a message in a channel that one of its members sees, in the thread of
// a message, "" for none. It joins no
// channel: somebody who is alone with the bot needs none. Errors are *Error.
func Whisper(ctx context.Context, c Whisperer, channelID, userID, thread string, m Message) error {
	err := whisper(ctx, c, channelID, userID, m.in(thread))
	if tooLong(err) {
		err = whisper(ctx, c, channelID, userID, Message{Text: m.Text}.in(thread))
	}
	return err
}

func whisper(ctx context.Context, c Whisperer, channelID, userID string, options []slack.MsgOption) error {
	calling, sent := httpsent.Trace(ctx)
	if _, err := c.PostEphemeralContext(calling, channelID, userID, options...); err != nil {
		return newError(ctx, err, sent())
	}
	return nil
}
