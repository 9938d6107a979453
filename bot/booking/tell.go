package booking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// claimFor is how long one process tells a person, before another one does.
	claimFor = 30 * time.Second
	// maxTells is how often it is tried to tell somebody.
	maxTells = 8
	// assumedLength is how long a meeting takes of which that is not known.
	assumedLength = 30 * time.Minute
)

// liveKind is what package live calls the cards of meetings that were booked.
const liveKind live.Kind = "booking"

// tell tells a person what has become of an attempt, in one process at a time.
func (e *Engine) tell(ctx context.Context, j queue.Job, ws workspace.Workspace, r Row, o Outcome) error {
	var mine bool
	now := e.now()
	err := e.store.InTx(ctx, func(tx Tx) (err error) {
		mine, err = tx.ClaimBooking(ctx, r.ID, now, now.Add(claimFor))
		return err
	})
	switch {
	case err != nil:
		return err
	case !mine:
		return &queue.RetryAfter{After: lookEvery}
	}
	posted, err := e.teller.Tell(ctx, ws, r, o)
	if err != nil {
		return e.onUntold(ctx, j, r, err)
	}
	return e.Told(ctx, o, posted)
}

// onUntold decides what becomes of a person who could not be told.
func (e *Engine) onUntold(ctx context.Context, j queue.Job, r Row, cause error) error {
	refused, _ := errors.AsType[*post.Error](cause)
	if refused != nil && refused.Reason != "" || j.Attempt >= maxTells {
		e.log.LogAttrs(ctx, slog.LevelWarn, "nobody could be told what has become of a booking",
			slog.String("booking_id", r.ID), slog.String("team_id", r.TeamID), slog.Any("error", cause))
		return &queue.Discard{Err: cause}
	}
	err := e.store.InTx(ctx, func(tx Tx) error { return tx.HoldBooking(ctx, r.ID, e.now()) })
	if err == nil && refused != nil && refused.RetryAfter > 0 {
		return &queue.RetryAfter{After: refused.RetryAfter}
	}
	return errors.Join(cause, err)
}

// Told stores that a person was told what has become of an attempt. A card that can be
// changed follows its meeting from now on, and says so where nobody comes to one that
// began when it was booked.
func (e *Engine) Told(ctx context.Context, o Outcome, at post.Posted) error {
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTimeout)
	defer cancel()
	err := e.store.InTx(noting, func(tx Tx) error {
		r, err := tx.GetBooking(noting, o.ID)
		if errors.Is(err, ErrNotFound) {
			return nil // it was refused before it was stored
		}
		if err != nil {
			return err
		}
		if err := tx.MarkBookingTold(noting, o.ID, e.now(), at); err != nil {
			return err
		}
		if o.State != Booked {
			return nil
		}
		return e.track(noting, tx, r, o, at)
	})
	if err != nil {
		return fmt.Errorf("note that a booking was told: %w", err)
	}
	return nil
}

// checkIdle says on the card that nobody has come, where that is so.
func (e *Engine) checkIdle(ctx context.Context, j queue.Job) error {
	r, err := e.get(ctx, j.Key)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && r.State != Booked:
		return nil
	case err != nil:
		return err
	}
	ws, err := e.workspaces.Get(ctx, r.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return nil
	case err != nil:
		return fmt.Errorf("find the workspace of a booking: %w", err)
	}
	reading := watch.Read(ctx, e.log, ws, r.MeetingID)
	switch {
	case reading.Fresh == nil && !reading.Missing && j.Attempt < maxTells:
		return errUnread
	case reading.Fresh == nil: // cancelled, or not to be read
		return nil
	}
	m, now := reading.Fresh.Conference, e.now()
	o := r.occurrence(sought{}, m)
	if reading.Fresh.Phase(o, now) != meeting.Upcoming {
		return nil
	}
	if err := e.store.InTx(ctx, func(tx Tx) error { return tx.MarkBookingIdle(ctx, r.ID, now) }); err != nil {
		return err
	}
	r.IdleAt = now
	c := Card{Subject: m.Subject.String(), Meeting: m, Occurrence: o, State: live.State{Phase: meeting.Upcoming}, Now: now}
	return afterShow(j, e.teller.Show(ctx, ws, r, c))
}

// errUnread says that the meeting could not be read.
var errUnread = errors.New("the meeting cannot be read")
