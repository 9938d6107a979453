package view

import (
	"strconv"
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

// AttendanceCSV shows all attendees as comma-separated values to copy. Only the
// reader sees it.
func AttendanceCSV(loc text.Localizer, f AttendanceFacts) Message {
	a := newAttendance(loc, f)
	rows := []string{csvLine(a.csvColumns())}
	size := utf8.RuneCountInString(rows[0])
	for _, p := range a.attendees {
		row := csvLine(a.csvFields(p))
		if size += utf8.RuneCountInString(row); size > maxCSV {
			break
		}
		rows = append(rows, row)
	}
	title := a.heading()
	if shown := len(rows) - 1; shown < len(a.attendees) {
		title = lines(title, loc.Say(text.CSVCut, text.Args{"Count": shown}))
	}
	m := Message{Text: title, Blocks: []slack.Block{section(BlockAttendance, title)}}
	for i, table := range joinChunks(rows) {
		m.Blocks = append(m.Blocks, preformatted(BlockCSV+strconv.Itoa(i+1), table))
	}
	return m
}

// csvColumns names the columns, with the zone of the times.
func (a attendance) csvColumns() []string {
	zone := text.Zone(a.occurrence.Start.In(a.zone))
	return []string{
		a.Say(text.CSVName), a.Say(text.CSVDepartment),
		a.Say(text.CSVJoined, text.Args{"Zone": zone}), a.Say(text.CSVLeft, text.Args{"Zone": zone}),
		a.Say(text.CSVMinutes), a.Say(text.CSVLate),
	}
}

func (a attendance) csvFields(p attendee) []string {
	fields := []string{escapeFormulas(p.displayName(a.Localizer)), escapeFormulas(p.department), a.csvTime(p.joined), a.csvTime(p.left), "", ""}
	if !p.left.IsZero() {
		fields[4] = csvMinutes(p.attended)
	}
	if !p.joined.IsZero() {
		fields[5] = csvMinutes(p.lateness(a.occurrence.Start))
	}
	return fields
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
