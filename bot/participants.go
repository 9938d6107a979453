package bot

import (
	"cmp"
	"context"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// turn shows another page of the people invited to a meeting.
func (b *Bot) turn(ctx context.Context, c Click, say Say) error {
	return b.flip(ctx, c, say, b.o.Meetings.Resolve, b.peek)
}

// refresh shows the same page of a meeting that is read anew.
func (b *Bot) refresh(ctx context.Context, c Click, say Say) error {
	nothing := func(string) *meeting.Snapshot { return nil }
	return b.flip(ctx, c, say, b.reread, nothing)
}

// flip shows the page that a button on a card leads to. On a card that only
// its reader sees, it takes the card's place; a card that others see stays as
// it is, and the page comes beside it, for this person alone.
func (b *Bot) flip(ctx context.Context, c Click, say Say, read reading, atHand func(id string) *meeting.Snapshot) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	return b.show(ctx, a, t, instead(c), read, atHand(t.ID))
}

// pressed finds out who pressed a button that carries a turn, and where it
// leads. When it leads nowhere, or they may not look up meetings, they have
// been told.
func (b *Bot) pressed(ctx context.Context, c Click, say Say) (a asker, t view.PageRef, ok bool, err error) {
	a = b.meet(ctx, c.Origin, say)
	if t, ok = view.ParsePageRef(c.Value); !ok {
		return a, t, false, b.stale(ctx, a)
	}
	refused, err := b.refused(ctx, a)
	return a, t, !refused, err
}

// amInvited answers whether the person who asks is on the invitation list.
func (b *Bot) amInvited(ctx context.Context, c Click, say Say) error {
	a, t, ok, err := b.pressed(ctx, c, say)
	if !ok {
		return err
	}
	m, err := b.known(ctx, a, t.ID, b.o.Meetings.Resolve, b.peek(t.ID))
	if m == nil {
		return err
	}
	return a.tell(ctx, view.MeetingSentence(a.in, invitation(m, a.who.Email), cmp.Or(m.Conference.Number(), t.ID)))
}

// invitation says whether somebody is on the invitation list.
func invitation(m *meeting.Snapshot, email string) text.Key {
	switch {
	case email == "":
		return text.AmInvitedUnknown
	case access.Hosts(m, email):
		return text.AmInvitedHost
	case access.Invited(m, email):
		return text.AmInvited
	case m.Count > len(m.Participants):
		return text.AmNotInvitedIncomplete
	default:
		return text.AmNotInvited
	}
}

// join has nothing to do: the button opened the link, and Slack merely tells.
func (b *Bot) join(context.Context, Click, Say) error { return nil }

// stale says that a button is from an older version.
func (b *Bot) stale(ctx context.Context, a asker) error {
	return a.tell(ctx, view.Sentence(a.in, text.StaleButton))
}
