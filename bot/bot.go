package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
)

// Workspaces finds the workspace that a question comes from. It answers from
// memory: it is asked before Slack's request is answered. It returns
// workspace.ErrUnknown where the app is not installed.
type Workspaces interface {
	Get(ctx context.Context, key workspace.Key) (workspace.Workspace, error)
}

var _ Workspaces = (*workspace.Directory)(nil)

// Options set up a Bot.
type Options struct {
	// Workspaces has everything that differs from workspace to workspace.
	// Required.
	Workspaces Workspaces
	// Reminders sets up what is told before the start of meetings. Required.
	Reminders Reminders
	// Once remembers which requests have acted. Required.
	Once Once
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
	case o.Once == nil:
		return errors.New("bot: Once must be given")
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
	return o
}

// Bot answers questions. It is safe for use by several goroutines.
type Bot struct {
	o          Options
	localizers *localizers
	replies    *replyCache
	// invitations are what is known of the invitation lists of the meetings shown.
	invitations *boundedcache.Cache[access.Invitation]
	unknown     *boundedcache.Cache[struct{}] // the workspaces that were logged
	seal        metadataSeal
	routes      routes
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
	b := &Bot{
		o: o, localizers: newLocalizers(catalog), seal: metadataSeal{key: o.MetadataKey},
		replies: boundedcache.New[Reply](o.Replies), invitations: boundedcache.New[access.Invitation](o.Replies),
		unknown: boundedcache.New[struct{}](maxUnknown),
	}
	b.routes = b.newRoutes()
	return b, nil
}
