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

// Meeting is a meeting as its booker and the enterprise made it. What is zero
// is left out of the answer, unless its comment says otherwise.
type Meeting struct {
	ID      string // what the API is asked for
	Subject string
	Kind    string // defaults to Booked
	// State fixes the state, whatever the clock says. By default it follows
	// the clock: scheduled until Start, running until End, then gone, as the
	// API knows no ended meetings. A meeting without times, or with Raw, never
	// ends by itself.
	State string
	// Unattended says that nobody comes: the meeting stays scheduled until its
	// booked time is over.
	Unattended bool
	// Start and End are the booked times. A series without them takes those of
	// its first occurrence that has not ended.
	Start, End time.Time
	ZoneID     string // timeZoneID, "1" to "77": a label

	MediaTypes  string // defaults to "Voice,Data,Video"
	Language    string // of the vendor's notices; defaults to "zh-CN"
	DialIn      string // accessNumber
	Booker      Booker
	Rule        *Rule        // of a series
	Occurrences []Occurrence // of a series; those that have ended are not served
	Room        *Room        // a cloud meeting room

	// Passwords default to six digits each for chair and general. An empty
	// list that is not nil means none.
	Passwords []Password
	LinkHost  string // of the links to join, defaults to "c.meeting.huaweicloud.com"
	NoLinks   bool

	// The next five are always served, zero or not.
	AutoMute      bool
	AutoRecord    bool
	RecordType    int // 0 off, 1 live, 2 record, 3 both
	RecordAux     bool
	HasRecordFile bool
	RecordAuth    *int // 0 anyone with the link, 1 enterprise, 2 attendees
	LiveURL       string
	LiveAddress   string
	AuxAddress    string
	Config        Config

	Webinar      bool
	Mode         string // confMode: COMMON or RTC
	Concurrent   int    // cap on participants
	Interpreted  bool   // simultaneous interpretation
	MultiStream  int
	Picture      json.RawMessage // picDisplay as it stands
	TerminalMute *int            // isHardTerminalAutoMute and isSoftTerminalAutoMute,
	SoftMute     *int            // which only undocumented answers have

	Participants []Participant // the invitees, in the order they are served

	// Comers come to the meeting whenever it is held, invited or not. Defaults
	// to most of the invitees, with one device each; an empty list that is not
	// nil means that nobody is in it.
	Attendees []Attendee

	// Forbidden keeps the meeting from everybody, administrators too.
	Forbidden bool
	// Extra adds keys to conferenceData or puts other values in their place,
	// as the API may at any time.
	Extra map[string]any
	// Raw is served byte for byte to who asks for all of the meeting's
	// participants from the first on. Other pages and searches are cut out of
	// its list. The fields above do not matter then, but for ID, State,
	// Forbidden, and Booker and Participants as to who may see it.
	Raw []byte
}

// Booker is who booked a meeting. An account equal to Account or Name is the
// booker.
type Booker struct {
	Name       string // scheduserName
	Account    string // not served
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
	RemindDays *int   // nil: not said
	Count      int    // undocumented
}

// Occurrence is one meeting of a series (subConfs).
type Occurrence struct {
	ID          string // defaults to one made from the meeting's ID and Start, which stays when Start is moved
	Start, End  time.Time
	MediaType   string // defaults to "Voice,Data,HDVideo"
	AutoRecord  bool
	RecordAuth  *int
	Description string
	Config      OccurrenceConfig
}

// nameOccurrences gives each occurrence without an ID one of its own.
func (m *Meeting) setOccurrenceIDs() {
	for i, o := range m.Occurrences {
		m.Occurrences[i].ID = cmp.Or(o.ID, digest("occurrence", m.ID, o.Start.UTC().String()))
	}
}

// Room is the cloud meeting room that a meeting is held in.
type Room struct {
	Number string // vmrConferenceID: what people type; the API does not find meetings by it
	ID     string // vmrID
}

// Password is the password of one role, "chair" or "general".
type Password struct{ Role, Text string }

// Config is how a meeting is set up (confConfigInfo). The documents' samples
// say only what their booker chose, so what is nil is left out.
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

// OccurrenceConfig is how one occurrence of a series is set up.
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

// Participant is one invitee. What is zero is left out of the answer, but for
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
