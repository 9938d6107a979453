package meetingtest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// renderConference renders conferenceData as a user may see it. Only hosts
// and administrators get the chair's password and link. change, unless nil,
// adapts it for lists and the history.
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

// wire returns what does not depend on the user.
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

// addSeries adds the fields of a recurring meeting. Occurrences that have
// ended are left out: the API only knows running and future meetings.
func (m *Meeting) addSeries(c *wireConference, now time.Time) {
	if m.Rule != nil {
		c.Rule = new(wireRule(*m.Rule))
	}
	if c.Kind == Recurring {
		c.CycleType = 2
	}
	for _, o := range m.Occurrences {
		if m.WithoutOccurrenceIDs {
			o.ID = ""
		}
		if span := (span{o.Start, o.End}); !span.ended(now) {
			c.Occurrences = append(c.Occurrences, o.wire(m.ID))
		}
	}
	if len(c.Occurrences) > 0 {
		c.NextID = c.Occurrences[0].ID
	}
}

// wire returns an occurrence of the meeting with the given ID.
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

// addRoom adds the cloud meeting room.
func (m *Meeting) addRoom(c *wireConference) {
	if m.Room != nil {
		c.RoomFlag, c.RoomNumber, c.RoomID = 1, m.Room.Number, m.Room.ID
	}
}

// maxPartAttendees is how many applications, and how many terminals,
// partAttendeeInfo lists.
const maxPartAttendees = 20

// addInvitees counts the invitees and lists the first of them, with masked
// numbers as in the samples.
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

// visiblePasswords returns the passwords that a host, or somebody else, may
// see.
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

// addLinks adds the links to join. They consist of the number that people
// type and a code that replaces the password.
func (m *Meeting) addLinks(c *wireConference, host bool) {
	number := cmp.Or(c.RoomNumber, m.ID)
	link := func(role string) string {
		code := digest(role, m.ID) + digest(role, "more", m.ID)[:16]
		return fmt.Sprintf("https://%s/#/j/%s/%s", m.linkHost(), number, code)
	}
	c.GuestJoin = link("guest")
	if host {
		c.ChairJoin = link("chair")
	}
	if m.Webinar {
		c.AudienceJoin = link("audience")
	}
}

// wire returns confConfigInfo.
func (c *Config) wire() json.RawMessage {
	return withExtra(wireConfig{
		SendNotify: c.SendNotify, SendSMS: c.SendSMS, SendCalendar: c.SendCalendar,
		AutoMute: c.AutoMute, TerminalMute: c.TerminalMute, GuestFree: c.GuestFree,
		Restriction: c.Restriction, GuestMayStart: c.GuestMayStart, GuestPassword: c.GuestPassword,
		RoomIDType: c.RoomIDType, Prolong: c.Prolong, WaitingRoom: c.WaitingRoom,
		HostCamera: c.HostCamera, GuestCamera: c.GuestCamera, BeforeHost: c.BeforeHost,
	}, c.Extra)
}

// inviteePage returns the page of invitees that a query asks for, nil where the
// endpoint has none.
func inviteePage(q detailQuery, list []invitee) *wirePage {
	if q.paging.NoData {
		return nil
	}
	found := filterInvitees(q, list)
	page := q.page(len(found))
	for _, p := range paginate(q.pageQuery, found) {
		page.Data = append(page.Data, p.render())
	}
	return &page
}

// render returns one invitee as JSON.
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

// rawResponse serves Raw unchanged if the page has all of its participants.
// Other pages and searches have its conferenceData and a part of its
// participants. A Raw that cannot be parsed is always served unchanged.
func (m *Meeting) rawResponse(q detailQuery, people invitees) response {
	page := inviteePage(q, people.list)
	if !people.readable || page != nil && q.offset == 0 && len(page.Data) == len(people.list) {
		return response{status: http.StatusOK, body: m.Raw}
	}
	return jsonResponse(detailResponse{Conference: people.conference, Page: page})
}

// boolToInt returns 0 or 1, as most booleans of the API are.
func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// maskNumber hides the middle of a number as the samples do: +99111****815.
func maskNumber(number string) string {
	if len(number) < 10 {
		return number
	}
	return number[:6] + "****" + number[len(number)-3:]
}

// linkHost is the host of links.
func (m *Meeting) linkHost() string { return cmp.Or(m.LinkHost, "c.meeting.huaweicloud.com") }

// formatTime formats a time as the API does: in UTC, to the minute, without a
// zone.
func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// confUUID returns the UUID of one run of a meeting: version 1 without
// dashes, with the start as its time, like the one in the samples.
func confUUID(id string, start time.Time) string {
	const toGregorian = 12219292800 // seconds from 15 October 1582 to 1970
	ticks := uint64(max(0, start.Unix()+toGregorian)) * 1e7
	rest := digest("uuid", id)
	return fmt.Sprintf("%08x%04x1%03xa%s%s", ticks&0xffffffff, ticks>>32&0xffff, ticks>>48&0xfff, rest[:3], rest[3:15])
}
