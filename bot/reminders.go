package bot

import (
	"cmp"
	"context"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/view"
)

// reminders lists what this conversation is told about.
func (b *Bot) reminders(ctx context.Context, a asker, _ request) error {
	return b.showReminders(ctx, a, 1, beside)
}

// turnReminders shows another page of the list.
func (b *Bot) turnReminders(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	page, ok := view.ParsePage(c.Value)
	if !ok {
		return b.stale(ctx, a)
	}
	return b.showReminders(ctx, a, page, instead(c))
}

// stopListed takes the promise back that a line of the list is about, and shows
// what is left.
func (b *Bot) stopListed(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	l, ok := view.ParseListedReminder(c.Value)
	if !ok {
		return b.stale(ctx, a)
	}
	s, err := b.takeBack(ctx, a, l.ID)
	if err != nil {
		return err
	}
	if s.Subscription.ID != "" {
		b.tellOthers(ctx, a, s)
	}
	return b.showReminders(ctx, a, l.Page, instead(c))
}

// showReminders answers with a page of the list, the last one where it has
// become shorter. It is for those who may look up meetings.
func (b *Bot) showReminders(ctx context.Context, a asker, page int, p placing) error {
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	c := a.conversation()
	standing, total, err := b.listed(ctx, c, page)
	if last := view.Pages(total); err == nil && page > last {
		page = last
		standing, total, err = b.listed(ctx, c, page)
	}
	if err != nil {
		return b.failed(ctx, a, err)
	}
	list := view.ReminderListFacts{Page: page, Total: total, Private: c.Private()}
	for _, s := range standing {
		list.Reminders = append(list.Reminders, promise(s))
	}
	r, err := newReply(view.Reminders(b.reader(a), cmp.Or(a.command, defaultCommand), list), p)
	if err != nil {
		return err
	}
	return a.say(ctx, r)
}

func (b *Bot) listed(ctx context.Context, c post.Conversation, page int) ([]reminder.Status, int, error) {
	standing, total, err := b.o.Reminders.List(ctx, c, (page-1)*view.PerPage, view.PerPage)
	if err != nil {
		return nil, 0, fmt.Errorf("list reminders: %w", err)
	}
	return standing, total, nil
}
