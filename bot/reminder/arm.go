package reminder

import (
	"context"
	"slices"
	"time"

	"meetingbot/bot/queue"
)

// reviveWithin is how far ahead a look gives open notices a job again, should
// they have lost theirs. Meetings are looked at more often than that.
const reviveWithin = time.Hour

// inHand is how near to its time a notice is left alone by a look: somebody is
// about to say it, and would wait for the look, or the look for them.
const inHand = time.Minute

// slot is what there is one notice for in one subscription. A meeting has one
// occurrence at a time, whose id may change.
type slot struct {
	subscription string
	start        int64 // in milliseconds
	lead         time.Duration
}

func slotOf(subscription string, o Occurrence, lead time.Duration) slot {
	return slot{subscription, o.Start.UnixMilli(), lead}
}

// uphold brings the notices of a meeting whose watch is locked into line with
// its facts and subscriptions: those that promise what will not be die, and
// those that lack are armed. It returns those that stay open.
func (d *desk) uphold(ctx context.Context, w Watch) ([]Notice, error) {
	subs, err := d.SubscriptionsTo(ctx, w.MeetingKey)
	if err != nil {
		return nil, err
	}
	open, err := d.bury(ctx, w, subs)
	if err != nil {
		return nil, err
	}
	var jobs []queue.Job
	armed := make(map[slot]bool, len(open))
	for _, n := range open {
		if n.For == "" {
			armed[slotOf(n.SubscriptionID, n.Occurrence, n.Lead)] = true
		}
	}
	for _, s := range subs {
		if s.Parked != "" {
			continue
		}
		more, err := d.arm(ctx, w, s, armed)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, more...)
	}
	return open, d.Enqueue(ctx, jobs...)
}

// revive sees to it that no open notice of a meeting that is due soon is
// without a job. That is left to the looks: there may be very many notices, and
// whoever else upholds promises changes one of them.
func (d *desk) revive(ctx context.Context, open []Notice) error {
	var jobs []queue.Job
	for _, n := range open {
		wait := n.DueAt.Sub(d.now)
		if wait < reviveWithin && wait.Abs() > inHand {
			jobs = append(jobs, deliveryOf(n))
		}
	}
	return d.Enqueue(ctx, jobs...)
}

// bury makes open notices dead that promise what will not be, and returns the
// others.
func (d *desk) bury(ctx context.Context, w Watch, subs []Subscription) ([]Notice, error) {
	open, err := d.OpenNotices(ctx, w.MeetingKey)
	if err != nil {
		return nil, err
	}
	var alive []Notice
	for _, n := range open {
		if d.stands(w, subs, n) {
			alive = append(alive, n)
			continue
		}
		n.State = Dead
		if err := d.PutNotice(ctx, n); err != nil {
			return nil, err
		}
	}
	return alive, nil
}

// stands reports whether a notice still promises what will be. One whose
// occurrence is over does: its job drops and counts it.
func (d *desk) stands(w Watch, subs []Subscription, n Notice) bool {
	i := slices.IndexFunc(subs, func(s Subscription) bool { return s.ID == n.SubscriptionID })
	switch {
	case i < 0 || subs[i].Parked != "":
		return false
	case n.For == "" && !slices.Contains(subs[i].Leads, n.Lead):
		return false
	}
	by, known := rebooked(w.Facts.Occurrences, n.Occurrence)
	if !known {
		return n.Occurrence.begun(d.now)
	}
	return by.Start.Equal(n.Occurrence.Start)
}

// arm keeps the notices of a subscription that are not armed yet, and returns
// their jobs. What is due by now is not armed any more: it may have been said.
func (d *desk) arm(ctx context.Context, w Watch, s Subscription, armed map[slot]bool) ([]queue.Job, error) {
	var jobs []queue.Job
	for _, o := range promised(w.Facts.Occurrences, d.now) {
		for _, lead := range s.Leads {
			due := o.Start.Add(-lead)
			if !due.After(d.now) || armed[slotOf(s.ID, o, lead)] {
				continue
			}
			n, err := d.ArmNotice(ctx, Notice{
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

// Priorities of jobs: what is said at a time goes before what is looked up.
const (
	first = 1 + iota
	second
	third
)

func deliveryOf(n Notice) queue.Job {
	return queue.Job{Kind: DeliverNotice, Key: n.ID, At: n.DueAt, Priority: first}
}

func lookAt(k MeetingKey, at time.Time) queue.Job {
	return queue.Job{Kind: WatchMeeting, Key: k.String(), At: at, Priority: third}
}

// nextLook is the look at a meeting that follows one now.
func nextLook(w Watch, now time.Time) queue.Job { return lookAt(w.MeetingKey, now.Add(pause(w, now))) }
