package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// reading is one way to read a meeting: Meetings.Resolve or Bot.reread.
type reading func(ctx context.Context, id string) (*meeting.Snapshot, error)

// lookup answers with the card of a meeting, or with help if none is named.
func (b *Bot) lookup(ctx context.Context, a asker, r request) error {
	if r.id == "" {
		return b.help(ctx, a, r)
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	return b.show(ctx, a, view.PageRef{ID: r.id, Page: 1}, beside, b.o.Meetings.Resolve, b.peek(r.id))
}

// refused refuses whoever may not look up meetings at all, and reports whether
// it did.
func (b *Bot) refused(ctx context.Context, a asker) (bool, error) {
	why := b.o.Policy.Person(a.who)
	if why == "" {
		return false, nil
	}
	b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "lookup refused",
		slog.String("team_id", a.TeamID), slog.String("user_id", a.UserID),
		slog.String("request_id", a.RequestID), slog.String("account_type", string(a.who.AccountType)))
	return true, a.tell(ctx, view.Sentence(a.in, denialKey(why)))
}

// peek returns a reading that is at hand, nil for none.
func (b *Bot) peek(id string) *meeting.Snapshot {
	m, _ := b.o.Meetings.Peek(id)
	return m
}

// show answers with a page of a meeting's card, made of what is at hand, else
// of what read brings.
func (b *Bot) show(ctx context.Context, a asker, t view.PageRef, p placing, read reading, m *meeting.Snapshot) error {
	m, err := b.known(ctx, a, t.ID, read, m)
	if m == nil {
		return err
	}
	if id := m.Conference.ID.String(); id != "" {
		t.ID = id // a number that was typed may be that of a room
	}
	if m.Ended {
		t.Start = 0
	}
	if _, ok := m.Conference.Series().StartingAt(time.Unix(t.Start, 0)); t.Start != 0 && !ok {
		return a.tell(ctx, view.MeetingSentence(a.in, text.SeriesGone, t.ID))
	}
	r, err := b.card(a, t, p, m, b.present(ctx, m, t.ID))
	if err != nil {
		return err
	}
	return a.say(ctx, r)
}

// reread reads a meeting anew. One that has ended is found in the history.
func (b *Bot) reread(ctx context.Context, id string) (*meeting.Snapshot, error) {
	m, err := b.o.Meetings.Refresh(ctx, id)
	if meeting.KindOf(err) == meeting.NotFound {
		return b.o.Meetings.Resolve(ctx, id)
	}
	return m, err
}

// known returns what is known of a meeting that a person may see: what is at
// hand, else what read brings. Without either, the person has been told why,
// and the error is for the operator.
func (b *Bot) known(ctx context.Context, a asker, id string, read reading, m *meeting.Snapshot) (*meeting.Snapshot, error) {
	if m == nil {
		var err error
		if m, err = persist(ctx, b, a, func(ctx context.Context) (*meeting.Snapshot, error) { return read(ctx, id) }); err != nil {
			return nil, b.refuse(ctx, a, id, fmt.Errorf("look up meeting %s: %w", id, err))
		}
	}
	if why := b.o.Policy.Meeting(m, a.who); why != "" {
		return nil, a.tell(ctx, view.MeetingSentence(a.in, denialKey(why), id))
	}
	return m, nil
}

// card renders a page of a meeting's card, or takes one that was rendered
// before for somebody who sees the same.
func (b *Bot) card(a asker, t view.PageRef, p placing, m *meeting.Snapshot, present *meeting.Attendees) (Reply, error) {
	now, say := b.o.Now(), a.in
	f := view.Facts{PageRef: t, Meeting: m, Now: now, Attendees: present, Reminders: b.o.Reminders != nil}
	if p == inChannel {
		say, f.SharedBy = b.inChannels(), a.UserID
	} else {
		f.Zone, f.Password = a.who.Zone, b.o.Policy.Password(a.who)
		f.Host, f.HostLink = access.ProvenHost(m, a.who), b.o.Policy.HostSecretsOf(m, a.who)
	}
	key := cardKey{
		turn: t, version: m.Version, language: say.String(), zone: f.Zone,
		password: f.Password, host: f.Host, placing: p, sharer: f.SharedBy, minute: now.Unix() / 60,
	}
	if present != nil {
		key.present = present.ReadAt.UnixNano()
	}
	if r, ok := b.replies.get(key.String()); ok {
		return r, nil
	}
	r, err := newReply(view.Card(say, f), p)
	if err == nil {
		b.replies.put(key.String(), r)
	}
	return r, err
}
