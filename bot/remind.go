package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// remind sets up that this conversation, or the person alone, is told before each
// start of a meeting.
func (b *Bot) remind(ctx context.Context, r *Request) error {
	m, _, err := b.subscribe(ctx, r, r.audience())
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Reply(ctx, m)
}

// subscribe sets up reminders of the meeting that was read, or finds that there
// is nothing to remind of, and says what has become of it. Without leads in the
// request those that stand are kept, or else the usual ones are taken. The error
// has not been told.
func (b *Bot) subscribe(ctx context.Context, r *Request, c post.Conversation) (m view.Message, stands bool, err error) {
	conference := r.Meeting.Conference
	id := cmp.Or(conference.ID.String(), r.Args.Page.ID)
	before, err := b.o.Reminders.Find(ctx, c, id)
	if err != nil && !errors.Is(err, reminder.ErrNotFound) {
		return view.Message{}, false, fmt.Errorf("find reminders of meeting %s: %w", id, err)
	}
	want := reminder.SetRequest{Conversation: c, MeetingID: id, By: r.UserID}
	want.Leads = firstLeads(r.Args.Leads, before.Subscription.Leads, r.Workspace.Leads)
	s, err := b.o.Reminders.Set(ctx, want, r.Meeting)
	switch {
	case errors.Is(err, reminder.ErrNoUpcomingStart):
		return view.NothingToRemind(r.Localizer, conference.Subject.String(), cmp.Or(conference.Number(), id)), false, nil
	case err != nil:
		return view.Message{}, false, fmt.Errorf("set reminders of meeting %s: %w", id, err)
	}
	return view.ReminderSet(r.reader(), setFacts(s, before.Subscription, hint(ctx, r.Workspace.Slack, c))), true, nil
}

// firstLeads returns the first leads that there are.
func firstLeads(all ...[]time.Duration) []time.Duration {
	for _, leads := range all {
		if len(leads) > 0 {
			return leads
		}
	}
	return nil
}

// setFacts is what has become of a subscription, compared with what it was
// before.
func setFacts(s reminder.Status, before reminder.Subscription, hint text.Key) view.SetFacts {
	f := view.SetFacts{ReminderFacts: statusFacts(s), Already: s.Already, Hint: hint}
	if f.Missed = missed(s, before); len(f.Missed) == len(f.Leads) {
		f.Resumes = resumes(s)
	}
	if s.Changed {
		f.Before = before.Leads
	}
	return f
}

// missed returns the leads that were past for the next start when they were
// first set up: no reminder is sent late that was not set up in time. Those of a
// subscription that stood may have been sent.
func missed(s reminder.Status, before reminder.Subscription) []time.Duration {
	var late []time.Duration
	for _, lead := range s.Subscription.Leads {
		since := s.Subscription.SetAt
		if before.Suspended == "" && slices.Contains(before.Leads, lead) {
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

// hintTimeout is how long Slack may take to say whether the bot is in a channel.
const hintTimeout = 700 * time.Millisecond

var errHintSlow = errors.New("slack did not say in time whether the bot is in the channel")

// channels tells about conversations. Scopes: channels:read, groups:read.
type channels interface {
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
}

// hint says what is left to do before the bot can post in a conversation. What
// Slack does not tell is no obstacle: the one who asked is told later, should
// the bot not be able to.
func hint(ctx context.Context, client channels, c post.Conversation) text.Key {
	if c.Private() {
		return ""
	}
	ctx, cancel := context.WithTimeoutCause(ctx, hintTimeout, errHintSlow)
	defer cancel()
	channel, err := client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: c.ChannelID})
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
		return "" // public: the bot joins by itself
	}
}
