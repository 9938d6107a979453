package post

import (
	"fmt"
	"time"
)

// Error is why a message was not posted or updated, or that it is not known
// whether it was.
type Error struct {
	// Reason is why Slack refuses it, "" where nothing but waiting is needed. A
	// refusal may pass all the same: it counts when it stands over several tries.
	Reason Reason
	// Unconfirmed says that Slack may have taken it: its answer was lost, or says
	// that something failed halfway. It may be repeated once; see MaxPosts.
	Unconfirmed bool
	RetryAfter  time.Duration // how long Slack asks to wait; 0 when it does not say
	Workspace   bool          // the wait is for the whole workspace
	Err         error
}

// Error says what was refused.
func (e *Error) Error() string {
	switch {
	case e.Unconfirmed:
		return fmt.Sprintf("perhaps posted: %v", e.Err)
	case e.Reason == "":
		return fmt.Sprintf("not posted for now: %v", e.Err)
	default:
		return fmt.Sprintf("not posted (%s): %v", e.Reason, e.Err)
	}
}

// MaxPosts is how many times a message is posted or updated of which it is not
// known whether it arrived: it is repeated once at the most.
const MaxPosts = 2

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Reason is why Slack refuses a message. It is a metric's label and a row's
// value, so the list is closed.
type Reason string

// The reasons.
const (
	NotInChannel Reason = "not_in_channel" // the bot may not post and cannot join by itself
	Archived     Reason = "is_archived"
	Gone         Reason = "channel_not_found"
	Revoked      Reason = "revoked"    // the token is not accepted, which concerns the whole workspace
	Restricted   Reason = "restricted" // Slack refuses for another lasting reason
	// MessageGone says that a message to be updated was deleted, or can never be
	// changed again.
	MessageGone Reason = "message_not_found"
	// NoLink says that a link cannot be unfurled: the message does not have it, the
	// workspace forbids its domain, or Slack waits for the answer to its event.
	NoLink Reason = "cannot_unfurl_url"
	// Declined says that a person wants nothing to be unfurled.
	Declined Reason = "cannot_prompt"
	// CallOver says that a call has ended, or that there is none.
	CallOver Reason = "inactive_call"
	// NoUser says that a call names somebody whom Slack does not know.
	NoUser Reason = "user_not_found"
)
