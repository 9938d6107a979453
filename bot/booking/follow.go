package booking

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// readAhead is how long before its start a meeting is read again and again because its
// card is shown. One that is moved before is noticed then.
const readAhead = 7 * 24 * time.Hour

// track has a card follow the meeting that was booked.
func (e *Engine) track(ctx context.Context, tx Tx, r Row, o Outcome, at post.Posted) error {
	var s sought
	if err := e.box.Open(r.ID, r.Sought, &s); err != nil {
		return err
	}
	if s.Start.IsZero() {
		job := queue.Job{Kind: CheckIdle, Key: r.ID, At: r.MadeAt.Add(idleAfter), Priority: priorityIdle}
		if err := tx.Enqueue(ctx, job); err != nil {
			return err
		}
	}
	if at.TS == "" {
		return nil
	}
	occurrence := r.occurrence(s, o.Meeting)
	m := live.Message{
		ID: r.ID, Key: r.Key, Posted: at, MeetingID: o.MeetingID, Occurrence: occurrence, Kind: liveKind, Ref: r.ID, Shown: meeting.Upcoming,
		Facts: watch.Facts{Subject: s.Subject, Number: o.MeetingID},
	}
	if o.Meeting != nil {
		m.Facts.Subject, m.Facts.Number = o.Meeting.Subject.String(), o.Meeting.Number()
	}
	if o.Meeting != nil && !s.Start.IsZero() { // nothing is watched that has begun
		if _, err := e.watcher.Begin(ctx, tx, m.Meeting(), &meeting.Snapshot{Conference: o.Meeting, ReadAt: e.now()}); err != nil {
			return err
		}
	}
	if err := e.live.Add(ctx, tx, m); err != nil {
		return err
	}
	look := occurrence.Start
	if soon := e.now().Add(firstLook); look.Before(soon) {
		look = soon
	}
	return tx.Hasten(ctx, queue.Job{Kind: Follow, Key: r.ID, At: look, Priority: priorityFollow})
}

// occurrence is the time that a card shows: of the first date of a series.
func (r Row) occurrence(s sought, m *meeting.Conference) meeting.Occurrence {
	o := meeting.Occurrence{Start: s.Start}
	if m != nil {
		o = m.Current(r.MadeAt)
	}
	if o.Start.IsZero() {
		o.Start = r.MadeAt
	}
	if o.End.IsZero() {
		o.End = o.Start.Add(assumedLength)
	}
	return o
}

// follow updates a card when its meeting begins and ends.
func (e *Engine) follow(ctx context.Context, j queue.Job) error {
	err := e.live.Follow(ctx, j.Key, updater{e})
	if errors.Is(err, live.ErrNotFound) {
		return nil
	}
	return err
}

// updater updates cards.
type updater struct{ e *Engine }

var _ live.Renderer = updater{}

// Update shows on a card what is known now.
func (u updater) Update(ctx context.Context, ws workspace.Workspace, v live.View) error {
	r, err := u.e.get(ctx, v.Message.Ref)
	switch {
	case errors.Is(err, ErrNotFound):
		return &post.Error{Reason: post.MessageGone, Err: err}
	case err != nil:
		return &post.Error{Err: err}
	}
	c := Card{Subject: v.Facts.Subject, Occurrence: v.Message.Occurrence, State: v.State, Now: v.Now}
	if v.Meeting != nil {
		c.Meeting = v.Meeting.Conference
	}
	return u.e.teller.Show(ctx, ws, r, c)
}

// Cancelled has the cards of a meeting say that somebody has cancelled it here.
func (e *Engine) Cancelled(ctx context.Context, k workspace.Key, meetingID string) error {
	return e.store.InTx(ctx, func(tx Tx) error {
		all, err := tx.BookingsOf(ctx, k, meetingID)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Posted.TS == "" {
				continue
			}
			if err := e.live.Drop(ctx, tx, r.ID); err != nil {
				return err
			}
			if err := tx.Enqueue(ctx, queue.Job{Kind: Void, Key: r.ID, At: e.now(), Priority: priorityIdle}); err != nil {
				return err
			}
		}
		return nil
	})
}

// showVoid says on a card that the meeting was cancelled.
func (e *Engine) showVoid(ctx context.Context, j queue.Job) error {
	r, err := e.get(ctx, j.Key)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	ws, err := e.workspaces.Get(ctx, r.Key)
	switch {
	case errors.Is(err, workspace.ErrUnknown):
		return nil
	case err != nil:
		return fmt.Errorf("find the workspace of a booking: %w", err)
	}
	o := e.outcomeOf(r)
	c := Card{Subject: o.Subject, Occurrence: r.occurrence(sought{Start: o.Start}, nil), State: live.State{Phase: live.Void}, Now: e.now()}
	return afterShow(j, e.teller.Show(ctx, ws, r, c))
}

// afterShow decides what becomes of a card that was to be changed.
func afterShow(j queue.Job, err error) error {
	refused, _ := errors.AsType[*post.Error](err)
	switch {
	case err == nil:
		return nil
	case refused != nil && refused.RetryAfter > 0:
		return &queue.RetryAfter{After: refused.RetryAfter}
	case refused != nil && refused.Reason != "", j.Attempt >= maxTells:
		return &queue.Discard{Err: err}
	default:
		return err
	}
}

// follower follows the meetings that were booked.
type follower struct{ e *Engine }

var _ watch.Follower = follower{}

// Interest is to have a meeting read while its start is near, and remembered while its
// card is shown.
func (f follower) Interest(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (watch.Interest, error) {
	next, err := f.e.live.NextStart(ctx, tx, liveKind, k)
	if err != nil {
		return watch.Ignores, err
	}
	if !next.IsZero() && next.Sub(f.e.now()) <= readAhead {
		return watch.Follows, nil
	}
	shown, err := f.e.live.AnyOfKind(ctx, tx, liveKind, k)
	if err != nil || !shown {
		return watch.Ignores, err
	}
	return watch.Remembers, nil
}

// MeetingChanged has the cards updated that show a date which has changed.
func (f follower) MeetingChanged(ctx context.Context, tx queue.Queue, c watch.Change) error {
	outdated, err := f.e.live.Change(ctx, tx, liveKind, c)
	if err != nil {
		return err
	}
	for _, id := range outdated {
		if err := tx.Hasten(ctx, queue.Job{Kind: Follow, Key: id, At: f.e.now(), Priority: priorityFollow}); err != nil {
			return err
		}
	}
	return nil
}

// MeetingRead does nothing: a card is updated when it changes.
func (follower) MeetingRead(context.Context, queue.Queue, watch.Watch) error { return nil }
