package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"meetingbot/bot/access"
	"meetingbot/bot/booking"
	"meetingbot/bot/post"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Booking books meetings for people. Errors mean that an attempt could not be stored
// or read.
type Booking interface {
	// Book books a meeting, once for the id of an attempt. Whoever tells the person of
	// an outcome says so by Told.
	Book(ctx context.Context, a booking.Attempt) (booking.Outcome, error)
	// Wait looks for the booking of a Pending attempt until it is known what has become
	// of it.
	Wait(ctx context.Context, o booking.Outcome) (booking.Outcome, error)
	// Check finds out what has become of an attempt, as far as that can be told now.
	Check(ctx context.Context, id string) (booking.Outcome, error)
	// Attempt returns an attempt of a person, or booking.ErrNotFound.
	Attempt(ctx context.Context, k workspace.Key, userID, id string) (booking.Row, error)
	// Cancelled has the cards of a meeting say that somebody has cancelled it here.
	Cancelled(ctx context.Context, k workspace.Key, meetingID string) error
	// Told stores that a person was told, and where the card is.
	Told(ctx context.Context, o booking.Outcome, at post.Posted) error
}

var _ Booking = (*booking.Engine)(nil)

const (
	// nowLength is how long a meeting is booked for that begins now.
	nowLength = time.Hour
	// bookingSlow is how long somebody waits for a booking before they are told that
	// it takes a while.
	bookingSlow = 3 * time.Second
)

// startNow books a meeting that begins now, and shows its card to the channel. On the
// Home tab and in a conversation with the bot it is for the person alone.
func (b *Bot) startNow(ctx context.Context, r *Request) error {
	a, err := r.attempt(ctx, meeting.Booking{Subject: r.nowSubject(), Length: nowLength})
	if err != nil {
		return r.notBooked(ctx, err)
	}
	a.Press = r.Kind == KindClick
	w := &waitNotice{request: r, slow: text.BookingSlow, after: time.NewTimer(bookingSlow)}
	defer w.after.Stop()
	if !r.hasMessages() {
		w.sent = true
	}
	o, err := try(ctx, w, func(ctx context.Context) (booking.Outcome, error) { return b.o.Booking.Book(ctx, a) })
	if err != nil {
		return r.notBooked(ctx, err)
	}
	if o.Repeated {
		return nil // whoever made the attempt shows what becomes of it
	}
	if o.State == booking.Pending && r.hasMessages() {
		err = r.Reply(ctx, view.Sentence(r.Localizer, text.BookingPending))
		awaited, awaitErr := b.o.Booking.Wait(ctx, o)
		o, err = awaited, errors.Join(err, awaitErr)
	}
	return errors.Join(err, b.showBooked(ctx, r, o))
}

// notBooked tells a person that nothing was booked, since that could not be stored.
func (r *Request) notBooked(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	return errors.Join(err, r.Reply(ctx, r.withAgain(r.notice(text.BookNotStored))))
}

// attempt is a booking that the person who asks makes, to be shown where they ask.
func (r *Request) attempt(ctx context.Context, m meeting.Booking) (booking.Attempt, error) {
	user, err := r.actingUser(ctx)
	if err != nil {
		return booking.Attempt{}, err
	}
	request := cmp.Or(r.ID, r.TriggerID, r.RequestID)
	a := booking.Attempt{
		ID: booking.ID(r.Key, r.UserID, request), Key: r.Key, UserID: r.UserID, Name: r.Person.Name, Email: r.Person.Email, User: user, Booking: m,
	}
	if r.hasMessages() {
		a.ChannelID = r.ChannelID
	}
	return a, nil
}

// actingUser is who the person who asks is at the meeting account, as it is stored at
// this moment, zero for nobody.
func (r *Request) actingUser(ctx context.Context) (access.MeetingUser, error) {
	l, linked, err := r.bot.o.Links.Get(ctx, r.Workspace.SettingsKey(), r.UserID)
	if err != nil || !linked || linkEnd(r.Person, l.Email) != "" {
		return access.MeetingUser{}, err
	}
	return l.MeetingUser, nil
}

// nowSubject is what the meeting is called: what was typed, or after the person.
func (r *Request) nowSubject() string {
	l := r.channelLocalizer()
	if r.alone() || !r.hasMessages() {
		l = r.Localizer
	}
	switch {
	case !view.IsEmpty(r.Args.Text):
		return r.Args.Text
	case r.Person.Name == "":
		return l.Say(text.BookedNameless)
	}
	name := meeting.Name(r.Person.Name).String()
	if subject := l.Say(text.BookedName, text.Args{"Who": name}); utf8.RuneCountInString(subject) <= meeting.MaxSubject {
		return subject
	}
	return l.Say(text.BookedNameless)
}

