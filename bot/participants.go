package bot

import (
	"context"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// turn shows another page of the people invited to a meeting.
func (b *Bot) turn(ctx context.Context, c Click, say Say) error {
	return b.flip(ctx, c, say, b.o.Meetings.Get, b.peek)
}

// refresh shows the same page of a meeting that is read anew.
func (b *Bot) refresh(ctx context.Context, c Click, say Say) error {
	nothing := func(string) *meeting.Snapshot { return nil }
	return b.flip(ctx, c, say, b.o.Meetings.Refresh, nothing)
}

// flip shows the page that a button on a card leads to. On a card that only
// its reader sees, it takes the card's place; a card that others see stays as
// it is, and the page comes beside it, for this person alone.
func (b *Bot) flip(ctx context.Context, c Click, say Say, read reading, atHand func(id string) *meeting.Snapshot) error {
	a := b.meet(ctx, c.Origin, say)
	t, ok := view.ParseTurn(c.Value)
	if !ok {
		return b.stale(ctx, a)
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	return b.show(ctx, a, t, instead(c), read, atHand(t.ID))
}

// join has nothing to do: the button opened the link, and Slack merely tells.
func (b *Bot) join(context.Context, Click, Say) error { return nil }

// stale says that a button is from an older version.
func (b *Bot) stale(ctx context.Context, a asker) error {
	return a.tell(ctx, view.Notice(a.in, text.StaleButton))
}
