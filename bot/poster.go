package bot

import (
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/reminder"
	"meetingbot/bot/view"
)

// speech is how messages are posted, and how a channel is entered for that.
type speech interface {
	Channels
	Messages
}

// poster posts messages.
type poster struct{ slack speech }

// post posts a message, after entering the channel where that is all that is
// missing.
func (p poster) post(ctx context.Context, to reminder.Conversation, m view.Message) (reminder.Posted, error) {
	posted, err := p.send(ctx, to.ChannelID, m)
	if slackError(err) == "not_in_channel" {
		if err := p.enter(ctx, to.ChannelID); err != nil {
			return reminder.Posted{}, err
		}
		posted, err = p.send(ctx, to.ChannelID, m)
	}
	if tooLong(err) {
		posted, err = p.send(ctx, to.ChannelID, view.Message{Text: m.Text})
	}
	return posted, refusal(ctx, err)
}

func (p poster) send(ctx context.Context, channelID string, m view.Message) (reminder.Posted, error) {
	channel, ts, err := p.slack.PostMessageContext(ctx, channelID, posting(m)...)
	return reminder.Posted{ChannelID: channel, TS: ts}, err
}

// enter enters a public channel. Where that cannot be, somebody must invite the
// bot.
func (p poster) enter(ctx context.Context, channelID string) error {
	_, _, _, err := p.slack.JoinConversationContext(ctx, channelID)
	if err == nil {
		return nil
	}
	refused := refusal(ctx, fmt.Errorf("enter the channel: %w", err))
	r, ok := errors.AsType[*reminder.Refusal](refused)
	if ok && slackError(err) != "" && r.RetryAfter == 0 && r.Reason != reminder.Archived && r.Reason != reminder.Revoked {
		r.Reason = reminder.NotInvited
	}
	return refused
}

// tooLong reports a message that Slack finds too long, which our own bounds
// should have kept from being.
func tooLong(err error) bool {
	switch slackError(err) {
	case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format":
		return true
	}
	return false
}
