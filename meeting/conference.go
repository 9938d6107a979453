package meeting

import "meetingbot/internal/secret"

// The model of the API's answer to "Querying Meeting Details"
// (GET /v1/mmc/management/conferences/confDetail), tables 3 to 5 of its
// documentation and everything its two sample answers show. The vendor's
// spelling of keys (scheduserName, terminlCount, mediaType) is kept on the
// wire and corrected in the Go names.

// State is conferenceState: where a meeting is in its life.
type State = Text

// The states that the documentation names. An answer may hold others or none.
const (
	StateScheduled State = "Schedule"  // booked, not begun
	StateCreating  State = "Creating"  // about to begin
	StateRunning   State = "Created"   // in progress
	StateEnded     State = "Destroyed" // over
)

// Values of Conference.Kind (confType).
const (
	KindBooked    Text = "FUTURE"
	KindInstant   Text = "IMMEDIATELY"
	KindRecurring Text = "CYCLE"
)

// Values of Participant.AttendeeType and PartAttendee.Type that the
// documentation names; answers may hold others.
const (
	AttendeeSoft     Text = "normal"   // an application
	AttendeeRoom     Text = "terminal" // meeting room or hard terminal
	AttendeeExternal Text = "outside"  // external participant
	AttendeeMobile   Text = "mobile"   // mobile number
)

// RoleHost is Participant.Role of a host; 0 is everybody else.
const RoleHost Int = 1

// Roles of PasswordEntry.
const (
	PasswordChair   Text = "chair"
	PasswordGeneral Text = "general"
)

// Detail is one answer of the API: a meeting and one page of its invitees.
type Detail struct {
	Conference   Conference      `json:"conferenceData"`
	Participants ParticipantPage `json:"data"`

	// RequestID is the answer's X-Request-Id, for the vendor's support.
	RequestID string `json:"-"`
	// Raw is the answer's body as received, but for invitees beyond the first
	// 10,000; nil unless DetailOptions.KeepRaw asks for it. It holds secrets: see
	// Redact.
	Raw []byte `json:"-"`
	// Listed says that the answer has a list of invitees, be it empty.
	Listed bool `json:"-"`
}

// Conference describes one meeting (ConferenceInfo in the documentation).
type Conference struct {
	ID       Text `json:"conferenceID"` // identifies the meeting in API calls; see Number for people
	Subject  Text `json:"subject"`      // at most 128 characters by the documents
	Size     Int  `json:"size"`         // participants added when booking, not people present
	TimeZone Text `json:"timeZoneID"`   // a label, "1" to "77": see Zone
	// StartTime and EndTime are UTC, "YYYY-MM-DD HH:MM": see Start and End.
	StartTime        Text                `json:"startTime"`
	EndTime          Text                `json:"endTime"`
	MediaTypes       Text                `json:"mediaTypes"` // comma list of Voice, Video, HDVideo, Data
	State            State               `json:"conferenceState"`
	Language         Text                `json:"language"`     // of the vendor's notices: zh-CN or en-US
	DialIn           Text                `json:"accessNumber"` // dial-in or SIP access number
	Passwords        List[PasswordEntry] `json:"passwordEntry"`
	BookerUUID       Text                `json:"userUUID"`
	BookerName       Name                `json:"scheduserName"`  // the host's where an Account asks who booked for them
	CycleType        Int                 `json:"conferenceType"` // 0 ordinary, 2 recurring
	Kind             Text                `json:"confType"`       // FUTURE, IMMEDIATELY or CYCLE
	Cycle            *CycleParams        `json:"cycleParams"`
	AutoMute         Bool                `json:"isAutoMute"` // applications are muted on entry
	AutoRecord       Bool                `json:"isAutoRecord"`
	ChairJoin        secret.Secret       `json:"chairJoinUri"` // lets its holder in as host
	GuestJoin        secret.Secret       `json:"guestJoinUri"` // stands for the guest password
	AudienceJoin     secret.Secret       `json:"audienceJoinUri"`
	RecordType       Int                 `json:"recordType"` // 0 off, 1 live, 2 record, 3 both
	AuxAddress       secret.Secret       `json:"auxAddress"`
	LiveAddress      secret.Secret       `json:"liveAddress"`
	LiveURL          Text                `json:"liveUrl"`
	RecordAux        Bool                `json:"recordAuxStream"` // the shared screen is recorded
	RecordAuth       Int                 `json:"recordAuthType"`  // 0 anyone with the link, 1 enterprise, 2 attendees
	Config           ConfigInfo          `json:"confConfigInfo"`
	InRoom           Bool                `json:"vmrFlag"`         // held in a cloud meeting room
	RoomNumber       Text                `json:"vmrConferenceID"` // what people type for a meeting in a cloud room
	RoomID           Text                `json:"vmrID"`
	HasRecord        Bool                `json:"isHasRecordFile"`
	UUID             Text                `json:"confUUID"` // key to the history; present once begun
	PartAttendees    List[PartAttendee]  `json:"partAttendeeInfo"`
	Terminals        Int                 `json:"terminlCount"` // hard terminals invited
	SoftClients      Int                 `json:"normalCount"`  // applications invited
	Department       Name                `json:"deptName"`
	Role             Text                `json:"role"` // the asking account's: chair, general, audience
	MultiStream      Int                 `json:"multiStreamFlag"`
	Webinar          Bool                `json:"webinar"`
	Online           Int                 `json:"onlineAttendeeAmount"`   // filled by the list of running meetings only
	Mode             Text                `json:"confMode"`               // COMMON or RTC
	RoomBooked       Bool                `json:"scheduleVmr"`            // deprecated by the vendor
	Concurrent       Int                 `json:"concurrentParticipants"` // cap on participants, 0 for none
	Interpreted      Bool                `json:"supportSimultaneousInterpretation"`
	Occurrence       Text                `json:"cycleSubConfID"` // the first or next occurrence of a series
	Occurrences      List[SubConference] `json:"subConfs"`
	TerminalAutoMute Bool                `json:"isHardTerminalAutoMute"`
	SoftAutoMute     Bool                `json:"isSoftTerminalAutoMute"`
	Picture          *PictureDisplay     `json:"picDisplay"`
}

