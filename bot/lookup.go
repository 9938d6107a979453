package bot

import (
	"context"
	"strings"
	"time"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// lookup answers with the card of a meeting.
func (b *Bot) lookup(ctx context.Context, r *Request) error { return b.show(ctx, r, ownMessage) }

// showCardPage shows the page that a button on a card leads to. On a card that only
// its reader sees, it takes the card's place; a card that others see stays as it
// is, and the page is sent to this person alone.
func (b *Bot) showCardPage(ctx context.Context, r *Request) error { return b.show(ctx, r, r.inPlace()) }

// show answers with a page of the card of the meeting that was read.
func (b *Bot) show(ctx context.Context, r *Request, p placement) error {
	page, m := r.Args.Page, r.Meeting
	if id := m.Conference.ID.String(); id != "" {
		if r.Kind == KindCommand && page.ID != id {
			r.room = page.ID
		}
		page.ID = id // a number that was typed may be that of a cloud room
	}
	if m.Over() {
		page.Start = 0
	}
	if page.Start != 0 && !occurs(m, page.Start) {
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, text.SeriesGone, page.ID))
	}
	in, page, err := r.whoIsIn(ctx, page)
	if err != nil {
		return err
	}
	if !r.hasMessages() {
		return b.showInModal(ctx, r, page, p, in)
	}
	card, err := b.card(r, page, p, in)
	if err != nil {
		return err
	}
	return r.deliver(ctx, card)
}

// occurs reports whether a series has a meeting that starts at a time.
func occurs(m *meeting.Snapshot, start int64) bool {
	_, ok := m.Conference.Series().StartingAt(time.Unix(start, 0))
	return ok
}

// withNotes puts above a card what the command said beside its number that was not
// understood, and that the number is that of a room.
func (r *Request) withNotes(card view.Message, f view.Facts) view.Message {
	if r.Args.NotUnderstood != "" {
		card = card.Under(view.NotUnderstoodNote(r.Localizer, r.Args.NotUnderstood))
	}
	if r.room != "" {
		card = card.Under(view.RoomNote(r.Localizer, r.room, f))
	}
	return card
}

// showInModal shows a page of a card where a button was pressed and no messages are:
// in a modal over the Home tab, or in the modal with the button.
func (b *Bot) showInModal(ctx context.Context, r *Request, page view.PageRef, p placement, in whoIsIn) error {
	l, f := r.cardFacts(page)
	f.Roster = r.roster(page.ID, in)
	card := view.Card(l, f)
	switch {
	case r.Kind != KindClick:
		return nil
	case r.Surface == SurfaceModal:
		return r.UpdateModal(ctx, r.modalWith(card))
	default:
		return r.OpenModal(ctx, view.MessageModal(r.Localizer, card))
	}
}

// domain is that of the address of the person who asks, "" where theirs proves nothing of
// others: of a guest, or of somebody who is not known.
func (r *Request) domain() string {
	if r.Person.AccountType != person.Member {
		return ""
	}
	return r.Person.Email[strings.LastIndexByte(r.Person.Email, '@')+1:]
}

// cardFacts are those of a page of a meeting's card, for whoever sees it there, and
// their language.
func (r *Request) cardFacts(page view.PageRef) (text.Localizer, view.Facts) {
	policy := r.Workspace.Policy
	f := view.Facts{PageRef: page, Meeting: r.Meeting, Now: r.bot.o.Now(), Reminders: true, Direct: r.alone()}
	f.Modal = r.View.CallbackID == view.ModalFind
	f.Zone, f.Password = r.Person.Zone, policy.Password(r.Person)
	i := r.bot.invitation(r.Meeting, r.Person, r.meetingUser())
	f.Panelist, f.Invitation = bool(r.Meeting.Conference.Webinar) && i.Sure(), invitationKey(i)
	f.Host = i.ProvesHost(r.Person)
	f.OwnJoin = r.offersOwnJoin()
	f.Domain = r.domain()
	f.HostLink = f.Host && policy.HostsSeeSecrets()
	return r.Localizer, f
}

// card renders a page of a meeting's card, or takes one that was rendered
// before for somebody who sees the same.
func (b *Bot) card(r *Request, page view.PageRef, p placement, in whoIsIn) (Reply, error) {
	l, f := r.cardFacts(page)
	key := cardKey{
		workspace: r.Workspace.Key, page: page, version: r.Meeting.Version, language: l.String(), zone: f.Zone,
		password: f.Password, host: f.Host, ownJoin: f.OwnJoin, direct: f.Direct, domain: f.Domain, panelist: f.Panelist, placement: p, invitation: f.Invitation, minute: f.Now.Unix() / 60,
	}
	if r.Args.NotUnderstood != "" || r.room != "" {
		f.Roster = r.roster(page.ID, in)
		return newReply(r.withNotes(view.Card(l, f), f), p)
	}
	if in.attendees != nil && in.pinned == nil {
		key.attendeesAt = in.attendees.ReadAt.UnixNano()
	}
	name := key.String()
	if reply, ok := b.replies.Get(name); ok {
		return reply, nil
	}
	f.Roster = r.roster(page.ID, in)
	reply, err := newReply(view.Card(l, f), p)
	if err == nil {
		b.replies.Put(name, reply, replyLife)
	}
	return reply, err
}
