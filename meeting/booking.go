package meeting

import (
	"time"

	"meetingbot/internal/secret"
)

// Booking is what somebody books. A zero value leaves the choice to the API, which
// takes most from the enterprise's settings; when a meeting is changed, it leaves
// what the meeting has.
type Booking struct {
	Subject string    // at most 128 characters; the API names the meeting without one
	Start   time.Time // zero: now, of an instant meeting
	// Length is in whole minutes, 15 minutes to 24 hours. Defaults to the API's own
	// 30 minutes.
	Length     time.Duration
	ZoneID     string // on whose clock the booker thinks, "1" to "77": see ZoneID; a series repeats in it
	Language   string // of the API's own notices: zh-CN, the default, or en-US
	MediaTypes string // MediaVideo, the default, or MediaVoice
	// Invitees are all who are invited. Nil leaves those that a meeting has; an
	// empty list invites nobody.
	Invitees []Invitee
	Series   *Series     // nil for a single meeting
	Room     *RoomChoice // nil for a number of the meeting's own; it cannot be changed later
	Entry    Entry       // who may enter
	// WaitingRoom says whether people wait until the host lets them in.
	WaitingRoom *bool
	// Record says whether the meeting is recorded by itself.
	Record bool
	// Notify says whether the API writes to the invitees by itself. It is for new
	// meetings.
	Notify bool

	GuestPassword secret.Secret // 4 to 16 digits
	GuestFree     *bool         // guests need no password
	GuestMayStart *bool         // guests may start it before a host
	AutoMute      *bool         // people are muted on entry
	Prolong       *int          // minutes that it goes on by itself, 0 to 60
	Concurrent    int           // most people at once, 0 for no limit of its own

	// Expected is the Fingerprint of the booking that somebody saw when they changed
	// it: another one is not overwritten. "" changes whatever there is.
	Expected string
}

// The media of a meeting.
const (
	MediaVideo = "HDVideo"
	MediaVoice = "Voice"
)

// The languages of the API's own notices.
const (
	LanguageChinese = "zh-CN"
	LanguageEnglish = "en-US"
)

// Entry is who may enter a meeting, "" for the enterprise's default.
type Entry string

// Who may enter.
const (
	EntryEverybody  Entry = "everybody"
	EntryEnterprise Entry = "enterprise"
	EntryInvited    Entry = "invited"
)

// Invitee is somebody who is invited. One of the enterprise has a UserID or an
// Account, somebody else an Email.
type Invitee struct {
	Name   string // at most 96 characters
	UserID string // third-party user ID; the account's login where it signs in by login
	Email  string // the API writes to it, if it notifies
	Phone  string // SIP number or phone
	SMS    string // the API writes to it, if it notifies
	Host   bool
	// Type is one of the Attendee constants. Defaults to AttendeeExternal for who is
	// not of the enterprise, and to AttendeeSoft.
	Type       Text
	Department string // at most 128 characters
}

// RoomChoice is a cloud room, or the personal one, in which a meeting is held.
type RoomChoice struct {
	// ID is the room's own (Room.ID), not its number. The room is one of the booker's.
	ID string
	// RandomID gives the meeting a number of its own in place of the room's.
	RandomID bool
}

// How a series repeats.
const (
	Daily   = "Day"
	Weekly  = "Week"
	Monthly = "Month"
)

// MaxOccurrences is how many dates a series has at most. The API pulls in the end of
// one that would have more.
const MaxOccurrences = 50

// Series is how a meeting repeats. Its dates are those of the booking's zone.
type Series struct {
	Cycle    string // Daily, Weekly or Monthly
	Interval int    // every so many days (1 to 15), weeks (1 to 5) or months (1 to 3); defaults to 1
	// Points are the days of the week, 0 for Sunday, or of the month, 1 to 31: a
	// month without that day has its last one. Defaults to that of the start.
	Points     []int
	StartDate  string // YYYY-MM-DD; defaults to that of the start
	EndDate    string // YYYY-MM-DD, at most a year later
	RemindDays int    // days before that the API reminds, 0 to 30
}

// Field names a part of a booking.
type Field string

// The fields that may be wrong.
const (
	FieldSubject    Field = "subject"
	FieldStart      Field = "start"
	FieldLength     Field = "length"
	FieldZone       Field = "zone"
	FieldLanguage   Field = "language"
	FieldMedia      Field = "media"
	FieldInvitees   Field = "invitees"
	FieldSeries     Field = "series"
	FieldEnd        Field = "series_end"
	FieldRoom       Field = "room"
	FieldEntry      Field = "entry"
	FieldPassword   Field = "password"
	FieldProlong    Field = "prolong"
	FieldConcurrent Field = "concurrent"
	FieldOccurrence Field = "occurrence"
)

// FieldError says what is wrong with one field of a booking. It does not hold what
// was typed.
type FieldError struct {
	Field  Field
	Reason Reason
	Limit  int // what the API takes at most, or at least, in the field's unit; 0 for none
}

// Error names the field and what is wrong with it.
func (e *FieldError) Error() string {
	return "the " + string(e.Field) + " is refused: " + string(e.Reason)
}
