package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// formReadTimeout is how long the meeting may be read that a form is about: it can do
// without.
const formReadTimeout = 600 * time.Millisecond

// openReminderForm opens the form for the meeting of the card whose menu was
// used. Without a start ahead it says so instead.
func (b *Bot) openReminderForm(ctx context.Context, r *Request) error {
	id, where := r.Args.Page.ID, r.conversation()
	f := view.FormFacts{FormState: view.FormState{MeetingID: id, OpenedIn: where.ChannelID}, Number: id, Leads: leadWords(r.Workspace.LeadsOf(r.UserID))}
	f.Channel, f.Private = where.ChannelID, where.Private()
	within, cancel := r.beforeForm(ctx)
	defer cancel()
	var reads sync.WaitGroup
	reads.Go(func() { f.Blocked = blocked(within, r.Workspace.Slack, where) })
	r.Meeting = r.readForForm(within, id)
	if m := r.Meeting; m != nil && r.deniedMeeting() == "" {
		c := m.Conference
		f.MeetingID = cmp.Or(c.ID.String(), id)
		f.Known, f.Subject, f.Number, f.Start = true, c.Subject.String(), cmp.Or(c.Number(), id), m.NextStart(b.o.Now())
	}
	s, err := b.o.Reminders.Find(within, where, f.MeetingID)
	reads.Wait()
	if f.Known && f.Start.IsZero() {
		return r.Reply(ctx, view.NothingToRemind(r.Localizer, f.Subject, f.Number))
	}
	if err == nil {
		f.Late, f.Overrun = s.Subscription.Late, s.Subscription.Overrun
		f.Leads = leadWords(s.Subscription.Leads) // the ones that are set, even if the form is sent off for another channel
	}
	return r.openForm(ctx, f)
}

// readForForm returns a reading of a meeting that is in memory, or that comes in
// time; nil for none.
func (r *Request) readForForm(ctx context.Context, id string) *meeting.Snapshot {
	if m := r.peek(id); m != nil {
		return m
	}
	ctx, cancel := context.WithTimeoutCause(ctx, formReadTimeout, errFormSlow)
	defer cancel()
	m, err := readAny.read(ctx, r.Workspace.Meetings, id)
	if err != nil {
		return nil // whoever sends the form off is told
	}
	return m
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
	if r.Surface == SurfaceHome && f.Channel != "" && !r.mayActIn(within, f.Channel) {
		return r.Reply(ctx, view.Sentence(r.Localizer, text.HomeLeft))
	}
	return r.openForm(ctx, view.FormFacts{
		FormState: view.FormState{MeetingID: s.Subscription.MeetingID, SubscriptionID: f.ID, OpenedIn: s.Subscription.ChannelID},
		Known:     true, Subject: f.Subject, Number: f.Number, Start: f.Start,
		Channel: cmp.Or(f.Channel, r.conversation().ChannelID), Private: f.Channel == "", Leads: leadWords(f.Leads),
		Late: f.Late, Overrun: f.Overrun,
	})
}

// openForm opens the form. People who are alone with the bot are asked for no
// channel; where the bot cannot post, the form is for them alone at first.
func (r *Request) openForm(ctx context.Context, f view.FormFacts) error {
	if f.Alone = r.conversationIn(f.Channel).Private(); f.Alone {
		f.Channel = ""
	}
	f.Private = f.Private || f.Alone || f.Blocked != ""
	return r.OpenModal(ctx, view.ReminderForm(r.reader(), f))
}

// blocked is why the bot plainly cannot post in a conversation, as a form says it,
// "" where it can or that is not known.
func blocked(ctx context.Context, client channels, c post.Conversation) text.Key {
	switch obstacle(ctx, client, c).Sentence {
	case text.CannotInvite:
		return text.FormCannotInvite
	case text.CannotArchived:
		return text.FormCannotArchived
	default:
		return ""
	}
}

// submitReminder sets up what a form asks for, in place of the subscription that
// it changes.
func (b *Bot) submitReminder(ctx context.Context, r *Request) error {
	from, to := r.conversationIn(r.Args.OpenedIn), r.conversationIn(r.Args.ChannelID)
	if to != from && to != r.private() && !r.mayActIn(ctx, to.ChannelID) {
		return r.fieldErrors(ctx, map[string]text.Key{view.InputChannel: text.FormChannelOther})
	}
	set, err := b.subscribe(ctx, r, to)
	if err != nil {
		return err
	}
	if set.stands && to != from {
		if err := b.endMoved(ctx, r, from); err != nil {
			return err
		}
	}
	return r.Reply(ctx, set.Message)
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
