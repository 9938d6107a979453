package meeting

import (
	"cmp"
	"time"
)

// bookingBody is a booking as the API takes it (RestScheduleConfDto). What is left
// out is the API's choice.
type bookingBody struct {
	MediaTypes string         `json:"mediaTypes,omitempty"`
	StartTime  string         `json:"startTime,omitempty"` // UTC
	Length     int            `json:"length,omitempty"`    // minutes
	Subject    string         `json:"subject,omitempty"`
	ZoneID     string         `json:"timeZoneID,omitempty"`
	Language   string         `json:"language,omitempty"`
	Attendees  []attendeeBody `json:"attendees,omitempty"`
	RecordType *int           `json:"recordType,omitempty"`
	AutoRecord *int           `json:"isAutoRecord,omitempty"`
	RoomFlag   int            `json:"vmrFlag,omitempty"`
	RoomID     string         `json:"vmrID,omitempty"`
	Concurrent int            `json:"concurrentParticipants,omitempty"`
	Config     configBody     `json:"confConfigInfo,omitzero"`
	Cycle      *cycleBody     `json:"cycleParams,omitempty"`
}

// attendeeBody is an invitee (RestAttendeeDto).
type attendeeBody struct {
	Name       string `json:"name,omitempty"`
	Role       int    `json:"role"`
	Account    string `json:"accountId,omitempty"`
	AppID      string `json:"appId,omitempty"`
	Email      string `json:"email,omitempty"`
	SMS        string `json:"sms,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Type       string `json:"type,omitempty"`
	Department string `json:"deptName,omitempty"`
}

// configBody is how a meeting is set up (RestConfConfigDto).
type configBody struct {
	SendNotify    *bool  `json:"isSendNotify,omitempty"`
	SendSMS       *bool  `json:"isSendSms,omitempty"`
	GuestPassword string `json:"guestPwd,omitempty"`
	GuestFree     *bool  `json:"isGuestFreePwd,omitempty"`
	GuestMayStart *bool  `json:"allowGuestStartConf,omitempty"`
	Restriction   *int   `json:"callInRestriction,omitempty"`
	WaitingRoom   *bool  `json:"enableWaitingRoom,omitempty"`
	AutoMute      *bool  `json:"isAutoMute,omitempty"`
	Prolong       *int   `json:"prolongLength,omitempty"`
	RoomIDType    *int   `json:"vmrIDType,omitempty"`
}

// cycleBody is how a meeting repeats (CycleParams).
type cycleBody struct {
	StartDate  string `json:"startDate"`
	EndDate    string `json:"endDate"`
	Cycle      string `json:"cycle"`
	Interval   int    `json:"interval"`
	Points     []int  `json:"point,omitempty"`
	RemindDays int    `json:"preRemindDays"` // required
}

const recordOnDemand, recordLive = 2, 1

// body returns the booking of a new meeting. The appID is that of the account, which
// signs in as people by it.
func (b *Booking) body(appID string) *bookingBody {
	body := b.shown(appID)
	body.MediaTypes = cmp.Or(body.MediaTypes, MediaVideo)
	body.Config.SendNotify = &b.Notify
	if !b.Notify {
		body.Config.SendSMS = &b.Notify
	}
	if b.Record {
		body.RecordType, body.AutoRecord = new(recordOnDemand), new(1)
	}
	if b.Room != nil {
		body.RoomFlag, body.RoomID = 1, b.Room.ID
		body.Config.RoomIDType = new(boolInt(b.Room.RandomID))
	}
	return body
}

// shown returns what new and changed meetings have in common.
func (b *Booking) shown(appID string) *bookingBody {
	body := &bookingBody{
		MediaTypes: b.MediaTypes, StartTime: formatTime(b.Start), Length: int(b.Length / time.Minute), Subject: b.Subject,
		ZoneID: b.ZoneID, Language: b.Language, Concurrent: b.Concurrent,
		Config: configBody{
			GuestPassword: b.GuestPassword.Reveal(), GuestFree: b.GuestFree, GuestMayStart: b.GuestMayStart,
			Restriction: b.Entry.restriction(), WaitingRoom: b.WaitingRoom, AutoMute: b.AutoMute, Prolong: b.Prolong,
		},
	}
	for i := range b.Invitees {
		body.Attendees = append(body.Attendees, b.Invitees[i].body(appID))
	}
	if b.Series != nil {
		body.Cycle = b.cycle()
	}
	return body
}

func (p *Invitee) body(appID string) attendeeBody {
	one := attendeeBody{
		Name: p.Name, Role: boolInt(p.Host), Account: p.UserID, Email: p.Email, SMS: p.SMS, Phone: p.Phone,
		Type: p.Type.String(), Department: p.Department,
	}
	if p.UserID != "" {
		one.AppID = appID
	}
	if one.Type == "" {
		one.Type = AttendeeSoft.String()
		if p.UserID == "" && p.Phone == "" {
			one.Type = AttendeeExternal.String()
		}
	}
	return one
}

func (b *Booking) cycle() *cycleBody {
	s := b.Series
	c := &cycleBody{
		StartDate: b.seriesStart(), EndDate: s.EndDate, Cycle: s.Cycle, Interval: max(s.Interval, 1),
		Points: s.Points, RemindDays: s.RemindDays,
	}
	if len(c.Points) == 0 {
		c.Points = b.ownPoints()
	}
	return c
}

// ownPoints are the day of the week or month of the start, where a series has days.
func (b *Booking) ownPoints() []int {
	start := b.local()
	switch b.Series.Cycle {
	case Weekly:
		return []int{int(start.Weekday())}
	case Monthly:
		return []int{start.Day()}
	default:
		return nil
	}
}

// seriesStart is the first day of a series.
func (b *Booking) seriesStart() string {
	return cmp.Or(b.Series.StartDate, b.local().Format(time.DateOnly))
}

// local is the start on the clock of the booking's zone.
func (b *Booking) local() time.Time {
	zone, ok := (&Conference{TimeZone: Text(b.ZoneID)}).Zone()
	if !ok {
		return b.Start.UTC()
	}
	return b.Start.In(zone)
}

// The values of callInRestriction.
const (
	restrictionNone       = 0
	restrictionEnterprise = 2
	restrictionInvited    = 3
)

// restriction returns the API's number, nil for the default.
func (e Entry) restriction() *int {
	switch e {
	case EntryEverybody:
		return new(restrictionNone)
	case EntryEnterprise:
		return new(restrictionEnterprise)
	case EntryInvited:
		return new(restrictionInvited)
	default:
		return nil
	}
}

// formatTime writes a time as the API takes it: UTC, to the minute.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// boolInt returns 0 or 1.
func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
