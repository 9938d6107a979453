package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/workspace"
)

// weekly is a rule in a workspace that no other test knows.
func weekly() rule.Rule {
	return rule.Rule{
		ID: reminder.NewID(), Conversation: anywhere(), Pattern: rule.Pattern{Words: "Weekly, “sync”"},
		Leads: []time.Duration{time.Hour, 0}, SetBy: "U1", SetAt: keptNoon(), Suspended: reminder.NotInvited, Matched: 7,
	}
}

func testRules(t *testing.T, b bench) {
	add := func(t *testing.T, r rule.Rule) (stored rule.Rule) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			stored, err = tx.rules.AddRule(ctx, r)
			return err
		})
		return stored
	}
	t.Run("are stored, changed and deleted", func(t *testing.T) {
		r := weekly()
		r.SetAt = noon()
		added := add(t, r)
		r.SetAt = keptNoon()
		same(t, "AddRule()", added, r)
		r.Leads, r.SetBy, r.SetAt, r.Suspended, r.Matched = []time.Duration{time.Minute}, "U2", keptNoon().Add(time.Hour), "", 0
		b.in(t, func(ctx context.Context, tx tx) error {
			locked, err := tx.rules.LockRule(ctx, r.ID)
			same(t, "LockRule()", locked, added)
			changeErr := tx.rules.ChangeRule(ctx, r)
			got, getErr := tx.rules.GetRule(ctx, r.ID)
			same(t, "GetRule() of a changed one", got, r)
			deleteErr := errors.Join(tx.rules.DeleteRule(ctx, r.ID), tx.rules.DeleteRule(ctx, r.ID))
			_, goneErr := tx.rules.GetRule(ctx, r.ID)
			gone(t, "GetRule() of a deleted one", goneErr)
			_, goneErr = tx.rules.LockRule(ctx, r.ID)
			gone(t, "LockRule() of a deleted one", goneErr)
			return errors.Join(err, changeErr, getErr, deleteErr)
		})
	})
	t.Run("are one for the same meetings", func(t *testing.T) { testSameRules(t, add) })
	t.Run("are listed, oldest first", func(t *testing.T) {
		first := weekly()
		second, elsewhere, mine := first, first, first
		second.ID, second.Pattern.Words, second.SetAt = reminder.NewID(), "budget", keptNoon().Add(time.Minute)
		elsewhere.ID, elsewhere.ChannelID, elsewhere.SetBy, elsewhere.SetAt = reminder.NewID(), "C2", "U2", keptNoon().Add(2*time.Minute)
		mine.ID, mine.Pattern, mine.SetAt = reminder.NewID(), rule.Pattern{Mine: true}, keptNoon().Add(-time.Minute)
		other := weekly()
		for _, r := range []rule.Rule{elsewhere, second, first, mine, other} {
			same(t, "AddRule()", add(t, r), r)
		}
		b.in(t, func(ctx context.Context, tx tx) error {
			in, inErr := tx.rules.RulesIn(ctx, first.Conversation)
			same(t, "RulesIn()", in, []rule.Rule{mine, first, second})
			by, byErr := tx.rules.RulesSetBy(ctx, first.Key, "U1")
			same(t, "RulesSetBy()", by, []rule.Rule{mine, first, second})
			of, ofErr := tx.rules.RulesOf(ctx, first.Key)
			same(t, "RulesOf()", of, []rule.Rule{mine, first, second, elsewhere})
			all, allErr := tx.rules.WorkspacesWithRules(ctx)
			found := map[workspace.Key]int{}
			for _, k := range all {
				found[k]++
			}
			if found[first.Key] != 1 || found[other.Key] != 1 {
				t.Errorf("WorkspacesWithRules() = %v, want %v and %v once", all, first.Key, other.Key)
			}
			for _, c := range []post.Conversation{{Key: workspace.Key{TeamID: first.TeamID}, ChannelID: "C1"}, {Key: first.Key, ChannelID: "C3"}} {
				none, err := tx.rules.RulesIn(ctx, c)
				if len(none) > 0 || err != nil {
					t.Errorf("RulesIn(%v) = %v, %v, want none", c, none, err)
				}
			}
			return errors.Join(inErr, byErr, ofErr, allErr)
		})
	})
	t.Run("are locked", func(t *testing.T) {
		r := add(t, weekly())
		const people = 5
		b.together(t, people, func(ctx context.Context, _ int, tx tx) error {
			now, err := tx.rules.LockRule(ctx, r.ID)
			if err != nil {
				return err
			}
			now.Matched++
			return tx.rules.ChangeRule(ctx, now)
		})
		b.in(t, func(ctx context.Context, tx tx) error {
			now, err := tx.rules.GetRule(ctx, r.ID)
			if now.Matched != r.Matched+people {
				t.Errorf("after %d changes it is %+v", people, now)
			}
			return err
		})
	})
	t.Run("have skips", func(t *testing.T) { testRuleSkips(t, b) })
	t.Run("make subscriptions that are on no list", func(t *testing.T) { testRuleSubscriptions(t, b) })
}

