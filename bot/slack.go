package bot

import (
	"context"

	"github.com/slack-go/slack"
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
	PostEphemeralContext(ctx context.Context, channelID, userID string, options ...slack.MsgOption) (ts string, err error)
	UpdateMessageContext(ctx context.Context, channelID, ts string, options ...slack.MsgOption) (channel, newTS, text string, err error)
}

var _ Slack = (*slack.Client)(nil)
