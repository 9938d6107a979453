package reminder

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/meeting"
)

const (
	// followEvery is how often a meeting that does not begin or end as booked is
	// asked for.
	followEvery = 5 * time.Minute
	// followFor is how long after its booked end an occurrence is followed, at
	// most, and unaskedFor how long if the API cannot be asked.
	followFor  = 12 * time.Hour
	unaskedFor = 30 * time.Minute
	// amending is a conversation of its own for the pace at which a workspace's
	// messages are changed: 50 a minute. Source:
	// https://docs.slack.dev/reference/methods/chat.update
	amending  = "amend"
	amendPace = 1200 * time.Millisecond
	// halted is one for the time in which Slack asks to wait with that.
	halted = "amend_halted"
	// longestLine bounds how long the line of those to be changed is believed to
	// be, should the clock be set back: 6,000 of them.
	longestLine = 2 * time.Hour
)

// follow changes a posted notice once its meeting has begun, and once more when
// it has ended.
func (e *Engine) follow(ctx context.Context, id string) error {
	a, err := e.trail(ctx, id)
	if err != nil {
		return err
	}
	r := e.readAtLeisure(ctx, a.Notice.MeetingID)
	a.Meeting = r.fresh
	a.Phase = e.phase(ctx, a, r)
	left := a.Notice.Occurrence.last().Sub(a.Now)
	if a.Phase == Upcoming {
		return a.lookAgain(left)
	}
	if err := e.amend(ctx, a); err != nil {
		return err
	}
	switch {
	case left > 0:
		return &queue.RetryAfter{After: left} // even after an early end: it can be joined again until then
	case a.Phase == Running:
		return &queue.RetryAfter{After: followEvery}
	default:
		return nil
	}
}

// lookAgain comes back to an occurrence that has not begun in time: ever less
// often, but at its booked end.
func (a Announcement) lookAgain(left time.Duration) error {
	wait := min(max(a.Now.Sub(a.Notice.Occurrence.Start), time.Minute), followEvery)
	if left > 0 {
		wait = min(wait, left)
	}
	return &queue.RetryAfter{After: wait}
}

// trail returns what is known of a posted notice whose occurrence should have
// begun, once it is its turn, and settles one whose occurrence is not what it
// was.
func (e *Engine) trail(ctx context.Context, id string) (a Announcement, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		n, err := d.GetNotice(ctx, id)
		switch {
		case err != nil:
			return settledIfGone(err)
		case n.State != Sent:
			return errSettled
		case !n.Occurrence.begun(d.now):
			return &queue.RetryAfter{After: n.Occurrence.Start.Sub(d.now)}
		}
		if a, err = d.recall(ctx, n); err != nil {
			return err
		}
		return d.lineUp(ctx, n)
	})
	return a, err
}

// lineUp has a posted notice wait for its turn to be changed, before the meeting
// is read for it. Its place in the line stands in DueAt: if each took the turn
// that happens to be free, all who wait would come back for every one.
func (d *desk) lineUp(ctx context.Context, n Notice) error {
	if wait := n.DueAt.Sub(d.now); wait > 0 && wait <= longestLine {
		return &queue.RetryAfter{After: wait}
	}
	halt, err := d.silence(ctx, post.Conversation{Key: n.Key, ChannelID: halted})
	if err != nil {
		return err
	}
	if !n.DueAt.IsZero() && halt == 0 {
		n.DueAt = time.Time{}
		return d.PutNotice(ctx, n)
	}
	n.DueAt, err = d.ReserveSlot(ctx, post.Conversation{Key: n.Key, ChannelID: amending}, d.now.Add(halt), amendPace)
	wait := n.DueAt.Sub(d.now)
	if err != nil || wait <= 0 || wait > longestLine {
		return err
	}
	if err := d.PutNotice(ctx, n); err != nil {
		return err
	}
	return &queue.RetryAfter{After: wait}
}

// recall puts together what is to be changed about a posted notice, as long as
// it is worth it.
func (d *desk) recall(ctx context.Context, n Notice) (a Announcement, err error) {
	f, err := d.known(ctx, n.Meeting())
	if err != nil {
		return a, err
	}
	booked, stands := current(f.Occurrences, n.Occurrence)
	n.Occurrence = booked
	over := !d.now.Before(booked.last())
	if !stands && !over || d.now.After(booked.last().Add(followFor)) {
		return a, errSettled // moved or cancelled, which was told; or long past
	}
	s, err := d.GetSubscription(ctx, n.SubscriptionID)
	if errors.Is(err, ErrNotFound) {
		s, err = Subscription{Conversation: n.Conversation, MeetingID: n.MeetingID}, nil // there is nothing left to stop
	}
	return Announcement{Subscription: s, Notice: n, Facts: f, Now: d.now}, err
}

// phase tells where the occurrence of a notice is, now that it should have
// begun. Upcoming stands for not begun and for not known.
func (e *Engine) phase(ctx context.Context, a Announcement, r reading) Phase {
	o := a.Notice.Occurrence
	past := !a.Now.Before(o.last())
	switch {
	case r.fresh != nil:
		return phaseOf(a.Facts, r.fresh, o, a.Now)
	case r.missing && past:
		return Over
	case r.missing:
		// It may have been ended early, or the API may be confused.
		held, err := e.meetings.Held(ctx, a.Notice.MeetingID, o.Start.Add(-time.Hour))
		if err == nil && held {
			return Over
		}
		return Upcoming
	case a.Now.After(o.last().Add(unaskedFor)):
		return Over
	default:
		return Upcoming
	}
}

// phaseOf is the phase of an occurrence that should have begun, by a reading.
// A series has one state: that of the occurrence which began last.
func phaseOf(f Facts, m *meeting.Snapshot, o Occurrence, now time.Time) Phase {
	past := !now.Before(o.last())
	for _, later := range f.Occurrences {
		if later.Start.After(o.Start) && later.begun(now) {
			return Over
		}
	}
	switch state := m.Conference.State; {
	case state == meeting.StateRunning, state == "" && !past:
		return Running
	case past, state == meeting.StateEnded:
		return Over
	default:
		return Upcoming
	}
}

// amend changes a posted notice.
func (e *Engine) amend(ctx context.Context, a Announcement) error {
	saying, cancel := context.WithTimeout(ctx, sayTime)
	defer cancel()
	err := e.notifier.Update(saying, a)
	r, _ := errors.AsType[*post.Error](err)
	switch {
	case r != nil && r.Reason != "":
		return errSettled
	case r != nil && r.RetryAfter > 0:
		return e.inTx(ctx, func(d *desk) error {
			return waitOr(d.hold(ctx, post.Conversation{Key: a.Notice.Key, ChannelID: halted}, r.RetryAfter))
		})
	default:
		return err
	}
}
