package post

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"meetingbot/internal/httpsent"
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
// where that is all that is missing. Errors are *Error.
func Post(ctx context.Context, c Client, channelID string, m Message) (Posted, error) {
	return InThread(ctx, c, channelID, "", m)
}

// InThread posts a message as Post does, into the thread of a message, "" for none.
func InThread(ctx context.Context, c Client, channelID, thread string, m Message) (Posted, error) {
	posted, err := send(ctx, c, channelID, m.in(thread))
	if SlackError(err) == "not_in_channel" {
		if err := join(ctx, c, channelID); err != nil {
			return Posted{}, err
		}
		posted, err = send(ctx, c, channelID, m.in(thread))
	}
	if plain, ok := m.withoutCall(err); ok {
		posted, err = send(ctx, c, channelID, plain.in(thread))
	}
	if tooLong(err) {
		posted, err = send(ctx, c, channelID, Message{Text: m.Text}.in(thread))
	}
	return posted, err
}

// AsMember posts a message as InThread does, but joins no channel for that: where the
// bot is in none of that id, the error has the Reason NotInChannel or Gone.
func AsMember(ctx context.Context, c Client, channelID, thread string, m Message) (Posted, error) {
	posted, err := send(ctx, c, channelID, m.in(thread))
	if plain, ok := m.withoutCall(err); ok {
		posted, err = send(ctx, c, channelID, plain.in(thread))
	}
	if tooLong(err) {
		posted, err = send(ctx, c, channelID, Message{Text: m.Text}.in(thread))
	}
	return posted, err
}

func send(ctx context.Context, c Client, channelID string, options []slack.MsgOption) (Posted, error) {
	calling, sent := httpsent.Trace(ctx)
	channel, ts, err := c.PostMessageContext(calling, channelID, options...)
	if err != nil {
		return Posted{}, newError(ctx, err, sent())
	}
	return Posted{ChannelID: channel, TS: ts}, nil
}

// Update changes a message that was posted. Errors are *Error; one that is gone
// has the Reason MessageGone.
func Update(ctx context.Context, c Client, at Posted, m Message) error {
	err := update(ctx, c, at, m)
	if plain, ok := m.withoutCall(err); ok {
		err = update(ctx, c, at, plain)
	}
	return err
}

func update(ctx context.Context, c Client, at Posted, m Message) error {
	calling, sent := httpsent.Trace(ctx)
	_, _, _, err := c.UpdateMessageContext(calling, at.ChannelID, at.TS, m.options()...)
	if err != nil {
		return newError(ctx, err, sent())
	}
	return nil
}

// Tester asks Slack whether a token works. Scopes: none.
type Tester interface {
	AuthTestContext(ctx context.Context) (*slack.AuthTestResponse, error)
}

// Test asks Slack whether the token of a workspace works. Errors are *Error.
func Test(ctx context.Context, c Tester) error {
	if _, err := c.AuthTestContext(ctx); err != nil {
		return newError(ctx, err, false)
	}
	return nil
}

// join joins a public channel, before a message is posted. Where that cannot be,
// somebody must invite the bot.
func join(ctx context.Context, c Client, channelID string) error {
	_, _, _, err := c.JoinConversationContext(ctx, channelID)
	if err == nil {
		return nil
	}
	e := newError(ctx, fmt.Errorf("join the channel: %w", err), false)
	if SlackError(err) != "" && !isUnconfirmed(err) && e.RetryAfter == 0 && e.Reason != Archived && e.Reason != Revoked {
		e.Reason = NotInChannel
	}
	return e
}

// in are the options of a message in a thread, "" for none.
func (m Message) in(thread string) []slack.MsgOption {
	if thread == "" {
		return m.options()
	}
	return append(m.options(), slack.MsgOptionTS(thread))
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
