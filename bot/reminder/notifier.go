package reminder

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/meeting"
)

// Notifier speaks in Slack. Its errors are *post.Error, or those of a context that
// ended.
type Notifier interface {
	// Post posts a notice.
	Post(ctx context.Context, a Announcement) (post.Posted, error)
	// Update changes a posted notice, now that the meeting has begun or ended. A
	// message that is gone is no error.
	Update(ctx context.Context, a Announcement) error
	// PostChange tells a conversation that what it had been promised has changed.
	PostChange(ctx context.Context, c Change) error
	// PostProblem tells that a subscription is parked and what can be done: to the one who
	// set it up, in private, or to the conversation where they cannot be told.
	PostProblem(ctx context.Context, to post.Conversation, s Subscription, f Facts) error
}

// Announcement is a notice as it is said at Now.
type Announcement struct {
	Subscription Subscription
	Notice       Notice
	Facts        Facts
	// Meeting is a reading no older than Facts, marked Stale when it is not a new
	// one; nil when there is none and Facts are from memory.
	Meeting *meeting.Snapshot
	Phase   Phase
	Now     time.Time
}

// Phase is where the occurrence that a notice is about is in its life.
type Phase string

// The phases of an occurrence.
const (
	Upcoming Phase = "upcoming" // or begun a moment ago, when the notice is late
	Running  Phase = "running"
	Over     Phase = "over"
)

// Change is what has become of the occurrences that a conversation would have
// been told about.
type Change struct {
	Subscription Subscription
	Facts        Facts
	Cancelled    bool // the whole meeting
	Moved        []Move
	Dropped      []Occurrence // occurrences of a series that will not be
}

// Move is an occurrence that has another time than before.
type Move struct{ From, To Occurrence }

// Meetings says what is known of a meeting. Errors are *meeting.Error.
type Meetings interface {
	// Refresh reads the meeting anew; an older reading, marked Stale, stands in
	// while the API fails.
	Refresh(ctx context.Context, id string) (*meeting.Snapshot, error)
	// Held reports whether the history knows that the meeting was held, from a
	// time after the given one on.
	Held(ctx context.Context, id string, after time.Time) (bool, error)
}

// Authorizer says who may look a meeting up.
type Authorizer interface {
	// Allowed reports whether the one who set a subscription up may look this meeting
	// up now, or any meeting if m is nil. Somebody of whom Slack cannot tell just
	// now may.
	Allowed(ctx context.Context, s Subscription, m *meeting.Snapshot) bool
}
