package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/internal/outagelog"
)

// Bounds of the pauses between attempts while Slack fails.
const (
	minBackoff = 2 * time.Second
	maxBackoff = time.Minute
)

// onPostError decides what becomes of a notice that Slack did not take.
func (e *Engine) onPostError(ctx context.Context, c Content, cause error) error {
	r, ok := errors.AsType[*post.Error](cause)
	if !ok {
		r = &post.Error{Err: cause}
	}
	if r.Reason != "" {
		return e.suspend(ctx, c.Notice.ID, c.Subscription, Reason(r.Reason))
	}
	e.metrics.refused.Inc()
	e.log.WarnContext(ctx, "reminder not taken by Slack for now",
		append(c.Notice.attrs(), outagelog.Of("slack_posts"), slog.String("error", r.Error()))...)
	return e.inTx(ctx, func(t *txn) error {
		n, _, _, err := t.loadLocked(ctx, c.Notice.ID)
		switch {
		case err != nil:
			return err
		case r.RetryAfter > 0:
			return t.blockAndRetry(ctx, n, r)
		case !t.now.Before(triedUntil(n)):
			return t.drop(ctx, n, Undelivered)
		}
		return t.postpone(ctx, n, min(max(t.now.Sub(n.ClaimedAt), minBackoff), maxBackoff))
	})
}

// blockAndRetry keeps a notice first in its conversation, which waits for as long as
// Slack asks.
func (t *txn) blockAndRetry(ctx context.Context, n Notice, r *post.Error) error {
	wait, err := t.pacing().ApplyRetryAfter(ctx, n.Conversation, r)
	if err != nil {
		return err
	}
	n.State = Pending
	if err := t.PutNotice(ctx, n); err != nil {
		return err
	}
	return &queue.RetryAfter{After: wait}
}
