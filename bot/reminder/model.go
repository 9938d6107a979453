package reminder

import (
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
)

// MeetingKey is a meeting as one workspace sees it.
type MeetingKey struct {
	workspace.Key
	MeetingID string // conferenceID, the id for API calls: 1 to 32 digits
}

// Subscription is the promise: this conversation is told before each start of
// this meeting. There is at most one for a conversation and a meeting.
type Subscription struct {
	ID string // made with NewID
	post.Conversation
	MeetingID string
	Leads     []time.Duration // how long before each start, longest first, none twice; 1 to MaxLeads of them, whole minutes
	SetBy     string          // U… or W…
	SetAt     time.Time
	Parked    Reason // why it is not kept at present, "" while it is
}

// Meeting is the key of the meeting that the subscription is about.
func (s Subscription) Meeting() MeetingKey { return MeetingKey{s.Key, s.MeetingID} }

// Bounds of Subscription.Leads.
const (
	MaxLeads = 5
	MinLead  = time.Duration(0)
	MaxLead  = 7 * 24 * time.Hour
)

// Reason is why something is not said; it is a metric's label and a row's
// value, so the list is closed.
type Reason string

// Why a subscription is parked.
const (
	NotInvited         = Reason(post.NotInChannel)
	Archived           = Reason(post.Archived)
	Gone               = Reason(post.Gone)
	Revoked            = Reason(post.Revoked)
	Restricted         = Reason(post.Restricted)
	AccessLost  Reason = "access_lost"  // the one who set it up may no longer look the meeting up
	AccountLost Reason = "account_lost" // the meeting account may no longer see the meeting
)

// personal reports whether a subscription is parked for what people may do, not
// for what may be said in its conversation.
func (r Reason) personal() bool { return r == AccessLost || r == AccountLost }

// Why a notice was dropped.
const (
	TooLate     Reason = "too_late"     // it was of no use any more
	Superseded  Reason = "superseded"   // it was late, and a later one of the same occurrence is due as well
	Missing     Reason = "missing"      // the meeting was not there when it should have started
	Undelivered Reason = "undelivered"  // Slack did not take it until the meeting had started
	IsParked    Reason = "subscription" // the subscription was parked over it
)

// Occurrence is one start of a meeting.
type Occurrence struct {
	ID    string    // cycleSubConfID, "" for a meeting that is no series
	Start time.Time // UTC, whole minutes
	End   time.Time // booked, UTC; zero when not known
}

// Facts are what was last known of a meeting. No secret is among them: not even
// the link for guests, which holds a code.
type Facts struct {
	Subject     string
	Number      string // what people type to join
	Booker      string
	Occurrences []Occurrence // those that are not over or were an hour ago, in order of their starts
	ReadAt      time.Time
}

// Watch is one meeting that is looked at again and again, however many
// conversations are told about it.
type Watch struct {
	MeetingKey
	Facts        Facts
	Misses       int       // how many looks in a row found that the API does not know it
	MissingSince time.Time // when it first did not, zero while it does
}

// State is where a notice is in its life.
type State string

// The states of a notice.
const (
	Pending State = "pending"
	Claimed State = "claimed" // somebody is about to post it, or died doing so
	Sent    State = "sent"
	Dropped State = "dropped" // for a Reason
	Dead    State = "dead"    // the occurrence moved or was cancelled, or the promise was taken back
)

// Notice is one message that is due at one time. There is at most one for a
// conversation, meeting, occurrence (its id and its start), lead and For.
type Notice struct {
	ID             string // made with NewID
	SubscriptionID string
	post.Conversation
	MeetingID  string
	Occurrence Occurrence
	Lead       time.Duration // how long before the start it is due, in whole minutes; negative for one that was snoozed beyond it
	For        string        // told to this person alone, who snoozed; "" for everybody
	DueAt      time.Time     // of a Sent one: its turn to be changed, zero when it waits for none
	State      State
	Reason     Reason      // of a Dropped one
	ClaimedAt  time.Time   // when it was first claimed, zero before
	SentAt     time.Time   // zero before
	Posted     post.Posted // once Sent
}

// Meeting is the key of the meeting that the notice is about.
func (n Notice) Meeting() MeetingKey { return MeetingKey{n.Key, n.MeetingID} }

// open reports whether the notice is still to be said.
func (n Notice) open() bool { return n.State == Pending || n.State == Claimed }
