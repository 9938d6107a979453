package reminder

import (
	"context"
	"log/slog"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

// suspend has nothing posted for a subscription until somebody sets it up again,
// and tells the one who did. What cannot be posted to one person who snoozed
// concerns nobody else.
func (e *Engine) suspend(ctx context.Context, noticeID string, checked Subscription, why Reason) error {
	e.log.InfoContext(ctx, "reminder refused for good",
		slog.String("team_id", checked.TeamID), slog.String("channel_id", checked.ChannelID),
		slog.String("meeting_id", checked.MeetingID), slog.String("reason", string(why)))
	return e.inTx(ctx, func(t *txn) error {
		n, s, w, err := t.loadLocked(ctx, noticeID)
		switch {
		case err != nil:
			return err
		case n.For != "" && !why.isPersonal():
			return t.drop(ctx, n, Undelivered)
		case !s.SetAt.Equal(checked.SetAt):
			return &queue.RetryAfter{After: post.MessageGap} // somebody has set it up again meanwhile
		}
		if err := t.suspendSubscription(ctx, s, why); err != nil {
			return err
		}
		dropped := t.drop(ctx, n, Suspended)
		if _, err := t.reconcile(ctx, w); err != nil {
			return err
		}
		return dropped
	})
}

// suspendSubscription suspends one that is not suspended, and has its setter
// told. The caller reconciles its meeting, so that none of its notices stays
// open.
func (t *txn) suspendSubscription(ctx context.Context, s Subscription, why Reason) error {
	s.Suspended = why
	if err := t.PutSubscription(ctx, s); err != nil {
		return err
	}
	t.OnCommit(func() { count(t.metrics.suspended, why) })
	return t.enqueueChange(ctx, change{Subscription: s, Suspended: true})
}
