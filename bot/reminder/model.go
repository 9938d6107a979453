package reminder

import (
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/watch"
)

// Subscription says that a conversation is reminded before each start of a
// meeting. There is at most one for a conversation and a meeting.
type Subscription struct {
	ID string // made with NewID
	post.Conversation
	MeetingID string
	Leads     []time.Duration // how long before each start, longest first, none twice; 1 to MaxLeads of them, whole minutes
	SetBy     string          // U… or W…
	SetAt     time.Time
	Suspended Reason `json:"Parked"` // why the last notice could not be posted, "" while they are; queued jobs have it under its old name
	// Automatic says that it follows from what its person decided for all of their
	// meetings: nobody set it up for this one. It is on no list.
	Automatic bool `json:",omitempty"`
	// Late and Overrun say that the conversation is also told of a late start and of
	// people who are still in the meeting shortly before its end. Never of Automatic ones.
	Late    bool `json:",omitempty"`
	Overrun bool `json:",omitempty"`
	// RuleID is that of the rule that made it, "" for none. Only the rule is on lists.
	RuleID string `json:",omitempty"`
}

// setUp reports whether somebody set it up for this very meeting.
func (s Subscription) setUp() bool { return !s.Automatic && s.RuleID == "" }

// Meeting is the key of the meeting that the subscription is about.
func (s Subscription) Meeting() watch.MeetingKey {
	return watch.MeetingKey{Key: s.Key, MeetingID: s.MeetingID}
}

// Bounds of Subscription.Leads.
const (
	MaxLeads = 5
	MinLead  = time.Duration(0)
	MaxLead  = 7 * 24 * time.Hour
)

// State is where a notice is in its life.
type State string

// The states of a notice.
const (
	Pending State = "pending"
	Claimed State = "claimed" // somebody is about to post it, or died doing so
	Sent    State = "sent"
	Dropped State = "dropped" // for a Reason
	Dead    State = "dead"    // the occurrence moved or was cancelled, or the subscription was deleted
)

// About is what a notice tells. Its text is stored.
type About string

// What notices tell.
const (
	AboutStart   About = ""        // the meeting starts
	AboutLate    About = "late"    // it was to start LateAfter ago, and nobody is in it
	AboutOverrun About = "overrun" // its booked end is OverrunBefore away, and people are in it
)

// When notices are due that are not about a start. The two differ: see Notice.Lead.
const (
	LateAfter     = 5 * time.Minute // after the booked start
	OverrunBefore = 3 * time.Minute // before the booked end
)

// Notice is one message that is due at one time. There is at most one for a
// conversation, meeting, occurrence (its id and its start), lead and For.
type Notice struct {
	ID             string // made with NewID
	SubscriptionID string
	post.Conversation
	MeetingID  string
	Occurrence watch.Occurrence
	About      About
	Lead       time.Duration // AboutStart: how long before the start it is due, in whole minutes; negative for one that was snoozed beyond it; else -LateAfter or -OverrunBefore
	For        string        // posted to this person alone, who snoozed; "" for everybody
	DueAt      time.Time     // zero once Sent
	State      State
	Reason     Reason      // of a Dropped one
	ClaimedAt  time.Time   // when it was first claimed or refused, zero before
	SentAt     time.Time   // zero before
	Posted     post.Posted // once Sent, zero where Slack did not say that it took it
}

// Meeting is the key of the meeting that the notice is about.
func (n Notice) Meeting() watch.MeetingKey {
	return watch.MeetingKey{Key: n.Key, MeetingID: n.MeetingID}
}

// isOpen reports whether the notice is still to be posted.
func (n Notice) isOpen() bool { return n.State == Pending || n.State == Claimed }
