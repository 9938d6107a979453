package view

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the list of those who came, and of its buttons; the number of the block
// is added to BlockAttendanceList.
const (
	ActionAttendance         = "attendance"
	ActionAttendancePrevious = "attendance_previous"
	ActionAttendanceNext     = "attendance_next"
	ActionAttendanceCSV      = "attendance_csv"

	BlockAttendance      = "attendance_title"
	BlockAttendanceList  = "attendance_list_"
	BlockAttendancePager = "attendance_pager"
)

// AttendanceFacts are what a list of those who came is made of.
type AttendanceFacts struct {
	PageRef                        // to a page
	Meeting    *meeting.Snapshot   // the meeting that has ended
	Attendance *meeting.Attendance // who came to it
	Now        time.Time
	Zone       *time.Location // of the reader, nil when not known
}

// attendance is a list of those who came, as one reader sees it.
type attendance struct {
	card
	stays []stay
	part  paging // of the stays
}

func newAttendance(say text.Localizer, f AttendanceFacts) attendance {
	a := attendance{
		card:  newCard(say, Facts{PageRef: f.PageRef, Meeting: f.Meeting, Now: f.Now, Zone: f.Zone}),
		stays: stays(f.Attendance.Visits),
	}
	a.part = newPaging(f.Page, len(a.stays))
	return a
}

// Attendance lists those who came to a meeting that has ended, a page of them:
// when they came and left, how long they stayed, and how late they were. Only
// its reader sees it.
func Attendance(say text.Localizer, f AttendanceFacts) Message {
	a := newAttendance(say, f)
	title := a.heading()
	m := Message{Blocks: []slack.Block{section(BlockAttendance, title)}}
	words, list := []string{title}, []string{}
	for i, s := range on(a.part, a.stays) {
		number := strconv.Itoa(a.part.from(a.part.number)+i) + ". "
		words = append(words, number+a.stay(s, func(t time.Time) string { return text.Clock(t.In(a.zone)) }))
		list = append(list, number+a.stay(s, a.minute)+"\n")
	}
	if len(list) > 0 {
		for i, portion := range portions(list) {
			m.Blocks = append(m.Blocks, section(BlockAttendanceList+strconv.Itoa(i+1), strings.TrimSuffix(portion, "\n")))
		}
		csv := button(ActionAttendanceCSV, say.Say(text.ButtonCSV), say.Say(text.LabelCSV), PageRef{ID: f.ID, Page: 1})
		m.Blocks = append(m.Blocks, slack.NewActionBlock(BlockAttendancePager, append(a.pager(f.PageRef).buttons(say), csv)...))
	}
	m.Text = within(words)
	return m
}

func (a attendance) pager(t PageRef) pager {
	return pager{
		paging: a.part, previous: ActionAttendancePrevious, next: ActionAttendanceNext,
		labelPrevious: text.LabelPreviousPage, labelNext: text.LabelNextPage, total: a.part.listed, to: t.to,
	}
}

// heading says of which meeting this is, and how many came.
func (a attendance) heading() string {
	subject := unmarked(a.title())
	when := a.words(a.span, a.zone)
	if len(a.stays) == 0 {
		return a.say.Say(text.AttendanceNobody, text.Args{"Subject": subject, "When": when})
	}
	return a.say.Count(text.AttendanceTitle, len(a.stays), text.Args{"Subject": subject, "When": when})
}

// stay says when somebody was in the meeting; at says a time of day.
func (a attendance) stay(s stay, at func(time.Time) string) string {
	words := bold(unmarked(s.called(a.say)))
	if !s.joined.IsZero() && !s.left.IsZero() {
		words += separator + a.say.Say(text.Span, text.Args{"Start": at(s.joined), "End": at(s.left)}) +
			separator + a.say.Duration(s.present)
	}
	if late := s.late(a.span.Start); late > 0 {
		words += separator + a.say.Say(text.AttendanceLate, text.Args{"Duration": a.say.Duration(late)})
	}
	return words
}
