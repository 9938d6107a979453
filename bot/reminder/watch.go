package reminder

import (
	"context"
	"time"

	"meetingbot/bot/queue"
)

const (
	// missingFor and missingLooks are how long and how many times in a row the
	// API must not know a meeting before it counts as cancelled.
	missingFor   = 10 * time.Minute
	missingLooks = 3
	// afterglow is how long a meeting that nobody is told about any more is
	// remembered, for what is still being said of it.
	afterglow = time.Hour
)

// watch looks at a meeting and comes back to it until nobody is told about it.
func (e *Engine) watch(ctx context.Context, key string) error {
	k, err := ParseMeetingKey(key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	w, err := e.watched(ctx, k)
	if err != nil {
		return err
	}
	r := e.readAtLeisure(ctx, k.MeetingID)
	gone := r.missing && e.vanished(ctx, w.missed(e.now()))
	return e.inTx(ctx, func(d *desk) error {
		w, err := d.LockWatch(ctx, k)
		switch {
		case err != nil:
			return settledIfGone(err)
		case r.missing:
			return d.miss(ctx, w, gone)
		case r.any() != nil:
			if w, _, err = d.learn(ctx, w, r.any()); err != nil {
				return err
			}
		}
		return d.carryOn(ctx, w)
	})
}

// watched returns a watch that somebody is told about; any other is let go.
func (e *Engine) watched(ctx context.Context, k MeetingKey) (w Watch, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		if w, err = d.LockWatch(ctx, k); err != nil {
			return settledIfGone(err)
		}
		subs, err := d.SubscriptionsTo(ctx, k)
		if err != nil || len(subs) > 0 {
			return err
		}
		if err := d.DeleteWatch(ctx, k); err != nil {
			return err
		}
		return errSettled
	})
	return w, err
}

// carryOn ends a look at a meeting: with the promises kept up, or taken back if
// there is nothing left to wait for.
func (d *desk) carryOn(ctx context.Context, w Watch) error {
	if len(w.Facts.Occurrences) == 0 {
		return d.end(ctx, w)
	}
	open, err := d.uphold(ctx, w)
	if err != nil {
		return err
	}
	if err := d.revive(ctx, open); err != nil {
		return err
	}
	return &queue.RetryAfter{After: pause(w, d.now)}
}

// missed is the watch after one more look in vain.
func (w Watch) missed(now time.Time) Watch {
	w.Misses++
	if w.MissingSince.IsZero() {
		w.MissingSince = now
	}
	w.Facts.Occurrences = upTo(w.Facts.Occurrences, now, false, linger)
	return w
}

// miss notes that the API does not know the meeting.
func (d *desk) miss(ctx context.Context, w Watch, gone bool) error {
	w = w.missed(d.now)
	if gone && w.overdue(d.now) {
		return d.cancel(ctx, w)
	}
	if err := d.PutWatch(ctx, w); err != nil {
		return err
	}
	return d.carryOn(ctx, w)
}

// overdue reports whether the API has not known a meeting that is still to
// come for so long that it counts as cancelled.
func (w Watch) overdue(now time.Time) bool {
	_, ahead := next(w.Facts.Occurrences, now)
	return ahead && w.Misses >= missingLooks && now.Sub(w.MissingSince) >= missingFor
}

// vanished reports whether a meeting has been missing for long and was not
// held either, which would be why the API does not know it.
func (e *Engine) vanished(ctx context.Context, w Watch) bool {
	if !w.overdue(e.now()) {
		return false
	}
	held, err := e.meetings.Held(ctx, w.MeetingID, w.heldAfter(e.now()))
	return err == nil && !held
}

// heldAfter is the time from which on a holding explains that the API does not
// know the meeting: it began early or on time, was ended early, and is known
// again no sooner than its booked end.
func (w Watch) heldAfter(now time.Time) time.Time {
	o := w.Facts.Occurrences[0]
	switch {
	case o.begun(now):
		return o.Start.Add(-time.Hour)
	case o.ID != "":
		return w.MissingSince.Add(-time.Hour)
	default:
		return w.MissingSince.Add(-12 * time.Hour)
	}
}

// cancel tells everybody that there will be no meeting, and ends.
func (d *desk) cancel(ctx context.Context, w Watch) error {
	if err := d.tellAll(ctx, w.MeetingKey, tidings{Cancelled: true}); err != nil {
		return err
	}
	return d.end(ctx, w)
}

// end takes all promises about a meeting back, silently, and remembers the
// meeting for what is still being said of it.
func (d *desk) end(ctx context.Context, w Watch) error {
	if err := d.discardBegun(ctx, w.MeetingKey); err != nil {
		return err
	}
	subs, err := d.SubscriptionsTo(ctx, w.MeetingKey)
	if err != nil {
		return err
	}
	for _, s := range subs {
		if err := d.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
	}
	w.Facts.Occurrences = nil
	if err := d.PutWatch(ctx, w); err != nil {
		return err
	}
	return &queue.RetryAfter{After: afterglow}
}
