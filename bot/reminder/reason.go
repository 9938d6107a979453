package reminder

import "meetingbot/bot/post"

// Reason is why something is not posted; it is a metric's label and a row's
// value, so the list is closed.
type Reason string

// Why a subscription is suspended.
const (
	NotInvited         = Reason(post.NotInChannel)
	Archived           = Reason(post.Archived)
	Gone               = Reason(post.Gone)
	Revoked            = Reason(post.Revoked)
	Restricted         = Reason(post.Restricted)
	AccessLost  Reason = "access_lost"  // the one who set it up may no longer look the meeting up
	AccountLost Reason = "account_lost" // the meeting account may no longer see the meeting
)

// isPersonal reports whether a subscription is suspended for what people may do,
// not for what may be posted in its conversation.
func (r Reason) isPersonal() bool { return r == AccessLost || r == AccountLost }

// Why a notice was dropped.
const (
	TooLate     Reason = "too_late"     // it was of no use any more
	Superseded  Reason = "superseded"   // it was late, and a later one of the same occurrence is due as well
	Missing     Reason = "missing"      // the meeting was not there when it should have started
	Undelivered Reason = "undelivered"  // Slack did not take it until the meeting had started
	Suspended   Reason = "subscription" // the subscription was suspended over it
	Untrue      Reason = "untrue"       // it told of a late start or of people who are still there, and that was not so
	Unknown     Reason = "unknown"      // the same, and it could not be told whether it was so
)
