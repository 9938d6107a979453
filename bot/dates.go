package bot

import (
	"context"

	"meetingbot/bot/view"
)

// dates lists the meetings of a series.
func (b *Bot) dates(ctx context.Context, r *Request) error {
	return r.Replace(ctx, view.Dates(r.Localizer, r.facts()))
}
