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
	// requeueWithin is how far ahead a reading of the meeting gives open notices a
	// job again, should they have lost theirs. Meetings are read more often.
	requeueWithin = time.Hour
	// inHand is how near to its time a notice is left alone by a reading: a worker
	// is about to post it, and would wait for the reading, or the reading for it.
	inHand = time.Minute
)

// slot is what there is one notice for in one subscription. A meeting has one
// occurrence at a time, whose id may change.
type slot struct {
	subscription string
	start        int64 // in milliseconds
	lead         time.Duration
}

func slotOf(subscription string, o watch.Occurrence, lead time.Duration) slot {
	return slot{subscription, o.Start.UnixMilli(), lead}
}

// reconcile brings the notices of a meeting whose watch is locked into line with
// its facts and subscriptions: those for what will not be are cancelled, and
// those that are missing are scheduled. It returns those that stay open.
func (t *txn) reconcile(ctx context.Context, w watch.Watch) ([]Notice, error) {
	subs, err := t.SubscriptionsTo(ctx, w.MeetingKey)
	if err != nil {
		return nil, err
	}
	open, err := t.cancelStale(ctx, w, subs)
	if err != nil {
		return nil, err
	}
	scheduled := make(map[slot]bool, len(open))
	for _, n := range open {
		if n.For == "" {
			scheduled[slotOf(n.SubscriptionID, n.Occurrence, n.Lead)] = true
		}
	}
	var jobs []queue.Job
	for _, s := range subs { // suspended ones too, each of whose notices is tried
		more, err := t.schedule(ctx, w, s, scheduled)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, more...)
		if err := t.scheduleChecks(ctx, w, s, scheduled); err != nil {
			return nil, err
		}
	}
	return open, t.Enqueue(ctx, jobs...)
}

// cancelStale makes open notices dead that are for what will not be, and returns
// the others.
func (t *txn) cancelStale(ctx context.Context, w watch.Watch, subs []Subscription) ([]Notice, error) {
	open, err := t.OpenNotices(ctx, w.MeetingKey)
	if err != nil {
		return nil, err
	}
	var valid []Notice
	for _, n := range open {
		if t.isValid(w, subs, n) {
			valid = append(valid, n)
			continue
		}
		n.State = Dead
		if err := t.PutNotice(ctx, n); err != nil && !errors.Is(err, ErrNotFound) { // posted meanwhile
			return nil, err
		}
	}
	return valid, nil
}

// isValid reports whether a notice is still for what will be. One whose
// occurrence is over is: its job drops and counts it.
func (t *txn) isValid(w watch.Watch, subs []Subscription, n Notice) bool {
	i := slices.IndexFunc(subs, func(s Subscription) bool { return s.ID == n.SubscriptionID })
	switch {
	case i < 0:
		return false
	case n.About != AboutStart && !subs[i].wants(n.About):
		return false
	case n.About == AboutStart && n.For == "" && !slices.Contains(subs[i].Leads, n.Lead):
		return false
	}
	by, known := w.Facts.Rebooked(n.Occurrence)
	if !known {
		return !t.now.Before(watch.EndOf(n.Occurrence))
	}
	return by.Start.Equal(n.Occurrence.Start) && n.standsFor(by)
}

// schedule stores the notices of a subscription that are not scheduled yet, and
// returns their jobs. What is due by now is not scheduled any more, but for meetings
// that were found late: it may have been posted.
func (t *txn) schedule(ctx context.Context, w watch.Watch, s Subscription, scheduled map[slot]bool) ([]queue.Job, error) {
	var jobs []queue.Job
	for _, o := range watch.Followed(w.Facts.Occurrences, t.now) {
		for _, lead := range s.Leads {
			due, key := o.Start.Add(-lead), slotOf(s.ID, o, lead)
			if !due.After(t.now) && t.isLate(w, s, o, lead) {
				due = t.now
			} else if !due.After(t.now) || scheduled[key] {
				continue
			}
			scheduled[key] = true
			n, err := t.AddNotice(ctx, Notice{
				ID: NewID(), SubscriptionID: s.ID, Conversation: s.Conversation, MeetingID: s.MeetingID,
				Occurrence: o, Lead: lead, DueAt: due, State: Pending,
			})
			if err != nil {
				return nil, err
			}
			if n.State == Pending {
				jobs = append(jobs, deliveryOf(n))
			}
		}
	}
	return jobs, nil
}

// scheduleChecks stores the notices of a subscription that are posted only if they are
// true, and that are not scheduled yet. Occurrences in progress have them, too.
func (t *txn) scheduleChecks(ctx context.Context, w watch.Watch, s Subscription, scheduled map[slot]bool) error {
	if !s.Late && !s.Overrun {
		return nil
	}
	for _, o := range t.unfinished(w) {
		for _, n := range s.checks(o) {
			if !n.DueAt.After(t.now) || scheduled[slotOf(s.ID, o, n.Lead)] {
				continue
			}
			n.ID, n.SubscriptionID, n.Conversation, n.MeetingID, n.State = NewID(), s.ID, s.Conversation, s.MeetingID, Pending
			n, err := t.AddNotice(ctx, n)
			if err != nil {
				return err
			}
			if n.State != Pending {
				continue
			}
			if err := t.Hasten(ctx, deliveryOf(n)); err != nil { // its end may have come nearer
				return err
			}
		}
	}
	return nil
}

// unfinished are the occurrences that are in progress as booked, and those ahead that
// are followed.
func (t *txn) unfinished(w watch.Watch) []watch.Occurrence {
	var all []watch.Occurrence
	for _, o := range w.Facts.Occurrences {
		if o.Begun(t.now) && t.now.Before(watch.EndOf(o)) {
			all = append(all, o)
		}
	}
	return append(all, watch.Followed(w.Facts.Occurrences, t.now)...)
}

// requeue sees to it that each open notice of a meeting that is due soon has a
// job. That is left to the scheduled readings: there may be very many notices,
// and whoever else reconciles changes one of them.
func (t *txn) requeue(ctx context.Context, open []Notice) error {
	var jobs []queue.Job
	for _, n := range open {
		wait := n.DueAt.Sub(t.now)
		if wait < requeueWithin && wait.Abs() > inHand {
			jobs = append(jobs, deliveryOf(n))
		}
	}
	return t.Enqueue(ctx, jobs...)
}

func deliveryOf(n Notice) queue.Job {
	kind := DeliverNotice
	if n.About != AboutStart {
		kind = DeliverCheck
	}
	return queue.Job{Kind: kind, Key: n.ID, At: n.DueAt, Priority: priorityNotice}
}
