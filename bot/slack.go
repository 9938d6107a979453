package bot

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
)

// Slack is what the bot does in Slack beside answering.
type Slack interface {
	Modals
	Channels
	Messages
}

// Modals shows modals. Scopes: none.
type Modals interface {
	// OpenViewContext shows a modal to whoever caused the trigger.
	OpenViewContext(ctx context.Context, triggerID string, view slack.ModalViewRequest) (*slack.ViewResponse, error)
	// UpdateViewContext changes a modal that is open. With a hash, only if it has
	// not been changed since.
	UpdateViewContext(ctx context.Context, view slack.ModalViewRequest, externalID, hash, viewID string) (*slack.ViewResponse, error)
}

// Channels tells about conversations, and enters public channels. Scopes:
// channels:read, groups:read, channels:join.
type Channels interface {
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
	JoinConversationContext(ctx context.Context, channelID string) (*slack.Channel, string, []string, error)
}

// Messages posts and changes messages. Scopes: chat:write, im:write.
type Messages interface {
	PostMessageContext(ctx context.Context, channelID string, options ...slack.MsgOption) (channel, ts string, err error)
	UpdateMessageContext(ctx context.Context, channelID, ts string, options ...slack.MsgOption) (channel, newTS, text string, err error)
}

var _ Slack = (*slack.Client)(nil)

// infoAbout asks about one conversation, and nothing that takes longer.
func infoAbout(channelID string) *slack.GetConversationInfoInput {
	return &slack.GetConversationInfoInput{ChannelID: channelID}
}

// slackError returns what Slack calls an error, "" for what is none of its own:
// "channel_not_found".
func slackError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// posting is a message as Slack's methods take it. Links in it are never
// unfolded: a join link would be opened by Slack's robot.
func posting(m view.Message) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, false),
		slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
}
