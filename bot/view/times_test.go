package view_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/text"
	"meetingbot/bot/view"
	"meetingbot/meeting"
)

// A day begins at 0:00, or where the clock skips 0:00 when it goes on, or at the
// first of two.
func TestDayStart(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zone, day, want string }{
		{"Europe/Berlin", "2026-11-27", "2026-11-26T23:00:00Z"},
		{"Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z"},    // 2:00 to 3:00 comes twice
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z"}, // the clock goes from 0:00 to 1:00
		{"America/Havana", "2026-03-08", "2026-03-08T05:00:00Z"},   // the same
		{"America/Havana", "2026-11-01", "2026-11-01T04:00:00Z"},   // 0:00 to 1:00 comes twice
		{"Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z"},      // the clock goes from 0:00 to 1:00
		{"UTC", "2026-11-27", "2026-11-27T00:00:00Z"},
	} {
		day, err := time.ParseInLocation(time.DateOnly+" 15:04", tt.day+" 12:00", zone(t, tt.zone))
		if err != nil {
			t.Fatal(err)
		}
		want, err := time.Parse(time.RFC3339, tt.want)
		if err != nil {
			t.Fatal(err)
		}
		for _, days := range []int{0, 1, 6} {
			if got := view.DayStart(day.AddDate(0, 0, -days), days); !got.Equal(want) {
				t.Errorf("the day %s in %s, %d days on, begins at %s, want %s", tt.day, tt.zone, days, got.UTC(), want)
			}
		}
	}
}

// Where the reader's clock changes during a meeting, both times have their offset.
func TestClockChangesDuringMeeting(t *testing.T) {
	t.Parallel()
	c, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, zone, start, end, want string }{
		{"the same time of day twice", "Europe/Berlin", "2026-10-25 00:30", "2026-10-25 01:30", "Sun, 25 Oct, 02:30 (UTC+2) – 02:30 (UTC+1)"},
		{"the end before the start", "America/New_York", "2026-11-01 05:45", "2026-11-01 06:15", "Sun, 1 Nov, 01:45 (UTC-4) – 01:15 (UTC-5)"},
		{"no change", "Europe/Berlin", "2026-10-25 01:30", "2026-10-25 02:30", "Sun, 25 Oct, 02:30–03:30 (UTC+1)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &meeting.Snapshot{Conference: &meeting.Conference{ID: "914083136", StartTime: meeting.Text(tt.start), EndTime: meeting.Text(tt.end)}}
			now := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
			f := view.Facts{PageRef: view.PageRef{ID: "914083136", Page: 1}, Meeting: m, Now: now, Zone: zone(t, tt.zone)}
			if got := view.Card(c.Localizer(c.Languages()[0]), f).Text; !strings.Contains(got, tt.want) {
				t.Errorf("the card says\n%s\nwant %q", got, tt.want)
			}
		})
	}
}
