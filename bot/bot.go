package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/bot/reminder"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// Meetings says what is known of meetings. Errors are *meeting.Error.
type Meetings interface {
	Finder
	Register
	// Peek returns a fresh reading if there is one at hand, without waiting.
	Peek(id string) (*meeting.Snapshot, bool)
	// Get returns a fresh reading, or an older one while the API fails.
	Get(ctx context.Context, id string) (*meeting.Snapshot, error)
	// Refresh reads the meeting anew.
	Refresh(ctx context.Context, id string) (*meeting.Snapshot, error)
}

// Finder says which meeting somebody means.
type Finder interface {
	// Resolve returns the meeting of a number: its own or that of the room it
	// is held in, and once it has ended what the history tells.
	Resolve(ctx context.Context, number string) (*meeting.Snapshot, error)
	// Find returns the meetings that are running or to come and that a search
	// fits, all for "".
	Find(ctx context.Context, search string) (*meeting.Listing, error)
}

// Register says who is, and who was, in a meeting.
type Register interface {
	// Attendees returns who is in a running meeting now.
	Attendees(ctx context.Context, id string) (*meeting.Attendees, error)
	// History returns the latest meeting of a number that has ended.
	History(ctx context.Context, number string) (*meeting.Snapshot, error)
	// Attendance returns who came to a meeting that has ended, by its UUID.
	Attendance(ctx context.Context, uuid string) (*meeting.Attendance, error)
}

// Account says as whom the Meeting API is asked.
type Account interface {
	Identity(ctx context.Context) (meeting.Identity, error)
}

// People says who somebody is. It never fails and hardly ever waits: of
// somebody unknown it says so.
type People interface {
	Get(ctx context.Context, enterpriseID, teamID, userID string) person.Person
	// Peek returns what is known for certain, without waiting.
	Peek(teamID, userID string) (person.Person, bool)
	// Forget drops what is known of somebody, since it has changed.
	Forget(teamID, userID string)
}

var (
	_ Meetings = (*meeting.Account)(nil)
	_ Account  = (*meeting.Account)(nil)
	_ People   = (*person.Directory)(nil)
)

