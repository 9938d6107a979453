package reminder

import (
	"context"
	"errors"
	"slices"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

const (
	// grace is how long after the start a reminder is still of use, at most.
	grace = 10 * time.Minute
	// snoozeBound is how long after the start of an occurrence whose end is unknown
	// somebody may still be reminded of it who snoozed.
	snoozeBound = time.Hour
)

// usefulUntil is the moment from which on a notice is not worth posting: a while
// after the start, or the end for somebody who snoozed.
func usefulUntil(n Notice) time.Time {
	o := n.Occurrence
	switch {
	case n.For != "":
		return snoozableUntil(o)
	case n.About == AboutOverrun:
		return o.End
	case n.About == AboutLate && o.End.After(o.Start):
		return o.Start.Add(min(lateUseful, o.End.Sub(o.Start)))
	case n.About == AboutLate:
		return o.Start.Add(lateUseful)
	case o.End.After(o.Start):
		return o.Start.Add(min(grace, o.End.Sub(o.Start)/2))
	default:
		return o.Start.Add(grace)
	}
}

// snoozableUntil is until when somebody may be reminded of an occurrence who
// snoozed: until its end where it is known.
func snoozableUntil(o watch.Occurrence) time.Time {
	if o.End.After(o.Start) {
		return o.End
	}
	return o.Start.Add(snoozeBound)
}

// expired returns why a notice that is due is not to be posted any more, or "".
func (n Notice) expired(s Subscription, now time.Time) Reason {
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
// what is late only the last is posted. What was due before the leads were set
// was never scheduled.
func (n Notice) superseded(s Subscription, now time.Time) bool {
	return n.For == "" && slices.ContainsFunc(s.Leads, func(lead time.Duration) bool {
		due := n.Occurrence.Start.Add(-lead)
		return lead < n.Lead && !due.After(now) && due.After(s.SetAt)
	})
}

// triedFor is for how long a notice is tried that is due at the start or later,
// or that was late.
const triedFor = 2 * time.Minute

// triedUntil is until when a notice that cannot be posted is tried again: until
// the start, or a moment longer if it was not tried before.
func triedUntil(n Notice) time.Time {
	start := n.Occurrence.Start
	switch {
	case n.About != AboutStart:
		return usefulUntil(n)
	case n.Lead <= 0:
		return start.Add(-n.Lead).Add(triedFor)
	case n.ClaimedAt.Before(start):
		return start
	default:
		return n.ClaimedAt.Add(triedFor)
	}
}

// drop ends a notice that is not posted, and with it its job.
func (t *txn) drop(ctx context.Context, n Notice, why Reason) error {
	if err := t.markDropped(ctx, n, why); err != nil {
		return err
	}
	return queue.ErrDone
}

// markDropped marks an open notice as dropped and counts it.
func (t *txn) markDropped(ctx context.Context, n Notice, why Reason) error {
	n.State, n.Reason = Dropped, why
	err := t.PutNotice(ctx, n)
	if errors.Is(err, ErrNotFound) {
		return nil // it has been posted meanwhile
	}
	if err != nil {
		return err
	}
	t.OnCommit(func() { count(t.metrics.dropped, why) })
	return t.ForgetPosts(ctx, n.ID)
}

// dropBegun drops what could not be posted of the occurrences of a meeting that
// have begun.
func (t *txn) dropBegun(ctx context.Context, k watch.MeetingKey) error {
	open, err := t.OpenNotices(ctx, k)
	if err != nil {
		return err
	}
	for _, n := range open {
		if n.Occurrence.Begun(t.now) && (n.About == AboutStart || !n.DueAt.After(t.now)) {
			if err := t.markDropped(ctx, n, TooLate); err != nil {
				return err
			}
		}
	}
	return nil
}
