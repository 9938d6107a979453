package bot

import (
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// parseRule reads what a button on a confirmation carries.
func parseRule(r *Request) *route {
	r.Args.RuleID = r.Action.Value
	return nil
}

// parseListedRule reads what a button on a line of a list carries.
func parseListedRule(r *Request) *route {
	listed, ok := view.ParseListedReminder(r.Action.Value)
	r.Args.RuleID, r.Args.Page.Page = listed.ID, listed.Page
	return staleUnless(ok)
}

// stopRule ends a rule, and tells the person who asked, and the channel where somebody
// else had set it up.
func (b *Bot) stopRule(ctx context.Context, r *Request) error {
	stopped, err := b.endRule(ctx, r)
	if stopped == nil {
		return err
	}
	f := ruleFacts(*stopped)
	f.Away = r.Surface == SurfaceHome
	return r.reply(ctx, view.RuleStopped(r.Localizer, f, r.ruleUndo(*stopped, 0)), r.inPlace())
}

// stopListedRule ends the rule that a line of the list is about, and shows what is left.
func (b *Bot) stopListedRule(ctx context.Context, r *Request) error {
	if r.Surface == SurfaceHome { // which is shown anew by itself
		return b.stopRule(ctx, r)
	}
	stopped, err := b.endRule(ctx, r)
	if stopped == nil {
		return err
	}
	f, was := view.ReminderListFacts{Page: r.Args.Page.Page}, ruleFacts(*stopped)
	f.StoppedRule, f.Undo = &was, r.ruleUndo(*stopped, f.Page)
	return b.showReminders(ctx, r, f, r.inPlace())
}

// endRule ends a rule of the one who asks, and tells the channel where somebody else had
// set it up. Where it returns none, the person has been told why, and the error is for
// the operator.
func (b *Bot) endRule(ctx context.Context, r *Request) (*rule.Rule, error) {
	stopped, err := b.o.Rules.Stop(ctx, r.asker(), r.Args.RuleID)
	switch {
	case errors.Is(err, rule.ErrNotFound):
		return nil, r.Reply(ctx, view.Sentence(r.Localizer, text.RuleGone))
	case err != nil:
		return nil, r.fail(ctx, err)
	}
	r.rulesChanged(ctx, stopped.SetBy)
	if stopped.SetBy == r.UserID || stopped.Private() {
		return &stopped, nil
	}
	f := ruleFacts(stopped)
	if b.posted(ctx, r, stopped.ChannelID, view.RuleStoppedBy(r.channelLocalizer(), r.command(), r.UserID, f)) {
		return &stopped, nil
	}
	l := b.localizerOf(r.Workspace, r.Workspace.Reader(ctx, stopped.SetBy))
	b.posted(ctx, r, stopped.SetBy, view.RuleStoppedToSetter(l, r.command(), r.UserID, f))
	return &stopped, nil
}

// ruleUndo is what the button carries that turns a rule back on. It is sealed for the
// person who stopped it: what was stopped is stored nowhere.
func (r *Request) ruleUndo(s rule.Rule, page int) string {
	ref := view.RuleRef{ChannelID: s.ChannelID, Leads: s.Leads, SetBy: s.SetBy, Page: page, Words: s.Words}
	return r.bot.seal.close(r.holder(view.ActionRuleUndo), ref.String(), r.bot.o.Now().Add(metadataLife))
}

// parseRuleUndo reads what the button carries that turns a rule back on. Those of another
// conversation than this one, or than that with the person alone, stay off here.
func parseRuleUndo(r *Request) *route {
	value, genuine := r.bot.seal.open(r.holder(view.ActionRuleUndo), r.Action.Value, r.bot.o.Now())
	undo, ok := view.ParseRuleRef(value)
	if !genuine || !ok || !r.mayUndo(view.UndoRef{ChannelID: undo.ChannelID, SetBy: undo.SetBy}) {
		return replies(stale)
	}
	r.Args.Page.Page, r.Args.ChannelID, r.Args.Leads, r.Args.SetBy = undo.Page, undo.ChannelID, undo.Leads, undo.SetBy
	r.Args.Pattern = rule.Pattern{Words: undo.Words, Mine: undo.Words == ""}
	return nil
}

// undoRule follows again what was stopped, for the one who had set it up.
func (b *Bot) undoRule(ctx context.Context, r *Request) error {
	c := r.conversationIn(r.Args.ChannelID)
	st, err := b.o.Rules.Restore(ctx, rule.Rule{Conversation: c, Pattern: r.Args.Pattern, Leads: r.Args.Leads, SetBy: r.Args.SetBy})
	switch {
	case errors.Is(err, rule.ErrTooMany):
		return r.Reply(ctx, view.FollowTooMany(r.Localizer, r.command(), rule.MaxRules))
	case err != nil:
		return r.fail(ctx, err)
	case st.Already:
		return r.Replace(ctx, view.RuleStoodAgain(r.Localizer, ruleFacts(st.Rule)))
	}
	r.rulesChanged(ctx, st.SetBy)
	f := followFacts(st)
	if !c.Private() && st.SetBy != r.UserID { // the channel was told that it had been stopped
		b.posted(ctx, r, c.ChannelID, view.RuleBackOn(r.channelLocalizer(), r.UserID, f.RuleFacts))
	}
	if r.Args.Page.Page == 0 {
		return r.Replace(ctx, view.Followed(r.reader(), f))
	}
	return b.showReminders(ctx, r, view.ReminderListFacts{Page: r.Args.Page.Page, Note: f.Note(r.reader())}, r.inPlace())
}

// stoppedOfRule confirms that the reminders of one meeting have ended that a rule
// follows, and offers to stop the rule. It reports false where there is no such rule.
func (r *Request) stoppedOfRule(ctx context.Context, s reminder.Status) (view.Message, bool) {
	if s.Subscription.RuleID == "" {
		return view.Message{}, false
	}
	of, err := r.bot.o.Rules.Find(ctx, s.Subscription.RuleID)
	if err != nil {
		return view.Message{}, false
	}
	f := statusFacts(s)
	f.Away = r.Surface == SurfaceHome
	ref := view.RuleMeetingRef{ChannelID: s.Subscription.ChannelID, MeetingID: s.Subscription.MeetingID}
	undo := r.bot.seal.close(r.holder(view.ActionRuleMeetingUndo), ref.String(), r.bot.o.Now().Add(metadataLife))
	return view.StoppedOfRule(r.Localizer, f, ruleFacts(of), undo), true
}

// parseRuleMeetingUndo reads what the button carries that follows one meeting again.
func parseRuleMeetingUndo(r *Request) *route {
	value, genuine := r.bot.seal.open(r.holder(view.ActionRuleMeetingUndo), r.Action.Value, r.bot.o.Now())
	undo, ok := view.ParseRuleMeetingRef(value)
	if !genuine || !ok || !r.mayUndo(view.UndoRef{ChannelID: undo.ChannelID}) {
		return replies(stale)
	}
	r.Args.ChannelID, r.Args.Page = undo.ChannelID, view.PageRef{ID: undo.MeetingID, Page: 1}
	return nil
}

// undoRuleMeeting follows one meeting again.
func (b *Bot) undoRuleMeeting(ctx context.Context, r *Request) error {
	c := r.conversationIn(r.Args.ChannelID)
	if err := b.o.Rules.Resume(ctx, c, r.Args.Page.ID); err != nil {
		return r.fail(ctx, err)
	}
	channel := c.ChannelID
	if c.Private() {
		channel = ""
	}
	return r.Replace(ctx, view.RuleMeetingBack(r.Localizer, channel))
}

// changeRule opens the form for a rule of the one who asks.
func (b *Bot) changeRule(ctx context.Context, r *Request) error {
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	found, err := b.o.Rules.Get(within, r.asker(), r.Args.RuleID)
	switch {
	case errors.Is(err, rule.ErrNotFound):
		return r.Reply(ctx, view.Sentence(r.Localizer, text.RuleGone))
	case err != nil:
		return r.fail(ctx, fmt.Errorf("read a rule: %w", err))
	}
	if r.Surface == SurfaceHome && !found.Private() && !r.mayActIn(within, found.ChannelID) {
		return r.Reply(ctx, view.Sentence(r.Localizer, text.HomeLeft))
	}
	return r.OpenModal(ctx, view.RuleForm(r.Localizer, view.RuleState{ID: found.ID, OpenedIn: found.ChannelID}, ruleFacts(found)))
}

// parseRuleForm reads the form for a rule.
func parseRuleForm(r *Request) *route {
	form, ok := view.ParseRuleState(r.View.Metadata)
	if !ok {
		return replies(stale)
	}
	r.Args.RuleID, r.Args.OpenedIn = form.ID, form.OpenedIn
	leads, problem := typedLeads(r.View.State.Get(view.InputLeads, view.InputLeads))
	if problem != "" {
		return repliesFieldErrors(map[string]text.Key{view.InputLeads: problem})
	}
	r.Args.Leads = leads
	return nil
}

// submitRule stores when a conversation is reminded of what it follows.
func (b *Bot) submitRule(ctx context.Context, r *Request) error {
	asker := reminder.Asker{Conversation: post.Conversation{Key: r.Key, ChannelID: r.Args.OpenedIn}, UserID: r.UserID}
	st, err := b.o.Rules.Change(ctx, asker, r.Args.RuleID, r.Args.Leads)
	switch {
	case errors.Is(err, rule.ErrNotFound):
		return r.Reply(ctx, view.Sentence(r.Localizer, text.RuleGone))
	case err != nil:
		return err
	}
	r.rulesChanged(ctx, st.SetBy)
	return r.Reply(ctx, view.Followed(r.reader(), followFacts(st)))
}
