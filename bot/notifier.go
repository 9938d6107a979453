package bot

import (
	"cmp"
	"context"
	"errors"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/live"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// NotifierOptions set up a Notifier.
type NotifierOptions struct {
	// Rules tells which meetings a reminder's rule follows. Defaults to nobody, so that
	// reminders do not name their rules.
	Rules RuleFinder
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// RuleFinder finds rules.
type RuleFinder interface {
	// Find returns a rule, or rule.ErrNotFound.
	Find(ctx context.Context, id string) (rule.Rule, error)
}

// Notifier posts reminders in Slack, and what becomes of their meetings. It is
// safe for concurrent use.
type Notifier struct {
	now        func() time.Time
	localizers *localizers
	rules      RuleFinder // nil for none
}

var _ reminder.Notifier = (*Notifier)(nil)

// NewNotifier makes a notifier. It starts nothing.
func NewNotifier(o NotifierOptions) (*Notifier, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &Notifier{now: o.Now, localizers: newLocalizers(catalog), rules: o.Rules}, nil
}

// Post posts a notice. What one person snoozed is posted to them in private,
// wherever it was posted before.
func (n *Notifier) Post(ctx context.Context, ws workspace.Workspace, c reminder.Content) (post.Posted, error) {
	to := audience(c.Notice)
	return post.Post(ctx, ws.Jobs, to.ChannelID, n.render(ctx, ws, c))
}

// Update changes a notice that was posted.
func (n *Notifier) Update(ctx context.Context, ws workspace.Workspace, c reminder.Content) error {
	at := c.Notice.Posted
	if at.TS == "" {
		return &post.Error{Reason: post.MessageGone, Err: errNoMessage}
	}
	return post.Update(ctx, ws.Jobs, at, n.render(ctx, ws, c))
}

func (n *Notifier) render(ctx context.Context, ws workspace.Workspace, c reminder.Content) post.Message {
	f, to := reminding(c), audience(c.Notice)
	if !to.Private() && c.Subscription.SetBy != "" {
		f.Setter = meeting.Name(ws.Reader(ctx, c.Subscription.SetBy).Name)
	}
	f.Rule = n.rule(ctx, c.Subscription, string(f.Setter))
	return post.Message(view.ReminderNotice(n.reader(ctx, ws, to, c.Now), f))
}

// rule is the one that made a subscription, nil where there is none or it cannot be told.
// setter is the name of the one who set it up, "" to mention them.
func (n *Notifier) rule(ctx context.Context, s reminder.Subscription, setter string) *view.RuleFacts {
	if s.RuleID == "" || n.rules == nil {
		return nil
	}
	found, err := n.rules.Find(ctx, s.RuleID)
	if err != nil {
		return nil
	}
	f := ruleFacts(found)
	f.Setter = setter
	return &f
}

// Test asks Slack whether the token of a workspace works.
func (n *Notifier) Test(ctx context.Context, ws workspace.Workspace) error {
	return post.Test(ctx, ws.Jobs)
}

// PostChange tells a conversation what has become of a meeting.
func (n *Notifier) PostChange(ctx context.Context, ws workspace.Workspace, c reminder.Change) error {
	to := c.Subscription.Conversation
	a := view.ChangeFacts{
		ReminderFacts: factsOf(c.Subscription, c.Facts), Cancelled: c.Cancelled,
		Automatic: c.Subscription.Automatic, MeetingID: c.Subscription.MeetingID,
	}
	for _, m := range c.Moved {
		a.Moved = append(a.Moved, view.Moved{From: m.From.Start, To: m.To.Start})
	}
	for _, o := range c.Dropped {
		a.Dropped = append(a.Dropped, o.Start)
	}
	if c.Renamed != nil {
		a.Renamed = view.Renamed{From: c.Renamed.From, To: c.Renamed.To}
	}
	_, err := post.Post(ctx, ws.Jobs, to.ChannelID, post.Message(view.Change(n.reader(ctx, ws, to, n.now()), a)))
	return err
}

// errNoMessage says that it is not known where a message is.
var errNoMessage = errors.New("nobody knows where the message is")

// errDeactivated says that somebody cannot be told anything any more.
var errDeactivated = errors.New("the account is deactivated")

// PostProblem tells the one who set a reminder up, in private, why nothing is
// posted, or the conversation that was to be reminded.
func (n *Notifier) PostProblem(
	ctx context.Context, ws workspace.Workspace, to post.Conversation, s reminder.Subscription, f watch.Facts,
) error {
	sentence := warningAbout(s.Suspended)
	switch {
	case !to.Private() && s.Suspended == reminder.AccessLost:
		sentence = text.WarnSetterLost
	case to.Private() && ws.Person(ctx, to.ChannelID).AccountType == person.Deactivated:
		return &post.Error{Reason: post.Gone, Err: errDeactivated}
	}
	localizer, about := n.reader(ctx, ws, to, n.now()).Localizer, factsOf(s, f)
	about.Rule = n.rule(ctx, s, "")
	_, err := post.Post(ctx, ws.Jobs, to.ChannelID, post.Message(view.Warning(localizer, defaultCommand, sentence, about)))
	return err
}

// audience is who is told of a notice.
func audience(n reminder.Notice) post.Conversation {
	return post.Conversation{Key: n.Key, ChannelID: cmp.Or(n.For, n.ChannelID)}
}

// reader is who reads what is said to a conversation: one person, or everybody
// in a channel.
func (n *Notifier) reader(ctx context.Context, ws workspace.Workspace, c post.Conversation, now time.Time) view.Reader {
	r := view.Reader{Localizer: n.localizers.of(cmp.Or(ws.Language, language.English)), Now: now}
	if !c.Private() {
		return r
	}
	who := ws.Reader(ctx, c.ChannelID)
	if who.Language != language.Und {
		r.Localizer = n.localizers.of(who.Language)
	}
	r.Zone = who.Zone
	return r
}

// reminding is what a notice says, in plain facts.
func reminding(a reminder.Content) view.NoticeFacts {
	f := view.NoticeFacts{
		ReminderFacts: factsOf(a.Subscription, a.Facts),
		End:           a.Notice.Occurrence.End,
		Booker:        meeting.Name(a.Facts.Booker),
		About:         about(a.Notice.About),
		Live:          liveFacts(a.State, a.Now),
		MeetingID:     a.Notice.MeetingID,
		NoticeID:      a.Notice.ID,
	}
	f.Start, f.Automatic = a.Notice.Occurrence.Start, a.Subscription.Automatic
	if a.Notice.For != "" {
		f.ID = "" // one who snoozed is not asked about the whole channel
	}
	switch {
	case a.Meeting == nil && (a.State.Phase == meeting.Over || a.State.Phase == live.Void): // there is nothing to join
		return f
	case a.Meeting == nil:
		f.ReadAt = a.Facts.ReadAt
		return f
	}
	f.Meeting = a.Meeting.Conference
	if a.Meeting.Stale {
		f.ReadAt = a.Meeting.ReadAt
	}
	return f
}

func about(a reminder.About) view.About {
	switch a {
	case reminder.AboutLate:
		return view.AboutLate
	case reminder.AboutOverrun:
		return view.AboutOverrun
	default:
		return view.AboutStart
	}
}

// warningAbout is what the one who set a reminder up is told of why nothing is
// posted.
func warningAbout(why reminder.Reason) text.Key {
	switch why {
	case reminder.NotInvited:
		return text.WarnNotInvited
	case reminder.Archived:
		return text.WarnArchived
	case reminder.Gone:
		return text.WarnGone
	case reminder.Revoked:
		return text.WarnRevoked
	case reminder.AccessLost:
		return text.WarnAccessLost
	case reminder.AccountLost:
		return text.WarnAccountLost
	default:
		return text.WarnRestricted
	}
}
