package bot

import (
	"context"

	"meetingbot/bot/post"

	"github.com/slack-go/slack"
)

// Slack is what the bot does in Slack beside answering.
type Slack interface {
	Modals
	Channels
	post.Client
}

// Modals shows modals. Scopes: none.
type Modals interface {
	// OpenViewContext shows a modal to whoever caused the trigger.
	OpenViewContext(ctx context.Context, triggerID string, view slack.ModalViewRequest) (*slack.ViewResponse, error)
	// UpdateViewContext changes a modal that is open. With a hash, only if it has
	// not been changed since.
	UpdateViewContext(ctx context.Context, view slack.ModalViewRequest, externalID, hash, viewID string) (*slack.ViewResponse, error)
}

// Channels tells about conversations. Scopes: channels:read, groups:read.
type Channels interface {
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
}

var _ Slack = (*slack.Client)(nil)

// infoAbout asks about one conversation, and nothing that takes longer.
func infoAbout(channelID string) *slack.GetConversationInfoInput {
	return &slack.GetConversationInfoInput{ChannelID: channelID}
}
