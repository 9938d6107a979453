package bot

import (
	"context"
	"fmt"

	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/view"
)

// reminders lists what this conversation is told about, and what the person who
// asks is reminded of alone.
func (b *Bot) reminders(ctx context.Context, r *Request) error {
	return b.showReminders(ctx, r, view.ReminderListFacts{Page: 1}, ownMessage)
}

// showRemindersPage shows another page of the list.
func (b *Bot) showRemindersPage(ctx context.Context, r *Request) error {
	return b.showReminders(ctx, r, view.ReminderListFacts{Page: r.Args.Page.Page}, r.inPlace())
}

// stopListed ends the subscription that a line of the list is about, and shows
// what is left, with a button that turns it back on.
func (b *Bot) stopListed(ctx context.Context, r *Request) error {
	if r.Surface == SurfaceHome { // which is shown anew by itself
		return b.stop(ctx, r, r.Args.SubscriptionID, ownMessage)
	}
	s, err := b.endSubscription(ctx, r, r.Args.SubscriptionID)
	if err != nil {
		return err
	}
	f := view.ReminderListFacts{Page: r.Args.Page.Page}
	if s.Subscription.ID != "" {
		b.notifyOthers(ctx, r, s)
		stopped := statusFacts(s)
		f.Stopped, f.Undo = &stopped, r.undoRef(s.Subscription, f.Page)
	}
	return b.showReminders(ctx, r, f, r.inPlace())
}

// showReminders answers with the page of the list that f names, the last one where
// it has become shorter.
func (b *Bot) showReminders(ctx context.Context, r *Request, f view.ReminderListFacts, p placement) error {
	list, err := b.listReminders(ctx, r, f.Page)
	if last := view.Pages(list.total()); err == nil && f.Page > last {
		f.Page = last
		list, err = b.listReminders(ctx, r, f.Page)
	}
	if err != nil {
		return r.fail(ctx, err)
	}
	f.Total, f.Own, f.Private = list.total(), list.Own+list.ownRules, r.conversation().Private()
	if f.Private {
		f.OwnLeads = r.ownLeads(ctx)
	}
	for _, s := range list.Page {
		f.Reminders = append(f.Reminders, statusFacts(s))
	}
	for _, s := range list.rules {
		f.Rules = append(f.Rules, ruleFacts(s))
	}
	return r.reply(ctx, view.Reminders(r.reader(), r.command(), f), p)
}

// listed are some of the reminders and rules that a person has a say in: those of the
// conversation, and then those of the person alone, each with the rules first.
type listed struct {
	reminder.Listed
	rules               []rule.Rule // on the page
	hereRules, ownRules int         // how many there are
}

func (l listed) total() int { return l.Here + l.Own + l.hereRules + l.ownRules }

func (b *Bot) listReminders(ctx context.Context, r *Request, page int) (l listed, err error) {
	here, err := b.o.Rules.List(ctx, r.conversation())
	if err != nil {
		return l, err
	}
	var own []rule.Rule
	if r.conversation() != r.private() {
		if own, err = b.o.Rules.List(ctx, r.private()); err != nil {
			return l, err
		}
	}
	counts, err := b.o.Reminders.ListFor(ctx, r.asker(), 0, 0)
	if err != nil {
		return l, fmt.Errorf("count reminders: %w", err)
	}
	l.hereRules, l.ownRules = len(here), len(own)
	from := (page - 1) * view.PerPage
	ownFrom := len(here) + counts.Here
	l.rules = append(window(here, from, view.PerPage), window(own, from-ownFrom, view.PerPage)...)
	before := func(position int) int { // how many reminders are before it
		return min(max(position-len(here), 0), counts.Here) + min(max(position-ownFrom-len(own), 0), counts.Own)
	}
	l.Listed, err = b.o.Reminders.ListFor(ctx, r.asker(), before(from), before(from+view.PerPage)-before(from))
	if err != nil {
		return l, fmt.Errorf("list reminders: %w", err)
	}
	return l, nil
}

// window is what of a list stands from a position on, which may be before its begin.
func window[T any](list []T, from, length int) []T {
	end := min(max(from+length, 0), len(list))
	return list[min(max(from, 0), end):end:end]
}
