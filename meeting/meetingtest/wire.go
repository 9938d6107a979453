package meetingtest

import "encoding/json"

// The JSON of responses, in the order and with the spelling of the samples.

// detailResponse is the whole response of confDetail.
type detailResponse struct {
	Conference json.RawMessage `json:"conferenceData"`
	Page       *wirePage       `json:"data,omitempty"`
}

// wirePage is PageParticipant.
type wirePage struct {
	Offset int               `json:"offset"`
	Limit  int               `json:"limit"`
	Count  *int              `json:"count,omitempty"`
	Data   []json.RawMessage `json:"data"`
}

// wireParticipant is ParticipantInfo.
type wireParticipant struct {
	Number        string `json:"participantID,omitempty"`
	Name          string `json:"name,omitempty"`
	SubscriberID  string `json:"subscriberID,omitempty"`
	Role          int    `json:"role"`
	State         string `json:"state"`
	Address       string `json:"address,omitempty"`
	Type          string `json:"attendeeType,omitempty"`
	Account       string `json:"accountId,omitempty"`
	Phone2        string `json:"phone2,omitempty"`
	Phone3        string `json:"phone3,omitempty"`
	Email         string `json:"email,omitempty"`
	SMS           string `json:"sms,omitempty"`
	Department    string `json:"deptName,omitempty"`
	UserUUID      string `json:"userUUID,omitempty"`
	AppID         string `json:"appId,omitempty"`
	AutoInvite    *int   `json:"isAutoInvite,omitempty"`
	NoNameOverlay *bool  `json:"isNotOverlayPidName,omitempty"`
}

// wireConference is ConferenceInfo.
type wireConference struct {
	ID            string             `json:"conferenceID"`
	MediaTypes    string             `json:"mediaTypes"`
	Subject       string             `json:"subject,omitempty"`
	Size          int                `json:"size"`
	ZoneID        string             `json:"timeZoneID,omitempty"`
	StartTime     string             `json:"startTime,omitempty"`
	EndTime       string             `json:"endTime,omitempty"`
	State         string             `json:"conferenceState,omitempty"`
	DialIn        string             `json:"accessNumber,omitempty"`
	Language      string             `json:"language"`
	Passwords     []wirePassword     `json:"passwordEntry,omitempty"`
	BookerUUID    string             `json:"userUUID,omitempty"`
	BookerName    string             `json:"scheduserName,omitempty"`
	MultiStream   int                `json:"multiStreamFlag,omitempty"`
	CycleType     int                `json:"conferenceType"`
	Kind          string             `json:"confType"`
	Rule          *wireRule          `json:"cycleParams,omitempty"`
	AutoMute      int                `json:"isAutoMute"`
	TerminalMute  *int               `json:"isHardTerminalAutoMute,omitempty"`
	SoftMute      *int               `json:"isSoftTerminalAutoMute,omitempty"`
	AutoRecord    int                `json:"isAutoRecord"`
	ChairJoin     string             `json:"chairJoinUri,omitempty"`
	GuestJoin     string             `json:"guestJoinUri,omitempty"`
	AudienceJoin  string             `json:"audienceJoinUri,omitempty"`
	RecordType    int                `json:"recordType"`
	AuxAddress    string             `json:"auxAddress,omitempty"`
	LiveAddress   string             `json:"liveAddress,omitempty"`
	LiveURL       string             `json:"liveUrl,omitempty"`
	RecordAux     int                `json:"recordAuxStream"`
	RecordAuth    *int               `json:"recordAuthType,omitempty"`
	Config        json.RawMessage    `json:"confConfigInfo"`
	RoomFlag      int                `json:"vmrFlag"`
	RoomNumber    string             `json:"vmrConferenceID,omitempty"`
	RoomID        string             `json:"vmrID,omitempty"`
	ScheduleRoom  bool               `json:"scheduleVmr"`
	NextID        string             `json:"cycleSubConfID,omitempty"`
	Occurrences   []wireOccurrence   `json:"subConfs,omitempty"`
	HasRecordFile bool               `json:"isHasRecordFile"`
	PartAttendees []wirePartAttendee `json:"partAttendeeInfo,omitempty"`
	Terminals     int                `json:"terminlCount"`
	SoftClients   int                `json:"normalCount"`
	Department    string             `json:"deptName,omitempty"`
	Role          string             `json:"role,omitempty"`
	Webinar       bool               `json:"webinar,omitempty"`
	Mode          string             `json:"confMode,omitempty"`
	Concurrent    int                `json:"concurrentParticipants,omitempty"`
	Interpreted   bool               `json:"supportSimultaneousInterpretation,omitempty"`
	Picture       json.RawMessage    `json:"picDisplay,omitempty"`
	UUID          string             `json:"confUUID,omitempty"`
}

