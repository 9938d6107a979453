package bot

import (
	"context"
	"strings"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Reminders keeps promises to speak later.
type Reminders interface {
	Promises
	Snoozer
}

// Promises are who is told about what. Errors are those named, or mean that
// the promise could not be kept or read.
type Promises interface {
	// Set makes a promise or changes the one that stands. It returns
	// reminder.ErrNothingAhead or reminder.ErrLeads where there is nothing to
	// promise.
	Set(ctx context.Context, w reminder.SetRequest, m *meeting.Snapshot) (reminder.Status, error)
	// Get returns a promise, or reminder.ErrNotFound.
	Get(ctx context.Context, subscriptionID string) (reminder.Status, error)
	// Find returns the promise of a conversation about a meeting, or
	// reminder.ErrNotFound.
	Find(ctx context.Context, c post.Conversation, meetingID string) (reminder.Status, error)
	// List returns some of a conversation's promises, and how many there are.
	List(ctx context.Context, c post.Conversation, offset, limit int) ([]reminder.Status, int, error)
	// Forget takes a promise back and returns it, or reminder.ErrNotFound.
	Forget(ctx context.Context, subscriptionID string) (reminder.Status, error)
}

// Snoozer repeats reminders.
type Snoozer interface {
	// Snooze tells one person once more after a while, and returns when. It
	// returns reminder.ErrNotFound for a notice that is gone, and
	// reminder.ErrTooLate where the meeting would be over.
	Snooze(ctx context.Context, noticeID, userID string, d time.Duration) (time.Time, error)
}

// conversation is who is told when somebody asks for reminders here: the
// channel, or the person themselves where they are alone with somebody.
func (o Origin) conversation() post.Conversation {
	if o.ChannelID == "" || strings.HasPrefix(o.ChannelID, "D") {
		return o.alone()
	}
	return o.conversationIn(o.ChannelID)
}

// alone is the conversation with the person in private.
func (o Origin) alone() post.Conversation { return o.conversationIn(o.UserID) }

func (o Origin) conversationIn(channelID string) post.Conversation {
	return post.Conversation{
		Key:       workspace.Key{EnterpriseID: o.EnterpriseID, TeamID: o.TeamID},
		ChannelID: channelID,
	}
}

// promise is a subscription in plain facts.
func promise(s reminder.Status) view.ReminderFacts {
	p := factsOf(s.Subscription, s.Facts)
	p.Start, p.Problem = s.Next.Start, trouble(s.Subscription.Parked)
	return p
}

// factsOf is what a subscription and its meeting are, in plain facts.
func factsOf(s reminder.Subscription, f reminder.Facts) view.ReminderFacts {
	p := view.ReminderFacts{ID: s.ID, Subject: f.Subject, Number: f.Number, Leads: s.Leads, SetBy: s.SetBy}
	if p.Number == "" {
		p.Number = s.MeetingID
	}
	if !s.Conversation.Private() {
		p.Channel = s.ChannelID
	}
	return p
}

// trouble says why a promise is not kept at present, "" while it is.
func trouble(parked reminder.Reason) text.Key {
	switch parked {
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

// reader is whoever asked, as a reader of times.
func (b *Bot) reader(a asker) view.Reader {
	return view.Reader{Localizer: a.in, Now: b.o.Now(), Zone: a.who.Zone}
}
