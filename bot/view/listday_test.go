package view_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// sectionsOf returns the texts of the sections whose ids begin with a prefix.
func sectionsOf(m view.Message, prefix string) []string {
	var all []string
	for _, b := range m.Blocks {
		if s, ok := b.(*slack.SectionBlock); ok && strings.HasPrefix(s.BlockID, prefix) {
			all = append(all, s.Text.Text)
		}
	}
	return all
}

// outline is the days and the subjects of a list, in order.
func outline(m view.Message) []string {
	var all []string
	for _, b := range m.Blocks {
		s, ok := b.(*slack.SectionBlock)
		switch {
		case !ok:
		case strings.HasPrefix(s.BlockID, view.BlockListDay):
			all = append(all, s.Text.Text)
		case strings.HasPrefix(s.BlockID, view.BlockListRow):
			subject, _, _ := strings.Cut(strings.TrimPrefix(s.Text.Text, "*"), "*")
			all = append(all, subject)
		}
	}
	return all
}

// booked makes a meeting of half an hour from a time as "11-23 16:30" in 2026.
func booked(t *testing.T, subject, start string) *meeting.Conference {
	t.Helper()
	o := occurrence(t, "26-"+start+" 30m")
	return &meeting.Conference{ID: "914083136", Subject: meeting.Text(subject), State: meeting.StateScheduled, StartTime: o.StartTime, EndTime: o.EndTime}
}

// Days are those of the reader, and each stands once above its meetings.
func TestListsHaveOneHeadingADay(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC) // 23:30 in Shanghai, 10:30 in New York
	late := booked(t, "late", "11-23 15:00")
	late.State, late.EndTime = meeting.StateRunning, "2026-11-23 15:20"
	yesterday := booked(t, "since yesterday", "11-22 15:00")
	yesterday.EndTime = "2026-11-23 18:00"
	years := booked(t, "running for years", "11-20 15:00")
	years.State, years.StartTime, years.EndTime = meeting.StateRunning, "2019-12-18 07:28", "2019-12-18 09:28"
	untimed := &meeting.Conference{ID: "914083137", Subject: "untimed"}
	all := []*meeting.Conference{
		booked(t, "far", "12-24 15:00"), untimed, years, booked(t, "long ago", "11-02 09:00"), booked(t, "b", "11-23 16:30"),
		late, booked(t, "a", "11-23 15:40"), yesterday, booked(t, "c", "11-24 15:59"), booked(t, "d", "11-24 16:00"),
	}
	for _, tt := range []struct {
		zone string
		want string
	}{
		{"Asia/Shanghai", "*Today* | since yesterday | running for years | late | a | *Tomorrow* | b | c | *Wed, 25 Nov* | d | *Thu, 24 Dec* | far | *No time given* | untimed | *Mon, 2 Nov* | long ago"},
		{"America/New_York", "*Today* | since yesterday | running for years | late | a | b | *Tomorrow* | c | d | *Thu, 24 Dec* | far | *No time given* | untimed | *Mon, 2 Nov* | long ago"},
	} {
		f := view.ListFacts{Search: view.Search{Range: view.RangeAll, Page: 1}, Meetings: all, Now: now, Zone: zone(t, tt.zone)}
		got := strings.Join(outline(view.List(localizers(t)["en"], f)), " | ")
		if got != tt.want {
			t.Errorf("in %s the list is\n%s\nwant\n%s", tt.zone, got, tt.want)
		}
	}
}

// A page that begins within a day names the day again, and no page names one twice.
func TestEveryPageNamesItsDays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		lang string
		want [][]string
	}{
		{"en", [][]string{{"*Today*"}, {"*Today*", "*Tomorrow*"}, {"*Tomorrow*"}, {"*Tomorrow*"}, {"*Wed, 25 Nov*"}}},
		{"zh", [][]string{{"*今天*"}, {"*今天*", "*明天*"}, {"*明天*"}, {"*明天*"}, {"*11月25日 周三*"}}},
	} {
		for page, want := range tt.want {
			f := listFacts(t, view.Search{Range: view.RangeAll, Page: page + 1}, hourlyMeetings(50))
			if got := sectionsOf(view.List(localizers(t)[tt.lang], f), view.BlockListDay); !slices.Equal(got, want) {
				t.Errorf("%s: page %d has the days %q, want %q", tt.lang, page+1, got, want)
			}
		}
	}
}

