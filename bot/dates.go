package bot

import (
	"context"

	"meetingbot/bot/view"
)

// dates lists the meetings of a series.
func (b *Bot) dates(ctx context.Context, c Click, say Say) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	m, err := b.known(ctx, a, t.ID, b.o.Meetings.Resolve, b.peek(t.ID))
	if m == nil {
		return err
	}
	return a.put(ctx, view.Dates(a.in, view.Facts{PageRef: t, Meeting: m, Now: b.o.Now(), Zone: a.who.Zone}), instead(c))
}
