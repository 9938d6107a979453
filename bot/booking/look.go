package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// lateFor is how long after an attempt the meeting account may still make the
	// booking whose answer was lost: what is not there then was not booked.
	lateFor = 30 * time.Second
	// lookEvery is how often a booking is looked for.
	lookEvery = 3 * time.Second
	// lookFor is how long a booking is looked for while that fails.
	lookFor = time.Minute
	// lookTimeout bounds one look.
	lookTimeout = 10 * time.Second
	// maxClockSkew is how far the API's clock may be from this one.
	maxClockSkew = 2 * time.Minute
	// lookSlot is the slot that those take one after the other who have found a booking.
	// It is stored.
	lookSlot = "booking"
)

var errLookSlow = errors.New("the meeting account took too long to tell what is booked")

// Wait looks for the booking of a Pending attempt until it is known what has become of
// it, for a minute and a half at the most. No job tells the person meanwhile. Where ctx
// ends before, the outcome is still Pending, and a job tells them.
func (e *Engine) Wait(ctx context.Context, o Outcome) (Outcome, error) {
	if o.State != Pending {
		return o, nil
	}
	hold := e.now().Add(lookFor + lateFor)
	err := e.store.InTx(ctx, func(tx Tx) error { return tx.HoldBooking(ctx, o.ID, hold) })
	if err != nil {
		return o, fmt.Errorf("wait for a booking: %w", err)
	}
	for {
		if o, err = e.Check(ctx, o.ID); err != nil || o.State != Pending {
			return o, err
		}
		wait := time.NewTimer(lookEvery)
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return o, nil
		}
	}
}

// Check finds out what has become of an attempt, as far as that can be told now.
func (e *Engine) Check(ctx context.Context, id string) (Outcome, error) {
	r, err := e.get(ctx, id)
	if err != nil {
		return Outcome{}, fmt.Errorf("read an attempt to book: %w", err)
	}
	ws, err := e.workspaces.Get(ctx, r.Key)
	if err != nil {
		return Outcome{}, fmt.Errorf("find the workspace of a booking: %w", err)
	}
	return e.resolve(ctx, ws, r)
}

// Attempt returns an attempt of a person. It returns ErrNotFound for one of somebody
// else.
func (e *Engine) Attempt(ctx context.Context, k workspace.Key, userID, id string) (Row, error) {
	r, err := e.get(ctx, id)
	if err == nil && (r.Key != k || r.UserID != userID) {
		return Row{}, ErrNotFound
	}
	return r, err
}

// resolve finds out what has become of an attempt. It is Pending as long as the booking
// may still be made, or found.
func (e *Engine) resolve(ctx context.Context, ws workspace.Workspace, r Row) (Outcome, error) {
	if r.State.Final() {
		o := e.outcomeOf(r)
		o.Meeting = e.read(ctx, ws, r)
		return o, nil
	}
	found, err := e.look(ctx, ws, r)
	age := e.now().Sub(r.MadeAt)
	switch {
	case found != nil:
		return e.complete(ctx, r, Booked, found)
	case err == nil && age >= lateFor:
		return e.complete(ctx, r, Missing, nil)
	case err != nil && age >= lookFor:
		e.log.LogAttrs(ctx, slog.LevelWarn, "whether a meeting was booked cannot be told",
			slog.String("booking_id", r.ID), slog.String("team_id", r.TeamID), slog.Any("error", err))
		return e.complete(ctx, r, Unknown, nil)
	default:
		r.State = Pending
		return e.outcomeOf(r), nil
	}
}

