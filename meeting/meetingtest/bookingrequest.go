package meetingtest

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// bookingRequest is the body of a booking (RestScheduleConfDto).
type bookingRequest struct {
	MediaTypes  string            `json:"mediaTypes"`
	StartTime   string            `json:"startTime"`
	Length      *int              `json:"length"`
	Subject     string            `json:"subject"`
	ZoneID      string            `json:"timeZoneID"`
	Language    string            `json:"language"`
	Attendees   []attendeeRequest `json:"attendees"`
	RecordType  int               `json:"recordType"`
	AutoRecord  int               `json:"isAutoRecord"`
	RecordAuth  *int              `json:"recordAuthType"`
	RecordAux   int               `json:"recordAuxStream"`
	LiveAddress string            `json:"liveAddress"`
	AuxAddress  string            `json:"auxAddress"`
	EncryptMode *int              `json:"encryptMode"`
	RoomFlag    int               `json:"vmrFlag"`
	RoomID      string            `json:"vmrID"`
	ResType     *int              `json:"confResType"`
	Concurrent  int               `json:"concurrentParticipants"`
	Config      wireConfig        `json:"confConfigInfo"`
	Interpreted bool              `json:"supportSimultaneousInterpretation"`
	Cycle       *wireRule         `json:"cycleParams"`

	start time.Time // zero: now
	zone  *time.Location
}

// attendeeRequest is RestAttendeeDto.
type attendeeRequest struct {
	Name       string `json:"name"`
	Role       int    `json:"role"`
	Account    string `json:"accountId"`
	AppID      string `json:"appId"`
	Email      string `json:"email"`
	SMS        string `json:"sms"`
	Phone      string `json:"phone"`
	Phone2     string `json:"phone2"`
	Phone3     string `json:"phone3"`
	Type       string `json:"type"`
	Department string `json:"deptName"`
	Address    string `json:"address"`
	AutoInvite *int   `json:"isAutoInvite"`
}

// The limits of a booking.
const (
	maxSubject     = 128 // characters
	minLength      = 15  // minutes
	maxLength      = 1440
	defaultLength  = 30
	maxName        = 96
	maxDepartment  = 128
	maxAddress     = 255
	maxProlong     = 60 // minutes
	maxRemindDays  = 30
	hostPasswords  = 6 // digits
	layoutBookTime = "2006-01-02 15:04"
)

// parseBooking reads and checks a booking. The refusal is nil if it is valid.
func parseBooking(r *http.Request, series bool, now time.Time) (*bookingRequest, *refusal) {
	q := &bookingRequest{}
	if !decodeJSON(r, q) {
		return nil, &invalidJSON
	}
	if refused := q.parseTime(now); refused != nil {
		return nil, refused
	}
	if refused := q.checkFields(); refused != nil {
		return nil, refused
	}
	if !series {
		q.Cycle = nil
		return q, nil
	}
	return q, q.checkCycle(now)
}

// parseTime reads the start, which is UTC whatever the zone, and checks it.
func (q *bookingRequest) parseTime(now time.Time) *refusal {
	q.zone = time.UTC
	if q.ZoneID != "" {
		zone, ok := zoneOf(q.ZoneID)
		if !ok {
			return &invalidParameter
		}
		q.zone = zone
	}
	if q.StartTime == "" {
		return nil
	}
	start, err := time.Parse(layoutBookTime, q.StartTime)
	switch {
	case err != nil:
		return &invalidParameter
	case start.Before(now.Truncate(time.Minute)):
		return &startInPast
	}
	q.start = start
	return nil
}

