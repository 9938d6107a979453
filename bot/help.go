package bot

import (
	"context"
	"strings"

	"meetingbot/bot/access"
	"meetingbot/bot/view"
)

// help says what the bot can do for the person who asks. While Slack cannot say who
// they are, it says all.
func (b *Bot) help(ctx context.Context, r *Request) error {
	f := view.HelpFacts{Invited: r.Workspace.Policy.Lookup == access.Invitees, Books: r.Workspace.Policy.Books(), Links: b.o.Links.Ready(), Direct: r.alone(), Version: b.o.Version}
	if why := r.denied(); why != "" && why != access.Unknown {
		f.Refusal = denialKey(why)
	}
	return r.Reply(ctx, view.Help(r.Localizer, r.command(), f))
}

// alone reports whether a question was asked where nobody else is told anything.
func (o Origin) alone() bool { return o.ChannelID == "" || strings.HasPrefix(o.ChannelID, "D") }