// PasswordEntry is the password of one role, in clear in real answers.
type PasswordEntry struct {
	Role     Text          `json:"conferenceRole"` // chair or general
	Password secret.Secret `json:"password"`
}

// CycleParams is the rule of a recurring meeting. Its dates are calendar
// dates in the meeting's own zone, unlike every other time of the API.
type CycleParams struct {
	StartDate  Text      `json:"startDate"` // YYYY-MM-DD
	EndDate    Text      `json:"endDate"`   // YYYY-MM-DD
	Cycle      Text      `json:"cycle"`     // Day, Week or Month
	Interval   Int       `json:"interval"`  // every so many days, weeks or months
	Points     List[Int] `json:"point"`     // Week: 0 Sunday to 6; Month: 1 to 31
	RemindDays Int       `json:"preRemindDays"`
	Count      Int       `json:"cycleCount"`
}

// ConfigInfo is how a meeting is set up (confConfigInfo), for a meeting and
// for one occurrence of a series.
type ConfigInfo struct {
	SendNotify          Bool           `json:"isSendNotify"`
	SendSMS             Bool           `json:"isSendSms"`
	SendCalendar        Bool           `json:"isSendCalendar"`
	AutoMute            Bool           `json:"isAutoMute"`
	TerminalAutoMute    Bool           `json:"isHardTerminalAutoMute"`
	GuestFree           Bool           `json:"isGuestFreePwd"` // guests need no password
	GuestMayStart       Bool           `json:"allowGuestStartConf"`
	WaitingRoom         *Bool          `json:"enableWaitingRoom"` // nil when not said
	HostCamera          Bool           `json:"isHostCameraOn"`
	GuestCamera         Bool           `json:"isGuestCameraOn"`
	Restriction         *Int           `json:"callInRestriction"`         // 0 everyone, 2 enterprise, 3 invited; nil when not said
	AudienceRestriction *Int           `json:"audienceCallInRestriction"` // 0 everyone, 2 enterprise
	RoomIDType          Int            `json:"vmrIDType"`                 // 0 fixed, 1 random
	Prolong             Int            `json:"prolongLength"`             // minutes, 0 to 60
	GuestPassword       secret.Secret  `json:"guestPwd"`
	BeforeHost          *Int           `json:"joinBeforeHostTime"` // minutes; 0 any time
	AudienceCount       *AudienceCount `json:"showAudienceCountInfo"`
}