// complete stores what was found out, unless somebody else has found out more.
func (e *Engine) complete(ctx context.Context, r Row, s State, m *meeting.Conference) (o Outcome, err error) {
	var id string
	if m != nil {
		id = m.ID.String()
	}
	err = e.store.InTx(ctx, func(tx Tx) error {
		if _, err := tx.CompleteBooking(ctx, r.ID, s, "", id); err != nil {
			return err
		}
		stored, err := tx.GetBooking(ctx, r.ID)
		o = e.outcomeOf(stored)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("store what has become of a booking: %w", err)
	}
	if o.MeetingID == id {
		o.Meeting = m
	}
	return o, nil
}

// look looks for the booking of an attempt, nil where it is not there. Those of other
// attempts are left out.
func (e *Engine) look(ctx context.Context, ws workspace.Workspace, r Row) (*meeting.Conference, error) {
	found, err := e.candidates(ctx, ws, r)
	if err != nil {
		return nil, err
	}
	for i := range found {
		mine, err := e.take(ctx, r, found[i].ID.String())
		if err != nil {
			return nil, err
		}
		if mine {
			return &found[i], nil
		}
	}
	return nil, nil //nolint:nilnil // it is not there: no meeting and no error
}

// candidates are the meetings that an attempt may have booked.
func (e *Engine) candidates(ctx context.Context, ws workspace.Workspace, r Row) ([]meeting.Conference, error) {
	var s sought
	if err := e.box.Open(r.ID, r.Sought, &s); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, lookTimeout, errLookSlow)
	defer cancel()
	return ws.Meetings.As(s.As).FindBooked(ctx, s.query(r))
}

// take stores that a meeting was booked by an attempt, unless another attempt has
// booked it. Of several that look at the same time, one takes it.
func (e *Engine) take(ctx context.Context, r Row, meetingID string) (mine bool, err error) {
	err = e.store.InTx(ctx, func(tx Tx) error {
		mine = false
		if err := tx.BlockSlot(ctx, post.Conversation{Key: r.Key, ChannelID: lookSlot}, e.now()); err != nil {
			return err
		}
		others, err := tx.BookingsOf(ctx, r.Key, meetingID)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.ID != r.ID {
				return nil
			}
		}
		mine = true
		_, err = tx.CompleteBooking(ctx, r.ID, Booked, "", meetingID)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store whose booking a meeting is: %w", err)
	}
	return mine, nil
}

// read reads the meeting that was booked, nil where it cannot be read.
func (e *Engine) read(ctx context.Context, ws workspace.Workspace, r Row) *meeting.Conference {
	if r.State != Booked {
		return nil
	}
	if m, err := ws.Meetings.Get(ctx, r.MeetingID); err == nil {
		return m.Conference
	}
	found, _ := e.candidates(ctx, ws, r) // the bot's account may not see what people book as themselves
	for i := range found {
		if found[i].ID.String() == r.MeetingID {
			return &found[i]
		}
	}
	return nil
}

// finish finds out what has become of an attempt, and tells the person, unless they
// have been told.
func (e *Engine) finish(ctx context.Context, j queue.Job) error {
	r, err := e.get(ctx, j.Key)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !r.ToldAt.IsZero():
		return nil
	case err != nil:
		return err
	}
	if wait := r.TellAt.Sub(e.now()); wait > 0 {
		return &queue.RetryAfter{After: wait}
	}
	ws, err := e.workspaces.Get(ctx, r.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return nil // the app was removed
	case err != nil:
		return fmt.Errorf("find the workspace of a booking: %w", err)
	}
	o, err := e.resolve(ctx, ws, r)
	switch {
	case err != nil:
		return err
	case o.State == Pending:
		return &queue.RetryAfter{After: lookEvery}
	}
	return e.tell(ctx, j, ws, r, o)
}

// query finds the booking. One that begins when it is booked has the time of that as its
// start, by the API's clock.
func (s sought) query(r Row) meeting.BookedQuery {
	q := meeting.BookedQuery{Subject: s.Subject, Start: s.Start, Length: s.Length}
	if s.Start.IsZero() {
		q.From, q.Until = r.MadeAt.Add(-maxClockSkew), r.MadeAt.Add(lateFor+maxClockSkew)
	}
	return q
}
