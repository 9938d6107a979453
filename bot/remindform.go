package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// openReminderForm opens the form for the meeting of the card whose menu was
// used.
func (b *Bot) openReminderForm(ctx context.Context, r *Request) error {
	id, where := r.Args.Page.ID, r.conversation()
	f := view.FormFacts{FormState: view.FormState{MeetingID: id, OpenedIn: where.ChannelID}, Number: id, Leads: leadWords(r.Workspace.Leads)}
	f.Channel, f.Private = where.ChannelID, where.Private()
	if r.Meeting = r.peek(id); r.Meeting != nil && r.deniedMeeting() == "" {
		c := r.Meeting.Conference
		f.MeetingID = cmp.Or(c.ID.String(), id)
		f.Known, f.Subject = true, c.Subject.String()
		f.Number = cmp.Or(c.Number(), id)
		f.Start = c.NextStart(b.o.Now())
	}
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	if s, err := b.o.Reminders.Find(within, where, f.MeetingID); err == nil {
		f.Leads = leadWords(s.Subscription.Leads) // the ones that are set, even if the form is sent off for another channel
	}
	return r.openForm(ctx, f)
}

// changeReminder opens the form for a subscription of the one who asks.
func (b *Bot) changeReminder(ctx context.Context, r *Request) error {
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	s, err := b.o.Reminders.Get(within, r.asker(), r.Args.SubscriptionID)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		return r.Reply(ctx, view.Sentence(r.Localizer, text.ReminderGone))
	case err != nil:
		return r.fail(ctx, fmt.Errorf("read reminders: %w", err))
	}
	f := statusFacts(s)
	return r.openForm(ctx, view.FormFacts{
		FormState: view.FormState{MeetingID: s.Subscription.MeetingID, SubscriptionID: f.ID, OpenedIn: s.Subscription.ChannelID},
		Known:     true, Subject: f.Subject, Number: f.Number, Start: f.Start,
		Channel: f.Channel, Private: f.Channel == "", Leads: leadWords(f.Leads),
	})
}

func (r *Request) openForm(ctx context.Context, f view.FormFacts) error {
	if f.Private {
		f.Channel = ""
	}
	return r.OpenModal(ctx, view.ReminderForm(r.reader(), f))
}

// submitReminder sets up what a form asks for, in place of the subscription that
// it changes.
func (b *Bot) submitReminder(ctx context.Context, r *Request) error {
	from, to := r.conversationIn(r.Args.OpenedIn), r.conversationIn(r.Args.ChannelID)
	if to != from && to != r.private() && !r.mayActIn(ctx, to.ChannelID) {
		return r.fieldErrors(ctx, map[string]text.Key{view.InputChannel: text.FormChannelOther})
	}
	m, stands, err := b.subscribe(ctx, r, to)
	if err != nil {
		return err
	}
	if stands && to != from {
		if err := b.endMoved(ctx, r, from); err != nil {
			return err
		}
	}
	return r.Reply(ctx, m)
}

// endMoved ends the subscription that was changed into one of another
// conversation, and tells the channel where somebody else had set it up.
func (b *Bot) endMoved(ctx context.Context, r *Request, from post.Conversation) error {
	if r.Args.SubscriptionID == "" {
		return nil
	}
	s, err := b.o.Reminders.Forget(ctx, reminder.Asker{Conversation: from, UserID: r.UserID}, r.Args.SubscriptionID)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("move reminders: %w", err)
	}
	b.notifyOthers(ctx, r, s)
	return nil
}
