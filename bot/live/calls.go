package live

import (
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
	"meetingbot/internal/boundedcache"
	"meetingbot/meeting"
)

// FollowCall keeps a call at Slack as its meeting is, and ends it. The key of a job
// is a Call's UniqueID. Its text is stored.
const FollowCall queue.Kind = "live_call"

const priorityCall = 3

// scopeCalls is what a workspace must have granted.
const scopeCalls = "calls:write"

// Run is one run of a meeting: from its beginning until everybody has left.
type Run struct {
	MeetingID string
	UUID      string    // the vendor's id of the run, "" where it is not known
	Began     time.Time // when it was first seen to run
	In        int       // connections in it now, -1 where that is not known
}

// CallRenderer says what calls show.
type CallRenderer interface {
	// Call describes the meeting. Without a link for guests there is no call.
	Call(ws workspace.Workspace, m *meeting.Snapshot) post.Call
	// CallName is the name of somebody in the meeting without what nobody may see, ""
	// where nothing is left.
	CallName(ws workspace.Workspace, p *meeting.Attendee) string
	// CallUnnamed is said in place of a name.
	CallUnnamed(ws workspace.Workspace) string
}

// CallOptions set up Calls.
type CallOptions struct {
	// Store keeps the calls. Required.
	Store CallStore
	// Workspaces have the Slack clients and meeting accounts. Required.
	Workspaces Workspaces
	// Renderer says what calls show. Required.
	Renderer CallRenderer
	// Linked returns the Slack user who is linked with a user of the meeting account of a
	// workspace, "" for nobody. It never waits. Required.
	Linked func(k workspace.Key, user access.MeetingUser) string
	// Logger gets why there are no calls. Defaults to none.
	Logger *slog.Logger
	// Now is the clock. Defaults to time.Now.
	Now func() time.Time
}

// Calls are Slack's own calls: one for each run of a meeting that is shown in a
// workspace. Slack draws a call in every message that has its block, and changes all
// of them by itself. It is safe for concurrent use, in any number of processes over
// one Store.
type Calls struct {
	o    CallOptions
	said *boundedcache.Cache[struct{}] // what was logged, by workspace and reason
	bots *boundedcache.Cache[string]   // the bot's user in each workspace
}

// NewCalls returns calls. Nothing is done until its jobs are done.
func NewCalls(o CallOptions) (*Calls, error) {
	switch {
	case o.Store == nil:
		return nil, errors.New("live: CallOptions.Store is required")
	case o.Workspaces == nil:
		return nil, errors.New("live: CallOptions.Workspaces is required")
	case o.Renderer == nil:
		return nil, errors.New("live: CallOptions.Renderer is required")
	case o.Linked == nil:
		return nil, errors.New("live: CallOptions.Linked is required")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Calls{
		o: o, said: boundedcache.New[struct{}](maxSaid), bots: boundedcache.New[string](maxSaid),
	}, nil
}
