package meetingtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// conference describes the meeting as a user may see it at a moment: the
// chair's password and link are for those who are its hosts and for
// administrators. Lists and the history change the rest as they are used to.
func (m *Meeting) renderConference(u identity, people invitees, now time.Time, change func(*wireConference)) json.RawMessage {
	role := people.roleOf(u)
	host := role == "chair" || u.isAdmin()
	c := m.wire(now)
	c.Role = role
	c.Passwords = m.visiblePasswords(host)
	if !m.NoLinks {
		m.addLinks(&c, host)
	}
	if change != nil {
		change(&c)
	}
	return withExtra(c, m.Extra)
}

// wire is the meeting without what depends on who asks.
func (m *Meeting) wire(now time.Time) wireConference {
	span := m.bookedSpan(now)
	c := wireConference{
		ID: m.ID, Subject: m.Subject, Size: len(m.Participants), ZoneID: m.ZoneID,
		StartTime: formatTime(span.Start), EndTime: formatTime(span.End), State: m.stateAt(now),
		MediaTypes: cmp.Or(m.MediaTypes, "Voice,Data,Video"), DialIn: m.DialIn,
		Language:   cmp.Or(m.Language, "zh-CN"),
		BookerUUID: m.Booker.UUID, BookerName: m.Booker.Name, Department: m.Booker.Department,
		MultiStream: m.MultiStream, Kind: cmp.Or(m.Kind, Booked),
		AutoMute: boolToInt(m.AutoMute), AutoRecord: boolToInt(m.AutoRecord),
		TerminalMute: m.TerminalMute, SoftMute: m.SoftMute,
		RecordType: m.RecordType, RecordAux: boolToInt(m.RecordAux), RecordAuth: m.RecordAuth,
		AuxAddress: m.AuxAddress, LiveAddress: m.LiveAddress, LiveURL: m.LiveURL,
		HasRecordFile: m.HasRecordFile, Config: m.Config.wire(),
		Webinar: m.Webinar, Mode: m.Mode, Concurrent: m.Concurrent,
		Interpreted: m.Interpreted, Picture: m.Picture,
	}
	m.addSeries(&c, now)
	m.addRoom(&c)
	m.addInvitees(&c)
	if c.State == Running || c.Kind == Instant {
		c.UUID = confUUID(m.ID, span.Start)
	}
	return c
}

// series adds what a recurring meeting has. Its occurrences that have ended
// are left out: the API knows running and coming meetings only.
func (m *Meeting) addSeries(c *wireConference, now time.Time) {
	if m.Rule != nil {
		c.Rule = new(wireRule(*m.Rule))
	}
	if c.Kind == Recurring {
		c.CycleType = 2
	}
	for _, o := range m.Occurrences {
		if !o.End.IsZero() && !now.Before(o.End) {
			continue
		}
		c.Occurrences = append(c.Occurrences, o.wire(m.ID))
	}
	if len(c.Occurrences) > 0 {
		c.NextID = c.Occurrences[0].ID
	}
}

// wire is one occurrence of the meeting with the given ID.
func (o *Occurrence) wire(id string) wireOccurrence {
	return wireOccurrence{
		ID:           o.ID,
		ConferenceID: id,
		MediaType:    cmp.Or(o.MediaType, "Voice,Data,HDVideo"),
		StartTime:    formatTime(o.Start),
		EndTime:      formatTime(o.End),
		AutoRecord:   boolToInt(o.AutoRecord),
		RecordAuth:   o.RecordAuth,
		Description:  o.Description,
		Config: withExtra(wireOccurrenceConfig{
			Restriction: o.Config.Restriction, AudienceRestriction: o.Config.AudienceRestriction,
			GuestMayStart: o.Config.GuestMayStart, WaitingRoom: o.Config.WaitingRoom,
			BeforeHost: o.Config.BeforeHost, AudienceCount: o.Config.AudienceCount,
		}, o.Config.Extra),
	}
}

// room adds the cloud meeting room.
func (m *Meeting) addRoom(c *wireConference) {
	if m.Room != nil {
		c.RoomFlag, c.RoomNumber, c.RoomID = 1, m.Room.Number, m.Room.ID
	}
}

// attendeesShown is how many soft clients, and how many terminals,
// partAttendeeInfo lists.
const maxPartAttendees = 20

