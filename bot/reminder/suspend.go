package reminder

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

// refusedFor is for how long a notice is tried that is refused, at most: longer
// than refusals last that pass.
const refusedFor = 30 * time.Minute

// suspend drops a notice that must not be posted, and suspends its subscription:
// its setter is told. The next notice is tried all the same, and resumes the
// subscription if it may be posted.
func (e *Engine) suspend(ctx context.Context, noticeID string, checked Subscription, why Reason) error {
	return e.onRefused(ctx, noticeID, checked, func(t *txn, n Notice, s Subscription) error {
		return t.suspend(ctx, n, s, why)
	})
}

// refuse has a notice tried again that is refused for a reason that may pass.
func (e *Engine) refuse(ctx context.Context, noticeID string, checked Subscription, why Reason) error {
	return e.onRefused(ctx, noticeID, checked, func(t *txn, n Notice, s Subscription) error {
		return t.refuse(ctx, n, s, why)
	})
}

func (e *Engine) onRefused(
	ctx context.Context, noticeID string, checked Subscription, do func(*txn, Notice, Subscription) error,
) error {
	return e.inTx(ctx, func(t *txn) error {
		n, s, _, err := t.loadLocked(ctx, noticeID)
		switch {
		case err != nil:
			return err
		case !s.SetAt.Equal(checked.SetAt):
			return &queue.RetryAfter{After: post.MessageGap} // somebody has set it up again meanwhile
		}
		return do(t, n, s)
	})
}

// refuse has a notice tried again that is refused, as long as that may pass and the
// notice is of use. A refusal that stands until then suspends the subscription.
func (t *txn) refuse(ctx context.Context, n Notice, s Subscription, why Reason) error {
	if n.ClaimedAt.IsZero() {
		n.ClaimedAt = t.now
	}
	if left := refusedUntil(n).Sub(t.now); left > 0 {
		n.State = Pending
		wait := min(t.backoff(n), left)
		n.DueAt = t.now.Add(wait)
		if err := t.PutNotice(ctx, n); err != nil {
			return doneIfNotFound(err)
		}
		return &queue.RetryAfter{After: wait}
	}
	return t.suspend(ctx, n, s, why)
}

// refusedUntil is until when a notice is tried that is refused: as long as any
// other, a moment at least, and no longer than a refusal may take to pass.
func refusedUntil(n Notice) time.Time {
	until, first := triedUntil(n), n.ClaimedAt
	if least := first.Add(triedFor); until.Before(least) {
		until = least
	}
	if most := first.Add(refusedFor); until.After(most) {
		until = most
	}
	return until
}

// suspend drops a notice and suspends its subscription, unless that is suspended
// already. What cannot be posted to one person who snoozed concerns nobody else.
func (t *txn) suspend(ctx context.Context, n Notice, s Subscription, why Reason) error {
	if n.For != "" && !why.isPersonal() {
		return t.drop(ctx, n, Undelivered)
	}
	if err := t.suspendSubscription(ctx, s, why); err != nil {
		return err
	}
	return t.drop(ctx, n, Suspended)
}

// suspendSubscription notes why nothing can be posted for a subscription, and has
// its setter told; one that is suspended stays as it is. Of an automatic one nobody is
// told, who may have very many, and of those of a rule once.
func (t *txn) suspendSubscription(ctx context.Context, s Subscription, why Reason) error {
	if s.Suspended != "" {
		return nil
	}
	s.Suspended = why
	if err := t.PutSubscription(ctx, s); err != nil {
		return err
	}
	t.OnCommit(func() {
		count(t.metrics.suspended, why)
		t.log.InfoContext(ctx, "reminder suspended",
			slog.String("team_id", s.TeamID), slog.String("channel_id", s.ChannelID),
			slog.String("meeting_id", s.MeetingID), slog.String("reason", string(why)))
	})
	switch {
	case s.Automatic:
		return nil
	case s.RuleID != "":
		return t.ruleSuspended(ctx, s)
	}
	return t.enqueueChange(ctx, change{Subscription: s, Suspended: true})
}

// resume ends the suspension of a subscription one of whose notices was posted to
// its conversation, and that of the rule that made it.
func (t *txn) resume(ctx context.Context, posted Content) error {
	if posted.Notice.For != "" {
		return nil
	}
	if err := t.ruleResumed(ctx, posted.Subscription.RuleID); err != nil || posted.Subscription.Suspended == "" {
		return err
	}
	s, err := t.GetSubscription(ctx, posted.Subscription.ID)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	s.Suspended = ""
	return t.PutSubscription(ctx, s)
}