// showBooked tells the person what has become of an attempt: of a meeting by its card.
// Nothing is said of one that a job goes on with.
func (b *Bot) showBooked(ctx context.Context, r *Request, o booking.Outcome) error {
	switch o.State {
	case booking.Booked:
		at, err := b.showCard(ctx, r, o)
		if err != nil {
			return err
		}
		r.auditBooked(ctx, o)
		return b.o.Booking.Told(ctx, o, at)
	case booking.Pending:
		if r.hasMessages() {
			return nil // they have read that it is looked for
		}
		return r.Reply(ctx, view.Sentence(r.Localizer, text.BookingChecking))
	default:
		m, failure := r.unbooked(o)
		if err := r.Reply(ctx, m); err != nil {
			return errors.Join(failure, err)
		}
		return errors.Join(failure, b.o.Booking.Told(ctx, o, post.Posted{}))
	}
}

// auditBooked logs who has booked which meeting.
func (r *Request) auditBooked(ctx context.Context, o booking.Outcome) {
	r.bot.o.Logger.LogAttrs(ctx, slog.LevelInfo, "meeting booked",
		slog.String("enterprise_id", r.EnterpriseID), slog.String("team_id", r.TeamID), slog.String("user_id", r.UserID),
		slog.String("meeting_id", o.MeetingID), slog.String("role", string(o.Role)), slog.String("request_id", r.RequestID))
}

// unbooked tells a person why there is no meeting, or that this cannot be told. The
// error is for the operator.
func (r *Request) unbooked(o booking.Outcome) (view.Message, error) {
	switch o.State {
	case booking.Unknown:
		return view.BookingUnsure(r.Localizer, o.Subject, o.ID), nil
	case booking.Missing:
		return r.withAgain(view.BookingMissing(r.Localizer, o.Subject)), nil
	default:
		m, mayPass, failure := bookingRefusal(r.Localizer, o.Err)
		if failure != nil {
			m = m.WithRef(r.Localizer, r.RequestID)
		}
		if mayPass {
			m = r.withAgain(m)
		}
		return m, failure
	}
}

// withAgain adds a button that asks again, where there can be one.
func (r *Request) withAgain(m view.Message) view.Message {
	if !r.hasMessages() {
		return m
	}
	return m.WithAgain(r.Localizer, r.again())
}

// bookingRefusal says why the meeting account has not booked a meeting, whether it may
// do so a minute later, and what an operator should know.
func bookingRefusal(l text.Localizer, err error) (m view.Message, mayPass bool, failure error) {
	say := func(key text.Key) view.Message { return view.Sentence(l, key) }
	switch meeting.ReasonOf(err) {
	case meeting.TooLong:
		return view.Message{Text: l.Say(text.BookSubjectLong, text.Args{"Limit": meeting.MaxSubject})}, false, nil
	case meeting.MeetingLimit:
		return say(text.BookMeetingLimit), false, err
	case meeting.RunningLimit:
		return say(text.BookRunningLimit), true, nil
	default:
	}
	switch kindOf(err) {
	case meeting.Throttled:
		return say(text.BookThrottled), true, err
	case meeting.Unavailable, meeting.Garbled:
		return say(text.BookNoAnswer), true, err
	case meeting.Forbidden:
		return say(text.BookForbidden), false, err
	case meeting.SignInRefused, meeting.TokenRefused:
		return say(text.BookAccount), false, err
	default:
		return say(text.BookRefused), false, err
	}
}

// showCard shows the card of a meeting that was booked where it was asked for. It
// returns where it is, zero where it cannot be changed.
func (b *Bot) showCard(ctx context.Context, r *Request, o booking.Outcome) (post.Posted, error) {
	f := bookedFacts(o, r.Person.Name, b.o.Now())
	if !r.hasMessages() {
		return b.showCardInModal(ctx, r, f)
	}
	l := r.channelLocalizer()
	if r.alone() {
		l, f.Zone = r.Localizer, r.Person.Zone
	}
	card := view.Booked(l, f)
	at, err := post.AsMember(ctx, r.Workspace.Slack, r.ChannelID, r.Thread, post.Message(card))
	refused, _ := errors.AsType[*post.Error](err)
	switch {
	case err == nil:
		return at, nil
	case refused != nil && refused.Unconfirmed: // it may be there: a second card would be one too many
		return post.Posted{}, fmt.Errorf("show a meeting that was booked: %w", err)
	case r.spoken:
		at, err = post.Post(ctx, r.Workspace.Slack, r.UserID, post.Message(card))
		return at, wrapPost(err)
	}
	reply, err := newReply(card, inChannel)
	if err != nil {
		return post.Posted{}, err
	}
	return post.Posted{}, r.transmit(ctx, reply)
}