// AudienceCount is how a webinar shows the size of its audience.
type AudienceCount struct {
	Mode     Int  `json:"showAudienceMode"`
	Base     Int  `json:"baseAudienceCount"`
	Multiple Text `json:"multiple"` // a decimal number
}

// SubConference is one meeting of a series (CycleSubConf). Its times are UTC.
type SubConference struct {
	ID           Text       `json:"cycleSubConfID"`
	ConferenceID Text       `json:"conferenceID"`
	MediaType    Text       `json:"mediaType"`
	StartTime    Text       `json:"startTime"`
	EndTime      Text       `json:"endTime"`
	AutoRecord   *Bool      `json:"isAutoRecord"` // nil when not said
	RecordAuth   Int        `json:"recordAuthType"`
	Description  Text       `json:"description"`
	Config       ConfigInfo `json:"confConfigInfo"`
}

// PartAttendee is one of the first invitees, as the meeting itself lists
// them: at most 20 applications and 20 hard terminals.
type PartAttendee struct {
	Name   Name `json:"name"`
	Phone  Text `json:"phone"` // personal data
	Phone2 Text `json:"phone2"`
	Phone3 Text `json:"phone3"`
	Type   Text `json:"type"`
	Role   Int  `json:"role"`
	Mute   Bool `json:"isMute"`
}

// PictureDisplay is the layout of a multi-picture meeting.
type PictureDisplay struct {
	ManualSet   Int                     `json:"manualSet"`
	ImageType   Text                    `json:"imageType"`
	SwitchTime  Text                    `json:"switchTime"`
	Subscribers List[PictureSubscriber] `json:"subscriberInPics"`
	Layout      *PictureLayout          `json:"picLayoutInfo"`
}

// PictureSubscriber says who is shown in one picture of the layout.
type PictureSubscriber struct {
	Index Int        `json:"index"`
	IDs   List[Text] `json:"id"`
	Share Int        `json:"share"`
}

// PictureLayout is a grid of x by y cells with the pictures in it.
type PictureLayout struct {
	X        Int               `json:"x"`
	Y        Int               `json:"y"`
	Pictures List[PictureCell] `json:"subPicLayoutInfoList"`
}

// PictureCell places one picture on the grid.
type PictureCell struct {
	ID     Int `json:"id"`
	Left   Int `json:"left"`
	Top    Int `json:"top"`
	Width  Int `json:"xSize"`
	Height Int `json:"ySize"`
}

// ParticipantPage is one page of the invitees (PageParticipant).
type ParticipantPage = Page[Participant]

// Participant is one invitee (ParticipantInfo): somebody named at booking or
// invited by the host during the meeting. People who join by themselves are
// not listed, and State does not say who is in the meeting.
type Participant struct {
	ID            Text `json:"participantID"` // a number; personal data
	Name          Name `json:"name"`
	SubscriberID  Text `json:"subscriberID"`
	Role          Int  `json:"role"`  // RoleHost or 0
	State         Text `json:"state"` // always "MEETTING"
	Address       Text `json:"address"`
	AttendeeType  Text `json:"attendeeType"`
	Account       Text `json:"accountId"` // the participant's account or third-party user id
	Phone2        Text `json:"phone2"`
	Phone3        Text `json:"phone3"`
	Email         Text `json:"email"` // personal data
	SMS           Text `json:"sms"`   // personal data
	Department    Name `json:"deptName"`
	UserUUID      Text `json:"userUUID"` // the booker's
	AppID         Text `json:"appId"`
	AutoInvite    Int  `json:"isAutoInvite"`
	NoNameOverlay Bool `json:"isNotOverlayPidName"`
}

// Number is the number that people type to join: that of the cloud meeting
// room where the meeting is held in one, else the meeting's own.
func (c *Conference) Number() string {
	if c.RoomNumber != "" {
		return c.RoomNumber.String()
	}
	return c.ID.String()
}

// Recurring reports whether the meeting is a series.
func (c *Conference) Recurring() bool {
	return c.Kind == KindRecurring || c.CycleType == 2 || c.Cycle != nil && c.Cycle.Cycle != ""
}

// Host reports whether the invitee is a host of the meeting.
func (p *Participant) Host() bool { return p.Role == RoleHost }

// Room reports whether the invitee is a room or a device, and so no person.
func (p *Participant) Room() bool {
	switch p.AttendeeType {
	case AttendeeRoom, "ideahub", "board", "hwvision":
		return true
	default:
		return false
	}
}
