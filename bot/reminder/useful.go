package reminder

import (
	"context"
	"slices"
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
func (n Notice) useless(s Subscription, now time.Time) Reason {
	switch {
	case n.superseded(s, now):
		return Superseded
	case now.Before(usefulUntil(n)):
		return ""
	case n.ClaimedAt.IsZero():
		return TooLate
	default:
		return Undelivered
	}
}

// superseded reports whether the time of a shorter lead has come as well: of
// what is late only the last is said. What was due before the leads were set was
// never armed.
func (n Notice) superseded(s Subscription, now time.Time) bool {
	return n.For == "" && slices.ContainsFunc(s.Leads, func(lead time.Duration) bool {
		due := n.Occurrence.Start.Add(-lead)
		return lead < n.Lead && !due.After(now) && due.After(s.SetAt)
	})
}

// triedFor is for how long a notice is tried that is due at the start or later,
// or that was late.
const triedFor = 2 * time.Minute

// triedUntil is until when a notice that cannot be said is tried again: until
// the start, or a moment longer if it was not tried before.
func triedUntil(n Notice) time.Time {
	start := n.Occurrence.Start
	switch {
	case n.Lead <= 0:
		return start.Add(-n.Lead).Add(triedFor)
	case n.ClaimedAt.Before(start):
		return start
	default:
		return n.ClaimedAt.Add(triedFor)
	}
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
