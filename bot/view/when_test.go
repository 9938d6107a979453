package view_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// dateToken is one of Slack's date tokens.
var dateToken = regexp.MustCompile(`<!date\^[0-9]+\^([^|]*)\|([^>]*)>`)

// readTimes writes a line, without what keeps its words together, and tokens as a client does that shows their words, with the tokens
// that others fill in before them.
func readTimes(line string) string {
	return dateToken.ReplaceAllStringFunc(strings.ReplaceAll(line, "\u00a0", " "), func(s string) string {
		token := dateToken.FindStringSubmatch(s)
		format := strings.NewReplacer("{date_short_pretty} {time}", "day", "{date_short_pretty}", "day alone", "{date_long_pretty} {time}", "long day", "{time}", "time").Replace(token[1])
		return "[" + format + " " + token[2] + "]"
	})
}

// The line of the time is true for whoever reads it: the end has its day where that
// is another one than the start's for them. In a channel, where readers may be in any
// zone, there is no end but for a meeting that passes midnight in its own zone, or
// takes a day.
func TestTimeLine(t *testing.T) {
	t.Parallel()
	const berlin, tokyo, newYork, nobody = "Europe/Berlin", "Asia/Tokyo", "America/New_York", ""
	tests := []struct {
		name       string
		start, end meeting.Text // in universal time
		zone       string       // of the reader
		channel    bool
		want       string
	}{
		{"today", "2026-11-23 12:00", "2026-11-23 13:30", "Asia/Shanghai", false, "[day 23 Nov, 20:00 (UTC+8)]–[time 21:30 (UTC+8)]"},
		{"yesterday", "2026-11-22 12:00", "2026-11-22 13:30", "Asia/Shanghai", false, "[day 22 Nov, 20:00 (UTC+8)]–[time 21:30 (UTC+8)]"},
		{"another day", "2026-11-25 12:00", "2026-11-25 13:30", "Asia/Shanghai", false, "Wed, [day 25 Nov, 20:00 (UTC+8)]–[time 21:30 (UTC+8)]"},
		{"past midnight", "2026-11-23 15:30", "2026-11-23 16:30", "Asia/Shanghai", false, "[day 23 Nov, 23:30 (UTC+8)] – [day 24 Nov, 00:30 (UTC+8)]"},
		{
			"past midnight in the meeting's zone only", "2026-11-23 15:30", "2026-11-23 16:30", berlin, false,
			"[day 23 Nov, 16:30 (UTC+1)]–[time 17:30 (UTC+1)] · Mon 23:30 –\u2060 Tue 00:30 (UTC+8)",
		},
		{
			"past midnight for the reader only", "2026-11-23 14:30", "2026-11-23 15:30", tokyo, false,
			"[day 23 Nov, 23:30 (UTC+9)] – [day 24 Nov, 00:30 (UTC+9)] · 22:30–\u206023:30 (UTC+8)",
		},
		{
			"the day before for the reader", "2026-11-23 22:00", "2026-11-23 23:00", newYork, false,
			"[day 23 Nov, 17:00 (UTC-5)]–[time 18:00 (UTC-5)] · Tue 06:00–\u206007:00 (UTC+8)",
		},
		{
			"two days", "2026-11-23 12:00", "2026-11-25 13:30", berlin, false,
			"[day 23 Nov, 13:00 (UTC+1)] – Wed, [day 25 Nov, 14:30 (UTC+1)]",
		},
		{"no end", "2026-11-23 12:00", "", "Asia/Shanghai", false, "[day 23 Nov, 20:00 (UTC+8)]"},
		{"no start", "", "2026-11-23 12:00", "Asia/Shanghai", false, "Until [day 23 Nov, 20:00 (UTC+8)]"},
		{"no zone known", "2026-11-23 12:00", "2026-11-23 13:30", nobody, false, "[long day Mon, 23 Nov, 20:00 (UTC+8)] · 1 hour 30 minutes · Mon 20:00–\u206021:30 (UTC+8)"},
		{"a channel", "2026-11-23 12:00", "2026-11-23 13:30", nobody, true, "[long day Mon, 23 Nov, 20:00 (UTC+8)] · 1 hour 30 minutes"},
		{
			"a channel, past midnight", "2026-11-23 15:30", "2026-11-23 16:30", nobody, true,
			"[long day Mon, 23 Nov, 23:30 (UTC+8)] – [long day Tue, 24 Nov, 00:30 (UTC+8)]",
		},
		{
			"a channel, a whole day", "2026-11-22 16:00", "2026-11-23 16:00", nobody, true,
			"[long day Mon, 23 Nov, 00:00 (UTC+8)] – [long day Tue, 24 Nov, 00:00 (UTC+8)]",
		},
		{
			"a channel, the end before the start", "2026-11-23 13:30", "2026-11-23 12:00", nobody, true,
			"[long day Mon, 23 Nov, 21:30 (UTC+8)]",
		},
	}
	loc := localizers(t)["en"]
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := snapshot(t, ordinary, fullMeeting, conference(func(c *meeting.Conference) { c.StartTime, c.EndTime = tt.start, tt.end }))
			f := facts(t, s)
			if tt.zone == nobody {
				f.Zone = nil
			} else {
				f.Zone = zone(t, tt.zone)
			}
			m, id, line := view.Card(loc, f), view.BlockStatus, 1
			if tt.channel {
				m, id, line = view.Shared(loc, sharedFacts(t, s)), view.BlockTitle, 2
			}
			all := strings.Split(words(t, m, id), "\n")
			if got := readTimes(all[line]); got != tt.want {
				t.Errorf("the time is\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A notice in a channel follows the same rule.
func TestTimeLineOfANotice(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	f := noticeFacts(t, startsAt(15, 30), func(f *view.NoticeFacts) { f.End = f.Start.Add(time.Hour) })
	for _, tt := range []struct {
		zone *time.Location
		want string
	}{
		{nil, "[long day Mon, 23 Nov, 23:30 (UTC+8)] – [long day Tue, 24 Nov, 00:30 (UTC+8)]"},
		{zone(t, "Europe/Berlin"), "[day 23 Nov, 16:30 (UTC+1)]–[time 17:30 (UTC+1)]"},
	} {
		m := view.ReminderNotice(view.Reader{Localizer: loc, Now: now(), Zone: tt.zone}, f)
		if got := readTimes(strings.Split(words(t, m, view.BlockReminder), "\n")[1]); got != tt.want {
			t.Errorf("the time is\n%s\nwant\n%s", got, tt.want)
		}
	}
}

// The dates of a series have the time of day where it is another one for the
// reader than the one on the card: because the meeting was moved, or their clock
// changes in between.
func TestDatesOfASeries(t *testing.T) {
	t.Parallel()
	loc := localizers(t)["en"]
	for _, tt := range []struct{ name, zone, want string }{
		{"no change of the clock", "Asia/Shanghai", "• Thu, [day alone 25 Mar 2027]\n• Mon, [day alone 29 Mar 2027]\n• Thu, [day 1 Apr 2027, 11:00 (UTC+8)] · not at the usual time"},
		{"summer time", "Europe/Berlin", "• Thu, [day alone 25 Mar 2027]\n• Mon, [day 29 Mar 2027, 04:00 (UTC+2)]\n• Thu, [day 1 Apr 2027, 05:00 (UTC+2)] · not at the usual time"},
	} {
		s := snapshot(t, recurring, series, conference(func(c *meeting.Conference) {
			c.Occurrences = nil
			for _, date := range []string{"27-03-22 02:00 1h", "27-03-25 02:00 1h", "27-03-29 02:00 1h", "27-04-01 03:00 1h"} {
				c.Occurrences = append(c.Occurrences, occurrence(t, date))
			}
		}))
		f := facts(t, s)
		f.Zone = zone(t, tt.zone)
		if got := readTimes(words(t, view.Card(loc, f), view.BlockSeries)); got != "*Next dates*\n"+tt.want {
			t.Errorf("%s: the dates are\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}
