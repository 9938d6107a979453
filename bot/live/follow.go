package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

const (
	// retryEvery is how often a meeting that does not begin or end as booked is
	// asked for.
	retryEvery = 5 * time.Minute
	// followFor is how long after its booked end an occurrence is followed, at
	// most, and unreadFor how long if the API cannot be asked.
	followFor = 12 * time.Hour
	unreadFor = 30 * time.Minute
	// updateTimeout bounds one update in Slack, and noteTimeout what is stored of it
	// when the process stops.
	updateTimeout = 15 * time.Second
	noteTimeout   = 10 * time.Second
	// refusedFor is how long Slack must refuse an update before that counts, and
	// refusedRetry how often it is tried meanwhile.
	refusedFor   = 30 * time.Minute
	refusedRetry = 2 * time.Minute
	// unreadRetry is how often a meeting is asked for of which a message shows
	// something that has changed.
	unreadRetry = time.Minute
)

// Void is the phase of an occurrence that does not take place at its time any
// more: it was moved or cancelled.
const Void Phase = "void"

// Outdated stands for the phase that a message shows of whose occurrence more than
// the phase has changed: it is updated before the start, too.
const Outdated Phase = "outdated"

// Follow updates a message once its occurrence has begun, and once more when it
// is over, however late that is. Its errors are outcomes of a job, as queue.Worker
// describes them, or ErrNotFound for a message that is not known: it may have been
// finished.
func (u *Updater) Follow(ctx context.Context, id string, r Renderer) error {
	v, err := u.load(ctx, id)
	if err != nil {
		return err
	}
	ws, err := u.workspaces.Get(ctx, v.Message.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return u.finish(ctx, id)
	case err != nil:
		return fmt.Errorf("find workspace %s: %w", v.Message.TeamID, err)
	}
	if v.State.Phase == "" {
		reading := watch.Read(ctx, u.log, ws, v.Message.MeetingID)
		v.Meeting, v.State.Phase = reading.Fresh, phase(ctx, ws, v, reading)
	}
	switch {
	case v.State.Phase != meeting.Upcoming:
	case v.shown != Outdated:
		return &queue.RetryAfter{After: v.untilBegun()}
	case v.Meeting == nil:
		return &queue.RetryAfter{After: unreadRetry}
	}
	if !v.isShown() {
		if err := u.update(ctx, ws, r, v); err != nil {
			return err
		}
	}
	left := watch.EndOf(v.Message.Occurrence).Sub(v.Now)
	switch {
	case v.State.Phase == Void:
		return u.finishShown(ctx, v)
	case v.State.Phase == meeting.Upcoming:
		return u.markShown(ctx, v, v.untilBegun())
	case left > 0: // even after an early end: the meeting can be joined again until then
		return u.markShown(ctx, v, left)
	case v.State.Phase == meeting.Running:
		return u.markShown(ctx, v, retryEvery)
	default:
		return u.finishShown(ctx, v)
	}
}

// isShown reports whether the message shows this already. That a meeting is over
// is always shown again: it is the last update, and an earlier one may have been
// lost after Slack took it.
func (v View) isShown() bool {
	return v.State.Phase == meeting.Running && v.Message.Shown == v.State.Phase && v.Message.Occurrence.SameTime(v.stored)
}

// untilBegun is when to ask again for an occurrence that has not begun: at its start,
// and then ever less often, but at its booked end.
func (v View) untilBegun() time.Duration {
	o := v.Message.Occurrence
	if wait := o.Start.Sub(v.Now); wait > 0 {
		return wait
	}
	wait := min(max(v.Now.Sub(o.Start), time.Minute), retryEvery)
	if left := watch.EndOf(o).Sub(v.Now); left > 0 {
		wait = min(wait, left)
	}
	return wait
}

// load returns what is known of a message whose occurrence should have begun, or has
// changed, once its slot has come.
func (u *Updater) load(ctx context.Context, id string) (v View, err error) {
	err = u.inTx(ctx, func(t *txn) error {
		m, err := t.GetMessage(ctx, id)
		if err != nil {
			return err
		}
		if wait := m.Occurrence.Start.Sub(t.now); wait > 0 && m.Shown != Outdated {
			return &queue.RetryAfter{After: wait}
		}
		if v, err = t.view(ctx, m); err != nil {
			return err
		}
		return t.waitForSlot(ctx, m)
	})
	return v, err
}

// view puts together what is known of a message. Its phase is told where no
// reading is needed for that: the occurrence was moved or cancelled, of which
// people have been told, or is long past.
func (t *txn) view(ctx context.Context, m Message) (View, error) {
	f, watched, err := t.facts(ctx, m)
	if err != nil {
		return View{}, err
	}
	v := View{Facts: f, State: State{In: Unknown}, Now: t.now, stored: m.Occurrence, shown: m.Shown}
	booked, known := f.Occurrences.StartingAt(m.Occurrence.Start)
	if known {
		m.Occurrence = booked
	}
	end := watch.EndOf(m.Occurrence)
	switch {
	case watched && !known && t.now.Before(end):
		v.State.Phase = Void
	case t.now.After(end.Add(followFor)):
		v.State.Phase = meeting.Over
	}
	v.Message = m
	return v, nil
}

// waitForSlot has a message wait for its slot before the meeting is read for it.
// The slot is stored with the message: if each took the slot that happens to be
// free, all who wait would come back for every one.
func (t *txn) waitForSlot(ctx context.Context, m Message) error {
	slot, err := t.pacing().UpdateSlot(ctx, m.Key, m.SlotAt)
	if err != nil {
		return err
	}
	if !slot.Equal(m.SlotAt) {
		m.SlotAt = slot
		if err := t.PutMessage(ctx, m); err != nil {
			return err
		}
	}
	if slot.IsZero() {
		return nil
	}
	return &queue.RetryAfter{After: slot.Sub(t.now)}
}

// markShown stores what a message shows, and comes back after a while.
func (u *Updater) markShown(ctx context.Context, v View, wait time.Duration) error {
	return u.inTx(ctx, func(t *txn) error {
		m, err := t.GetMessage(ctx, v.Message.ID)
		if err != nil {
			return err
		}
		if v.hasChanged(m) {
			return &queue.RetryAfter{After: time.Second}
		}
		m.Shown, m.Occurrence, m.RefusedAt = v.State.Phase, v.Message.Occurrence, time.Time{}
		if err := t.ClosePosts(ctx, v.updateID(v.State.Phase)); err != nil {
			return err
		}
		if err := t.PutMessage(ctx, m); err != nil {
			return err
		}
		return &queue.RetryAfter{After: wait}
	})
}

// finishShown ends the following of a message that shows what it is to show last.
func (u *Updater) finishShown(ctx context.Context, v View) error {
	return u.inTx(ctx, func(t *txn) error {
		m, err := t.GetMessage(ctx, v.Message.ID)
		switch {
		case err != nil && !errors.Is(err, ErrNotFound):
			return err
		case err == nil && v.hasChanged(m):
			return &queue.RetryAfter{After: time.Second}
		}
		if err := t.ClosePosts(ctx, v.updateID(v.State.Phase)); err != nil {
			return err
		}
		return t.finish(ctx, v.Message.ID)
	})
}
