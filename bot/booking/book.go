package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// callTimeout is how long the meeting account may take to book.
	callTimeout = 12 * time.Second
	// tellFor is how long whoever makes an attempt has to tell the person what has
	// become of it, before a job does: the call, and a post.
	tellFor = callTimeout + 3*time.Second
	// noteTimeout bounds what is stored when the process stops.
	noteTimeout = 5 * time.Second
	// pressGap is how long after a press of a button another one is the same.
	pressGap = 10 * time.Second
	// pressSlot begins the name of the slot that a press takes. It is stored.
	pressSlot = "booking:"
)

var (
	errCallSlow = errors.New("the meeting account took too long to book")
	errPressed  = errors.New("the button was pressed just before")
)

// Book books a meeting, once for an id. Where the answer is lost, the outcome is
// Pending: whoever asked may Wait what becomes of it, or leave it to a job that tells
// the person. Whoever tells them of any other outcome says so by Told. An error means
// that nothing was booked, since the attempt could not be stored.
func (e *Engine) Book(ctx context.Context, a Attempt) (Outcome, error) {
	if err := a.Booking.ValidateAt(e.now()); err != nil {
		return Outcome{ID: a.ID, State: Refused, Err: err}, nil //nolint:nilerr // the outcome has it
	}
	ws, err := e.workspaces.Get(ctx, a.Key)
	if err != nil {
		return Outcome{}, fmt.Errorf("find the workspace of a booking: %w", err)
	}
	s := sought{Subject: a.Booking.Subject, Start: a.Booking.Start, Length: a.Booking.Length, As: a.User.UserID}
	b, role := a.Booking, Booker
	if !a.User.Linked() {
		b.Invitees, role = a.withHost()
	}
	r, first, err := e.begin(ctx, a, s, role)
	if err != nil || !first {
		o := e.outcomeOf(r)
		o.ID, o.Repeated = a.ID, true
		return o, err
	}
	return e.call(ctx, ws, r, s, b), nil
}

// withHost returns whom to invite where the bot's account books, and what the person
// is then: their address is among the invitees, as a host's.
func (a Attempt) withHost() ([]meeting.Invitee, Role) {
	if a.Email == "" {
		return a.Booking.Invitees, Nobody
	}
	all := slices.Clone(a.Booking.Invitees)
	for i := range all {
		if strings.EqualFold(all[i].Email, a.Email) {
			all[i].Host = true
			return all, Host
		}
	}
	return append(all, meeting.Invitee{Name: a.Name, Email: a.Email, Host: true}), Host
}

// begin stores an attempt before it is made, with the job that finds out what becomes
// of it should this process not live to do so. It reports whether the attempt is the
// first with its id.
func (e *Engine) begin(ctx context.Context, a Attempt, s sought, role Role) (r Row, first bool, err error) {
	closed, err := e.box.Close(a.ID, s)
	if err != nil {
		return Row{}, false, err
	}
	now := e.now()
	made := Row{
		ID: a.ID, Key: a.Key, UserID: a.UserID, ChannelID: a.ChannelID, Sought: closed, Role: role, State: Pending,
		MadeAt: now, TellAt: now.Add(tellFor),
	}
	err = e.store.InTx(ctx, func(tx Tx) error {
		r = made
		if first, err = tx.AddBooking(ctx, r); err != nil {
			return err
		}
		if !first {
			r, err = tx.GetBooking(ctx, a.ID)
			return err
		}
		if a.Press {
			slot := post.Conversation{Key: a.Key, ChannelID: pressSlot + a.UserID}
			wait, err := tx.TakeSlot(ctx, slot, now, pressGap)
			switch {
			case err != nil:
				return err
			case wait > 0:
				return errPressed
			}
		}
		return tx.Enqueue(ctx, queue.Job{Kind: Finish, Key: a.ID, At: r.TellAt, Priority: priorityFinish})
	})
	switch {
	case errors.Is(err, errPressed):
		return Row{State: Pending}, false, nil
	case err != nil:
		return Row{}, false, fmt.Errorf("store an attempt to book: %w", err)
	}
	return r, first, nil
}

// call asks the meeting account to book, once.
func (e *Engine) call(ctx context.Context, ws workspace.Workspace, r Row, s sought, b meeting.Booking) Outcome {
	calling, cancel := context.WithTimeoutCause(ctx, callTimeout, errCallSlow)
	defer cancel()
	made, err := ws.Meetings.As(s.As).Book(calling, b)
	refused, _ := errors.AsType[*meeting.Error](err)
	switch {
	case err == nil:
		return e.note(ctx, r, Outcome{State: Booked, MeetingID: made.ID.String(), Meeting: made})
	case refused != nil && refused.Uncertain:
		e.log.LogAttrs(ctx, slog.LevelWarn, "whether a meeting was booked is not known yet: it is looked for",
			slog.String("booking_id", r.ID), slog.String("team_id", r.TeamID), slog.Any("error", err))
		return e.outcomeOf(r)
	default:
		return e.note(ctx, r, Outcome{State: Refused, Err: err})
	}
}

// note stores what has become of an attempt, also when the process stops. Where that
// cannot be stored the person is told all the same, and perhaps once more by the job.
func (e *Engine) note(ctx context.Context, r Row, o Outcome) Outcome {
	known := e.outcomeOf(r)
	o.ID, o.Role, o.Subject, o.Start = r.ID, r.Role, known.Subject, known.Start
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	err := e.store.InTx(noting, func(tx Tx) error {
		_, err := tx.CompleteBooking(noting, r.ID, o.State, string(meeting.KindOf(o.Err)), o.MeetingID)
		return err
	})
	if err != nil {
		e.log.LogAttrs(ctx, slog.LevelWarn, "what has become of a booking could not be stored",
			slog.String("booking_id", r.ID), slog.String("team_id", r.TeamID), slog.Any("error", err))
	}
	return o
}

// outcomeOf is what a row says.
func (e *Engine) outcomeOf(r Row) Outcome {
	o := Outcome{ID: r.ID, State: r.State, Role: r.Role, MeetingID: r.MeetingID}
	var s sought
	if e.box.Open(r.ID, r.Sought, &s) == nil { // with another key than it was sealed with, its name is not known
		o.Subject, o.Start = s.Subject, s.Start
	}
	if r.State == Refused {
		o.Err = &meeting.Error{Op: "book a meeting", Kind: meeting.Kind(r.Refusal)}
	}
	return o
}
