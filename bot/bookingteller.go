package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// BookingTeller tells people what has become of a booking where nobody waits for the
// answer any more, and keeps cards of meetings that were booked as things stand. It is
// safe for concurrent use.
type BookingTeller struct {
	now        func() time.Time
	localizers *localizers
}

var _ booking.Teller = (*BookingTeller)(nil)

// NewBookingTeller makes a teller with a clock, nil for time.Now. It starts nothing.
func NewBookingTeller(now func() time.Time) (*BookingTeller, error) {
	if now == nil {
		now = time.Now
	}
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &BookingTeller{now: now, localizers: newLocalizers(catalog)}, nil
}

// Tell shows the card of a meeting that was booked in the channel that it was booked
// for, or else to the person in private, as it tells them of everything else.
func (t *BookingTeller) Tell(ctx context.Context, ws workspace.Workspace, r booking.Row, o booking.Outcome) (post.Posted, error) {
	if o.State != booking.Booked {
		return post.Post(ctx, ws.Jobs, r.UserID, post.Message(t.unbooked(ctx, ws, r, o)))
	}
	who := ws.Reader(ctx, r.UserID)
	f := bookedFacts(o, who.Name, t.now())
	if !isAlone(r) {
		at, err := post.AsMember(ctx, ws.Jobs, r.ChannelID, "", post.Message(view.Booked(t.localizers.of(ws.Language), f)))
		refused, _ := errors.AsType[*post.Error](err)
		if refused == nil || refused.Reason == "" {
			return at, err
		}
	}
	f.Zone = who.Zone
	return post.Post(ctx, ws.Jobs, r.UserID, post.Message(view.Booked(t.localizers.reader(ws, who.Language), f)))
}

// isAlone reports whether the card of a meeting is for the person alone.
func isAlone(r booking.Row) bool { return r.ChannelID == "" || strings.HasPrefix(r.ChannelID, "D") }

// unbooked says that a meeting was not booked, or that this cannot be told.
func (t *BookingTeller) unbooked(ctx context.Context, ws workspace.Workspace, r booking.Row, o booking.Outcome) view.Message {
	l := t.localizers.reader(ws, ws.Reader(ctx, r.UserID).Language)
	again := view.Again{Command: defaultCommand, Text: wordNow + " " + o.Subject}
	var m view.Message
	switch o.State {
	case booking.Missing:
		m = view.BookingMissing(l, o.Subject)
	case booking.Refused:
		m, _, _ = bookingRefusal(l, o.Err)
	default:
		return view.BookingUnsure(l, o.Subject, o.ID)
	}
	if !o.Start.IsZero() {
		return m
	}
	return m.WithAgain(l, again)
}

// Show changes a card to what is known now. Where it cannot be changed, the person gets
// it in private.
func (t *BookingTeller) Show(ctx context.Context, ws workspace.Workspace, r booking.Row, c booking.Card) error {
	who := ws.Reader(ctx, r.UserID)
	l := t.localizers.of(ws.Language)
	f := view.BookedFacts{
		Live:      liveFacts(c.State, c.Now),
		MeetingID: r.MeetingID, Subject: c.Subject, Meeting: c.Meeting, Occurrence: c.Occurrence,
		Booked: roleKey(r.Role), Who: meeting.Name(who.Name), Idle: !r.IdleAt.IsZero(),
	}
	if isAlone(r) || r.Posted.TS == "" || strings.HasPrefix(r.Posted.ChannelID, "D") {
		l, f.Zone = t.localizers.reader(ws, who.Language), who.Zone
	}
	if r.Posted.TS == "" {
		_, err := post.Post(ctx, ws.Jobs, r.UserID, post.Message(view.Booked(l, f)))
		return err
	}
	return post.Update(ctx, ws.Jobs, r.Posted, post.Message(view.Booked(l, f)))
}

// reader returns the localizer of somebody's language, or of the workspace's where
// theirs is not known.
func (l *localizers) reader(ws workspace.Workspace, tag language.Tag) text.Localizer {
	if tag == language.Und {
		return l.of(ws.Language)
	}
	return l.of(tag)
}