// showCardInModal sends the card to the person, and shows it in a modal over the Home
// tab, where the message is not seen.
func (b *Bot) showCardInModal(ctx context.Context, r *Request, f view.BookedFacts) (post.Posted, error) {
	f.Zone = r.Person.Zone
	card := view.Booked(r.Localizer, f)
	at, err := post.Post(ctx, r.Workspace.Slack, r.UserID, post.Message(card))
	shown := card
	if err == nil {
		shown = card.Under(r.Localizer.Say(text.BookingSent))
	}
	modal := r.OpenModal(ctx, view.MessageModal(r.Localizer, shown))
	if err != nil {
		return post.Posted{}, errors.Join(wrapPost(err), modal)
	}
	if modal != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelInfo, "a meeting that was booked is shown in a message alone", slog.Any("error", modal))
	}
	return at, nil
}

// parseSubject reads the subject that a command has.
func parseSubject(r *Request) *route {
	r.Args.Text = cmp.Or(r.Args.Text, r.Args.Page.ID)
	if n := utf8.RuneCountInString(r.Args.Text); n <= meeting.MaxSubject {
		return nil
	}
	return replies(func(r *Request) view.Message {
		return view.Message{Text: r.Localizer.Say(text.BookSubjectLong, text.Args{"Limit": meeting.MaxSubject})}
	})
}

// parseAttempt reads what a button carries that finds out what became of an attempt.
func parseAttempt(r *Request) *route {
	r.Args.AttemptID = r.Action.Value
	return nil
}

// checkBooking finds out what has become of an attempt of the person who asks.
func (b *Bot) checkBooking(ctx context.Context, r *Request) error {
	row, err := b.o.Booking.Attempt(ctx, r.Key, r.UserID, r.Args.AttemptID)
	switch {
	case errors.Is(err, booking.ErrNotFound):
		return r.Replace(ctx, view.Sentence(r.Localizer, text.BookingForgotten))
	case err != nil:
		return r.fail(ctx, err)
	}
	o, err := b.o.Booking.Check(ctx, row.ID)
	if err != nil {
		return r.fail(ctx, err)
	}
	if o.State == booking.Booked {
		f := bookedFacts(o, r.Person.Name, b.o.Now())
		f.Zone = r.Person.Zone
		if err := r.Replace(ctx, view.Booked(r.Localizer, f)); err != nil {
			return err
		}
		return b.o.Booking.Told(ctx, o, post.Posted{})
	}
	if o.State == booking.Pending {
		return r.Replace(ctx, view.BookingUnsure(r.Localizer, o.Subject, o.ID))
	}
	m, failure := r.unbooked(o)
	if err := r.Replace(ctx, m); err != nil {
		return errors.Join(failure, err)
	}
	return errors.Join(failure, b.o.Booking.Told(ctx, o, post.Posted{}))
}

// bookedFacts are those of a meeting that was booked just now.
func bookedFacts(o booking.Outcome, who string, now time.Time) view.BookedFacts {
	f := view.BookedFacts{
		Live:      view.LiveFacts{In: -1, Now: now},
		MeetingID: o.MeetingID, Subject: o.Subject, Meeting: o.Meeting, Booked: roleKey(o.Role), Who: meeting.Name(who),
		Occurrence: meeting.Occurrence{Start: now},
	}
	if o.Meeting != nil {
		f.Occurrence = o.Meeting.Current(now)
	}
	return f
}

// roleKey says who has booked a meeting.
func roleKey(r booking.Role) text.Key {
	switch r {
	case booking.Booker:
		return text.BookedBySelf
	case booking.Host:
		return text.BookedForHost
	default:
		return text.BookedFor
	}
}

// voidCards has the cards of a meeting that was cancelled as a whole say so. Where that
// cannot be stored, they go on until its booked end.
func (r *Request) voidCards(ctx context.Context, f view.CancelFacts) {
	if f.Start != 0 {
		return
	}
	if err := r.bot.o.Booking.Cancelled(ctx, r.Key, f.ID); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "cards of a cancelled meeting stay as they are", outagelog.Of("database"),
			slog.String("meeting_id", f.ID), slog.Any("error", err))
	}
}
