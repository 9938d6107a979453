package bot

import (
	"context"

	"meetingbot/bot/view"
)

// menu does what was picked from the menu of a card.
func (b *Bot) menu(ctx context.Context, c Click, say Say) error {
	verb, value, ok := view.ParseChoice(c.Value)
	do, known := b.routes.choices[verb]
	if !ok || !known {
		return b.stale(ctx, b.meet(ctx, c.Origin, say))
	}
	c.Value = value
	return do(b, ctx, c, say)
}
