package post

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"meetingbot/internal/httpsent"
)

// sourceComposer is where a link is that is still being written.
const sourceComposer = "composer"

// Unfurler shows what is behind links. Scopes: links:write.
type Unfurler interface {
	UnfurlMessageContext(
		ctx context.Context, channelID, ts string, unfurls map[string]slack.Attachment, options ...slack.MsgOption,
	) (channel, newTS, text string, err error)
	UnfurlMessageByIDContext(
		ctx context.Context, unfurlID, source string, unfurls map[string]slack.Attachment, options ...slack.MsgOption,
	) (channel, newTS, text string, err error)
}

var _ Unfurler = (*slack.Client)(nil)

// Unfurl shows messages under the links of a message that was posted, by the links
// as Slack sent them. A second one for the same link takes the place of the first,
// and leaves those of other links alone. Errors are *Error; that the message is gone
// has the Reason MessageGone.
func Unfurl(ctx context.Context, c Unfurler, at Posted, shown map[string]Message) error {
	err := unfurl(ctx, c, at, shown)
	plain, refused := make(map[string]Message, len(shown)), false
	for link, m := range shown {
		without, ok := m.withoutCall(err)
		plain[link], refused = without, refused || ok
	}
	if refused {
		err = unfurl(ctx, c, at, plain)
	}
	return err
}

func unfurl(ctx context.Context, c Unfurler, at Posted, shown map[string]Message) error {
	calling, sent := httpsent.Trace(ctx)
	if _, _, _, err := c.UnfurlMessageContext(calling, at.ChannelID, at.TS, attachments(shown)); err != nil {
		return newError(ctx, err, sent())
	}
	return nil
}

// UnfurlDraft is Unfurl for a message that somebody is writing. Nobody else sees it.
func UnfurlDraft(ctx context.Context, c Unfurler, unfurlID string, shown map[string]Message) error {
	calling, sent := httpsent.Trace(ctx)
	if _, _, _, err := c.UnfurlMessageByIDContext(calling, unfurlID, sourceComposer, attachments(shown)); err != nil {
		return newError(ctx, err, sent())
	}
	return nil
}

// attachments are messages as chat.unfurl takes them.
func attachments(shown map[string]Message) map[string]slack.Attachment {
	all := make(map[string]slack.Attachment, len(shown))
	for link, m := range shown {
		all[link] = slack.Attachment{Fallback: m.Text, Blocks: slack.Blocks{BlockSet: slices.Clone(m.Blocks)}}
	}
	return all
}
