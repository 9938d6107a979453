package view_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestMeetingType(t *testing.T) {
	t.Parallel()
	cycle := func(cycle string, interval int, points ...meeting.Int) *meeting.CycleParams {
		return &meeting.CycleParams{Cycle: meeting.Text(cycle), Interval: meeting.Int(interval), Points: points}
	}
	until := func(p *meeting.CycleParams, date meeting.Text) *meeting.CycleParams {
		p.EndDate = date
		return p
	}
	tests := []struct {
		name   string
		c      meeting.Conference
		en, zh string
	}{
		{"booked", meeting.Conference{Kind: meeting.KindBooked}, "", ""},
		{"instant", meeting.Conference{Kind: meeting.KindInstant}, "", ""},
		{"webinar", meeting.Conference{Kind: meeting.KindBooked, Webinar: true}, "Webinar", "网络研讨会"},
		{"not known", meeting.Conference{}, "", ""},
		{"unknown", meeting.Conference{Kind: "HOLOGRAM <1>"}, "HOLOGRAM &lt;1&gt;", "HOLOGRAM &lt;1&gt;"},
		{"recurring by kind", meeting.Conference{Kind: meeting.KindRecurring}, "Recurring", "周期会议"},
		{"recurring by type", meeting.Conference{CycleType: 2}, "Recurring", "周期会议"},
		{"daily", meeting.Conference{Cycle: cycle("Day", 1)}, "Recurring, every day", "周期会议（每天）"},
		{"no interval", meeting.Conference{Cycle: cycle("Day", 0)}, "Recurring, every day", "周期会议（每天）"},
		{"until", meeting.Conference{Cycle: until(cycle("Day", 2), "2026-12-19")}, "Recurring, every 2 days until 19 Dec", "周期会议（每 2 天，至 12月19日）"},
		{"until another year", meeting.Conference{Cycle: until(cycle("Day", 1), "2027-01-02")}, "Recurring, every day until 2 Jan 2027", "周期会议（每天，至 2027年1月2日）"},
		{"until an unknown date", meeting.Conference{Cycle: until(cycle("Day", 1), "*soon*")}, "Recurring, every day until ∗soon∗", "周期会议（每天，至 ∗soon∗）"},
		{"weekly", meeting.Conference{Cycle: cycle("Week", 1)}, "Recurring, every week", "周期会议（每周）"},
		{"weekly on days", meeting.Conference{Cycle: cycle("Week", 1, 0, 3, 1, 3)}, "Recurring, every Mon, Wed and Sun", "周期会议（每周一、周三和周日）"},
		{"weekly on every day", meeting.Conference{Cycle: cycle("Week", 1, 0, 1, 2, 3, 4, 5, 6)}, "Recurring, every day", "周期会议（每天）"},
		{"every other week", meeting.Conference{Cycle: cycle("Week", 2)}, "Recurring, every 2 weeks", "周期会议（每 2 周）"},
		{"every other week on days", meeting.Conference{Cycle: cycle("Week", 2, 1, 4)}, "Recurring, every 2 weeks on Mon and Thu", "周期会议（每 2 周的周一和周四）"},
		{"invalid days", meeting.Conference{Cycle: cycle("Week", 1, 7, -1, 99)}, "Recurring, every week", "周期会议（每周）"},
		{"monthly", meeting.Conference{Cycle: cycle("Month", 1)}, "Recurring, every month", "周期会议（每月）"},
		{"monthly on a day", meeting.Conference{Cycle: cycle("Month", 1, 31)}, "Recurring, every month on day 31", "周期会议（每月 31 日）"},
		{"monthly on days", meeting.Conference{Cycle: cycle("Month", 1, 15, 1, 0, 32)}, "Recurring, every month on days 1, 15", "周期会议（每月 1、15 日）"},
		{"every quarter", meeting.Conference{Cycle: cycle("Month", 3)}, "Recurring, every 3 months", "周期会议（每 3 个月）"},
		{"every quarter on a day", meeting.Conference{Cycle: cycle("Month", 3, 1)}, "Recurring, every 3 months on day 1", "周期会议（每 3 个月的 1 日）"},
		{"unknown cycle", meeting.Conference{Cycle: cycle("Year_", 1)}, "Recurring, Year＿", "周期会议（Year＿）"},
	}
	locs := localizers(t)
	now := time.Date(2026, 11, 23, 10, 30, 0, 0, time.UTC)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := view.MeetingType(locs["en"], &tt.c, now); got != tt.en {
				t.Errorf("en: type = %q, want %q", got, tt.en)
			}
			if got := view.MeetingType(locs["zh"], &tt.c, now); got != tt.zh {
				t.Errorf("zh: type = %q, want %q", got, tt.zh)
			}
		})
	}
}

