package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// forget ends the reminders that this conversation, or the person alone, gets of a
// meeting: those of the person where the conversation has none. Everybody there may do so who may look up meetings; others have the button on a reminder.
func (b *Bot) forget(ctx context.Context, r *Request) error {
	id, c := r.Args.Page.ID, r.audience()
	if id == "" {
		return b.reminders(ctx, r) // with buttons to choose from
	}
	s, err := b.findSubscription(ctx, c, id)
	if errors.Is(err, reminder.ErrNotFound) && c != r.private() { // then their own are meant, if there are any
		s, err = b.findSubscription(ctx, r.private(), id)
	}
	if errors.Is(err, reminder.ErrNotFound) {
		return r.Reply(ctx, view.MeetingSentence(r.Localizer, noSubscription(c), id))
	}
	if err != nil {
		return r.fail(ctx, err)
	}
	return b.stop(ctx, r, s.Subscription.ID, ownMessage)
}

func noSubscription(c post.Conversation) text.Key {
	if c.Private() {
		return text.ReminderUnknownYou
	}
	return text.ReminderUnknown
}

// findSubscription finds the subscription about a meeting by the id of API calls, or
// else by the number that people type: a meeting in a cloud room has another.
func (b *Bot) findSubscription(ctx context.Context, c post.Conversation, id string) (reminder.Status, error) {
	s, err := b.o.Reminders.Find(ctx, c, id)
	if !errors.Is(err, reminder.ErrNotFound) {
		return s, err
	}
	for offset := 0; ; {
		page, total, err := b.o.Reminders.List(ctx, c, offset, 100)
		if err != nil {
			return reminder.Status{}, fmt.Errorf("list reminders: %w", err)
		}
		for _, s := range page {
			if s.Facts.Number == id {
				return s, nil
			}
		}
		if offset += len(page); len(page) == 0 || offset >= total {
			return reminder.Status{}, reminder.ErrNotFound
		}
	}
}

// stop ends a subscription and tells the person who asked, and the channel if
// somebody else had set it up.
func (b *Bot) stop(ctx context.Context, r *Request, id string, p placement) error {
	s, err := b.endSubscription(ctx, r, id)
	if s.Subscription.ID == "" {
		return err
	}
	b.notifyOthers(ctx, r, s)
	return r.reply(ctx, r.stopped(ctx, s), p)
}

// stopped confirms that a subscription has ended, with a button that turns it back
// on.
func (r *Request) stopped(ctx context.Context, s reminder.Status) view.Message {
	if m, ok := r.stoppedOfRule(ctx, s); ok {
		return m
	}
	f := statusFacts(s)
	f.Away = r.Surface == SurfaceHome
	return view.Stopped(r.Localizer, f, r.undoRef(s.Subscription, 0))
}

// endSubscription ends a subscription of the one who asks. Where it returns none, the person has
// been told why, and the error is for the operator.
func (b *Bot) endSubscription(ctx context.Context, r *Request, id string) (reminder.Status, error) {
	s, err := b.o.Reminders.Forget(ctx, r.asker(), id)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		return reminder.Status{}, r.Reply(ctx, view.Sentence(r.Localizer, text.ReminderGone))
	case err != nil:
		return reminder.Status{}, r.fail(ctx, fmt.Errorf("stop reminders: %w", err))
	}
	return s, nil
}

// notifyOthers tells a channel who stopped its reminders, where somebody else had
// set them up.
func (b *Bot) notifyOthers(ctx context.Context, r *Request, s reminder.Status) {
	if s.Subscription.SetBy != r.UserID {
		b.notifyChannel(ctx, r, s)
	}
}

// notifyChannel tells a channel who stopped its reminders, and reports whether
// everybody there can read it. Where it cannot be told, the one who had set
// them up is, unless it is they who ask.
func (b *Bot) notifyChannel(ctx context.Context, r *Request, s reminder.Status) bool {
	to := s.Subscription.Conversation
	if to.Private() {
		return false
	}
	if b.posted(ctx, r, to.ChannelID, view.StoppedBy(r.channelLocalizer(), r.command(), r.UserID, statusFacts(s))) {
		return true
	}
	if setter := s.Subscription.SetBy; setter != r.UserID {
		l := b.localizerOf(r.Workspace, r.Workspace.Reader(ctx, setter))
		b.posted(ctx, r, setter, view.StoppedToSetter(l, r.command(), r.UserID, statusFacts(s)))
	}
	return false
}

// posted posts who stopped reminders or turned them back on, and reports whether it
// could be.
func (b *Bot) posted(ctx context.Context, r *Request, channelID string, m view.Message) bool {
	_, err := post.Post(ctx, r.Workspace.Slack, channelID, post.Message(m))
	if err != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "nobody there was told who stopped or resumed reminders",
			slog.String("team_id", r.TeamID), slog.String("channel_id", channelID),
			slog.String("request_id", r.RequestID), slog.Any("error", err))
	}
	return err == nil
}

// stopReminder ends the subscription that a confirmation is about.
func (b *Bot) stopReminder(ctx context.Context, r *Request) error {
	return b.stop(ctx, r, r.Args.SubscriptionID, r.inPlace())
}

// stopHere ends the subscription that a reminder was sent for. The reminder
// stays, and everybody who saw it is told.
func (b *Bot) stopHere(ctx context.Context, r *Request) error {
	s, err := b.endSubscription(ctx, r, b.subscriptionToStop(ctx, r))
	if s.Subscription.ID == "" || b.notifyChannel(ctx, r, s) && s.Subscription.RuleID == "" {
		return err
	}
	return r.Reply(ctx, r.stopped(ctx, s))
}

// subscriptionToStop is the subscription that the button of a reminder stops:
// the one that this conversation has about the meeting now, which may have been
// set up anew since, else the one that the reminder was sent for.
func (b *Bot) subscriptionToStop(ctx context.Context, r *Request) string {
	if id := r.Args.Page.ID; id != "" {
		if s, err := b.o.Reminders.Find(ctx, r.conversation(), id); err == nil {
			return s.Subscription.ID
		}
	}
	return r.Args.SubscriptionID
}
