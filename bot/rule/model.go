package rule

import (
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/workspace"
)

const (
	// MaxFollowed is how many meetings a rule follows at the most: those that start
	// first.
	MaxFollowed = 50
	// MaxRules is how many rules a conversation has at the most.
	MaxRules = 20
)

// Rule says that a conversation is reminded of all meetings that match. There is one for
// a conversation and the words of a pattern, or a conversation and whose meetings.
type Rule struct {
	ID string // made with reminder.NewID
	post.Conversation
	Pattern
	Leads     []time.Duration // as in reminder.Subscription
	SetBy     string          // U… or W…
	SetAt     time.Time
	Suspended reminder.Reason // why nothing could be posted, "" while it can
	Matched   int             // how many meetings were found when they were last looked for
}

// Cut reports whether more meetings match than are followed.
func (r Rule) Cut() bool { return r.Matched > MaxFollowed }

// isLike reports whether two rules of a conversation are about the same meetings.
func (r Rule) isLike(other Rule) bool {
	return r.Mine == other.Mine && r.Folded() == other.Folded() && (!r.Mine || r.SetBy == other.SetBy)
}

// Skip says that a conversation wants no reminders of one meeting, whatever rules match
// it.
type Skip struct {
	post.Conversation
	MeetingID string
	SeenAt    time.Time // when the meeting was last seen to come
}

// key is that of the workspace, as the key of a job.
func jobKey(k workspace.Key) string { return k.EnterpriseID + "/" + k.TeamID }
