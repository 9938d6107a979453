package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// remind promises to tell this conversation before each start of a meeting.
func (b *Bot) remind(ctx context.Context, a asker, r request) error {
	leads, trouble := []time.Duration(nil), text.Key("")
	if len(r.leads) > 0 {
		leads, trouble = tidyLeads(r.leads)
	}
	if r.id == "" {
		trouble = text.RemindWhich
	}
	if trouble != "" {
		return a.tell(ctx, view.RemindUsage(a.in, cmp.Or(a.command, defaultCommand), trouble))
	}
	if refused, err := b.refused(ctx, a); refused {
		return err
	}
	m, err := b.known(ctx, a, r.id, b.o.Meetings.Resolve, b.peek(r.id))
	if m == nil {
		return err
	}
	said, _, err := b.promise(ctx, a, wish{c: a.conversation(), id: r.id, leads: leads}, m)
	if err != nil {
		return b.failed(ctx, a, err)
	}
	return a.tell(ctx, said)
}

// failed tells a person that something is wrong on our side.
func (b *Bot) failed(ctx context.Context, a asker, err error) error {
	if ctx.Err() != nil {
		return err // whoever ended the question says so
	}
	return errors.Join(err, a.say(ctx, b.sorry(a)))
}

// wish is what somebody wants a conversation to be told.
type wish struct {
	c     post.Conversation
	id    string          // under which the meeting was asked for
	leads []time.Duration // nil for those that stand, or else the usual ones
}

// promise makes a promise, or finds that there is nothing to promise, and says
// what has become of it. The error is not told yet.
func (b *Bot) promise(ctx context.Context, a asker, w wish, m *meeting.Snapshot) (said view.Message, stands bool, err error) {
	id := cmp.Or(m.Conference.ID.String(), w.id)
	before, err := b.o.Reminders.Find(ctx, w.c, id)
	if err != nil && !errors.Is(err, reminder.ErrNotFound) {
		return view.Message{}, false, fmt.Errorf("find reminders of meeting %s: %w", id, err)
	}
	if w.leads == nil {
		w.leads = b.o.Leads
		if len(before.Subscription.Leads) > 0 {
			w.leads = before.Subscription.Leads
		}
	}
	s, err := b.o.Reminders.Set(ctx, reminder.SetRequest{Conversation: w.c, MeetingID: id, Leads: w.leads, By: a.UserID}, m)
	switch {
	case errors.Is(err, reminder.ErrNothingAhead):
		return view.NothingToRemind(a.in, m.Conference.Subject.String(), cmp.Or(m.Conference.Number(), id)), false, nil
	case err != nil:
		return view.Message{}, false, fmt.Errorf("set reminders of meeting %s: %w", id, err)
	}
	made := view.SetFacts{ReminderFacts: promise(s), Already: s.Already, Hint: b.hint(ctx, w.c)}
	if made.Missed = missed(s, before.Subscription); len(made.Missed) == len(made.Leads) {
		made.Resumes = resumes(s)
	}
	if s.Changed {
		made.Before = before.Subscription.Leads
	}
	return view.ReminderSet(b.reader(a), made), true, nil
}

// missed returns the leads that were past for the next start when they were
// first promised: nothing is said late that was not promised in time. Those of
// a promise that stood may have been said.
func missed(s reminder.Status, before reminder.Subscription) []time.Duration {
	var late []time.Duration
	for _, lead := range s.Subscription.Leads {
		since := s.Subscription.SetAt
		if before.Parked == "" && slices.Contains(before.Leads, lead) {
			since = before.SetAt
		}
		if next := s.Next.Start; !next.IsZero() && !next.Add(-lead).After(since) {
			late = append(late, lead)
		}
	}
	return late
}

// resumes returns the first start for which some lead is still ahead, zero
// where none is known.
func resumes(s reminder.Status) time.Time {
	shortest := slices.Min(s.Subscription.Leads)
	for _, o := range s.Facts.Occurrences {
		if o.Start.Add(-shortest).After(s.Subscription.SetAt) {
			return o.Start
		}
	}
	return time.Time{}
}

// hintWithin is how long Slack may take to say whether the bot is in a channel.
const hintWithin = 700 * time.Millisecond

var errHintSlow = errors.New("slack did not say in time whether the bot is in the channel")

// hint says what is left to do before the bot can post in a conversation. What
// Slack does not tell is no obstacle: the one who asked is told later, should
// the bot not be able to.
func (b *Bot) hint(ctx context.Context, c post.Conversation) text.Key {
	if c.Private() {
		return ""
	}
	ctx, cancel := context.WithTimeoutCause(ctx, hintWithin, errHintSlow)
	defer cancel()
	channel, err := b.o.Slack.GetConversationInfoContext(ctx, infoAbout(c.ChannelID))
	switch {
	case err != nil && post.SlackError(err) == "channel_not_found": // so it says of private ones without the bot
		return text.HintInvite
	case err != nil, channel == nil, channel.IsMember && !channel.IsArchived:
		return ""
	case channel.IsArchived:
		return text.HintArchived
	case channel.IsPrivate, channel.IsMpIM:
		return text.HintInvite
	default:
		return "" // public: the bot enters by itself
	}
}
