package bot

import (
	"cmp"
	"context"
	"errors"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// NotifierOptions set up a Notifier.
type NotifierOptions struct {
	// Slack is where it speaks. It should not repeat calls by itself: whoever
	// keeps the promises paces them. Required.
	Slack post.Client
	// People is asked for the language of those who are told in private, and who
	// may look up meetings. Required.
	People People
	// Policy says who may look up meetings. Its zero value is the default.
	Policy access.Policy
	// DefaultLanguage is spoken in channels, and to people whose language is not
	// known. Defaults to English.
	DefaultLanguage language.Tag
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Notifier says reminders in Slack, and what becomes of them. It is safe for use
// by several goroutines.
type Notifier struct {
	o      NotifierOptions
	voices *voices
}

var (
	_ reminder.Notifier   = (*Notifier)(nil)
	_ reminder.Authorizer = (*Notifier)(nil)
)

// NewNotifier makes a notifier. It starts nothing.
func NewNotifier(o NotifierOptions) (*Notifier, error) {
	switch {
	case o.Slack == nil:
		return nil, errors.New("bot: Slack must be given")
	case o.People == nil:
		return nil, errors.New("bot: People must be given")
	}
	o.DefaultLanguage = cmp.Or(o.DefaultLanguage, language.English)
	if o.Now == nil {
		o.Now = time.Now
	}
	catalog, err := text.Load()
	if err != nil {
		return nil, err
	}
	return &Notifier{o: o, voices: newVoices(catalog)}, nil
}

// Post posts a notice. What one person snoozed is told to them in private,
// wherever it was told before.
func (h *Notifier) Post(ctx context.Context, a reminder.Announcement) (post.Posted, error) {
	to := audience(a.Notice)
	return post.Post(ctx, h.o.Slack, to.ChannelID, post.Message(view.ReminderNotice(h.reader(ctx, to, a.Now), reminding(a))))
}

// Update changes a notice that was posted.
func (h *Notifier) Update(ctx context.Context, a reminder.Announcement) error {
	at := a.Notice.Posted
	if at.TS == "" {
		return nil
	}
	m := view.ReminderNotice(h.reader(ctx, audience(a.Notice), a.Now), reminding(a))
	return post.Update(ctx, h.o.Slack, at, post.Message(m))
}

// PostChange tells a conversation what has become of a meeting.
func (h *Notifier) PostChange(ctx context.Context, c reminder.Change) error {
	to := c.Subscription.Conversation
	a := view.ChangeFacts{ReminderFacts: factsOf(c.Subscription, c.Facts), Cancelled: c.Cancelled}
	for _, m := range c.Moved {
		a.Moved = append(a.Moved, view.Moved{From: m.From.Start, To: m.To.Start})
	}
	for _, o := range c.Dropped {
		a.Dropped = append(a.Dropped, o.Start)
	}
	_, err := post.Post(ctx, h.o.Slack, to.ChannelID, post.Message(view.Change(h.reader(ctx, to, h.o.Now()), a)))
	return err
}

// errLeft says that somebody cannot be told anything any more.
var errLeft = errors.New("the account is deactivated")

// PostProblem tells the one who made a promise, in private, why it is not kept, or the
// conversation that it was made to.
func (h *Notifier) PostProblem(ctx context.Context, to post.Conversation, s reminder.Subscription, f reminder.Facts) error {
	sentence := warningAbout(s.Parked)
	switch {
	case !to.Private() && s.Parked == reminder.AccessLost:
		sentence = text.WarnSetterLost
	case to.Private() && h.o.People.Get(ctx, to.EnterpriseID, to.TeamID, to.ChannelID).AccountType == person.Deactivated:
		return &post.Error{Reason: post.Gone, Err: errLeft}
	}
	say := h.reader(ctx, to, h.o.Now()).Localizer
	_, err := post.Post(ctx, h.o.Slack, to.ChannelID, post.Message(view.Warning(say, defaultCommand, sentence, factsOf(s, f))))
	return err
}

// Allowed reports whether whoever made a promise may look its meeting up. Somebody
// of whom Slack cannot tell may: its failures must not break ours.
func (h *Notifier) Allowed(ctx context.Context, s reminder.Subscription, m *meeting.Snapshot) bool {
	who := h.o.People.Get(ctx, s.EnterpriseID, s.TeamID, s.SetBy)
	return h.o.Policy.Reminded(m, who)
}

// audience is who is told of a notice.
func audience(n reminder.Notice) post.Conversation {
	return post.Conversation{Key: n.Key, ChannelID: cmp.Or(n.For, n.ChannelID)}
}

// reader is who reads what is said to a conversation: one person, or everybody
// in a channel.
func (h *Notifier) reader(ctx context.Context, c post.Conversation, now time.Time) view.Reader {
	r := view.Reader{Localizer: h.voices.of(h.o.DefaultLanguage), Now: now}
	if !c.Private() {
		return r
	}
	who := h.o.People.Get(ctx, c.EnterpriseID, c.TeamID, c.ChannelID)
	if who.Language != language.Und {
		r.Localizer = h.voices.of(who.Language)
	}
	r.Zone = who.Zone
	return r
}

// reminding is what a notice says, in plain facts.
func reminding(a reminder.Announcement) view.NoticeFacts {
	f := view.NoticeFacts{
		ReminderFacts: factsOf(a.Subscription, a.Facts),
		End:           a.Notice.Occurrence.End,
		Booker:        a.Facts.Booker,
		Phase:         phase(a.Phase),
		MeetingID:     a.Notice.MeetingID,
		NoticeID:      a.Notice.ID,
	}
	f.Start = a.Notice.Occurrence.Start
	if a.Notice.For != "" {
		f.ID = "" // one who snoozed is not asked about the whole channel
	}
	switch {
	case a.Meeting == nil && a.Phase == reminder.Over: // the API knows no meeting that has ended
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

func phase(p reminder.Phase) view.Phase {
	switch p {
	case reminder.Running:
		return view.PhaseRunning
	case reminder.Over:
		return view.PhaseOver
	default:
		return view.PhaseUpcoming
	}
}

// warningAbout is what the one who made a promise is told of why it is parked.
func warningAbout(parked reminder.Reason) text.Key {
	switch parked {
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
