package bot

import (
	"context"
	"fmt"

	"meetingbot/bot/reminder"
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
	if last := view.Pages(list.Here + list.Own); err == nil && f.Page > last {
		f.Page = last
		list, err = b.listReminders(ctx, r, f.Page)
	}
	if err != nil {
		return r.fail(ctx, err)
	}
	f.Total, f.Own, f.Private = list.Here+list.Own, list.Own, r.conversation().Private()
	if f.Private {
		f.OwnLeads = r.ownLeads(ctx)
	}
	for _, s := range list.Page {
		f.Reminders = append(f.Reminders, statusFacts(s))
	}
	return r.reply(ctx, view.Reminders(r.reader(), r.command(), f), p)
}

func (b *Bot) listReminders(ctx context.Context, r *Request, page int) (reminder.Listed, error) {
	list, err := b.o.Reminders.ListFor(ctx, r.asker(), (page-1)*view.PerPage, view.PerPage)
	if err != nil {
		return reminder.Listed{}, fmt.Errorf("list reminders: %w", err)
	}
	return list, nil
}
