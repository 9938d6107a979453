package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/install"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
	"meetingbot/internal/sealed"
)

// Workspaces finds the workspace that a question comes from.
type Workspaces interface {
	// Peek returns a workspace that is in memory. It never waits: it is asked before
	// Slack's request is answered.
	Peek(key workspace.Key) (workspace.Workspace, bool)
	// Get may read a database. It returns workspace.ErrUnknown where the app is not
	// installed.
	Get(ctx context.Context, key workspace.Key) (workspace.Workspace, error)
}

// Departures takes note of workspaces that the app was removed from.
type Departures interface {
	// Depart has a departure worked on, for certain and soon.
	Depart(ctx context.Context, d install.Departure) error
}

var (
	_ Workspaces = (*workspace.Directory)(nil)
	_ Departures = (*install.Engine)(nil)
)

// Options set up a Bot.
type Options struct {
	// Workspaces has everything that differs from workspace to workspace.
	// Required.
	Workspaces Workspaces
	// Reminders sets up what is told before the start of meetings. Required.
	Reminders Reminders
	// Watched tells those who follow a meeting of what is done to it here. Required.
	Watched Watched
	// Home keeps the Home tabs of people up to date. Required.
	Home Home
	// Once remembers which requests have acted. Required.
	Once Once
	// Settings changes what the admins of workspaces decide. Required.
	Settings Settings
	// Links knows who people are at the meeting account. Required.
	Links Links
	// Personal keeps what people decide for themselves. Required.
	Personal Personal
	// Rules has conversations follow meetings by rule. Required.
	Rules Rules
	// Booking books meetings for people. Required.
	Booking Booking
	// Shares has shared cards follow their meeting. Required.
	Shares Shares
	// Unfurls shows what is behind links that people post. Defaults to showing
	// nothing.
	Unfurls Unfurls
	// Departures deletes what is of workspaces that the app was removed from. Nil: with
	// one token for all, nothing is deleted.
	Departures Departures
	// InstallURL is where the app is installed in one more workspace. Defaults to
	// nowhere.
	InstallURL string
	// Events says which events the Meeting API has pushed. Nil: it pushes none.
	Events func() EventsSeen
	// Join lets people join as themselves. Defaults to nobody.
	Join JoinOptions
	// MetadataKey seals what modals carry for the bot, so that nobody else can
	// write it. Processes that serve the same people share it. Required.
	MetadataKey []byte
	// LinkHosts are hosts ("host" or "host:port") whose links to meetings are
	// understood beside the vendor's own. Defaults to none.
	LinkHosts []string
	// NoticeAfter is how long a person waits for the Meeting API before being
	// told that it does not answer. Defaults to 8 s.
	NoticeAfter time.Duration
	// RetryFor is how long the Meeting API is tried for one question. Defaults to
	// 1 min, which is what people are told.
	RetryFor time.Duration
	// Replies bounds how many rendered replies are kept, of some 3 to 8 KB each.
	// Defaults to 1,000.
	Replies int
	// Version is shown in help. Defaults to not being shown.
	Version string
	// Logger gets a line for everybody who was refused. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// validate names the first option that is missing or wrong.
func (o Options) validate() error {
	switch {
	case o.Workspaces == nil:
		return errors.New("bot: Workspaces must be given")
	case o.Reminders == nil:
		return errors.New("bot: Reminders must be given")
	case o.Watched == nil:
		return errors.New("bot: Watched must be given")
	case o.Home == nil:
		return errors.New("bot: Home must be given")
	case o.Once == nil:
		return errors.New("bot: Once must be given")
	case o.Settings == nil:
		return errors.New("bot: Settings must be given")
	case o.Booking == nil:
		return errors.New("bot: Booking must be given")
	case o.Shares == nil:
		return errors.New("bot: Shares must be given")
	case o.Links == nil:
		return errors.New("bot: Links must be given")
	case o.Personal == nil:
		return errors.New("bot: Personal must be given")
	case o.Rules == nil:
		return errors.New("bot: Rules must be given")
	case len(o.MetadataKey) == 0:
		return errors.New("bot: MetadataKey must be given")
	case o.NoticeAfter < 0:
		return fmt.Errorf("bot: NoticeAfter must be positive, got %s", o.NoticeAfter)
	case o.RetryFor < 0:
		return fmt.Errorf("bot: RetryFor must be positive, got %s", o.RetryFor)
	case o.Replies < 0:
		return fmt.Errorf("bot: Replies must be positive, got %d", o.Replies)
	}
	return nil
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	o.NoticeAfter = cmp.Or(o.NoticeAfter, 8*time.Second)
	o.RetryFor = cmp.Or(o.RetryFor, time.Minute)
	o.Replies = cmp.Or(o.Replies, 1000)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Unfurls == nil {
		o.Unfurls = noUnfurls{}
	}
	return o
}

// Bot answers questions. It is safe for use by several goroutines.
type Bot struct {
	o          Options
	localizers *localizers
	replies    *replyCache
	// invitations are what is known of the invitation lists of the meetings shown.
	invitations *boundedcache.Cache[access.Invitation]
	// rosters are those of the running meetings shown, for people who turn the pages.
	rosters  *boundedcache.Cache[*view.Roster]
	days     *boundedcache.Cache[view.DayFacts] // the last day of people who have a Home tab
	unknown  *boundedcache.Cache[struct{}]      // the workspaces that were logged
	seal     metadataSeal
	tickets  sealed.Box // seals tickets into meetings
	routes   routes
	departed sync.Once // logs that the one installation was removed
}

// New makes a bot. It starts nothing.
func New(o Options) (*Bot, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	o = o.withDefaults()
	catalog, err := text.Load()
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	tickets, err := ticketBox(o.MetadataKey)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", err)
	}
	b := &Bot{
		o: o, tickets: tickets, localizers: newLocalizers(catalog), seal: metadataSeal{key: o.MetadataKey},
		replies: boundedcache.New[Reply](o.Replies), invitations: boundedcache.New[access.Invitation](o.Replies),
		rosters: boundedcache.New[*view.Roster](maxRosters),
		days:    boundedcache.New[view.DayFacts](maxDays), unknown: boundedcache.New[struct{}](maxUnknown),
	}
	b.routes = b.newRoutes()
	return b, nil
}
