package bot

import (
	"context"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// share answers with the card of a meeting for everybody in the channel, in
// the workspace's language and without what only the person who shares it may see.
func (b *Bot) share(ctx context.Context, r *Request) error {
	r.Args.Page = view.PageRef{ID: r.Args.Page.ID, Page: 1, Start: r.Args.Page.Start}
	return b.show(ctx, r, inChannel)
}

// askToShare asks whether the card is to go to everybody: an entry of a menu is
// picked by accident, and what is in a channel stays there.
func (b *Bot) askToShare(ctx context.Context, r *Request) error {
	f := view.ShareFacts{PageRef: r.Args.Page, Subject: r.Meeting.Conference.Subject.String(), Number: r.Meeting.Conference.Number()}
	if c := r.conversation(); !c.Private() {
		f.Channel = c.ChannelID
	}
	return r.Reply(ctx, view.ShareQuestion(r.Localizer, f))
}

// shareAsked shares the card that was asked about, and says so in place of the
// question.
func (b *Bot) shareAsked(ctx context.Context, r *Request) error {
	start := r.Args.Page.Start
	gone := start != 0 && !r.Meeting.Over() && !occurs(r.Meeting, start) // so share says to the one who asks
	if err := b.share(ctx, r); err != nil || gone {
		return err
	}
	return r.Replace(ctx, view.Sentence(r.Localizer, text.Shared))
}

// declineToShare takes the question away.
func (b *Bot) declineToShare(ctx context.Context, r *Request) error {
	return r.Replace(ctx, view.Sentence(r.Localizer, text.ShareDeclined))
}
