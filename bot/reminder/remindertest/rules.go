package remindertest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/rule"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// ruleKey is what there is one rule for.
type ruleKey struct {
	post.Conversation
	pattern, mineOf string
}

func keyOf(r rule.Rule) ruleKey {
	k := ruleKey{Conversation: r.Conversation, pattern: r.Folded()}
	if r.Mine {
		k.mineOf = r.SetBy
	}
	return k
}

// ruleSkipKey is what there is one skip for.
type ruleSkipKey struct {
	post.Conversation
	meetingID string
}

func (t *tx) AddRule(ctx context.Context, r rule.Rule) (rule.Rule, error) {
	for _, other := range t.rules.rows {
		if keyOf(other) == keyOf(r) {
			r.ID = other.ID
		}
	}
	t.putRule(r)
	return t.rules.rows[r.ID], t.ready(ctx)
}

func (t *tx) putRule(r rule.Rule) {
	r.SetAt, r.Leads = stored(r.SetAt), slices.Clone(r.Leads)
	t.rules.put(r.ID, r)
}

func (t *tx) ChangeRule(ctx context.Context, r rule.Rule) error {
	if old, ok := t.rules.rows[r.ID]; ok {
		r.Conversation, r.Pattern = old.Conversation, old.Pattern
		t.putRule(r)
	}
	return t.ready(ctx)
}

func (t *tx) GetRule(ctx context.Context, id string) (rule.Rule, error) {
	r, ok := t.rules.rows[id]
	if err := t.ready(ctx); err != nil {
		return r, err
	}
	if !ok {
		return r, watch.ErrNotFound
	}
	r.Leads = slices.Clone(r.Leads)
	return r, nil
}

func (t *tx) LockRule(ctx context.Context, id string) (rule.Rule, error) { return t.GetRule(ctx, id) }

func (t *tx) DeleteRule(ctx context.Context, id string) error {
	t.rules.drop(id)
	return t.ready(ctx)
}

func (t *tx) RulesIn(ctx context.Context, c post.Conversation) ([]rule.Rule, error) {
	return t.listRules(func(r rule.Rule) bool { return r.Conversation == c }), t.ready(ctx)
}

func (t *tx) RulesSetBy(ctx context.Context, k workspace.Key, userID string) ([]rule.Rule, error) {
	return t.listRules(func(r rule.Rule) bool { return r.Key == k && r.SetBy == userID }), t.ready(ctx)
}

func (t *tx) RulesOf(ctx context.Context, k workspace.Key) ([]rule.Rule, error) {
	return t.listRules(func(r rule.Rule) bool { return r.Key == k }), t.ready(ctx)
}

func (t *tx) WorkspacesWithRules(ctx context.Context) ([]workspace.Key, error) {
	var all []workspace.Key
	for _, r := range t.rules.rows {
		all = append(all, r.Key)
	}
	slices.SortFunc(all, func(a, b workspace.Key) int {
		return cmp.Or(cmp.Compare(a.EnterpriseID, b.EnterpriseID), cmp.Compare(a.TeamID, b.TeamID))
	})
	return slices.Compact(all), t.ready(ctx)
}

// listRules returns the rules that are wanted, oldest first.
func (t *tx) listRules(wanted func(rule.Rule) bool) (list []rule.Rule) {
	for _, r := range t.rules.rows {
		if wanted(r) {
			r.Leads = slices.Clone(r.Leads)
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b rule.Rule) int { return cmp.Or(a.SetAt.Compare(b.SetAt), cmp.Compare(a.ID, b.ID)) })
	return list
}

func (t *tx) PutRuleSkip(ctx context.Context, s rule.Skip) error {
	s.SeenAt = stored(s.SeenAt)
	t.ruleSkips.put(ruleSkipKey{s.Conversation, s.MeetingID}, s)
	return t.ready(ctx)
}

func (t *tx) DeleteRuleSkip(ctx context.Context, c post.Conversation, meetingID string) error {
	t.ruleSkips.drop(ruleSkipKey{c, meetingID})
	return t.ready(ctx)
}

func (t *tx) RuleSkipsIn(ctx context.Context, k workspace.Key) ([]rule.Skip, error) {
	all := slices.SortedFunc(maps.Values(t.ruleSkips.rows), func(a, b rule.Skip) int {
		return cmp.Or(cmp.Compare(a.ChannelID, b.ChannelID), cmp.Compare(a.MeetingID, b.MeetingID))
	})
	return slices.DeleteFunc(all, func(s rule.Skip) bool { return s.Key != k }), t.ready(ctx)
}

func (t *tx) DeleteRuleSkips(ctx context.Context, seenBefore time.Time) error {
	for key, s := range t.ruleSkips.rows {
		if s.SeenAt.Before(stored(seenBefore)) {
			t.ruleSkips.drop(key)
		}
	}
	return t.ready(ctx)
}

// AllRules lists all rules, oldest first.
func (s *Store) AllRules() []rule.Rule {
	t := &tx{state: s.now()}
	return t.listRules(func(rule.Rule) bool { return true })
}

// RuleSkips lists the meetings that conversations want no reminders of.
func (s *Store) RuleSkips() []rule.Skip { return slices.Collect(maps.Values(s.now().ruleSkips.rows)) }
