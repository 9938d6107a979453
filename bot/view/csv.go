package view

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// maxCSV is the longest table, in characters. Slack's JSON is longer, because it
// escapes the quotation marks.
const maxCSV = 8000

// BlockCSV is the id of a block with a part of the table. The number of the
// block is appended to it.
const BlockCSV = "attendance_csv_"

// AttendanceCSV shows the whole attendance list as comma-separated values to copy. Only
// the reader sees it.
func AttendanceCSV(loc text.Localizer, f AttendanceFacts) Message {
	a := newAttendance(loc, f)
	rows := []string{csvLine(a.csvColumns()) + "\n"}
	size := utf8.RuneCountInString(rows[0])
	for _, r := range a.rows {
		row := csvLine(a.csvFields(r)) + "\n"
		if size += utf8.RuneCountInString(row); size > maxCSV {
			break
		}
		rows = append(rows, row)
	}
	title := a.heading()
	if shown := len(rows) - 1; shown < len(a.rows) {
		title = lines(title, loc.Say(text.CSVCut, text.Args{"Count": shown}))
	}
	m := Message{Text: title, Blocks: []slack.Block{section(BlockAttendance, title)}}
	for i, table := range joinChunks(rows) {
		m.Blocks = append(m.Blocks, preformatted(BlockCSV+strconv.Itoa(i+1), table))
	}
	return m
}

// File is a file for one person.
type File struct {
	Name    string // safe on every system
	Title   string // plain text
	Comment string // mrkdwn, said with it
	Content []byte
}

// byteOrderMark has Excel read a file as UTF-8.
const byteOrderMark = "\ufeff"

// AttendanceFile is the whole attendance list as a file of comma-separated values (RFC
// 4180).
func AttendanceFile(loc text.Localizer, f AttendanceFacts) File {
	a := newAttendance(loc, f)
	var b strings.Builder
	b.WriteString(byteOrderMark + csvLine(a.csvColumns()) + "\r\n")
	for _, r := range a.rows {
		b.WriteString(csvLine(a.csvFields(r)) + "\r\n")
	}
	name := "attendance-" + f.ID
	if !a.occurrence.Start.IsZero() {
		name += a.occurrence.Start.In(a.zone).Format("-2006-01-02")
	}
	return File{
		Name: name + ".csv", Title: loc.Say(text.CSVFileTitle, text.Args{"Subject": a.title()}),
		Comment: a.heading(), Content: []byte(b.String()),
	}
}

// csvColumns names the columns, with the zone of the times.
func (a attendance) csvColumns() []string {
	zone := text.Zone(a.occurrence.Start.In(a.zone))
	return []string{
		a.Say(text.CSVName), a.Say(text.CSVDepartment), a.Say(text.CSVCame),
		a.Say(text.CSVJoined, text.Args{"Zone": zone}), a.Say(text.CSVLeft, text.Args{"Zone": zone}),
		a.Say(text.CSVMinutes), a.Say(text.CSVVisits), a.Say(text.CSVLate),
	}
}

func (a attendance) csvFields(row attendanceRow) []string {
	came, visits, minutes, late := a.Say(text.CSVYes), strconv.Itoa(row.visits), "", ""
	switch {
	case row.unsure:
		came, visits = a.Say(text.AttendanceUnsure), ""
	case row.invitee != nil:
		came = a.Say(text.CSVNo)
	}
	if !row.left.IsZero() {
		minutes = csvMinutes(row.attended)
	}
	if !row.joined.IsZero() {
		late = csvMinutes(row.lateness(a.occurrence.Start))
	}
	return []string{
		row.displayName(a.Localizer), row.department, came, a.csvTime(row.joined), a.csvTime(row.left), minutes, visits, late,
	}
}

// csvTime writes a time for a spreadsheet, "" when not known.
func (a attendance) csvTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(a.zone).Format("2006-01-02 15:04")
}

func csvMinutes(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// preformatted makes a block of text that Slack shows exactly as it is.
func preformatted(id, s string) slack.Block {
	return slack.NewRichTextBlock(id, &slack.RichTextPreformatted{
		Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(s, nil)},
	})
}
