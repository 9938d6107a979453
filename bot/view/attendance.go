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
	attendees []attendee
	paging    paging // of the attendees
	visits    int    // that could be read
	allVisits int
}

func newAttendance(loc text.Localizer, f AttendanceFacts) attendance {
	a := attendance{
		card:      newCard(loc, Facts{PageRef: f.PageRef, Meeting: f.Meeting, Now: f.Now, Zone: f.Zone}),
		attendees: newAttendees(f.Attendance.Visits),
		visits:    len(f.Attendance.Visits), allVisits: f.Attendance.Count,
	}
	a.paging = newPaging(f.Page, len(a.attendees))
	return a
}

// Attendance shows one page of the attendees of a meeting that has ended: when
// they joined and left, how long they attended, and how late they were. Only
// the reader sees it.
func Attendance(loc text.Localizer, f AttendanceFacts) Message {
	a := newAttendance(loc, f)
	title := a.heading()
	m := Message{Blocks: []slack.Block{section(BlockAttendance, title)}}
	fallback, list := []string{title}, []string{}
	for i, p := range onPage(a.paging, a.attendees) {
		number := strconv.Itoa(a.paging.first(a.paging.number)+i) + ". "
		fallback = append(fallback, number+a.attendeeText(p, func(t time.Time) string { return text.Clock(t.In(a.zone)) }))
		list = append(list, number+a.attendeeText(p, a.timeToken)+"\n")
	}
	if len(list) > 0 {
		for i, portion := range joinChunks(list) {
			m.Blocks = append(m.Blocks, section(BlockAttendanceList+strconv.Itoa(i+1), strings.TrimSuffix(portion, "\n")))
		}
		csv := button(ActionAttendanceCSV, loc.Say(text.ButtonCSV), loc.Say(text.LabelCSV), PageRef{ID: f.ID, Page: 1})
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

// heading names the meeting and the number of attendees, and says how many of their
// visits could be read where these are not all.
func (a attendance) heading() string {
	if a.visits >= a.allVisits {
		return a.summary()
	}
	return lines(a.summary(), a.Say(text.AttendanceCut, text.Args{"Read": a.visits, "Total": a.allVisits}))
}

func (a attendance) summary() string {
	subject := escapeMrkdwn(a.title())
	when := a.rangeText(a.occurrence, a.zone)
	if a.allVisits == 0 && len(a.attendees) == 0 {
		return a.Say(text.AttendanceNobody, text.Args{"Subject": subject, "When": when})
	}
	return a.Count(text.AttendanceTitle, len(a.attendees), text.Args{"Subject": subject, "When": when})
}

// attendeeText says when a person was in the meeting. at writes a time of day.
func (a attendance) attendeeText(p attendee, at func(time.Time) string) string {
	words := bold(escapeMrkdwn(p.displayName(a.Localizer)))
	if !p.joined.IsZero() && !p.left.IsZero() {
		words += separator + clockSpan(at(p.joined), at(p.left)) +
			separator + a.Duration(p.attended)
	}
	if late := p.lateness(a.occurrence.Start); late > 0 {
		words += separator + a.Say(text.AttendanceLate, text.Args{"Duration": a.Duration(late)})
	}
	return words
}
