package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/outagelog"
	"meetingbot/meeting"
)

// Rules has conversations follow meetings by rule. Errors are those named, or mean that
// it could not be stored or read.
type Rules interface {
	// Follow has a conversation follow meetings, or returns rule.ErrTooMany.
	Follow(ctx context.Context, want rule.Request) (rule.Status, error)
	// Restore sets a rule up again that was stopped, or returns rule.ErrTooMany.
	Restore(ctx context.Context, r rule.Rule) (rule.Status, error)
	// Change gives a rule of the asker other leads, or returns rule.ErrNotFound.
	Change(ctx context.Context, a reminder.Asker, id string, leads []time.Duration) (rule.Status, error)
	// Stop ends a rule of the asker and returns it, or rule.ErrNotFound.
	Stop(ctx context.Context, a reminder.Asker, id string) (rule.Rule, error)
	// Resume has a conversation reminded of a meeting again that was stopped there.
	Resume(ctx context.Context, c post.Conversation, meetingID string) error
	// Get returns a rule of the asker, or rule.ErrNotFound.
	Get(ctx context.Context, a reminder.Asker, id string) (rule.Rule, error)
	// Find returns a rule, or rule.ErrNotFound.
	Find(ctx context.Context, id string) (rule.Rule, error)
	// List returns the rules of a conversation.
	List(ctx context.Context, c post.Conversation) ([]rule.Rule, error)
	// ListSetBy returns the rules that a person of a workspace has set up.
	ListSetBy(ctx context.Context, k workspace.Key, userID string) ([]rule.Rule, error)
}

var _ Rules = (*rule.Engine)(nil)

// Words that follow meetings.
const wordFollow = "follow"

// addFollowing adds what follows meetings by rule.
func (b *Bot) addFollowing(t routes) {
	t.word(route{handle: b.follow, access: needsLookup, parse: b.parseFollow, takes: takesRule, acts: true}, wordFollow, "关注")
	t.action(route{handle: b.changeRule, access: needsLookup, parse: parseRule, form: true}, view.ActionRuleChange)
	t.action(route{handle: b.stopRule, access: needsLookup, parse: parseRule, acts: true}, view.ActionRuleStop)
	t.action(route{handle: b.stopListedRule, access: needsLookup, parse: parseListedRule, acts: true}, view.ActionRuleListedStop)
	t.action(route{handle: b.undoRule, access: needsLookup, parse: parseRuleUndo, acts: true}, view.ActionRuleUndo)
	t.action(route{handle: b.undoRuleMeeting, access: needsLookup, parse: parseRuleMeetingUndo, acts: true}, view.ActionRuleMeetingUndo)
	t.modal(route{handle: b.submitRule, access: needsLookup, parse: parseRuleForm, acts: true, errorField: view.InputLeads}, view.ModalRule)
}

// follow has this conversation, or the person alone, reminded of all meetings that match,
// and says which these are now: of those that the person may have listed.
func (b *Bot) follow(ctx context.Context, r *Request) error {
	c, p := r.audience(), r.Args.Pattern
	own := p.Mine || !r.Workspace.Policy.ListsAll()
	if own && r.Person.Email == "" {
		return r.Reply(ctx, view.Sentence(r.Localizer, text.ListUnverified))
	}
	found, err := retry(ctx, r, func(ctx context.Context) ([]*meeting.Conference, error) { return r.matching(ctx, p, own) })
	if err != nil {
		return b.refuse(ctx, r, "", fmt.Errorf("find meetings to follow: %w", err))
	}
	want := rule.Request{Conversation: c, Pattern: p, Leads: r.Args.Leads, By: r.UserID}
	if want.Usual = len(want.Leads) == 0; want.Usual {
		want.Leads = r.usualLeads(c)
	}
	for _, m := range found {
		want.Found = append(want.Found, m.ID.String())
	}
	o := obstacle(ctx, r.Workspace.Slack, c)
	if o.Sentence != "" && o.Scope == "" {
		like := rule.Rule{Conversation: c, Pattern: p, Leads: r.Args.Leads, SetBy: r.UserID}
		return r.Reply(ctx, view.CannotFollow(r.Localizer, r.command(), o, ruleFacts(like)))
	}
	st, err := b.o.Rules.Follow(ctx, want)
	switch {
	case errors.Is(err, rule.ErrTooMany):
		return r.Reply(ctx, view.FollowTooMany(r.Localizer, r.command(), rule.MaxRules))
	case err != nil:
		return r.fail(ctx, err)
	}
	r.rulesChanged(ctx, st.SetBy)
	f := followFacts(st)
	f.Counted, f.Matched, f.Hint = true, len(found), o
	for _, m := range found[:min(len(found), view.MaxNext)] {
		f.Next = append(f.Next, view.NextMeeting{Subject: m.Subject.String(), Start: m.NextStart(b.o.Now())})
	}
	return r.Reply(ctx, view.Followed(r.reader(), f))
}

// matching are the meetings that a pattern matches and that have a start ahead, the first
// ones first: the person's own alone, or all.
func (r *Request) matching(ctx context.Context, p rule.Pattern, own bool) ([]*meeting.Conference, error) {
	all, err := r.Workspace.Meetings.ListAll(ctx)
	if err != nil {
		return nil, err
	}
	now, seen := r.bot.o.Now(), map[meeting.Text]bool{}
	var found []*meeting.Conference
	for _, c := range all.Conferences {
		if !seen[c.ID] && !c.NextStart(now).IsZero() && p.Matches(c.Subject.String()) {
			seen[c.ID] = true
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(x, y *meeting.Conference) int { return x.NextStart(now).Compare(y.NextStart(now)) })
	if !own {
		return found, nil
	}
	r.Args.Search = view.Search{Range: view.RangeAll, Page: 1}
	f := r.listFacts(true)
	mine, err := mine(ctx, r, f, &meeting.Listing{Conferences: found, Count: len(found), ReadAt: all.ReadAt})
	if err != nil {
		return nil, err
	}
	return mine.Conferences, nil
}

// ruleFacts is a rule, in plain facts.
func ruleFacts(r rule.Rule) view.RuleFacts {
	f := view.RuleFacts{
		ID: r.ID, Words: r.Words, Leads: r.Leads, Typed: leadWords(r.Leads), SetBy: r.SetBy,
		Problem: ruleProblem(r.Suspended), Matched: r.Matched, Most: rule.MaxFollowed,
	}
	if !r.Private() {
		f.Channel = r.ChannelID
	}
	return f
}

// ruleProblem says why nothing is posted for a rule at present, "" where something is.
func ruleProblem(why reminder.Reason) text.Key {
	switch why {
	case reminder.AccessLost:
		return text.RuleAccessLost
	case reminder.AccountLost:
		return text.RuleAccountLost
	default:
		return whySuspended(why)
	}
}

// followFacts is what has become of a request to follow meetings.
func followFacts(st rule.Status) view.FollowFacts {
	return view.FollowFacts{RuleFacts: ruleFacts(st.Rule), Already: st.Already, Before: st.Before}
}

// rulesChanged has the Home tab shown anew of somebody whose rules have changed.
func (r *Request) rulesChanged(ctx context.Context, setBy string) {
	if err := r.bot.o.Home.Changed(ctx, r.Key, setBy); err != nil {
		r.bot.o.Logger.LogAttrs(ctx, slog.LevelWarn, "a Home tab shows the rules of before", outagelog.Of("database"),
			slog.String("team_id", r.TeamID), slog.Any("error", err))
	}
}
