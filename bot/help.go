package bot

import (
	"context"

	"meetingbot/bot/view"
)

// help says what the bot can do.
func (b *Bot) help(ctx context.Context, r *Request) error {
	return r.Reply(ctx, view.Help(r.Localizer, r.command(), view.HelpFacts{Reminders: true, Version: b.o.Version}))
}
