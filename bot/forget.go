package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// forget takes back what this conversation is told about a meeting. Anybody
// there may who may look up meetings: others have the button on a reminder.
func (b *Bot) forget(ctx context.Context, a asker, r request) error {
	if r.id == "" {
		return b.reminders(ctx, a, r) // with buttons to choose from
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	s, err := b.findPromise(ctx, a.conversation(), r.id)
	if errors.Is(err, reminder.ErrNotFound) {
		return a.tell(ctx, view.MeetingSentence(a.in, unknown(a.conversation()), r.id))
	}
	if err != nil {
		return b.failed(ctx, a, err)
	}
	return b.stop(ctx, a, s.Subscription.ID, beside)
}

func unknown(c post.Conversation) text.Key {
	if c.Private() {
		return text.ReminderUnknownYou
	}
	return text.ReminderUnknown
}

// findPromise finds the promise about a meeting by the id of API calls, or
// else by the number that people type: a meeting in a cloud room has another.
func (b *Bot) findPromise(ctx context.Context, c post.Conversation, id string) (reminder.Status, error) {
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

// stop takes a promise back and tells whoever asked, and the channel where
// somebody else had made it.
func (b *Bot) stop(ctx context.Context, a asker, id string, p placing) error {
	s, err := b.takeBack(ctx, a, id)
	if s.Subscription.ID == "" {
		return err
	}
	b.tellOthers(ctx, a, s)
	r, err := newReply(view.Stopped(a.in, promise(s)), p)
	if err != nil {
		return err
	}
	return a.say(ctx, r)
}

// takeBack takes a promise back. Where it returns none, the person has been
// told why, and the error is for the operator.
func (b *Bot) takeBack(ctx context.Context, a asker, id string) (reminder.Status, error) {
	s, err := b.o.Reminders.Forget(ctx, id)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		return reminder.Status{}, a.tell(ctx, view.Sentence(a.in, text.ReminderGone))
	case err != nil:
		return reminder.Status{}, b.failed(ctx, a, fmt.Errorf("stop reminders: %w", err))
	}
	return s, nil
}

// tellOthers tells a channel who stopped its reminders, where somebody else had
// set them up.
func (b *Bot) tellOthers(ctx context.Context, a asker, s reminder.Status) {
	if s.Subscription.SetBy != a.UserID {
		b.tellChannel(ctx, a, s)
	}
}

// tellChannel tells a channel who stopped its reminders, and reports whether
// everybody there can read it. Where it cannot be told, the one who had set
// them up is, unless it is they who ask.
func (b *Bot) tellChannel(ctx context.Context, a asker, s reminder.Status) bool {
	to, command := s.Subscription.Conversation, cmp.Or(a.command, defaultCommand)
	if to.Private() {
		return false
	}
	if b.posted(ctx, a, to, view.StoppedBy(b.inChannels(), command, a.UserID, promise(s))) {
		return true
	}
	if setter := s.Subscription.SetBy; setter != a.UserID {
		o := Origin{Key: to.Key, UserID: setter}
		b.posted(ctx, a, o.alone(), view.StoppedToSetter(b.meet(ctx, o, nil).in, command, a.UserID, promise(s)))
	}
	return false
}

// posted posts who stopped reminders, and reports whether it could be.
func (b *Bot) posted(ctx context.Context, a asker, to post.Conversation, m view.Message) bool {
	_, err := post.Post(ctx, b.o.Slack, to.ChannelID, post.Message(m))
	if err != nil {
		b.o.Logger.LogAttrs(ctx, slog.LevelWarn, "nobody there was told who stopped reminders",
			slog.String("team_id", a.TeamID), slog.String("channel_id", to.ChannelID),
			slog.String("request_id", a.RequestID), slog.Any("error", err))
	}
	return err == nil
}

// stopReminder takes the promise back that a confirmation is about.
func (b *Bot) stopReminder(ctx context.Context, c Click, say Say) error {
	return b.stop(ctx, b.meet(ctx, c.Origin, say), c.Value, instead(c))
}

// stopHere takes the promise back that a reminder was given for. The reminder
// stays, and everybody who saw it is told.
func (b *Bot) stopHere(ctx context.Context, c Click, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	s, err := b.takeBack(ctx, a, b.meant(ctx, a.conversation(), view.ParseStopRef(c.Value)))
	if s.Subscription.ID == "" || b.tellChannel(ctx, a, s) {
		return err
	}
	return a.tell(ctx, view.Stopped(a.in, promise(s)))
}

// meant returns the promise that the button of a reminder stops: the one that
// this conversation has about the meeting now, which may have been made anew
// since, else the one that the reminder was given for.
func (b *Bot) meant(ctx context.Context, c post.Conversation, stop view.StopRef) string {
	if stop.MeetingID != "" {
		if s, err := b.o.Reminders.Find(ctx, c, stop.MeetingID); err == nil {
			return s.Subscription.ID
		}
	}
	return stop.SubscriptionID
}