// Where it is not known when the reader's days begin, no day is named.
func TestNoDaysWithoutAZone(t *testing.T) {
	t.Parallel()
	f := listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, hourlyMeetings(30))
	f.Zone = nil
	m := view.List(localizers(t)["en"], f)
	if days := sectionsOf(m, view.BlockListDay); days != nil {
		t.Errorf("the list names the days %q", days)
	}
	if row := sectionsOf(m, view.BlockListRow)[0]; !strings.Contains(row, "{date_") {
		t.Errorf("a row without a day has no date: %s", row)
	}
}

// A time that is on another day than the heading has its date.
func TestRowsSayOtherDays(t *testing.T) {
	t.Parallel()
	c := booked(t, "night", "11-23 15:00")
	c.State, c.EndTime = meeting.StateRunning, "2026-11-23 17:00" // 23:00 to 01:00 in Shanghai
	for now, want := range map[time.Time]string{
		time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC):  "<!date^1795446000^{date_short_pretty} {time}|Mon, 23 Nov, 23:00> – <!date^1795453200^{date_short_pretty} {time}|Tue, 24 Nov, 01:00 (UTC+8)>",
		time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC):  "<!date^1795446000^{time}|23:00> – <!date^1795453200^{date_short_pretty} {time}|Tue, 24 Nov, 01:00 (UTC+8)>",
		time.Date(2026, 11, 23, 16, 30, 0, 0, time.UTC): "<!date^1795446000^{date_short_pretty} {time}|Mon, 23 Nov, 23:00> – <!date^1795453200^{time}|01:00 (UTC+8)>",
	} {
		f := view.ListFacts{Search: view.Search{Range: view.RangeAll, Page: 1}, Meetings: []*meeting.Conference{c}, Now: now, Zone: zone(t, "Asia/Shanghai")}
		if got := sectionsOf(view.List(localizers(t)["en"], f), view.BlockListRow)[0]; !strings.Contains(got, want) {
			t.Errorf("at %s the row is\n%s\nwant the times\n%s", now, got, want)
		}
	}
}

// No meeting takes more than two lines, and its number stays whole on one of them.
func TestRowsHaveTwoLines(t *testing.T) {
	t.Parallel()
	names := []string{"", "Budget", "two\nlines", "a\u2028b\u2029c\r\nd\ve\u0085f", strings.Repeat("很长 ", 200)}
	var all []*meeting.Conference
	for i, name := range names {
		c := booked(t, name, "11-23 10:40")
		c.ID, c.BookerName, c.Webinar = meeting.Text(fmt.Sprintf("91408313%d", i)), meeting.Name(name), i%2 == 0
		c.State = []meeting.State{meeting.StateScheduled, meeting.StateRunning, "NEW\nSTATE", "", meeting.StateCreating}[i]
		all = append(all, c)
	}
	for lang, loc := range localizers(t) {
		rows := sectionsOf(view.List(loc, listFacts(t, view.Search{Range: view.RangeAll, Page: 1}, all)), view.BlockListRow)
		if len(rows) != len(all) {
			t.Errorf("%s: %d rows, want %d", lang, len(rows), len(all))
		}
		for _, row := range rows {
			first, second, _ := strings.Cut(row, "\n")
			if strings.ContainsAny(second, "\n\r\v\u0085\u2028\u2029") || strings.ContainsAny(first, "\r\v\u0085\u2028\u2029") {
				t.Errorf("%s: more than two lines: %q", lang, row)
			}
			if want := "914\u00a0083\u00a013"; !strings.HasPrefix(second, want) {
				t.Errorf("%s: the second line is %q, want %q first, with spaces that do not break", lang, second, want)
			}
		}
	}
}
