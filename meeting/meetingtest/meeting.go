package meetingtest

import (
	"cmp"
	"encoding/json"
	"time"
)

// Values of Meeting.Kind.
const (
	Booked    = "FUTURE"
	Instant   = "IMMEDIATELY"
	Recurring = "CYCLE"
)

// Values of Meeting.State.
const (
	Scheduled = "Schedule"
	Creating  = "Creating"
	Running   = "Created"
	Ended     = "Destroyed"
)

// Meeting is a meeting as its booker and the enterprise set it up. A zero
// field is left out of responses unless its comment says otherwise.
type Meeting struct {
	ID      string // conferenceID
	Subject string
	Kind    string // defaults to Booked
	// State sets the state, whatever the time is. By default the state
	// follows the time: scheduled until Start, running until End, then
	// deleted, because the API does not know ended meetings. A meeting
	// without times, or with Raw, never ends by itself.
	State string
	// Unattended means that nobody joins: the meeting stays scheduled until
	// its booked end.
	Unattended bool
	// Start and End are the booked times. A series without them has those of
	// its first occurrence that has not ended.
	Start, End time.Time
	ZoneID     string // timeZoneID, "1" to "77"; it changes no times

	MediaTypes  string // defaults to "Voice,Data,Video"
	Language    string // of the vendor's e-mails; defaults to "zh-CN"
	DialIn      string // accessNumber
	Booker      Booker
	Rule        *Rule        // of a series
	Occurrences []Occurrence // of a series; those that have ended are left out of responses
	Room        *Room        // a cloud meeting room

	// Passwords default to six digits each for chair and general. An empty,
	// non-nil list means none.
	Passwords []Password
	LinkHost  string // host of the links to join; defaults to "c.meeting.huaweicloud.com"
	NoLinks   bool

	// The next five are in every response, zero or not.
	AutoMute      bool
	AutoRecord    bool
	RecordType    int // 0 off, 1 live, 2 record, 3 both
	RecordAux     bool
	HasRecordFile bool
	RecordParts   int  // how many parts the recording has; defaults to 1
	RecordAuth    *int // 0 anyone with the link, 1 enterprise, 2 attendees
	LiveURL       string
	LiveAddress   string
	AuxAddress    string
	Config        Config

	Webinar      bool
	Mode         string // confMode: COMMON or RTC
	Concurrent   int    // highest number of participants
	Interpreted  bool   // simultaneous interpretation
	MultiStream  int
	Picture      json.RawMessage // picDisplay, as JSON
	TerminalMute *int            // isHardTerminalAutoMute and isSoftTerminalAutoMute,
	SoftMute     *int            // which only undocumented answers have

	Participants []Participant // the invitees, in the order of responses

	// Attendees join the meeting whenever it is held, invited or not.
	// Defaults to most of the invitees, with one device each. An empty,
	// non-nil list means that nobody joins.
	Attendees []Attendee `json:"Comers"` // the key in saved playgrounds

	// WithoutOccurrenceIDs leaves out the ids of its occurrences, which the
	// documents do not promise.
	WithoutOccurrenceIDs bool
	// Forbidden hides the meeting from everybody, including administrators.
	Forbidden bool
	// Extra adds keys to conferenceData or replaces their values, as the API
	// may at any time.
	Extra map[string]any
	// Raw is the response, byte for byte, to a request for all of the
	// meeting's participants from offset 0. Other pages and searches have a
	// part of its list. The fields above are then ignored, except ID, State
	// and Forbidden, and except Booker and Participants, which decide who
	// may see it.
	Raw []byte
}

// Booker is who booked a meeting: a user whose account is Account or Name.
type Booker struct {
	Name       string // scheduserName
	Account    string // not in responses
	UUID       string // userUUID
	Department string // deptName, documented as the enterprise's name
}

// Rule is how a series repeats (cycleParams).
type Rule struct {
	StartDate  string // YYYY-MM-DD in the meeting's own zone
	Cycle      string // Day, Week or Month
	EndDate    string // YYYY-MM-DD in the meeting's own zone
	Interval   int    // every so many days, weeks or months
	Points     []int  // Week: 0 Sunday to 6; Month: 1 to 31
	RemindDays *int   // nil: left out
	Count      int    // undocumented
}

// Occurrence is one meeting of a series (subConfs).
type Occurrence struct {
	ID          string // defaults to one derived from the meeting's ID and the first Start
	Start, End  time.Time
	MediaType   string // defaults to "Voice,Data,HDVideo"
	AutoRecord  bool
	RecordAuth  *int
	Description string
	Config      OccurrenceConfig
}

// setOccurrenceIDs gives an ID to each occurrence without one.
func (m *Meeting) setOccurrenceIDs() {
	for i, o := range m.Occurrences {
		m.Occurrences[i].ID = cmp.Or(o.ID, digest("occurrence", m.ID, o.Start.UTC().String()))
	}
}

// Room is a cloud meeting room, in which a meeting is held.
type Room struct {
	Number string // vmrConferenceID: people type it to join; the API does not find meetings by it
	ID     string // vmrID
}

// Password is the password of one role, "chair" or "general".
type Password struct{ Role, Text string }

// Config is the configuration of a meeting (confConfigInfo). The documents'
// samples contain only what their booker chose, so nil fields are left out.
type Config struct {
	SendNotify, SendSMS, SendCalendar *bool
	AutoMute, TerminalMute            *bool
	GuestFree                         *bool // guests need no password
	GuestMayStart                     *bool
	WaitingRoom                       *bool
	HostCamera, GuestCamera           *bool
	Restriction                       *int // 0 everyone, 2 enterprise, 3 invited
	RoomIDType                        *int // 0 fixed, 1 random
	Prolong                           *int // minutes
	BeforeHost                        *int // minutes, undocumented
	GuestPassword                     string
	Extra                             map[string]any
}

// OccurrenceConfig is the configuration of one occurrence of a series.
type OccurrenceConfig struct {
	Restriction         *int // 0 everyone, 2 enterprise, 3 invited
	AudienceRestriction *int // 0 everyone, 2 enterprise
	GuestMayStart       *bool
	WaitingRoom         *bool
	BeforeHost          *int // minutes
	AudienceCount       *AudienceCount
	Extra               map[string]any
}

// AudienceCount is how a webinar shows the size of its audience.
type AudienceCount struct {
	Mode     int     `json:"showAudienceMode"`
	Base     int     `json:"baseAudienceCount"`
	Multiple float64 `json:"multiple"`
}

// Participant is one invitee. Zero fields are left out of responses, except
// the role and the state, which is always "MEETTING".
type Participant struct {
	Number        string // participantID
	Name          string
	Host          bool
	Type          string // normal, terminal, outside, mobile; defaults to normal
	Account       string // accountId: account or third-party user id
	Email         string
	SMS           string
	Department    string
	SubscriberID  string
	Address       string
	Phone2        string
	Phone3        string
	UserUUID      string // the booker's
	AppID         string
	AutoInvite    *int
	NoNameOverlay *bool
	Extra         map[string]any
}
