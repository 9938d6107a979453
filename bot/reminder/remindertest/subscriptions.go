package remindertest

import (
	"context"
	"errors"
	"slices"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func (t *tx) PutSubscription(ctx context.Context, s reminder.Subscription) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	for id, other := range t.subscriptions.rows {
		if id != s.ID && other.Conversation == s.Conversation && other.MeetingID == s.MeetingID {
			return errors.New("remindertest: a second subscription of one conversation to one meeting")
		}
	}
	if !slices.Contains(t.order, s.ID) {
		t.order = append(t.order, s.ID)
	}
	s.SetAt, s.Leads = stored(s.SetAt), slices.Clone(s.Leads)
	t.subscriptions.put(s.ID, s)
	return nil
}

func (t *tx) GetSubscription(ctx context.Context, id string) (reminder.Subscription, error) {
	s, err := row(ctx, t, t.subscriptions, id)
	s.Leads = slices.Clone(s.Leads)
	return s, err
}

func (t *tx) FindSubscription(ctx context.Context, c post.Conversation, meetingID string) (reminder.Subscription, error) {
	found, err := t.list(ctx, func(s reminder.Subscription) bool { return s.Conversation == c && s.MeetingID == meetingID })
	if err == nil && len(found) == 0 {
		err = reminder.ErrNotFound
	}
	if err != nil {
		return reminder.Subscription{}, err
	}
	return found[0], nil
}

func (t *tx) SubscriptionsTo(ctx context.Context, k watch.MeetingKey) ([]reminder.Subscription, error) {
	return t.list(ctx, func(s reminder.Subscription) bool { return s.Meeting() == k })
}

func (t *tx) HasSubscriptions(ctx context.Context, k watch.MeetingKey) (bool, error) {
	all, err := t.SubscriptionsTo(ctx, k)
	return len(all) > 0, err
}

func (t *tx) SubscriptionsIn(ctx context.Context, c post.Conversation, offset, limit int) ([]reminder.Subscription, int, error) {
	all, err := t.list(ctx, func(s reminder.Subscription) bool { return s.Conversation == c && !s.Automatic && s.RuleID == "" })
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))], len(all), err
}

func (t *tx) SubscriptionsSetBy(ctx context.Context, k workspace.Key, userID string, offset, limit int) ([]reminder.Subscription, int, error) {
	all, err := t.list(ctx, func(s reminder.Subscription) bool {
		return s.Key == k && s.SetBy == userID && !s.Automatic && s.RuleID == ""
	})
	from := min(offset, len(all))
	return all[from:min(from+limit, len(all))], len(all), err
}

func (t *tx) AutomaticOf(ctx context.Context, k workspace.Key, userID string) ([]reminder.Subscription, error) {
	return t.list(ctx, func(s reminder.Subscription) bool { return s.Key == k && s.SetBy == userID && s.Automatic })
}

func (t *tx) MadeByRule(ctx context.Context, ruleID string) ([]reminder.Subscription, error) {
	return t.list(ctx, func(s reminder.Subscription) bool { return s.RuleID == ruleID && ruleID != "" })
}

func (t *tx) MadeByRules(ctx context.Context, k workspace.Key) ([]reminder.Subscription, error) {
	return t.list(ctx, func(s reminder.Subscription) bool { return s.Key == k && s.RuleID != "" })
}

// list returns the subscriptions that are wanted, oldest first.
func (t *tx) list(ctx context.Context, wanted func(reminder.Subscription) bool) (found []reminder.Subscription, err error) {
	for _, id := range t.order {
		s := t.subscriptions.rows[id]
		s.Leads = slices.Clone(s.Leads)
		if wanted(s) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b reminder.Subscription) int { return a.SetAt.Compare(b.SetAt) })
	return found, t.ready(ctx)
}

func (t *tx) DeleteSubscription(ctx context.Context, id string) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	t.subscriptions.drop(id)
	t.order = slices.DeleteFunc(slices.Clone(t.order), func(other string) bool { return other == id })
	for key, n := range t.notices.rows {
		if n.SubscriptionID == id && open(n) {
			n.State = reminder.Dead
			t.notices.put(key, n)
		}
	}
	return nil
}
