package store

import (
	"context"
	"fmt"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/store/internal/rows"
	"meetingbot/bot/workspace"
)

func (t *tx) AddRule(ctx context.Context, r rule.Rule) (rule.Rule, error) {
	p := rows.AddRuleParams{
		ID: r.ID, EnterpriseID: r.EnterpriseID, TeamID: r.TeamID, ChannelID: r.ChannelID, Pattern: r.Folded(), Words: r.Words,
		Leads: leadsText(r.Leads), SetBy: r.SetBy, SetAt: millis(r.SetAt), Suspended: string(r.Suspended), Matched: int64(r.Matched),
	}
	if r.Mine {
		p.MineOf = r.SetBy
	}
	row, err := t.rows.AddRule(ctx, p)
	if err != nil {
		return rule.Rule{}, failed("store a rule", err)
	}
	return ruleOf(row)
}

func (t *tx) ChangeRule(ctx context.Context, r rule.Rule) error {
	return failed("change a rule", t.rows.ChangeRule(ctx, rows.ChangeRuleParams{
		ID: r.ID, Leads: leadsText(r.Leads), SetBy: r.SetBy, SetAt: millis(r.SetAt), Suspended: string(r.Suspended), Matched: int64(r.Matched),
	}))
}

func (t *tx) GetRule(ctx context.Context, id string) (rule.Rule, error) {
	row, err := t.rows.GetRule(ctx, id)
	if err != nil {
		return rule.Rule{}, failed("get a rule", err)
	}
	return ruleOf(row)
}

func (t *tx) LockRule(ctx context.Context, id string) (rule.Rule, error) {
	row, err := t.rows.LockRule(ctx, id)
	if err != nil {
		return rule.Rule{}, failed("lock a rule", err)
	}
	return ruleOf(row)
}

func (t *tx) DeleteRule(ctx context.Context, id string) error {
	return failed("delete a rule", t.rows.DeleteRule(ctx, id))
}

func (t *tx) RulesIn(ctx context.Context, c post.Conversation) ([]rule.Rule, error) {
	all, err := t.rows.RulesIn(ctx, rows.RulesInParams{EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID})
	return allRules("list a conversation's rules", all, err)
}

func (t *tx) RulesSetBy(ctx context.Context, k workspace.Key, userID string) ([]rule.Rule, error) {
	all, err := t.rows.RulesSetBy(ctx, rows.RulesSetByParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID, SetBy: userID})
	return allRules("list a person's rules", all, err)
}

func (t *tx) RulesOf(ctx context.Context, k workspace.Key) ([]rule.Rule, error) {
	all, err := t.rows.RulesOf(ctx, rows.RulesOfParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	return allRules("list a workspace's rules", all, err)
}

func (t *tx) WorkspacesWithRules(ctx context.Context) ([]workspace.Key, error) {
	all, err := t.rows.WorkspacesWithRules(ctx)
	if err != nil {
		return nil, failed("list the workspaces with rules", err)
	}
	var list []workspace.Key
	for _, row := range all {
		list = append(list, workspace.Key{EnterpriseID: row.EnterpriseID, TeamID: row.TeamID})
	}
	return list, nil
}

func (t *tx) PutRuleSkip(ctx context.Context, s rule.Skip) error {
	return failed("store a skip of rules", t.rows.PutRuleSkip(ctx, rows.PutRuleSkipParams{
		EnterpriseID: s.EnterpriseID, TeamID: s.TeamID, ChannelID: s.ChannelID, MeetingID: s.MeetingID, SeenAt: millis(s.SeenAt),
	}))
}

func (t *tx) DeleteRuleSkip(ctx context.Context, c post.Conversation, meetingID string) error {
	return failed("delete a skip of rules", t.rows.DeleteRuleSkip(ctx, rows.DeleteRuleSkipParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID, MeetingID: meetingID,
	}))
}

func (t *tx) RuleSkipsIn(ctx context.Context, k workspace.Key) ([]rule.Skip, error) {
	all, err := t.rows.RuleSkipsIn(ctx, rows.RuleSkipsInParams{EnterpriseID: k.EnterpriseID, TeamID: k.TeamID})
	if err != nil {
		return nil, failed("list skips of rules", err)
	}
	var skips []rule.Skip
	for _, row := range all {
		skips = append(skips, rule.Skip{
			Conversation: conversation(row.EnterpriseID, row.TeamID, row.ChannelID), MeetingID: row.MeetingID, SeenAt: fromMillis(row.SeenAt),
		})
	}
	return skips, nil
}

func (t *tx) DeleteRuleSkips(ctx context.Context, seenBefore time.Time) error {
	return failed("delete old skips of rules", t.rows.DeleteOldRuleSkips(ctx, millis(seenBefore)))
}

// allRules reads rows, unless they could not be read for err.
func allRules(what string, all []rows.Rule, err error) ([]rule.Rule, error) {
	if err != nil {
		return nil, failed(what, err)
	}
	var list []rule.Rule
	for _, row := range all {
		r, err := ruleOf(row)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

func ruleOf(row rows.Rule) (rule.Rule, error) {
	leads, err := leads(row.Leads)
	if err != nil {
		return rule.Rule{}, fmt.Errorf("read the leads of rule %s: %w", row.ID, err)
	}
	return rule.Rule{
		ID: row.ID, Conversation: conversation(row.EnterpriseID, row.TeamID, row.ChannelID),
		Pattern: rule.Pattern{Words: row.Words, Mine: row.MineOf != ""}, Leads: leads, SetBy: row.SetBy, SetAt: fromMillis(row.SetAt),
		Suspended: reminder.Reason(row.Suspended), Matched: int(row.Matched),
	}, nil
}
