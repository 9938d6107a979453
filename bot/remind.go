package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/internal/remote"
)

// remind sets up that this conversation, or the person alone, is told before each
// start of a meeting.
func (b *Bot) remind(ctx context.Context, r *Request) error {
	set, err := b.subscribe(ctx, r, r.audience())
	if err != nil {
		return r.fail(ctx, err)
	}
	return r.Reply(ctx, set.Message)
}

// subscribed is what has become of a request to be reminded.
type subscribed struct {
	view.Message               // says so
	stands       bool          // there are reminders now
	facts        view.SetFacts // of those
}

// subscribe sets up reminders of the meeting that was read, or finds that there
// is nothing to remind of or that the bot cannot post there, and says what has
// become of it. Without leads in the
// request those that stand are kept, or else the usual ones are taken; what else stands
// goes on, unless the request says everything. The error
// has not been told.
func (b *Bot) subscribe(ctx context.Context, r *Request, c post.Conversation) (subscribed, error) {
	conference := r.Meeting.Conference
	id := cmp.Or(conference.ID.String(), r.Args.Page.ID)
	before, err := b.o.Reminders.Find(ctx, c, id)
	if err != nil && !errors.Is(err, reminder.ErrNotFound) {
		return subscribed{}, fmt.Errorf("find reminders of meeting %s: %w", id, err)
	}
	o := obstacle(ctx, r.Workspace.Slack, c)
	if o.Sentence != "" && o.Scope == "" && !conference.NextStart(b.o.Now()).IsZero() {
		f := view.ReminderFacts{Subject: conference.Subject.String(), Number: cmp.Or(conference.Number(), id), Channel: c.ChannelID}
		return subscribed{Message: view.CannotRemind(r.Localizer, r.command(), o, f)}, nil
	}
	want := reminder.SetRequest{Conversation: c, MeetingID: id, By: cmp.Or(r.Args.SetBy, r.UserID)}
	want.Late = r.Args.Late || !r.Args.Whole && before.Subscription.Late
	want.Overrun = r.Args.Overrun || !r.Args.Whole && before.Subscription.Overrun
	want.Leads = firstLeads(r.Args.Leads, before.Subscription.Leads, r.usualLeads(c))
	s, err := b.o.Reminders.Set(ctx, want, r.Meeting)
	switch {
	case errors.Is(err, reminder.ErrNoUpcomingStart):
		return subscribed{Message: view.NothingToRemind(r.Localizer, conference.Subject.String(), cmp.Or(conference.Number(), id))}, nil
	case err != nil:
		return subscribed{}, fmt.Errorf("set reminders of meeting %s: %w", id, err)
	}
	f := setFacts(s, before.Subscription, o)
	return subscribed{Message: view.ReminderSet(r.reader(), f), stands: true, facts: f}, nil
}

// usualLeads is how long before a start a conversation is reminded where nobody says:
// what the person chose for themselves, and what the workspace has for a channel.
func (r *Request) usualLeads(c post.Conversation) []time.Duration {
	if c.Private() {
		return r.Workspace.LeadsOf(r.UserID)
	}
	return r.Workspace.Leads
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
func setFacts(s reminder.Status, before reminder.Subscription, hint view.Obstacle) view.SetFacts {
	f := view.SetFacts{ReminderFacts: statusFacts(s), Already: s.Already, Hint: hint}
	if f.Missed = missed(s, before); len(f.Missed) == len(f.Leads) {
		f.Resumes = resumes(s)
	}
	if f.Changed = s.Changed; s.Changed && !slices.Equal(before.Leads, s.Subscription.Leads) {
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

// obstacleTimeout is how long Slack may take to say whether the bot can post in a
// conversation.
const obstacleTimeout = 700 * time.Millisecond

var errObstacleSlow = errors.New("slack did not say in time whether the bot can post in the conversation")

// channels tells about conversations. Scopes: channels:read, groups:read, mpim:read.
type channels interface {
	GetConversationInfoContext(ctx context.Context, input *slack.GetConversationInfoInput) (*slack.Channel, error)
}

// obstacle says why the bot cannot post in a conversation, if it plainly cannot, and
// that it cannot be told, where a permission is missing. Any other failure of Slack
// is no obstacle: the one who asked is told later, should the bot not be able to.
func obstacle(ctx context.Context, client channels, c post.Conversation) view.Obstacle {
	if c.Private() {
		return view.Obstacle{}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, obstacleTimeout, errObstacleSlow)
	defer cancel()
	channel, err := client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: c.ChannelID})
	err = remote.Reduce(err)
	switch post.SlackError(err) {
	case "channel_not_found": // so it says of private conversations without the bot
		return view.Obstacle{Sentence: text.CannotInvite}
	case "missing_scope": // so it says of sorts of conversations that the bot may not see
		return unseen(err)
	}
	switch {
	case err != nil, channel == nil, channel.IsMember && !channel.IsArchived:
		return view.Obstacle{}
	case channel.IsArchived:
		return view.Obstacle{Sentence: text.CannotArchived}
	case channel.IsPrivate && !channel.IsMpIM:
		return view.Obstacle{Sentence: text.CannotInvite}
	default:
		return view.Obstacle{} // public: the bot joins by itself; a group message that it sees has the bot in it
	}
}

// unseen is the obstacle of a conversation that the bot may not see, though it may
// be in it. A public one it can join.
func unseen(err error) view.Obstacle {
	e, _ := errors.AsType[slack.SlackErrorResponse](err)
	if strings.Contains(e.Needed, "channels:read") {
		return view.Obstacle{}
	}
	return view.Obstacle{Sentence: text.HintScope, Scope: cmp.Or(e.Needed, "mpim:read")}
}