// patternCase is a series and what the card notes of its occurrences.
type patternCase struct {
	name  string
	zone  meeting.Text
	rule  meeting.CycleParams
	dates []string // start and length of the booked times
	want  []string
}

func patternCases() []patternCase {
	const day, hour, length = "not on the usual day", "not at the usual time", "not the usual length"
	return []patternCase{
		{
			name: "every day", zone: "56", rule: meeting.CycleParams{Cycle: "Day", Interval: 1, StartDate: "2026-11-24"},
			dates: []string{"11-24 01:00 1h", "11-25 01:00 1h", "11-26 02:00 1h", "11-27 01:00 2h", "11-28 01:00 1h"},
			want:  []string{"", "", hour, length, ""},
		},
		{
			name: "every other day", zone: "56", rule: meeting.CycleParams{Cycle: "Day", Interval: 2, StartDate: "2026-11-24"},
			dates: []string{"11-24 01:00 1h", "11-26 01:00 1h", "11-27 01:00 1h"},
			want:  []string{"", "", day},
		},
		{
			name: "days begin in the meeting's zone", zone: "56", rule: meeting.CycleParams{Cycle: "Day", Interval: 2, StartDate: "2026-11-25"},
			dates: []string{"11-24 20:00 1h", "11-26 20:00 1h"},
			want:  []string{"", ""},
		},
		{
			name: "summer time makes no difference", zone: "27", rule: meeting.CycleParams{Cycle: "Week", Interval: 1, StartDate: "2027-03-22", Points: []meeting.Int{1}},
			dates: []string{"27-03-22 09:00 1h", "27-03-29 08:00 1h", "27-04-05 08:00 1h"},
			want:  []string{"", "", ""},
		},
		{
			name: "weekdays", zone: "56", rule: meeting.CycleParams{Cycle: "Week", Interval: 1, StartDate: "2026-11-23", Points: []meeting.Int{2, 0}},
			dates: []string{"11-24 01:00 1h", "11-29 01:00 1h", "11-30 01:00 1h"},
			want:  []string{"", "", day},
		},
		{
			name: "every other week, beginning on any day", zone: "56", rule: meeting.CycleParams{Cycle: "Week", Interval: 2, StartDate: "2026-11-24", Points: []meeting.Int{0, 2}},
			dates: []string{"11-24 01:00 1h", "11-29 01:00 1h", "12-01 01:00 1h", "12-06 01:00 1h", "12-08 01:00 1h"},
			want:  []string{"", "", day, "", ""},
		},
		{
			name: "no days of the week given", zone: "56", rule: meeting.CycleParams{Cycle: "Week", Interval: 1, StartDate: "2026-11-24"},
			dates: []string{"11-24 01:00 1h", "11-26 01:00 1h"},
			want:  []string{"", ""},
		},
		{
			name: "days of the month", zone: "56", rule: meeting.CycleParams{Cycle: "Month", Interval: 1, StartDate: "2026-11-30", Points: []meeting.Int{31}},
			dates: []string{"11-30 01:00 1h", "12-31 01:00 1h", "27-01-31 01:00 1h", "27-02-28 01:00 1h", "27-03-30 01:00 1h"},
			want:  []string{"", "", "", "", day},
		},
		{
			name: "every other month", zone: "56", rule: meeting.CycleParams{Cycle: "Month", Interval: 2, StartDate: "2026-11-24", Points: []meeting.Int{24}},
			dates: []string{"11-24 01:00 1h", "12-24 01:00 1h", "27-01-24 01:00 1h"},
			want:  []string{"", day, ""},
		},
		{
			name: "no usual timing", zone: "56", rule: meeting.CycleParams{Cycle: "Day", Interval: 1, StartDate: "2026-11-24"},
			dates: []string{"11-24 01:00 1h", "11-25 02:00 1h"},
			want:  []string{"", ""},
		},
		{
			name: "no zone, no days", zone: "", rule: meeting.CycleParams{Cycle: "Day", Interval: 2, StartDate: "2026-11-24"},
			dates: []string{"11-25 01:00 1h", "11-27 01:00 1h", "11-28 01:30 1h"},
			want:  []string{"", "", hour},
		},
		{
			name: "an unknown rule fits every day", zone: "56", rule: meeting.CycleParams{Cycle: "Year", Interval: 1, StartDate: "2026-11-24"},
			dates: []string{"11-25 01:00 1h"}, want: []string{""},
		},
		{
			name: "a rule without a beginning fits every day", zone: "56", rule: meeting.CycleParams{Cycle: "Day", Interval: 5},
			dates: []string{"11-25 01:00 1h"}, want: []string{""},
		},
	}
}

