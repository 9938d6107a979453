package rule

import (
	"context"
	"errors"

	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
)

var _ reminder.Rules = (*Engine)(nil)

// RuleStopped notes that somebody wants no reminders of one meeting in a conversation.
func (e *Engine) RuleStopped(ctx context.Context, tx queue.Queue, s reminder.Subscription) error {
	return e.store.Join(tx).PutRuleSkip(ctx, Skip{Conversation: s.Conversation, MeetingID: s.MeetingID, SeenAt: e.now()})
}

// RuleSuspended notes that nothing could be posted for a rule, and reports whether that
// is news.
func (e *Engine) RuleSuspended(ctx context.Context, tx queue.Queue, s reminder.Subscription) (tell bool, err error) {
	t := e.store.Join(tx)
	r, err := t.LockRule(ctx, s.RuleID)
	switch {
	case errors.Is(err, ErrNotFound):
		return false, nil
	case err != nil || r.Suspended != "":
		return false, err
	}
	r.Suspended = s.Suspended
	return true, t.ChangeRule(ctx, r)
}

// RuleResumed notes that something was posted for a rule, and returns why nothing could
// be before.
func (e *Engine) RuleResumed(ctx context.Context, tx queue.Queue, ruleID string) (reminder.Reason, error) {
	t := e.store.Join(tx)
	r, err := t.GetRule(ctx, ruleID)
	if err == nil && r.Suspended != "" {
		r, err = t.LockRule(ctx, ruleID)
	}
	switch {
	case errors.Is(err, ErrNotFound):
		return "", nil
	case err != nil || r.Suspended == "":
		return "", err
	}
	why := r.Suspended
	r.Suspended = ""
	return why, t.ChangeRule(ctx, r)
}

// IsSuspended reports whether there still is a rule for which nothing can be posted.
func (e *Engine) IsSuspended(ctx context.Context, tx queue.Queue, ruleID string) (bool, error) {
	r, err := e.store.Join(tx).GetRule(ctx, ruleID)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil && r.Suspended != "", err
}
