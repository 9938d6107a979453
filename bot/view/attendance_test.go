package view_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"gotest.tools/v3/golden"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// visit is one visit, in minutes after 18:30 in Shanghai.
func visit(name, number string, joined, left int) meeting.Visit {
	stamp := func(minutes int) meeting.Text {
		t := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC).Add(time.Duration(minutes) * time.Minute)
		return meeting.Text(strconv.FormatInt(t.UnixMilli(), 10))
	}
	return meeting.Visit{Name: meeting.Name(name), Number: meeting.Text(number), JoinTime: stamp(joined), LeftTime: stamp(left), Department: "Research, & <more>"}
}

// attendanceFacts describe a meeting booked from 18:42 to 20:00 with these visits.
func attendanceFacts(t *testing.T, page int, visits ...meeting.Visit) view.AttendanceFacts {
	t.Helper()
	s := snapshot(t, ordinary, fullMeeting, func(s *meeting.Snapshot) { s.Ended, s.Conference.State = true, meeting.StateEnded })
	f := facts(t, s)
	return view.AttendanceFacts{
		PageRef: view.PageRef{ID: f.ID, Page: page}, Meeting: s, Attendance: &meeting.Attendance{Visits: visits}, Now: f.Now, Zone: f.Zone,
	}
}

func TestAttendance(t *testing.T) {
	t.Parallel()
	few := []meeting.Visit{
		visit("Twice", "1", 12, 20), visit("Twice", "1", 30, 90), visit("With two devices", "2", 15, 60), visit("With two devices", "2", 20, 40),
		visit("=HYPERLINK(\"https://evil.example.com\")", "3", 0, 100), visit("*b* <!channel> `c`", "4", 60, 61),
		{Name: "Nobody knows when", Number: "5"},
		{Name: "+86 138-0013-8000", Number: "+8613800138000", JoinTime: "1795430520000"},
	}
	var many []meeting.Visit
	for i := range 500 {
		many = append(many, visit(fmt.Sprintf("Person %d %s", i, strings.Repeat("名", 30)), strconv.Itoa(i), i, i+10))
	}
	var ampersands []meeting.Visit // names that are longest when escaped
	for i := range 10 {
		ampersands = append(ampersands, visit(strings.Repeat("&", 60), strconv.Itoa(i), 200+i, 400))
	}
	came := []meeting.Visit{
		visit("Person 1", "+991116000000", 12, 20), visit("Person 5", "+991116000004", 12, 80),
		visit("Person 2", "1002", 15, 60), visit("Person 3", "", 20, 60), visit("Zoe", "7", 20, 60),
	}
	tests := []struct {
		name string
		draw func(text.Localizer) view.Message
	}{
		{"invitees", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 1, came...)) }},
		{"invitees_page_2", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 2, came...)) }},
		{"invitees_csv", func(loc text.Localizer) view.Message { return view.AttendanceCSV(loc, attendanceFacts(t, 1, came...)) }},
		{"invitees_cut", func(loc text.Localizer) view.Message {
			f := attendanceFacts(t, 2, came...)
			f.Meeting.Count, f.Attendance.Count = 57, 40
			return view.Attendance(loc, f)
		}},
		{"uninvited", func(loc text.Localizer) view.Message {
			f := attendanceFacts(t, 1, came...)
			f.Meeting.Participants, f.Meeting.Count = nil, 0
			return view.Attendance(loc, f)
		}},
		{"few", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 1, few...)) }},
		{"few_csv", func(loc text.Localizer) view.Message { return view.AttendanceCSV(loc, attendanceFacts(t, 1, few...)) }},
		{"one", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 1, few[0])) }},
		{"nobody", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 1)) }},
		{"many_page_50", func(loc text.Localizer) view.Message { return view.Attendance(loc, attendanceFacts(t, 50, many...)) }},
		{"ampersands", func(loc text.Localizer) view.Message {
			return view.Attendance(loc, attendanceFacts(t, 1, ampersands...))
		}},
		{"cut", func(loc text.Localizer) view.Message {
			f := attendanceFacts(t, 1, few[0])
			f.Attendance.Count = 12_345
			return view.Attendance(loc, f)
		}},
		{"nameless", func(loc text.Localizer) view.Message {
			return view.Attendance(loc, attendanceFacts(t, 1, visit("", "", 12, 20), visit("", "", 12, 20), visit("Guest", "", 12, 20)))
		}},
		{"many_csv", func(loc text.Localizer) view.Message { return view.AttendanceCSV(loc, attendanceFacts(t, 1, many...)) }},
	}
	for lang, loc := range localizers(t) {
		for _, tt := range tests {
			t.Run(tt.name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				raw := string(check(t, "attendance_"+tt.name+"_"+lang, tt.draw(loc)))
				if strings.Contains(raw, "138-0013") || strings.Contains(raw, "+86138") {
					t.Errorf("the list has a number on it: %s", raw)
				}
			})
		}
	}
}

// The file has everybody, however many they are.
func TestAttendanceFile(t *testing.T) {
	t.Parallel()
	var many []meeting.Visit
	for i := range 500 {
		many = append(many, visit(fmt.Sprintf("Visitor %d", i), strconv.Itoa(i), i, i+10), visit("again", strconv.Itoa(i), i+20, i+30))
	}
	for lang, loc := range localizers(t) {
		few := view.AttendanceFile(loc, attendanceFacts(t, 3, visit("Person 1", "+991116000000", 12, 20), visit("Bo; =x", "2", 40, 90)))
		golden.Assert(t, string(few.Content), "attendance_file_"+lang+".golden.csv")
		if few.Name != "attendance-914083136-2026-11-23.csv" || !strings.Contains(few.Title, "Budget 2027") || !strings.Contains(few.Comment, "*Budget 2027*") {
			t.Errorf("the file is %q, %q, said %q", few.Name, few.Title, few.Comment)
		}
		if n := strings.Count(string(view.AttendanceFile(loc, attendanceFacts(t, 1, many...)).Content), "\r\n"); n != 513 {
			t.Errorf("%d lines, want those of 500 visitors and 12 invitees", n)
		}
	}
}