// The card notes which occurrences differ from the pattern of the series, in the
// meeting's own zone.
func TestPattern(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, tt := range patternCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := snapshot(t, recurring, conference(func(c *meeting.Conference) {
				c.TimeZone, c.Cycle, c.Occurrences = tt.zone, &tt.rule, nil
				for _, date := range tt.dates {
					c.Occurrences = append(c.Occurrences, occurrence(t, date))
				}
			}))
			f := facts(t, s)
			f.Zone = time.UTC
			if own, ok := s.Conference.Zone(); ok {
				f.Zone = own // else its clock would be on the line, too
			}
			m := view.Card(loc, f)
			_, when, _ := strings.Cut(words(t, m, view.BlockStatus), "\n")
			var got []string
			for line := range strings.SplitSeq("• "+when+"\n"+words(t, m, view.BlockSeries), "\n") {
				if item, ok := strings.CutPrefix(line, "• "); ok {
					_, note, _ := strings.Cut(item, " · ")
					got = append(got, note)
				}
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
				t.Errorf("notes of %q = %q, want %q", tt.dates, got, tt.want)
			}
		})
	}
}

// occurrence parses "11-24 01:00 1h". The year is 2026 unless it comes first.
func occurrence(t *testing.T, s string) meeting.SubConference {
	t.Helper()
	if len(s) == len("11-24 01:00 1h") {
		s = "26-" + s
	}
	at, err := time.Parse("06-01-02 15:04", s[:14])
	if err != nil {
		t.Fatal(err)
	}
	length, err := time.ParseDuration(s[15:])
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02 15:04"
	return meeting.SubConference{
		StartTime: meeting.Text(at.Format(layout)),
		EndTime:   meeting.Text(at.Add(length).Format(layout)),
	}
}

// The card of a series shows the running or the next occurrence.
func TestCardShowsTheCurrentOccurrence(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	tests := []struct {
		name  string
		state meeting.State
		now   time.Time
		want  string
	}{
		{"before the first", meeting.StateScheduled, at(23, 12, 0), "Tue, 24 Nov, 09:00"},
		{"during one", meeting.StateRunning, at(25, 1, 30), "Wed, 25 Nov, 09:00"},
		{"running late", meeting.StateRunning, at(25, 2, 10), "Wed, 25 Nov, 09:00"},
		{"begun early", meeting.StateRunning, at(26, 0, 50), "Thu, 26 Nov, 09:00"},
		{"between", meeting.StateScheduled, at(25, 2, 10), "Thu, 26 Nov, 09:00"},
		{"after the last", meeting.StateScheduled, at(27, 0, 0), "Wed, 18 Dec 2019, 15:28"},
	}
	loc := localizers(t)["en"]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := snapshot(t, recurring, conference(func(c *meeting.Conference) {
				c.State, c.Occurrences = tt.state, nil
				for _, date := range []string{"11-24 01:00 1h", "11-25 01:00 1h", "11-26 01:00 1h"} {
					c.Occurrences = append(c.Occurrences, occurrence(t, date))
				}
			}))
			f := facts(t, s)
			f.Now = tt.now
			if got := view.Card(loc, f).Text; !strings.Contains(got, "\n"+tt.want) {
				t.Errorf("the card is not about %s:\n%s", tt.want, got)
			}
		})
	}
}
