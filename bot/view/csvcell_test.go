package view_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestEscapeFormulas(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{
		{"=1+1", "'=1+1"},
		{"+1+1", "'+1+1"},
		{"-1+1", "'-1+1"},
		{"@SUM(1)", "'@SUM(1)"},
		{"＝1+1", "'＝1+1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠1", "'＠1"},
		{"﹦1", "'﹦1"},
		{"﹢1", "'﹢1"},
		{"﹣1", "'﹣1"},
		{"﹫1", "'﹫1"},
		{"⁼1", "'⁼1"},
		{"₊1", "'₊1"},
		{"−1", "'−1"},
		{"\t=1", "\t'=1"},
		{"\r=1", "\r'=1"},
		{"\n=1", "\n'=1"},
		{"  =1", "'  =1"},
		{"\u00a0\u3000=1", "'\u00a0\u3000=1"},
		{"\u200b=1", "'\u200b=1"},
		{"\ufeff\u200d\u2068=1", "'\ufeff\u200d\u2068=1"},
		{"\u0301=1", "'\u0301=1"},
		{"\x00=1", "'\x00=1"},
		{"Eve;=1+1", "Eve;'=1+1"},
		{"Eve,=1+1", "Eve,'=1+1"},
		{"Eve\t=1+1", "Eve\t'=1+1"},
		{"Eve\n=1+1", "Eve\n'=1+1"},
		{"Eve|@1", "Eve|'@1"},
		{"Eve；＝1+1", "Eve；'＝1+1"},
		{"Eve，＠1", "Eve，'＠1"},
		{"Eve｜=1", "Eve｜'=1"},
		{`Eve"=1`, `Eve"'=1`},
		{`"=1`, `"'=1`},
		{"\uff00=1", "'\uff00=1"},
		{"\u3164=1", "'\u3164=1"},
		{"Eve; \u200b=1;-2", "Eve;' \u200b=1;'-2"},
		{"Eve;;=1", "Eve;;'=1"},
		{"Eve", "Eve"},
		{"R&D, C++ = x", "R&D, C++ = x"},
		{"Jean-Luc; Ana", "Jean-Luc; Ana"},
		{"'=1", "'=1"},
		{"", ""},
	} {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()
			if got := view.EscapeFormulas(tt.in); got != tt.want {
				t.Errorf("EscapeFormulas(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// What people wrote is escaped on its way into the table.
func TestAttendanceCSVHasNoFormula(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, words := range []meeting.Name{"=1+1", "＝1+1", "＠1", "Eve;=1+1", "Eve｜＝1", "\u200b\ufeff=1+1", " \u00a0-1", "\t=1"} {
		m := view.AttendanceCSV(loc, attendanceFacts(t, 1, meeting.Visit{Name: words, Department: words, JoinTime: "1795430520000"}))
		row := strings.Split(csvText(t, m), "\n")[1]
		for _, separator := range []rune{',', ';', '\t', '|'} {
			checkNoFormula(t, row, separator)
		}
	}
}

// csvText is the table in a message.
func csvText(t *testing.T, m view.Message) string {
	t.Helper()
	raw, err := json.Marshal(m.Blocks[1])
	if err != nil {
		t.Fatal(err)
	}
	var block struct {
		Elements []struct{ Elements []struct{ Text string } }
	}
	if err := json.Unmarshal(raw, &block); err != nil {
		t.Fatal(err)
	}
	return block.Elements[0].Elements[0].Text
}

// checkNoFormula reports cells that a spreadsheet takes for formulas when it
// splits a line at the separator, with and without regard to quotation marks.
func checkNoFormula(t *testing.T, line string, separator rune) {
	t.Helper()
	cells := strings.Split(line, string(separator))
	r := csv.NewReader(strings.NewReader(line))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
	if records, err := r.ReadAll(); err == nil {
		cells = append(cells, slices.Concat(records...)...)
	}
	for _, cell := range cells {
		plain := strings.TrimLeftFunc(norm.NFKC.String(cell), func(r rune) bool {
			return r == '"' || r <= ' ' || !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.IsMark(r)
		})
		if plain != "" && strings.ContainsRune("=+-@", rune(plain[0])) {
			t.Errorf("the line %q has the cell %q when split at %q", line, cell, separator)
		}
	}
}

// What a visitor is called is one cell of the file, and no formula.
func FuzzAttendanceFile(f *testing.F) {
	for _, s := range []string{"=1+1", "＝1+1", "Eve;=1+1", `"=1`, "a,b", "a\r\n=1", "\u200b@x", "\xff"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, department string) {
		loc := localizers(t)["en"]
		visited := visit(name, "1", 12, 20)
		visited.Department = meeting.Name(department)
		facts := attendanceFacts(t, 1, visited)
		facts.Meeting.Participants = []meeting.Participant{{Name: meeting.Name(department), ID: "7", Department: meeting.Name(name)}}
		content, marked := strings.CutPrefix(string(view.AttendanceFile(loc, facts).Content), "\ufeff")
		if !marked {
			t.Error("the file has no byte order mark")
		}
		records, err := csv.NewReader(strings.NewReader(content)).ReadAll()
		if err != nil || len(records) != 3 || !strings.HasSuffix(content, "\r\n") {
			t.Errorf("the file reads as %q, %v", records, err)
		}
		for line := range strings.SplitSeq(content, "\r\n") {
			for _, separator := range []rune{',', ';', '\t', '|', '，', '；'} {
				checkNoFormula(t, line, separator)
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"=1+1", "＝1+1", "＠1", "Eve;=1+1", "Eve\t=1", "\u200b=1", `a"";"=1`, "a\n=1", "｜－1", "\xff=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := view.CSVLine([]string{s, "x"})
		for _, separator := range []rune{',', ';', '\t', '|', '，', '；'} {
			checkNoFormula(t, line, separator)
		}
		if !strings.ContainsAny(s, "\r") {
			records, err := csv.NewReader(strings.NewReader(line)).ReadAll()
			if err != nil || len(records) != 1 && s != "" || s != "" && records[0][0] != view.EscapeFormulas(s) {
				t.Errorf("CSVLine(%q) = %q, which reads as %q, %v", s, line, records, err)
			}
		}
	})
}