// people counts the invitees and lists the first of them, with their numbers
// masked as in the samples.
func (m *Meeting) addInvitees(c *wireConference) {
	for _, p := range m.Participants {
		count := &c.SoftClients
		if p.Type == "terminal" {
			count = &c.Terminals
		}
		*count++
		if *count <= maxPartAttendees {
			c.PartAttendees = append(c.PartAttendees,
				wirePartAttendee{Phone: maskNumber(p.Number), Name: p.Name, Type: cmp.Or(p.Type, "normal")})
		}
	}
}

// passwords returns those that a host, or somebody else, is told.
func (m *Meeting) visiblePasswords(host bool) []wirePassword {
	list := m.Passwords
	if list == nil {
		list = []Password{
			{Role: "chair", Text: digits(6, "chair"+m.ID)},
			{Role: "general", Text: digits(6, "general"+m.ID)},
		}
	}
	var out []wirePassword
	for _, p := range list {
		if host || p.Role != "chair" {
			out = append(out, wirePassword(p))
		}
	}
	return out
}

// link adds the links to join, made of the number that people type and a code
// that stands for the password.
func (m *Meeting) addLinks(c *wireConference, host bool) {
	number := cmp.Or(c.RoomNumber, m.ID)
	to := func(role string) string {
		code := digest(role, m.ID) + digest(role, "more", m.ID)[:16]
		return fmt.Sprintf("https://%s/#/j/%s/%s", cmp.Or(m.LinkHost, "c.meeting.huaweicloud.com"), number, code)
	}
	c.GuestJoin = to("guest")
	if host {
		c.ChairJoin = to("chair")
	}
	if m.Webinar {
		c.AudienceJoin = to("audience")
	}
}

// wire is the meeting's configuration.
func (c *Config) wire() json.RawMessage {
	return withExtra(wireConfig{
		SendNotify: c.SendNotify, SendSMS: c.SendSMS, SendCalendar: c.SendCalendar,
		AutoMute: c.AutoMute, TerminalMute: c.TerminalMute, GuestFree: c.GuestFree,
		Restriction: c.Restriction, GuestMayStart: c.GuestMayStart, GuestPassword: c.GuestPassword,
		RoomIDType: c.RoomIDType, Prolong: c.Prolong, WaitingRoom: c.WaitingRoom,
		HostCamera: c.HostCamera, GuestCamera: c.GuestCamera, BeforeHost: c.BeforeHost,
	}, c.Extra)
}

// paged is the page of the invitees that a question asks for.
func inviteePage(q detailQuery, list []invitee) wirePage {
	found := filterInvitees(q, list)
	page := wirePage{Offset: q.offset, Limit: q.limit, Count: len(found), Data: []json.RawMessage{}}
	for _, p := range paginate(q.pageQuery, found) {
		page.Data = append(page.Data, p.render())
	}
	return page
}

// json is one invitee as the API shows them.
func (i *invitee) render() json.RawMessage {
	if i.raw != nil {
		return i.raw
	}
	p := i.Participant
	return withExtra(wireParticipant{
		Number: p.Number, Name: p.Name, SubscriberID: p.SubscriberID, Role: boolToInt(p.Host),
		State: "MEETTING", Address: p.Address, Type: cmp.Or(p.Type, "normal"), Account: p.Account,
		Phone2: p.Phone2, Phone3: p.Phone3, Email: p.Email, SMS: p.SMS, Department: p.Department,
		UserUUID: p.UserUUID, AppID: p.AppID, AutoInvite: p.AutoInvite, NoNameOverlay: p.NoNameOverlay,
	}, p.Extra)
}

// rawAnswer serves the raw answer as it stands to who asks for everybody in
// it, and other pages and searches with its own conferenceData and people. One
// that cannot be understood is served as it stands to everybody.
func (m *Meeting) rawResponse(q detailQuery, people invitees) response {
	page := inviteePage(q, people.list)
	if !people.readable || q.offset == 0 && len(page.Data) == len(people.list) {
		return response{status: http.StatusOK, body: m.Raw}
	}
	return jsonResponse(detailResponse{Conference: people.conference, Page: page})
}

// flag is a boolean as the API mostly has it: 0 or 1.
func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mask hides the middle of a number as the samples do: +99111****815.
func maskNumber(number string) string {
	if len(number) < 10 {
		return number
	}
	return number[:6] + "****" + number[len(number)-3:]
}
