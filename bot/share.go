package bot

import (
	"context"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// share answers with the card of a meeting for everybody in the channel, in
// the workspace's language and without what only the asker may see.
func (b *Bot) share(ctx context.Context, a asker, r request) error {
	if r.id == "" {
		return a.tell(ctx, view.Sentence(a.in, text.UsageWhich))
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	return b.show(ctx, a, view.PageRef{ID: r.id, Page: 1}, inChannel, b.o.Meetings.Resolve, b.peek(r.id))
}

// shareCard shares the meeting of the card whose menu was used.
func (b *Bot) shareCard(ctx context.Context, c Click, say Say) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	return b.show(ctx, a, view.PageRef{ID: t.ID, Page: 1, Start: t.Start}, inChannel, b.o.Meetings.Resolve, b.peek(t.ID))
}
