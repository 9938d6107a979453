package bot

import (
	"context"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/view"
)

// reminders lists what this conversation is told about.
func (b *Bot) reminders(ctx context.Context, r *Request) error {
	return b.showReminders(ctx, r, 1, ownMessage)
}

// showRemindersPage shows another page of the list.
func (b *Bot) showRemindersPage(ctx context.Context, r *Request) error {
	return b.showReminders(ctx, r, r.Args.Page.Page, r.inPlace())
}

// stopListed ends the subscription that a line of the list is about, and shows
// what is left.
func (b *Bot) stopListed(ctx context.Context, r *Request) error {
	s, err := b.endSubscription(ctx, r, r.Args.SubscriptionID)
	if err != nil {
		return err
	}
	if s.Subscription.ID != "" {
		b.notifyOthers(ctx, r, s)
	}
	return b.showReminders(ctx, r, r.Args.Page.Page, r.inPlace())
}

// showReminders answers with a page of the list, the last one where it has
// become shorter.
func (b *Bot) showReminders(ctx context.Context, r *Request, page int, p placement) error {
	c := r.conversation()
	list, total, err := b.listReminders(ctx, c, page)
	if last := view.Pages(total); err == nil && page > last {
		page = last
		list, total, err = b.listReminders(ctx, c, page)
	}
	if err != nil {
		return r.fail(ctx, err)
	}
	f := view.ReminderListFacts{Page: page, Total: total, Private: c.Private()}
	for _, s := range list {
		f.Reminders = append(f.Reminders, statusFacts(s))
	}
	return r.reply(ctx, view.Reminders(r.reader(), r.command(), f), p)
}

func (b *Bot) listReminders(ctx context.Context, c post.Conversation, page int) ([]reminder.Status, int, error) {
	list, total, err := b.o.Reminders.List(ctx, c, (page-1)*view.PerPage, view.PerPage)
	if err != nil {
		return nil, 0, fmt.Errorf("list reminders: %w", err)
	}
	return list, total, nil
}
