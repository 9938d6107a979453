package bot

import (
	"cmp"
	"context"

	"golang.org/x/text/language"

	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/unfurl"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
)

// Unfurls shows what is behind links that people post.
type Unfurls interface {
	// Unfurl shows what is behind the links of a message, or has that tried again.
	Unfurl(ctx context.Context, ws workspace.Workspace, m unfurl.Message)
}

var _ Unfurls = (*unfurl.Engine)(nil)

// noUnfurls shows nothing.
type noUnfurls struct{}

func (noUnfurls) Unfurl(context.Context, workspace.Workspace, unfurl.Message) {}

// unfurl is the work that shows what is behind the links of a message, once for an
// event, however often it comes.
func (b *Bot) unfurl(ws workspace.Workspace, q Question) Work {
	return func(ctx context.Context, _ Send) error {
		if q.ID != "" && !b.o.Once.Claim(ctx, q.ID) {
			return nil
		}
		b.o.Unfurls.Unfurl(ctx, ws, unfurl.Message{
			Key: q.Key, UserID: q.UserID, ChannelID: q.ChannelID, TS: q.Links.MessageTS, UnfurlID: q.Links.UnfurlID,
			URLs: q.Links.URLs, Bare: q.Links.OtherOrganisations,
		})
		return nil
	}
}

// UnfurlRenderer draws what is shown under links, in the language of the workspace.
type UnfurlRenderer struct{ localizers *localizers }

var _ unfurl.Renderer = (*UnfurlRenderer)(nil)

// NewUnfurlRenderer makes a renderer.
func NewUnfurlRenderer() (*UnfurlRenderer, error) {
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &UnfurlRenderer{localizers: newLocalizers(catalog)}, nil
}

// Render draws what everybody in a conversation sees.
func (r *UnfurlRenderer) Render(ws workspace.Workspace, c unfurl.Content) post.Message {
	loc := r.localizers.of(cmp.Or(ws.Language, language.English))
	return post.Message(view.Unfurl(loc, view.UnfurlFacts{
		Live:      liveFacts(c.State, c.Now),
		MeetingID: c.MeetingID, Subject: c.Subject, Meeting: c.Meeting, Occurrence: c.Occurrence, Bare: c.Bare,
	}))
}