// Options set up a Bot.
type Options struct {
	// Meetings is asked about meetings. Required.
	Meetings Meetings
	// People is asked about who is speaking. Required.
	People People
	// Slack is where modals are opened and messages are posted. Required.
	Slack Slack
	// Reminders keeps promises to speak later. Defaults to none: then nobody is
	// reminded, and the words for it mean nothing.
	Reminders Reminders
	// Leads are how long before each start somebody is reminded who does not say.
	// Defaults to 10 min.
	Leads []time.Duration
	// Account is asked for what doctor tells of the meeting account. Defaults to
	// nothing being told of it.
	Account Account
	// Site is the host of the Meeting API, which doctor names. Defaults to not
	// being named.
	Site string
	// Policy says who may do what. Its zero value is the default.
	Policy access.Policy
	// LinkHosts are hosts ("host" or "host:port") whose links to meetings are
	// understood beside the vendor's own. Defaults to none.
	LinkHosts []string
	// DefaultLanguage is spoken to people whose language is not known. Defaults
	// to English.
	DefaultLanguage language.Tag
	// SlowAfter is how long a person waits for the Meeting API before being
	// told that it does not answer. Defaults to 8 s.
	SlowAfter time.Duration
	// KeepTrying is how long the Meeting API is tried for one question.
	// Defaults to 1 min, which is what people are told.
	KeepTrying time.Duration
	// Replies bounds how many rendered replies are kept, of some 8 KB each.
	// Defaults to 2,000.
	Replies int
	// Version is shown in help. Defaults to not being shown.
	Version string
	// Logger hears who was refused. Defaults to silence.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// check refuses options that cannot work, and fills in the others.
func (o Options) check() (Options, error) {
	switch {
	case o.Meetings == nil:
		return o, errors.New("bot: Meetings must be given")
	case o.People == nil:
		return o, errors.New("bot: People must be given")
	case o.Slack == nil:
		return o, errors.New("bot: Slack must be given")
	case o.SlowAfter < 0:
		return o, fmt.Errorf("bot: SlowAfter must be positive, got %s", o.SlowAfter)
	case o.KeepTrying < 0:
		return o, fmt.Errorf("bot: KeepTrying must be positive, got %s", o.KeepTrying)
	case o.Replies < 0:
		return o, fmt.Errorf("bot: Replies must be positive, got %d", o.Replies)
	}
	if len(o.Leads) == 0 {
		o.Leads = []time.Duration{10 * time.Minute}
	}
	var trouble text.Key
	if o.Leads, trouble = tidyLeads(o.Leads); trouble != "" {
		return o, fmt.Errorf("bot: Leads must be at most %d, from %s to %s", reminder.MaxLeads, reminder.MinLead, reminder.MaxLead)
	}
	o.DefaultLanguage = cmp.Or(o.DefaultLanguage, language.English)
	o.SlowAfter = cmp.Or(o.SlowAfter, 8*time.Second)
	o.KeepTrying = cmp.Or(o.KeepTrying, time.Minute)
	o.Replies = cmp.Or(o.Replies, 2000)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	return o, nil
}

// Bot answers commands and clicks. It is safe for use by several goroutines.
type Bot struct {
	o       Options
	voices  *voices
	replies *kept
	rebuff  atomic.Pointer[rebuff] // the last one, nil before the first
	routes  routes
}

// New makes a bot. It starts nothing.
func New(o Options) (*Bot, error) {
	o, err := o.check()
	if err != nil {
		return nil, err
	}
	catalog, err := text.Load()
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	b := &Bot{o: o, voices: newVoices(catalog), replies: newKept(o.Replies), routes: newRoutes()}
	if o.Reminders != nil {
		b.routes.remind()
	}
	return b, nil
}

// Command answers a slash command. It says everything that the person should
// read, refusals included, in their language, and may take a minute while the
// Meeting API does not answer. The error is for the operator's log: nil unless
// something is wrong that the person cannot mend, or when ctx ended, in which
// case nothing is said: that is left to whoever ended it.
func (b *Bot) Command(ctx context.Context, c Command, say Say) error {
	a := b.meet(ctx, c.Origin, say)
	a.command = c.Name
	r := b.parse(c.Text)
	if r.trouble != nil {
		return b.usage(ctx, a, *r.trouble)
	}
	return b.routes.words[r.word].do(b, ctx, a, r)
}

// AtHand answers a command whose whole answer is in memory, at once: a meeting
// that was read a moment ago and is not running, asked for by somebody who is
// known and may see it. It reports false for every other command, of which nothing has been said
// then.
func (b *Bot) AtHand(c Command) (Reply, bool) {
	id, ok := plain(c.Text)
	if !ok {
		return Reply{}, false
	}
	who, known := b.o.People.Peek(c.TeamID, c.UserID)
	m := b.peek(id)
	if !known || m == nil || lively(m) || b.o.Policy.Person(who) != "" || b.o.Policy.Meeting(m, who) != "" {
		return Reply{}, false
	}
	r, err := b.card(b.asker(c.Origin, who, nil), view.PageRef{ID: id, Page: 1}, beside, m, nil)
	return r, err == nil
}

// Click answers a press on one of the bot's buttons; otherwise as Command. A
// button that nothing is known of, or whose value cannot be read, is said to
// be from an older version.
func (b *Bot) Click(ctx context.Context, c Click, say Say) error {
	do, ok := b.routes.actions[c.ActionID]
	if !ok {
		return b.stale(ctx, b.meet(ctx, c.Origin, say))
	}
	return do(b, ctx, c, say)
}

// Sorry is what a person reads whose question came to nothing: for a submission
// the body that replaces the modal.
func (b *Bot) Sorry(ctx context.Context, q Question) Reply {
	if q.Kind == KindSubmission {
		return Reply{body: b.SorryModal(ctx, q.Origin).JSON()}
	}
	return b.sorry(b.meet(ctx, q.Origin, nil))
}

// UserChanged takes note that something about a user has changed.
func (b *Bot) UserChanged(teamID, userID string) { b.o.People.Forget(teamID, userID) }

// Actions lists the id of every button and menu that has a handler, sorted.
func (b *Bot) Actions() []string { return names(b.routes.actions) }

// Modals lists the callback id of every modal that has a handler, sorted.
func (b *Bot) Modals() []string { return names(b.routes.modals) }