// checkFields checks everything but the times and the series.
func (q *bookingRequest) checkFields() *refusal {
	switch length := q.length(); {
	case q.MediaTypes != "Voice" && q.MediaTypes != "HDVideo":
		return &invalidMedia
	case utf8.RuneCountInString(q.Subject) > maxSubject:
		return &subjectTooLong
	case length < minLength || length > maxLength:
		return &invalidLength
	case q.RecordType < 0 || q.RecordType > 3, !isFlag(q.AutoRecord), !isFlag(q.RecordAux), !isFlag(q.RoomFlag),
		q.RecordAuth != nil && (*q.RecordAuth < 0 || *q.RecordAuth > 2),
		q.EncryptMode != nil && (*q.EncryptMode < 0 || *q.EncryptMode > 2),
		q.ResType != nil && (*q.ResType < 0 || *q.ResType > 1),
		q.AutoRecord == 1 && q.RecordType < 2,
		!slices.Contains([]string{"", "zh-CN", "en-US"}, q.Language),
		len(q.LiveAddress) > maxAddress, len(q.AuxAddress) > maxAddress, q.Concurrent < 0, !q.validConfig():
		return &invalidParameter
	case q.RoomFlag == 1 && q.RoomID == "":
		return &roomNotBound
	default:
		return nil
	}
}

// validConfig checks confConfigInfo.
func (q *bookingRequest) validConfig() bool {
	c := &q.Config
	digits := strings.Trim(c.GuestPassword, "0123456789") == ""
	return (c.GuestPassword == "" || digits && len(c.GuestPassword) >= 4 && len(c.GuestPassword) <= 16) &&
		(c.Restriction == nil || slices.Contains([]int{0, 2, 3}, *c.Restriction)) &&
		(c.RoomIDType == nil || isFlag(*c.RoomIDType)) &&
		(c.Prolong == nil || *c.Prolong >= 0 && *c.Prolong <= maxProlong)
}

// checkAttendees checks the attendees for one who has signed in by App ID, or by
// account. By App ID, people of the enterprise are named by their third-party user ID
// with the App ID; by account, everybody but outside people has a number. What is
// needed of outside people, the documents leave open: nothing here.
func (q *bookingRequest) checkAttendees(user identity) *refusal {
	for _, a := range q.Attendees {
		kind := cmp.Or(a.Type, "normal")
		wrong := !isFlag(a.Role) || utf8.RuneCountInString(a.Name) > maxName || utf8.RuneCountInString(a.Department) > maxDepartment ||
			!slices.Contains([]string{"normal", "terminal", "outside", "mobile", "ideahub", "board", "hwvision", "customnumber"}, kind)
		switch {
		case kind == "outside":
		case user.byAppID:
			wrong = wrong || kind == "normal" && a.Account == "" || a.Account != "" && a.AppID == ""
		default:
			wrong = wrong || a.Phone == ""
		}
		if wrong {
			return &invalidParameter
		}
	}
	return nil
}

// checkCycle checks how a series repeats.
func (q *bookingRequest) checkCycle(now time.Time) *refusal {
	c := q.Cycle
	if c == nil || c.RemindDays == nil || *c.RemindDays < 0 || *c.RemindDays > maxRemindDays {
		return &invalidCycle
	}
	first, err := time.ParseInLocation(time.DateOnly, c.StartDate, q.zone)
	last, err2 := time.ParseInLocation(time.DateOnly, c.EndDate, q.zone)
	most, lowest, highest := 15, 0, -1 // a series of days has no points
	switch c.Cycle {
	case "Day":
	case "Week":
		most, highest = 5, 6
	case "Month":
		most, lowest, highest = 3, 1, 31
	default:
		return &invalidCycle
	}
	outside := func(p int) bool { return p < lowest || p > highest }
	switch {
	case err != nil, err2 != nil, last.Before(first), last.After(first.AddDate(1, 0, 0)),
		c.Interval < 0 || c.Interval > most, slices.ContainsFunc(c.Points, outside), highest >= 0 && len(c.Points) == 0:
		return &invalidCycle
	case q.start.IsZero(), !q.start.After(now), first.AddDate(0, 0, 1).Before(now):
		return &startInPast
	}
	return nil
}

// length is how many minutes are booked.
func (q *bookingRequest) length() int {
	if q.Length == nil {
		return defaultLength
	}
	return *q.Length
}

// isFlag reports whether n is 0 or 1.
func isFlag(n int) bool { return n == 0 || n == 1 }

