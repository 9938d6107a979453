package reminder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"meetingbot/bot/post"
)

// ErrTooLate says that the meeting would be over.
var ErrTooLate = errors.New("the meeting would be over")

// SnoozeRequest is who wants to be reminded once more, and of what.
type SnoozeRequest struct {
	Asker
	NoticeID string
	After    time.Duration
}

// Snooze has a notice posted once more after a while, to one person in private,
// and returns when. Errors are ErrNotFound, when the asker has no such
// notice, or its subscription is gone or suspended, ErrTooLate, and those of the
// Store.
func (e *Engine) Snooze(ctx context.Context, r SnoozeRequest) (due time.Time, err error) {
	err = e.inTx(ctx, func(t *txn) error {
		due, err = t.snooze(ctx, r)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("snooze a reminder: %w", err)
	}
	return due, nil
}

// snooze schedules a notice for one person. Two clicks within one minute are one.
func (t *txn) snooze(ctx context.Context, r SnoozeRequest) (time.Time, error) {
	n, err := t.noticeFor(ctx, r.Asker, r.NoticeID)
	if err != nil {
		return time.Time{}, err
	}
	w, err := t.LockWatch(ctx, n.Meeting())
	if err != nil {
		return time.Time{}, err
	}
	s, err := t.GetSubscription(ctx, n.SubscriptionID)
	if err != nil {
		return time.Time{}, err
	}
	if s.Suspended != "" {
		return time.Time{}, ErrNotFound
	}
	due := t.now.Add(r.After)
	o, ok := w.Facts.Rebooked(n.Occurrence)
	if !ok || !due.Before(snoozableUntil(o)) {
		return time.Time{}, ErrTooLate
	}
	snoozed, err := t.AddNotice(ctx, Notice{
		ID: NewID(), SubscriptionID: n.SubscriptionID, MeetingID: n.MeetingID,
		Conversation: post.Conversation{Key: n.Key, ChannelID: r.UserID}, For: r.UserID,
		Occurrence: o, Lead: o.Start.Sub(due).Truncate(time.Minute), DueAt: due, State: Pending,
	})
	if err != nil {
		return time.Time{}, err
	}
	return snoozed.DueAt, t.Enqueue(ctx, deliveryOf(snoozed))
}
