package reminder

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/internal/outagelog"
)

// Bounds of the pauses between attempts while Slack fails or refuses.
const (
	minBackoff = 2 * time.Second
	maxBackoff = time.Minute
)

// reportRefusal counts and logs that Slack did not take a notice, or did not say that
// it took it.
func (e *Engine) reportRefusal(ctx context.Context, n Notice, r *post.Error) {
	e.metrics.refused.Inc()
	e.log.WarnContext(ctx, "reminder not taken by Slack for now",
		append(n.attrs(), outagelog.Of("slack_posts"), slog.String("error", r.Error()))...)
}

// onPostError decides what becomes of a notice that Slack did not take, or did not
// say that it took. posts is how many times it may have been posted.
func (e *Engine) onPostError(ctx context.Context, c Content, posts int, r *post.Error) error {
	return e.inTx(ctx, func(t *txn) error {
		n, s, _, err := t.loadLocked(ctx, c.Notice.ID)
		if err != nil {
			return err
		}
		if r.Unconfirmed {
			return t.repeat(ctx, n, posts)
		}
		if err := t.RevokePost(ctx, n.ID); err != nil {
			return err
		}
		switch {
		case r.Reason == post.Revoked:
			wait, err := t.refuseToken(ctx, n.Key, r)
			return t.holdBack(ctx, n, wait, err)
		case r.Reason != "":
			return t.refuse(ctx, n, s, Reason(r.Reason))
		case r.RetryAfter > 0:
			wait, err := t.pacing().ApplyRetryAfter(ctx, n.Conversation, r)
			return t.holdBack(ctx, n, wait, err)
		case !t.now.Before(triedUntil(n)):
			return t.drop(ctx, n, Undelivered)
		}
		return t.postpone(ctx, n, t.backoff(n))
	})
}

// repeat posts a notice once more of which it is not known whether it arrived, in
// time if that can be.
func (t *txn) repeat(ctx context.Context, n Notice, posts int) error {
	if posts >= post.MaxPosts || !t.now.Before(triedUntil(n)) {
		return t.markUnconfirmed(ctx, n)
	}
	return t.postpone(ctx, n, t.backoff(n))
}

// backoff is how long a notice waits that was not taken.
func (t *txn) backoff(n Notice) time.Duration {
	return min(max(t.now.Sub(n.ClaimedAt), minBackoff), maxBackoff)
}

// holdBack keeps a notice first in its conversation, which waits. An error goes
// first.
func (t *txn) holdBack(ctx context.Context, n Notice, wait time.Duration, err error) error {
	if err != nil {
		return err
	}
	n.State = Pending
	if err := t.PutNotice(ctx, n); err != nil {
		return doneIfNotFound(err)
	}
	return &queue.RetryAfter{After: wait}
}
