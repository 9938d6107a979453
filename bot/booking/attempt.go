package booking

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"meetingbot/bot/access"
	"meetingbot/bot/post"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Attempt is one booking that a person asks for.
type Attempt struct {
	// ID is of the request that asks for it, see ID: attempts with one id book once,
	// in however many processes they are made.
	ID string
	workspace.Key
	UserID string // who books, U… or W…
	// Name and Email are those of who books. Where the bot's account books for them,
	// they are invited by this address, as host.
	Name, Email string
	// User is who books at the meeting account, as their link says at this moment: they
	// book as themselves. With the zero value the bot's account books for them.
	User access.MeetingUser
	// ChannelID is where the card of the meeting goes, C…, D… or G…; "" where it is for
	// the person alone.
	ChannelID string
	Booking   meeting.Booking
	// Press says that a button asks for it, which people press twice: of several
	// presses within ten seconds one books.
	Press bool
}

// ID returns the id of an attempt by what tells its request from all others: the id of
// Slack's request, or of the form that was sent off.
func ID(k workspace.Key, userID, request string) string {
	sum := sha256.Sum256([]byte(k.EnterpriseID + "/" + k.TeamID + "/" + userID + "/" + request))
	return hex.EncodeToString(sum[:16])
}

// State is what is known of an attempt. Its text is stored.
type State string

// The states.
const (
	Pending State = "pending" // no answer has come yet: it may be booked
	Booked  State = "booked"
	Refused State = "refused" // by the meeting account, which has booked nothing
	Missing State = "missing" // it was looked for and is not there: nothing was booked
	Unknown State = "unknown" // it was looked for, and could not be told
)

// Final reports whether nothing more is to be found out.
func (s State) Final() bool { return s == Booked || s == Refused || s == Missing }

// Role is what the person is to a meeting that was booked for them. Its text is stored.
type Role string

// The roles.
const (
	Booker Role = "booker" // it was booked as themselves
	Host   Role = "host"   // the bot's account has booked it, with them as its host
	Nobody Role = "nobody" // the bot's account has booked it, and knows no address to invite them by
)

// Outcome is what has become of an attempt.
type Outcome struct {
	ID        string // of the attempt
	State     State
	Role      Role
	Subject   string              // that was asked for
	Start     time.Time           // the same, zero for a meeting that begins when it is booked
	MeetingID string              // of the meeting that was booked, "" where it is not known
	Meeting   *meeting.Conference // the same as the API has told it, nil where it has not just now
	Err       error               // why it was refused
	Repeated  bool                // the attempt was made before: whoever made it then tells the person
}

// Row is an attempt as it is stored.
type Row struct {
	ID string
	workspace.Key
	UserID    string
	ChannelID string // "" where the card is for the person alone
	Sought    string // what the booking is looked for by, sealed
	Role      Role
	State     State
	Refusal   string // the kind of the refusal, "" for none
	MeetingID string
	Posted    post.Posted // where the card is, zero where it cannot be changed
	MadeAt    time.Time
	TellAt    time.Time // until then somebody is about to tell the person
	ToldAt    time.Time // zero before
	IdleAt    time.Time // since when the card says that nobody has come, zero for not
}

// sought is what a booking is looked for by.
type sought struct {
	Subject string
	Start   time.Time // zero for a meeting that begins when it is booked
	Length  time.Duration
	As      string // who has booked it, as in meeting.Account.As
}
