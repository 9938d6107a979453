package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

// Bounds of the pauses between attempts while Slack fails.
const (
	minBackoff = 2 * time.Second
	maxBackoff = time.Minute
)

// refused decides what becomes of a notice that Slack did not take.
func (e *Engine) refused(ctx context.Context, a Announcement, cause error) error {
	r, ok := errors.AsType[*post.Error](cause)
	if !ok {
		r = &post.Error{Err: cause}
	}
	if r.Reason != "" {
		return e.park(ctx, a.Notice.ID, a.Subscription, Reason(r.Reason))
	}
	e.metrics.refused.Inc()
	e.log.WarnContext(ctx, "reminder not taken by Slack for now",
		append(a.Notice.attrs(), slog.String("error", r.Error()))...)
	return e.inTx(ctx, func(d *desk) error {
		n, _, _, err := d.pick(ctx, a.Notice.ID)
		switch {
		case err != nil:
			return err
		case r.RetryAfter > 0:
			return d.holdBack(ctx, n, r)
		case !d.now.Before(triedUntil(n)):
			return d.drop(ctx, n, Undelivered)
		}
		return d.putOff(ctx, n, min(max(d.now.Sub(n.ClaimedAt), minBackoff), maxBackoff))
	})
}

// holdBack keeps a notice first in its conversation, which waits for as long as
// Slack asks.
func (d *desk) holdBack(ctx context.Context, n Notice, r *post.Error) error {
	wait, err := d.heed(ctx, n.Conversation, r)
	if err != nil {
		return err
	}
	n.State = Pending
	if err := d.PutNotice(ctx, n); err != nil {
		return err
	}
	return &queue.RetryAfter{After: wait}
}

// park keeps a subscription from being kept until somebody sets it up again,
// and tells the one who did. What one person who snoozed is not told concerns
// nobody else.
func (e *Engine) park(ctx context.Context, noticeID string, checked Subscription, why Reason) error {
	e.log.InfoContext(ctx, "reminder refused for good",
		slog.String("team_id", checked.TeamID), slog.String("channel_id", checked.ChannelID),
		slog.String("meeting_id", checked.MeetingID), slog.String("reason", string(why)))
	return e.inTx(ctx, func(d *desk) error {
		n, s, w, err := d.pick(ctx, noticeID)
		switch {
		case err != nil:
			return err
		case n.For != "" && why != AccessLost && why != AccountLost:
			return d.drop(ctx, n, Undelivered)
		case !s.SetAt.Equal(checked.SetAt):
			return &queue.RetryAfter{After: pace} // somebody has set it up again meanwhile
		}
		if err := d.parkSubscription(ctx, s, why); err != nil {
			return err
		}
		dropped := d.drop(ctx, n, IsParked)
		if _, err := d.uphold(ctx, w); err != nil {
			return err
		}
		return dropped
	})
}

// parkSubscription parks one that is not parked, and has its setter told. The
// caller upholds its meeting, so that none of its notices stays open.
func (d *desk) parkSubscription(ctx context.Context, s Subscription, why Reason) error {
	s.Parked = why
	if err := d.PutSubscription(ctx, s); err != nil {
		return err
	}
	d.tally.parked = append(d.tally.parked, why)
	return d.send(ctx, tidings{Subscription: s, Parked: true})
}
