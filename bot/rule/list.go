package rule

import (
	"context"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

// forAsker returns a rule, or ErrNotFound where it is not the asker's own: that of
// another conversation, which they did not set up, is as good as none.
func forAsker(a reminder.Asker) func(Rule, error) (Rule, error) {
	return func(r Rule, err error) (Rule, error) {
		if err == nil && !a.HasSay(r.Conversation, r.SetBy) {
			return Rule{}, ErrNotFound
		}
		return r, err
	}
}

// Get returns the asker's rule with an id, or ErrNotFound.
func (e *Engine) Get(ctx context.Context, a reminder.Asker, id string) (r Rule, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		r, err = forAsker(a)(tx.GetRule(ctx, id))
		return err
	})
	return r, err
}

// Find returns the rule with an id, or ErrNotFound.
func (e *Engine) Find(ctx context.Context, id string) (r Rule, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		r, err = tx.GetRule(ctx, id)
		return err
	})
	return r, err
}

// List returns the rules of a conversation, suspended ones too, oldest first.
func (e *Engine) List(ctx context.Context, c post.Conversation) (all []Rule, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		all, err = tx.RulesIn(ctx, c)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list rules: %w", err)
	}
	return all, nil
}

// ListSetBy returns the rules that a person of a workspace has set up, wherever they
// are, oldest first.
func (e *Engine) ListSetBy(ctx context.Context, k workspace.Key, userID string) (all []Rule, err error) {
	err = e.store.Read(ctx, func(tx Tx) error {
		all, err = tx.RulesSetBy(ctx, k, userID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list a person's rules: %w", err)
	}
	return all, nil
}
