package booking

import (
	"context"
	"errors"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

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
	r.MeetingID = o.MeetingID
	m := r.message(s, o.Meeting, at)
	if o.Meeting != nil && !s.Start.IsZero() { // nothing is watched that has begun
		if _, err := e.watcher.Begin(ctx, tx, m.Meeting(), &meeting.Snapshot{Conference: o.Meeting, ReadAt: e.now()}); err != nil {
			return err
		}
	}
	return e.live.Add(ctx, tx, m)
}

// message is a card as a message that follows its meeting. c is what is known of that,
// nil for nothing.
func (r Row) message(s sought, c *meeting.Conference, at post.Posted) live.Message {
	m := live.Message{
		ID: r.ID, Key: r.Key, Posted: at, MeetingID: r.MeetingID, Occurrence: r.occurrence(s, c), Kind: liveKind, Ref: r.ID,
		Shown: live.State{Phase: meeting.Upcoming}, Facts: watch.Facts{Subject: s.Subject, Number: r.MeetingID},
	}
	if c != nil {
		m.Facts.Subject, m.Facts.Number = c.Subject.String(), c.Number()
	}
	return m
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

// handOver ends a job by which a program of the previous version has updated a card:
// package live does so by now.
func (e *Engine) handOver(ctx context.Context, j queue.Job) error {
	if err := e.live.HandOver(ctx, j.Key); !errors.Is(err, live.ErrNotFound) {
		return err
	}
	return nil
}

// showVoid ends a job by which a program of the previous version says on a card that its
// meeting was cancelled. It has ended the following of the card, too.
func (e *Engine) showVoid(ctx context.Context, j queue.Job) error {
	r, err := e.get(ctx, j.Key)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var s sought
	if err := e.box.Open(r.ID, r.Sought, &s); err != nil {
		return &queue.Discard{Err: err}
	}
	err = e.store.InTx(ctx, func(tx Tx) error { return e.live.Add(ctx, tx, r.message(s, nil, r.Posted)) })
	if err != nil {
		return err
	}
	return e.Cancelled(ctx, r.Key, r.MeetingID)
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
	return e.live.Cancelled(ctx, watch.MeetingKey{Key: k, MeetingID: meetingID})
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