// testSameRules sets rules up again: for the same words, however they are written, and
// for the meetings of the same person.
func testSameRules(t *testing.T, add func(*testing.T, rule.Rule) rule.Rule) {
	first := add(t, weekly())
	again := first
	again.ID, again.Pattern.Words, again.SetBy, again.Suspended = reminder.NewID(), "ＷＥＥＫＬＹ sync", "U2", ""
	want := again
	want.ID = first.ID
	same(t, "AddRule() of the same words", add(t, again), want)
	mine := first
	mine.ID, mine.Pattern = reminder.NewID(), rule.Pattern{Mine: true}
	others := mine
	others.ID, others.SetBy = reminder.NewID(), "U2"
	same(t, "AddRule() of one's own meetings", add(t, mine), mine)
	same(t, "AddRule() of somebody else's", add(t, others), others)
	twice := mine
	twice.ID, twice.Matched = reminder.NewID(), 9
	want = twice
	want.ID = mine.ID
	same(t, "AddRule() of one's own once more", add(t, twice), want)
}

func testRuleSkips(t *testing.T, b bench) {
	s := rule.Skip{Conversation: anywhere(), MeetingID: "914083136", SeenAt: keptNoon()}
	other, elsewhere := s, s
	other.ChannelID, other.SeenAt = "C2", keptNoon().AddDate(-1, 0, 0)
	elsewhere.TeamID += "X"
	lists := func(what string, want ...rule.Skip) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) error {
			got, err := tx.rules.RuleSkipsIn(ctx, s.Key)
			if len(want)+len(got) > 0 {
				same(t, "RuleSkipsIn() "+what, got, want)
			}
			return err
		})
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		return errors.Join(tx.rules.PutRuleSkip(ctx, s), tx.rules.PutRuleSkip(ctx, other), tx.rules.PutRuleSkip(ctx, elsewhere))
	})
	lists("of one workspace", s, other)
	b.in(t, func(ctx context.Context, tx tx) error {
		return tx.rules.DeleteRuleSkips(ctx, keptNoon().AddDate(0, 0, -1))
	})
	lists("without old ones", s)
	s.SeenAt = keptNoon().Add(time.Hour)
	b.in(t, func(ctx context.Context, tx tx) error { return tx.rules.PutRuleSkip(ctx, s) })
	lists("of one that was replaced", s)
	b.in(t, func(ctx context.Context, tx tx) error {
		c := s.Conversation
		c.ChannelID = "C9"
		return errors.Join(tx.rules.DeleteRuleSkip(ctx, c, s.MeetingID), tx.rules.DeleteRuleSkip(ctx, s.Conversation, "1"))
	})
	lists("of which others were deleted", s)
	b.in(t, func(ctx context.Context, tx tx) error {
		return tx.rules.DeleteRuleSkip(ctx, s.Conversation, s.MeetingID)
	})
	lists("of deleted ones")
}

// testRuleSubscriptions keeps subscriptions that rules made apart from others.
func testRuleSubscriptions(t *testing.T, b bench) {
	c := anywhere()
	byHand := reminder.Subscription{
		ID: reminder.NewID(), Conversation: c, MeetingID: "1", Leads: []time.Duration{time.Minute}, SetBy: "U1", SetAt: keptNoon(),
	}
	one, two := byHand, byHand
	one.ID, one.MeetingID, one.RuleID = reminder.NewID(), "2", "R"+reminder.NewID()
	two.ID, two.MeetingID, two.RuleID, two.SetAt = reminder.NewID(), "3", "R"+reminder.NewID(), keptNoon().Add(time.Minute)
	b.in(t, func(ctx context.Context, tx tx) error {
		if err := errors.Join(tx.PutSubscription(ctx, byHand), tx.PutSubscription(ctx, two), tx.PutSubscription(ctx, one)); err != nil {
			return err
		}
		in, inTotal, err := tx.SubscriptionsIn(ctx, c, 0, 10)
		same(t, "SubscriptionsIn()", in, []reminder.Subscription{byHand})
		by, byTotal, byErr := tx.SubscriptionsSetBy(ctx, c.Key, "U1", 0, 10)
		same(t, "SubscriptionsSetBy()", by, []reminder.Subscription{byHand})
		made, madeErr := tx.MadeByRule(ctx, one.RuleID)
		same(t, "MadeByRule()", made, []reminder.Subscription{one})
		all, allErr := tx.MadeByRules(ctx, c.Key)
		same(t, "MadeByRules()", all, []reminder.Subscription{one, two})
		found, findErr := tx.FindSubscription(ctx, c, "2")
		same(t, "FindSubscription()", found, one)
		if inTotal != 1 || byTotal != 1 {
			t.Errorf("there are %d and %d on lists, want 1", inTotal, byTotal)
		}
		none, noneErr := tx.MadeByRule(ctx, "")
		if len(none) > 0 {
			t.Errorf("MadeByRule() of none = %v", none)
		}
		one.RuleID = "" // somebody has set it up
		putErr := tx.PutSubscription(ctx, one)
		rest, restErr := tx.MadeByRules(ctx, c.Key)
		same(t, "MadeByRules() without one", rest, []reminder.Subscription{two})
		return errors.Join(err, byErr, madeErr, allErr, findErr, noneErr, putErr, restErr)
	})
}
