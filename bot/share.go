package bot

import (
	"context"

	"meetingbot/bot/view"
)

// share answers with the card of a meeting for everybody in the channel, in
// the workspace's language and without what only the person who shares it may see.
func (b *Bot) share(ctx context.Context, r *Request) error {
	r.Args.Page = view.PageRef{ID: r.Args.Page.ID, Page: 1, Start: r.Args.Page.Start}
	return b.show(ctx, r, inChannel)
}
