package reminder

import (
	"context"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// Rules is told what becomes of subscriptions that rules made. All of it is called
// within a transaction, which it joins.
type Rules interface {
	// RuleStopped notes that somebody stopped one of them, which a rule made no more.
	RuleStopped(ctx context.Context, tx queue.Queue, s Subscription) error
	// RuleSuspended notes that nothing could be posted for one of them. It reports
	// whether somebody is to be told of that, once for a rule.
	RuleSuspended(ctx context.Context, tx queue.Queue, s Subscription) (tell bool, err error)
	// RuleResumed notes that something was posted for a rule. It returns why nothing
	// could be before, "" where something could.
	RuleResumed(ctx context.Context, tx queue.Queue, ruleID string) (Reason, error)
	// IsSuspended reports whether there still is a rule for which nothing can be posted.
	IsSuspended(ctx context.Context, tx queue.Queue, ruleID string) (bool, error)
}

// RuleSubscriptions lists those that rules made in a workspace, oldest first.
func (e *Engine) RuleSubscriptions(ctx context.Context, k workspace.Key) (all []Subscription, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		all, err = tx.MadeByRules(ctx, k)
		return err
	})
	return all, err
}

// EndRule deletes what a rule made, within a transaction that another package began.
func (e *Engine) EndRule(ctx context.Context, tx queue.Queue, ruleID string) error {
	t := e.txn(e.store.Join(tx))
	all, err := t.MadeByRule(ctx, ruleID)
	if err != nil {
		return err
	}
	return t.deleteAll(ctx, all)
}

// TellRuleSuspended has the one told who set a rule up that nothing can be posted for
// it, or its conversation, within a transaction that another package began. s has no ID
// and no meeting.
func (e *Engine) TellRuleSuspended(ctx context.Context, tx queue.Queue, s Subscription) error {
	return e.txn(e.store.Join(tx)).enqueueChange(ctx, change{Subscription: s, Suspended: true})
}

func (t *txn) deleteAll(ctx context.Context, all []Subscription) error {
	for _, s := range all {
		if err := t.DeleteSubscription(ctx, s.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) ruleStopped(ctx context.Context, s Subscription) error {
	if t.rules == nil || s.RuleID == "" {
		return nil
	}
	return t.rules.RuleStopped(ctx, t.Tx, s)
}

// ruleSuspended has the setter of a rule told that nothing can be posted for one of its
// subscriptions, unless they were told of another one.
func (t *txn) ruleSuspended(ctx context.Context, s Subscription) error {
	if t.rules == nil {
		return nil
	}
	tell, err := t.rules.RuleSuspended(ctx, t.Tx, s)
	if err != nil || !tell {
		return err
	}
	return t.enqueueChange(ctx, change{Subscription: s, Suspended: true})
}

// ruleResumed ends the suspension of a rule, "" for none, now that something was posted
// for it, and of all that it made: the conversation can be posted in, and its setter may.
// A meeting that the account may not see concerns no other one.
func (t *txn) ruleResumed(ctx context.Context, ruleID string) error {
	if t.rules == nil || ruleID == "" {
		return nil
	}
	why, err := t.rules.RuleResumed(ctx, t.Tx, ruleID)
	if err != nil || why == "" || why == AccountLost {
		return err
	}
	all, err := t.MadeByRule(ctx, ruleID)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Suspended != why {
			continue
		}
		s.Suspended = ""
		if err := t.PutSubscription(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// toTell returns the subscription that a change is about, or ErrNotFound. One of a rule
// that made none stands as long as the rule is suspended.
func (t *txn) toTell(ctx context.Context, c change) (Subscription, error) {
	s := c.Subscription
	if s.ID != "" || s.RuleID == "" {
		return t.GetSubscription(ctx, s.ID)
	}
	if t.rules == nil {
		return s, ErrNotFound
	}
	suspended, err := t.rules.IsSuspended(ctx, t.Tx, s.RuleID)
	if err == nil && !suspended {
		err = ErrNotFound
	}
	return s, err
}
