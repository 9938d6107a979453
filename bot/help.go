package bot

import (
	"cmp"
	"context"

	"meetingbot/bot/view"
)

// defaultCommand stands in examples where the command's name is not known.
const defaultCommand = "/meeting"

// help says what the bot can do.
func (b *Bot) help(ctx context.Context, a asker, _ request) error {
	return a.tell(ctx, view.Help(a.in, cmp.Or(a.command, defaultCommand), view.HelpFacts{
		Reminders: b.o.Reminders != nil, Version: b.o.Version,
	}))
}

// usage says what was not understood, and what would be.
func (b *Bot) usage(ctx context.Context, a asker, p view.Problem) error {
	return a.tell(ctx, view.Usage(a.in, cmp.Or(a.command, defaultCommand), p))
}
