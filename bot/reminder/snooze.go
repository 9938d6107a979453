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

// Snooze has a notice said once more after a while, to one person in private,
// and returns when. Errors are ErrNotFound, when the notice or its subscription
// is gone or the latter parked, ErrTooLate, and those of the Store.
func (e *Engine) Snooze(ctx context.Context, noticeID, userID string, after time.Duration) (due time.Time, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		due, err = d.snooze(ctx, noticeID, userID, after)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("snooze a reminder: %w", err)
	}
	return due, nil
}

// snooze arms a notice for one person. Two clicks within one minute are one.
func (d *desk) snooze(ctx context.Context, noticeID, userID string, after time.Duration) (time.Time, error) {
	n, err := d.GetNotice(ctx, noticeID)
	if err != nil {
		return time.Time{}, err
	}
	w, err := d.LockWatch(ctx, n.Meeting())
	if err != nil {
		return time.Time{}, err
	}
	s, err := d.GetSubscription(ctx, n.SubscriptionID)
	if err != nil {
		return time.Time{}, err
	}
	if s.Parked != "" {
		return time.Time{}, ErrNotFound
	}
	due := d.now.Add(after)
	o, ok := rebooked(w.Facts.Occurrences, n.Occurrence)
	if !ok || !due.Before(o.last()) {
		return time.Time{}, ErrTooLate
	}
	snoozed, err := d.ArmNotice(ctx, Notice{
		ID: NewID(), SubscriptionID: n.SubscriptionID, MeetingID: n.MeetingID,
		Conversation: post.Conversation{Key: n.Key, ChannelID: userID}, For: userID,
		Occurrence: o, Lead: o.Start.Sub(due).Truncate(time.Minute), DueAt: due, State: Pending,
	})
	if err != nil {
		return time.Time{}, err
	}
	return snoozed.DueAt, d.Enqueue(ctx, deliveryOf(snoozed))
}
