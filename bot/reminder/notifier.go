package reminder

import (
	"context"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Notifier posts in Slack. Its errors are *post.Error; of any other it is not known
// whether something was posted.
type Notifier interface {
	// Post posts a notice.
	Post(ctx context.Context, ws workspace.Workspace, c Content) (post.Posted, error)
	// Update changes a posted notice, now that the meeting has begun or ended.
	Update(ctx context.Context, ws workspace.Workspace, c Content) error
	// PostChange tells a conversation what has become of its meeting.
	PostChange(ctx context.Context, ws workspace.Workspace, c Change) error
	// PostProblem tells that a subscription is suspended and what can be done: to
	// the one who set it up, in private, or to the conversation where they cannot
	// be told.
	PostProblem(ctx context.Context, ws workspace.Workspace, to post.Conversation, s Subscription, f watch.Facts) error
	// Test asks Slack whether the token of a workspace works.
	Test(ctx context.Context, ws workspace.Workspace) error
}

// Content is what a notice says at Now.
type Content struct {
	Subscription Subscription
	Notice       Notice
	Facts        watch.Facts
	// Meeting is a reading no older than Facts, marked Stale when it is not a new
	// one; nil when there is none and Facts are from memory.
	Meeting *meeting.Snapshot
	State   live.State // Upcoming when it is posted, though it may be late
	Now     time.Time
}

// Change is what has become of the occurrences that a conversation would have
// been reminded of.
type Change struct {
	Subscription Subscription
	Facts        watch.Facts
	Cancelled    bool // the whole meeting
	Moved        []watch.Move
	Dropped      []watch.Occurrence // occurrences of a series that will not be
	Renamed      *watch.Rename      // nil where it was not renamed here
}
