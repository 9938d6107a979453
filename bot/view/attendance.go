package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the attendance list and of its buttons. The number of the block is
// appended to BlockAttendanceList.
const (
	ActionAttendance         = "attendance"
	ActionAttendancePrevious = "attendance_previous"
	ActionAttendanceNext     = "attendance_next"
	ActionAttendanceCSV      = "attendance_csv"

	BlockAttendance      = "attendance_title"
	BlockAttendanceList  = "attendance_list_"
	BlockAttendancePager = "attendance_pager"
)

// AttendanceFacts describe who attended a meeting.
type AttendanceFacts struct {
	PageRef                        // the page to show
	Meeting    *meeting.Snapshot   // has ended
	Attendance *meeting.Attendance // who attended it
	Now        time.Time
	Zone       *time.Location // of the reader, nil when not known
}

// attendance is the attendance list as one reader sees it.
type attendance struct {
	card
	rows      []attendanceRow
	paging    paging // of the rows
	attendees int
	visits    int // that could be read
	allVisits int
	turnout   meeting.Turnout // of the invitees that could be read
	roster    *Roster
}

// attendanceRow is somebody who came, or who is invited and of whom that is not known.
type attendanceRow struct {
	attendee
	invitee *meeting.Participant // nil for somebody who came
	unsure  bool                 // it cannot be told whether the invitee came
}

func newAttendance(loc text.Localizer, f AttendanceFacts) attendance {
	a := attendance{
		card:   newCard(loc, Facts{PageRef: f.PageRef, Meeting: f.Meeting, Now: f.Now, Zone: f.Zone}),
		visits: len(f.Attendance.Visits), allVisits: f.Attendance.Count,
		turnout: f.Attendance.MatchInvitees(f.Meeting.Participants),
	}
	a.roster = a.page.roster
	for _, p := range newAttendees(f.Attendance.Visits) {
		a.rows = append(a.rows, attendanceRow{attendee: p})
	}
	a.attendees = len(a.rows)
	a.addInvitees(a.turnout.Absent, false)
	a.addInvitees(a.turnout.Unsure, true)
	a.paging = newPaging(f.Page, len(a.rows))
	return a
}

// addInvitees adds invitees after those who came, hosts first.
func (a *attendance) addInvitees(all []meeting.Participant, unsure bool) {
	for _, one := range appendHostsFirst(nil, entries(all, listed{})) {
		a.rows = append(a.rows, attendanceRow{
			attendee: attendee{name: clean(one.DisplayName(), maxName), department: displayName(one.Department)},
			invitee:  one.Participant, unsure: unsure,
		})
	}
}

// Attendance shows one page of the attendees of a meeting that has ended: when
// they joined and left, how long they attended, and how late they were; and after them
// of those who are invited and did not come. Only the reader sees it.
func Attendance(loc text.Localizer, f AttendanceFacts) Message {
	a := newAttendance(loc, f)
	title := a.heading()
	m := Message{Blocks: []slack.Block{section(BlockAttendance, title)}}
	fallback, list := []string{title}, []string{}
	for i, row := range onPage(a.paging, a.rows) {
		number := strconv.Itoa(a.paging.first(a.paging.number)+i) + ". "
		fallback = append(fallback, number+a.rowText(row, func(t time.Time) string { return text.Clock(t.In(a.zone)) }))
		list = append(list, number+a.rowText(row, a.timeToken)+"\n")
	}
	if len(list) > 0 {
		for i, portion := range joinChunks(list) {
			m.Blocks = append(m.Blocks, section(BlockAttendanceList+strconv.Itoa(i+1), strings.TrimSuffix(portion, "\n")))
		}
		csv := button(ActionAttendanceCSV, loc.Say(text.ButtonCSV), loc.Say(text.LabelCSV), PageRef{ID: f.ID, Page: 1, Start: f.Start})
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockAttendancePager, append(a.pager(f.PageRef).buttons(loc), csv)...))
	}
	m.Text = fitText(fallback)
	return m
}

func (a attendance) pager(ref PageRef) pager {
	return pager{
		paging: a.paging, previous: ActionAttendancePrevious, next: ActionAttendanceNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: a.paging.entries, ref: ref.withPage,
	}
}

// heading names the meeting, the number of attendees, and how many invitees came and
// did not. It says how many of their visits and of the invitees could be read where
// these are not all.
func (a attendance) heading() string {
	var visits, invitees string
	if a.visits < a.allVisits {
		visits = a.Say(text.AttendanceCut, text.Args{"Read": a.visits, "Total": a.allVisits})
	}
	if a.roster.cut() {
		invitees = a.Say(text.AttendanceInviteesCut, text.Args{"Read": a.roster.read, "Total": a.roster.invited})
	}
	return lines(a.summary(), a.turnoutText(), visits, invitees)
}

func (a attendance) summary() string {
	subject := escapeMrkdwn(a.title())
	when := a.rangeText(a.occurrence, a.zone)
	if a.allVisits == 0 && a.attendees == 0 {
		return a.Say(text.AttendanceNobody, text.Args{"Subject": subject, "When": when})
	}
	return a.Count(text.AttendanceTitle, a.attendees, text.Args{"Subject": subject, "When": when})
}

// turnoutText says how many of those invited came, "" where nobody is invited.
func (a attendance) turnoutText() string {
	if a.roster.read == 0 {
		return ""
	}
	key := text.AttendanceTurnout
	if len(a.turnout.Unsure) > 0 {
		key = text.AttendanceTurnoutUnsure
	}
	return a.Say(key, text.Args{
		"Total": a.roster.read, "Came": len(a.turnout.Came), "Absent": len(a.turnout.Absent), "Unsure": len(a.turnout.Unsure),
	})
}

// rowText says when a person was in the meeting, or that an invitee was not. at writes a
// time of day.
func (a attendance) rowText(row attendanceRow, at func(time.Time) string) string {
	words := bold(escapeMrkdwn(row.displayName(a.Localizer)))
	if row.invitee != nil {
		return joined(words, a.cameText(row), a.roleText(row.invitee), attendeeType(a.Localizer, row.invitee.AttendeeType))
	}
	if !row.joined.IsZero() && !row.left.IsZero() {
		words += separator + clockSpan(at(row.joined), at(row.left)) +
			separator + a.Duration(row.attended)
	}
	if late := row.lateness(a.occurrence.Start); late > 0 {
		words += separator + a.Say(text.AttendanceLate, text.Args{"Duration": a.Duration(late)})
	}
	return words
}

// cameText says of an invitee who is not among the attendees that they did not come, or
// that it cannot be told.
func (a attendance) cameText(row attendanceRow) string {
	if row.unsure {
		return a.Say(text.AttendanceUnsure)
	}
	return a.Say(text.AttendanceAbsent)
}

func (a attendance) roleText(p *meeting.Participant) string {
	if p.Host() {
		return a.Say(text.RoleHost)
	}
	return ""
}
