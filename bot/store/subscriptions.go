package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func (t *tx) PutSubscription(ctx context.Context, s reminder.Subscription) error {
	return failed("store a subscription", t.rows.PutSubscription(ctx, rows.PutSubscriptionParams{
		ID:           s.ID,
		EnterpriseID: s.EnterpriseID,
		TeamID:       s.TeamID,
		ChannelID:    s.ChannelID,
		MeetingID:    s.MeetingID,
		Leads:        leadsText(s.Leads),
		SetBy:        s.SetBy,
		SetAt:        millis(s.SetAt),
		Parked:       string(s.Suspended),
		Origin:       origin(s),
		Late:         flag(s.Late),
		Overrun:      flag(s.Overrun),
		RuleID:       s.RuleID,
	}))
}

func (t *tx) GetSubscription(ctx context.Context, id string) (reminder.Subscription, error) {
	row, err := t.rows.GetSubscription(ctx, id)
	if err != nil {
		return reminder.Subscription{}, failed("get a subscription", err)
	}
	return subscription(row)
}

func (t *tx) FindSubscription(ctx context.Context, c post.Conversation, meetingID string) (reminder.Subscription, error) {
	row, err := t.rows.FindSubscription(ctx, rows.FindSubscriptionParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID, MeetingID: meetingID,
	})
	if err != nil {
		return reminder.Subscription{}, failed("find a subscription", err)
	}
	return subscription(row)
}

func (t *tx) SubscriptionsTo(ctx context.Context, k watch.MeetingKey) ([]reminder.Subscription, error) {
	all, err := t.rows.SubscriptionsTo(ctx, rows.SubscriptionsToParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	if err != nil {
		return nil, failed("list a meeting's subscriptions", err)
	}
	return subscriptions(all)
}

func (t *tx) HasSubscriptions(ctx context.Context, k watch.MeetingKey) (bool, error) {
	count, err := t.rows.CountSubscriptionsTo(ctx, rows.CountSubscriptionsToParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, MeetingID: k.MeetingID,
	})
	return count > 0, failed("count a meeting's subscriptions", err)
}

func (t *tx) SubscriptionsIn(ctx context.Context, c post.Conversation, offset, limit int) ([]reminder.Subscription, int, error) {
	total, err := t.rows.CountSubscriptionsIn(ctx, rows.CountSubscriptionsInParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID,
	})
	if err != nil {
		return nil, 0, failed("count a conversation's subscriptions", err)
	}
	all, err := t.rows.SubscriptionsIn(ctx, rows.SubscriptionsInParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID,
		Skipped: int64(offset), Most: int64(limit),
	})
	if err != nil {
		return nil, 0, failed("list a conversation's subscriptions", err)
	}
	page, err := subscriptions(all)
	return page, int(total), err
}

func (t *tx) SubscriptionsSetBy(ctx context.Context, k workspace.Key, userID string, offset, limit int) ([]reminder.Subscription, int, error) {
	total, err := t.rows.CountSubscriptionsSetBy(ctx, rows.CountSubscriptionsSetByParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, SetBy: userID,
	})
	if err != nil {
		return nil, 0, failed("count a person's subscriptions", err)
	}
	all, err := t.rows.SubscriptionsSetBy(ctx, rows.SubscriptionsSetByParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, SetBy: userID, Skipped: int64(offset), Most: int64(limit),
	})
	if err != nil {
		return nil, 0, failed("list a person's subscriptions", err)
	}
	page, err := subscriptions(all)
	return page, int(total), err
}

func (t *tx) AutomaticOf(ctx context.Context, k workspace.Key, userID string) ([]reminder.Subscription, error) {
	all, err := t.rows.AutomaticSubscriptionsOf(ctx, rows.AutomaticSubscriptionsOfParams{
		EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, SetBy: userID,
	})
	if err != nil {
		return nil, failed("list a person's automatic subscriptions", err)
	}
	return subscriptions(all)
}

func (t *tx) MadeByRule(ctx context.Context, ruleID string) ([]reminder.Subscription, error) {
	all, err := t.rows.SubscriptionsMadeByRule(ctx, ruleID)
	if err != nil {
		return nil, failed("list a rule's subscriptions", err)
	}
	return subscriptions(all)
}

func (t *tx) MadeByRules(ctx context.Context, k workspace.Key) ([]reminder.Subscription, error) {
	all, err := t.rows.SubscriptionsMadeByRules(ctx, rows.SubscriptionsMadeByRulesParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	if err != nil {
		return nil, failed("list the subscriptions of a workspace's rules", err)
	}
	return subscriptions(all)
}

func (t *tx) DeleteSubscription(ctx context.Context, id string) error {
	if err := t.rows.EndNotices(ctx, id); err != nil {
		return failed("end a subscription's notices", err)
	}
	return failed("delete a subscription", t.rows.DeleteSubscription(ctx, id))
}

func subscriptions(all []rows.Subscription) ([]reminder.Subscription, error) {
	list := make([]reminder.Subscription, 0, len(all))
	for _, row := range all {
		s, err := subscription(row)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

func subscription(row rows.Subscription) (reminder.Subscription, error) {
	leads, err := leads(row.Leads)
	if err != nil {
		return reminder.Subscription{}, fmt.Errorf("read the leads of subscription %s: %w", row.ID, err)
	}
	return reminder.Subscription{
		ID:           row.ID,
		Conversation: conversation(row.EnterpriseID, row.TeamID, row.ChannelID),
		MeetingID:    row.MeetingID,
		Leads:        leads,
		SetBy:        row.SetBy,
		SetAt:        fromMillis(row.SetAt),
		Suspended:    reminder.Reason(row.Parked),
		Automatic:    row.Origin == automatic,
		Late:         row.Late != 0,
		Overrun:      row.Overrun != 0,
		RuleID:       row.RuleID,
	}, nil
}

// automatic is the origin of subscriptions that follow from somebody's settings.
const automatic = "settings"

func origin(s reminder.Subscription) string {
	if s.Automatic {
		return automatic
	}
	return ""
}

// flag is 1 for true and 0 for false.
func flag(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

func conversation(enterpriseID, teamID, channelID string) post.Conversation {
	return post.Conversation{
		Key:       workspace.Key{EnterpriseID: enterpriseID, TeamID: teamID},
		ChannelID: channelID,
	}
}

// leadsText writes leads as a JSON array of milliseconds.
func leadsText(leads []time.Duration) string {
	ms := make([]int64, 0, len(leads))
	for _, lead := range leads {
		ms = append(ms, lead.Milliseconds())
	}
	text, err := json.Marshal(ms)
	if err != nil {
		panic(err) // numbers can be written
	}
	return string(text)
}

// leads reads what leadsText wrote.
func leads(text string) ([]time.Duration, error) {
	var ms []int64
	if err := json.Unmarshal([]byte(text), &ms); err != nil {
		return nil, err
	}
	leads := make([]time.Duration, 0, len(ms))
	for _, lead := range ms {
		leads = append(leads, durationMillis(lead))
	}
	return leads, nil
}
