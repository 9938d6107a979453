package post

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"
)

// Message is what is posted: blocks, and the text that stands for them in
// notifications and in clients that draw no blocks.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// Client posts and updates messages, and joins public channels for that.
// Scopes: chat:write, im:write, channels:join.
type Client interface {
	PostMessageContext(ctx context.Context, channelID string, options ...slack.MsgOption) (channel, ts string, err error)
	UpdateMessageContext(ctx context.Context, channelID, ts string, options ...slack.MsgOption) (channel, newTS, text string, err error)
	JoinConversationContext(ctx context.Context, channelID string) (*slack.Channel, string, []string, error)
}

var _ Client = (*slack.Client)(nil)

// Post posts a message to a channel or a person, after joining the channel
// where that is all that is missing. Errors are *Error, or those of a context
// that ended.
func Post(ctx context.Context, c Client, channelID string, m Message) (Posted, error) {
	posted, err := send(ctx, c, channelID, m)
	if SlackError(err) == "not_in_channel" {
		if err := join(ctx, c, channelID); err != nil {
			return Posted{}, err
		}
		posted, err = send(ctx, c, channelID, m)
	}
	if tooLong(err) {
		posted, err = send(ctx, c, channelID, Message{Text: m.Text})
	}
	return posted, wrap(ctx, err)
}

func send(ctx context.Context, c Client, channelID string, m Message) (Posted, error) {
	channel, ts, err := c.PostMessageContext(ctx, channelID, m.options()...)
	return Posted{ChannelID: channel, TS: ts}, err
}

// Update changes a message that was posted. One that is gone or cannot be
// changed any more is no error. Errors are as those of Post.
func Update(ctx context.Context, c Client, at Posted, m Message) error {
	_, _, _, err := c.UpdateMessageContext(ctx, at.ChannelID, at.TS, m.options()...)
	if messageGone(err) {
		return nil
	}
	return wrap(ctx, err)
}

// join joins a public channel. Where that cannot be, somebody must invite the
// bot.
func join(ctx context.Context, c Client, channelID string) error {
	_, _, _, err := c.JoinConversationContext(ctx, channelID)
	if err == nil {
		return nil
	}
	e, ok := newError(ctx, fmt.Errorf("join the channel: %w", err))
	if !ok {
		return e.Err
	}
	if SlackError(err) != "" && e.RetryAfter == 0 && e.Reason != Archived && e.Reason != Revoked {
		e.Reason = NotInChannel
	}
	return e
}

// options are a message as Slack's methods take it. Links in it are never
// unfurled: a join link would be opened by Slack's robot.
func (m Message) options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
}
