package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

const (
	// lookAgain is how often a meeting that the API does not know is asked for
	// while a notice of it is due.
	lookAgain = time.Minute
	// sayTime bounds one message to Slack.
	sayTime = 15 * time.Second
	// settleTime bounds what is still noted when the process stops.
	settleTime = 10 * time.Second
)

// deliver says what is due: in its turn, with a fresh reading, and only if it
// is still right and of use. A notice that a process died over is said again.
func (e *Engine) deliver(ctx context.Context, id string) error {
	n, s, err := e.approach(ctx, id)
	if err != nil {
		return err
	}
	r := e.readDue(ctx, n.MeetingID)
	switch {
	case r.forbidden:
		return e.park(ctx, id, s, AccountLost)
	case r.missing:
		return e.await(ctx, id)
	case !e.authorizer.Allowed(ctx, s, r.any()):
		return e.park(ctx, id, s, AccessLost)
	}
	a, err := e.claim(ctx, n, r)
	if err != nil {
		return err
	}
	posted, err := e.announce(ctx, a)
	if err != nil && ctx.Err() != nil {
		return err // whether it was said is not known: it is said again
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	if err != nil {
		return e.refused(ctx, a, err)
	}
	return e.settle(ctx, id, posted)
}

// announce says what is due, unless Slack takes too long over it.
func (e *Engine) announce(ctx context.Context, a Announcement) (post.Posted, error) {
	ctx, cancel := context.WithTimeout(ctx, sayTime)
	defer cancel()
	return e.notifier.Post(ctx, a)
}

// await waits for a meeting that the API does not know just now, as long as
// its notice is tried. Meanwhile the notice stands in nobody's way.
func (e *Engine) await(ctx context.Context, id string) error {
	return e.inTx(ctx, func(d *desk) error {
		n, _, _, err := d.pick(ctx, id)
		switch {
		case err != nil:
			return err
		case !d.now.Before(triedUntil(n)):
			return d.drop(ctx, n, Missing)
		}
		return d.putOff(ctx, n, lookAgain)
	})
}

// putOff makes a notice due again after a while, when it is last tried at the
// latest.
func (d *desk) putOff(ctx context.Context, n Notice, wait time.Duration) error {
	wait = min(wait, triedUntil(n).Sub(d.now))
	n.State, n.DueAt = Pending, d.now.Add(wait)
	if err := d.PutNotice(ctx, n); err != nil {
		return err
	}
	return &queue.RetryAfter{After: wait}
}

// claim takes a notice and the conversation's turn, and returns what is to be
// said.
func (e *Engine) claim(ctx context.Context, about Notice, r reading) (a Announcement, err error) {
	err = e.inTx(ctx, func(d *desk) error {
		if err := d.catchUp(ctx, about.Meeting(), r); err != nil {
			return err
		}
		n, s, w, err := d.pick(ctx, about.ID)
		if err != nil {
			return err
		}
		if wait, err := d.turn(ctx, n.Conversation); err != nil || wait > 0 {
			return waitOr(wait, err)
		}
		if n, err = d.take(ctx, n); err != nil {
			return err
		}
		n.Occurrence, _ = current(w.Facts.Occurrences, n.Occurrence)
		a = Announcement{Subscription: s, Notice: n, Facts: w.Facts, Meeting: r.since(w.Facts.ReadAt), Phase: Upcoming, Now: d.now}
		return nil
	})
	return a, err
}

// catchUp learns what a notice's own reading says before the watch does.
func (d *desk) catchUp(ctx context.Context, k MeetingKey, r reading) error {
	if r.any() == nil {
		return nil
	}
	w, err := d.LockWatch(ctx, k)
	if err != nil {
		return settledIfGone(err)
	}
	w, changed, err := d.learn(ctx, w, r.any())
	if err != nil || !changed {
		return err
	}
	if _, err = d.uphold(ctx, w); err != nil {
		return err
	}
	return d.Hasten(ctx, nextLook(w, d.now))
}

// take claims a notice and remembers when it was first claimed.
func (d *desk) take(ctx context.Context, n Notice) (Notice, error) {
	was, err := d.ClaimNotice(ctx, n.ID, d.now)
	if err != nil {
		return n, settledIfGone(err)
	}
	now := was
	now.State, now.ClaimedAt = Claimed, d.now
	if was.ClaimedAt.IsZero() {
		return now, nil
	}
	now.ClaimedAt = was.ClaimedAt
	return now, d.PutNotice(ctx, now)
}

// settle marks a notice as sent and has it followed.
func (e *Engine) settle(ctx context.Context, id string, p post.Posted) error {
	return e.inTx(ctx, func(d *desk) error {
		n, err := d.GetNotice(ctx, id)
		if err != nil {
			return settledIfGone(err)
		}
		if _, err := d.LockWatch(ctx, n.Meeting()); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		if n, err = d.GetNotice(ctx, id); err != nil { // it may have changed before the lock
			return settledIfGone(err)
		}
		if n.For == "" { // what was snoozed is due within a minute of its lead
			d.tally.late = append(d.tally.late, d.now.Sub(n.Occurrence.Start.Add(-n.Lead)))
		}
		n.State, n.DueAt, n.SentAt, n.Posted = Sent, time.Time{}, d.now, p
		if err := d.PutNotice(ctx, n); err != nil {
			return err
		}
		return d.Enqueue(ctx, queue.Job{Kind: FollowNotice, Key: id, At: n.Occurrence.Start, Priority: third})
	})
}

// attrs are what a log says of a notice.
func (n Notice) attrs() []any {
	return []any{
		slog.String("team_id", n.TeamID), slog.String("channel_id", n.ChannelID),
		slog.String("meeting_id", n.MeetingID), slog.String("notice_id", n.ID),
	}
}
