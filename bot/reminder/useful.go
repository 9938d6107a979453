package reminder

import (
	"context"
	"time"
)

// grace is how long after the start a reminder is still of use, at most.
const grace = 10 * time.Minute

// usefulUntil is the moment from which on a notice is not worth saying: a
// while after the start, or the end for somebody who snoozed.
func usefulUntil(n Notice) time.Time {
	o := n.Occurrence
	if n.For != "" {
		return o.last()
	}
	return o.Start.Add(min(grace, o.last().Sub(o.Start)/2))
}

// useless returns why a notice that is due is not to be said any more, or "".
func (d *desk) useless(ctx context.Context, n Notice, s Subscription) (Reason, error) {
	switch {
	case s.Parked != "":
		return IsParked, nil
	case d.now.Before(usefulUntil(n)):
		return d.superseded(ctx, n)
	case n.ClaimedAt.IsZero():
		return TooLate, nil
	default:
		return Undelivered, nil
	}
}

// superseded returns Superseded if a notice with a shorter lead is due as well,
// for the same occurrence and the same people.
func (d *desk) superseded(ctx context.Context, n Notice) (Reason, error) {
	open, err := d.OpenNotices(ctx, n.Meeting())
	if err != nil {
		return "", err
	}
	for _, o := range open {
		if o.Conversation == n.Conversation && o.For == n.For && o.Occurrence.is(n.Occurrence) &&
			o.Lead < n.Lead && !o.DueAt.After(d.now) {
			return Superseded, nil
		}
	}
	return "", nil
}

// drop ends a notice unsaid, and with it its job.
func (d *desk) drop(ctx context.Context, n Notice, why Reason) error {
	if err := d.discard(ctx, n, why); err != nil {
		return err
	}
	return errSettled
}

// discard marks a notice as dropped and counts it.
func (d *desk) discard(ctx context.Context, n Notice, why Reason) error {
	n.State, n.Reason = Dropped, why
	d.tally.dropped = append(d.tally.dropped, why)
	return d.PutNotice(ctx, n)
}

// discardBegun drops what could not be said of the occurrences of a meeting
// that have begun.
func (d *desk) discardBegun(ctx context.Context, k MeetingKey) error {
	open, err := d.OpenNotices(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range open {
		if n.Occurrence.begun(d.now) {
			if err := d.discard(ctx, n, TooLate); err != nil {
				return err
			}
		}
	}
	return nil
}