// wirePassword is PasswordEntry.
type wirePassword struct {
	Role string `json:"conferenceRole"`
	Text string `json:"password"`
}

// wireRule is CycleParams.
type wireRule struct {
	StartDate  string `json:"startDate,omitempty"`
	Cycle      string `json:"cycle"`
	EndDate    string `json:"endDate,omitempty"`
	Interval   int    `json:"interval,omitempty"`
	Points     []int  `json:"point,omitempty"`
	RemindDays *int   `json:"preRemindDays,omitempty"`
	Count      int    `json:"cycleCount,omitempty"`
}

// wireOccurrence is CycleSubConf.
type wireOccurrence struct {
	ID           string          `json:"cycleSubConfID,omitempty"`
	ConferenceID string          `json:"conferenceID"`
	MediaType    string          `json:"mediaType"`
	StartTime    string          `json:"startTime,omitempty"`
	EndTime      string          `json:"endTime,omitempty"`
	AutoRecord   int             `json:"isAutoRecord"`
	RecordAuth   *int            `json:"recordAuthType,omitempty"`
	Description  string          `json:"description,omitempty"`
	Config       json.RawMessage `json:"confConfigInfo"`
}

// wireAttendee is PartAttendee.
type wirePartAttendee struct {
	Phone string `json:"phone,omitempty"`
	Name  string `json:"name,omitempty"`
	Type  string `json:"type"`
}

// wireConfig is RestConfConfigDTO.
type wireConfig struct {
	SendNotify    *bool  `json:"isSendNotify,omitempty"`
	SendSMS       *bool  `json:"isSendSms,omitempty"`
	SendCalendar  *bool  `json:"isSendCalendar,omitempty"`
	AutoMute      *bool  `json:"isAutoMute,omitempty"`
	TerminalMute  *bool  `json:"isHardTerminalAutoMute,omitempty"`
	GuestFree     *bool  `json:"isGuestFreePwd,omitempty"`
	Restriction   *int   `json:"callInRestriction,omitempty"`
	GuestMayStart *bool  `json:"allowGuestStartConf,omitempty"`
	GuestPassword string `json:"guestPwd,omitempty"`
	RoomIDType    *int   `json:"vmrIDType,omitempty"`
	Prolong       *int   `json:"prolongLength,omitempty"`
	WaitingRoom   *bool  `json:"enableWaitingRoom,omitempty"`
	HostCamera    *bool  `json:"isHostCameraOn,omitempty"`
	GuestCamera   *bool  `json:"isGuestCameraOn,omitempty"`
	BeforeHost    *int   `json:"joinBeforeHostTime,omitempty"`
}

// wireOccurrenceConfig is CycleSubConfConfigDTO.
type wireOccurrenceConfig struct {
	Restriction         *int           `json:"callInRestriction,omitempty"`
	AudienceRestriction *int           `json:"audienceCallInRestriction,omitempty"`
	GuestMayStart       *bool          `json:"allowGuestStartConf,omitempty"`
	BeforeHost          *int           `json:"joinBeforeHostTime,omitempty"`
	WaitingRoom         *bool          `json:"enableWaitingRoom,omitempty"`
	AudienceCount       *AudienceCount `json:"showAudienceCountInfo,omitempty"`
}

// withExtra marshals v and adds the keys of extra, which replace keys of v.
func withExtra(v any, extra map[string]any) json.RawMessage {
	body := jsonResponse(v).body
	if len(extra) == 0 {
		return body
	}
	fields := map[string]json.RawMessage{}
	_ = json.Unmarshal(body, &fields) // v is always an object
	for k, x := range extra {
		fields[k] = jsonResponse(x).body
	}
	return jsonResponse(fields).body
}
