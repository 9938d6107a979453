package view_test

import (
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestNextStart(t *testing.T) {
	t.Parallel()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC) }
	standUp := meeting.Conference{
		Kind: meeting.KindRecurring, State: meeting.StateRunning, StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00",
		Occurrences: []meeting.Occurrence{
			{StartTime: "2026-11-25 10:15", EndTime: "2026-11-25 11:00"},
			{StartTime: "2026-11-24 10:15", EndTime: "2026-11-24 11:00"},
			{StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00"},
		},
	}
	once := meeting.Conference{StartTime: "2026-11-23 10:15", EndTime: "2026-11-23 11:00"}
	behind := standUp // its own start is ahead of those that are listed
	behind.StartTime, behind.Occurrences = "2026-11-30 10:15", standUp.Occurrences[2:]
	tests := []struct {
		name string
		of   meeting.Conference
		now  time.Time
		want time.Time
	}{
		{"before the series", standUp, at(22, 9, 0), at(23, 10, 15)},
		{"while one of the series runs", standUp, at(23, 10, 30), at(24, 10, 15)},
		{"when one of the series starts", standUp, at(24, 10, 15), at(25, 10, 15)},
		{"between two of the series", standUp, at(24, 12, 0), at(25, 10, 15)},
		{"after the series", standUp, at(25, 10, 30), time.Time{}},
		{"a series that lists nothing to come", behind, at(23, 10, 30), at(30, 10, 15)},
		{"before a single meeting", once, at(23, 10, 14), at(23, 10, 15)},
		{"while a single meeting runs", once, at(23, 10, 30), time.Time{}},
		{"no times", meeting.Conference{}, at(23, 10, 30), time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := view.NextStart(&tt.of, tt.now); !got.Equal(tt.want) {
				t.Errorf("NextStart at %v = %v, want %v", tt.now, got, tt.want)
			}
		})
	}
}
