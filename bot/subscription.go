package bot

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Reminders is who is told about which meetings. Errors are those named, or mean
// that it could not be stored or read.
type Reminders interface {
	// Set makes a subscription or changes the one that stands. It returns
	// reminder.ErrNoUpcomingStart or reminder.ErrLeads where there is nothing to
	// remind of.
	Set(ctx context.Context, want reminder.SetRequest, m *meeting.Snapshot) (reminder.Status, error)
	// Get returns a subscription of the asker, or reminder.ErrNotFound.
	Get(ctx context.Context, a reminder.Asker, subscriptionID string) (reminder.Status, error)
	// Find returns the subscription of a conversation to a meeting, or
	// reminder.ErrNotFound.
	Find(ctx context.Context, c post.Conversation, meetingID string) (reminder.Status, error)
	// List returns some of a conversation's subscriptions, and how many there are.
	List(ctx context.Context, c post.Conversation, offset, limit int) ([]reminder.Status, int, error)
	// ListFor returns some of the subscriptions of the asker's conversation, and
	// then of those of the asker alone.
	ListFor(ctx context.Context, a reminder.Asker, offset, limit int) (reminder.Listed, error)
	// ListSetBy returns some of the subscriptions that a person of a workspace has set
	// up, wherever they are sent, and how many there are.
	ListSetBy(ctx context.Context, k workspace.Key, userID string, offset, limit int) ([]reminder.Status, int, error)
	// CountTo returns how many conversations are reminded of a meeting.
	CountTo(ctx context.Context, k watch.MeetingKey) (int, error)
	// Forget ends a subscription of the asker and returns it, or
	// reminder.ErrNotFound.
	Forget(ctx context.Context, a reminder.Asker, subscriptionID string) (reminder.Status, error)
	// Snooze tells one person once more after a while, and returns when. It
	// returns reminder.ErrNotFound for a notice that is gone or none of theirs, and reminder.ErrTooLate where the meeting would be
	// over.
	Snooze(ctx context.Context, want reminder.SnoozeRequest) (time.Time, error)
}

var _ Reminders = (*reminder.Engine)(nil)

// statusFacts is a subscription as it stands, in plain facts.
func statusFacts(s reminder.Status) view.ReminderFacts {
	f := factsOf(s.Subscription, s.Facts)
	f.Start, f.Problem = s.Next.Start, whySuspended(s.Subscription.Suspended)
	return f
}

// factsOf is what a subscription and its meeting are, in plain facts.
func factsOf(s reminder.Subscription, f watch.Facts) view.ReminderFacts {
	p := view.ReminderFacts{ID: s.ID, Subject: f.Subject, Number: f.Number, Leads: s.Leads, SetBy: s.SetBy}
	p.Typed, p.Late, p.Overrun = leadWords(s.Leads)+alsoWords(s), s.Late, s.Overrun
	if p.Number == "" {
		p.Number = s.MeetingID
	}
	if !s.Private() {
		p.Channel = s.ChannelID
	}
	return p
}

// whySuspended says why nobody is told at present, "" where somebody is.
func whySuspended(reason reminder.Reason) text.Key {
	switch reason {
	case "":
		return ""
	case reminder.NotInvited:
		return text.SuspendedNotInvited
	case reminder.Archived:
		return text.SuspendedArchived
	case reminder.Gone:
		return text.SuspendedGone
	case reminder.Revoked:
		return text.SuspendedRevoked
	case reminder.AccessLost:
		return text.SuspendedAccessLost
	case reminder.AccountLost:
		return text.SuspendedAccountLost
	default:
		return text.SuspendedRestricted
	}
}