// apply books the meeting as requested. What is left out gets its default, whatever
// the meeting had before: invitees too. It leaves the ID, the booker and the room.
func (q *bookingRequest) apply(m *Meeting, now time.Time) {
	length := time.Duration(q.length()) * time.Minute
	m.Kind, m.Rule, m.Occurrences, m.State, m.Unattended = Booked, nil, nil, "", false
	m.Start = q.start
	if q.start.IsZero() {
		// Nobody is in an instant meeting before somebody joins it.
		m.Kind, m.Start, m.Unattended = Instant, now.Truncate(time.Minute), true
	}
	m.End = m.Start.Add(length)
	m.Subject = cmp.Or(q.Subject, cmp.Or(m.Booker.Name, "admin")+"'s meeting")
	m.ZoneID, m.Language = q.ZoneID, cmp.Or(q.Language, "zh-CN")
	m.MediaTypes = map[string]string{"Voice": "Voice", "HDVideo": "Voice,Data,HDVideo"}[q.MediaTypes]
	m.RecordType, m.AutoRecord, m.RecordAux, m.RecordAuth = q.RecordType, q.AutoRecord == 1, q.RecordAux == 1, q.RecordAuth
	m.LiveAddress, m.AuxAddress = q.LiveAddress, q.AuxAddress
	m.Concurrent, m.Interpreted = q.Concurrent, q.Interpreted
	m.Config = q.config()
	m.AutoMute = m.Config.AutoMute != nil && *m.Config.AutoMute
	m.Passwords = nil
	if q.Config.GuestPassword != "" || m.Config.GuestFree != nil && *m.Config.GuestFree {
		m.Passwords = []Password{{Role: "chair", Text: digits(hostPasswords, "chair"+m.ID)}}
		if q.Config.GuestPassword != "" {
			m.Passwords = append(m.Passwords, Password{Role: "general", Text: q.Config.GuestPassword})
		}
	}
	m.Participants = nil
	for _, a := range q.Attendees {
		m.Participants = append(m.Participants, a.participant())
	}
	if q.Cycle != nil {
		q.repeat(m, length)
	}
}

// config is confConfigInfo as booked. The guest password is among the passwords only.
func (q *bookingRequest) config() Config {
	c := q.Config
	return Config{
		SendNotify: c.SendNotify, SendSMS: c.SendSMS, SendCalendar: c.SendCalendar, AutoMute: c.AutoMute,
		TerminalMute: c.TerminalMute, GuestFree: c.GuestFree, GuestMayStart: c.GuestMayStart, WaitingRoom: c.WaitingRoom,
		HostCamera: c.HostCamera, GuestCamera: c.GuestCamera, Restriction: c.Restriction, RoomIDType: c.RoomIDType,
		Prolong: c.Prolong, BeforeHost: c.BeforeHost,
	}
}

func (a attendeeRequest) participant() Participant {
	return Participant{
		Number: a.Phone, Name: a.Name, Host: a.Role == 1, Type: a.Type, Account: a.Account, Email: a.Email, SMS: a.SMS,
		Department: a.Department, Address: a.Address, Phone2: a.Phone2, Phone3: a.Phone3, AppID: a.AppID, AutoInvite: a.AutoInvite,
	}
}

// repeat books the dates of a series. Of more than 50, the end date is moved to the
// last one that is left.
func (q *bookingRequest) repeat(m *Meeting, length time.Duration) {
	rule := Rule(*q.Cycle)
	first := q.start.In(q.zone)
	m.Kind = Recurring
	m.Occurrences = Repeat(first, length, rule)
	if n := len(m.Occurrences); n == maxOccurrences {
		rule.EndDate = min(rule.EndDate, m.Occurrences[n-1].Start.In(q.zone).Format(time.DateOnly))
	}
	for i := range m.Occurrences {
		m.Occurrences[i].MediaType = m.MediaTypes
		m.Occurrences[i].Config = OccurrenceConfig{
			Restriction: m.Config.Restriction, GuestMayStart: m.Config.GuestMayStart, WaitingRoom: m.Config.WaitingRoom,
		}
	}
	m.Rule, m.Start, m.End = &rule, time.Time{}, time.Time{}
}
