package view_test

import (
	"testing"
	"time"

	"meetingbot/bot/view"
	"meetingbot/meeting"
)

func TestFormBooked(t *testing.T) {
	t.Parallel()
	once := meeting.Conference{
		ID: "914083136", Subject: "Budget *review* <!here>", StartTime: "2026-11-24 02:00", EndTime: "2026-11-24 02:45",
		GuestJoin: "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc",
		ChairJoin: "https://c.meeting.huaweicloud.com/#/j/914083136/c4a1rc0de",
	}
	series := once
	series.Subject, series.Kind = "Stand-up", meeting.KindRecurring
	series.Cycle = &meeting.CycleParams{StartDate: "2026-11-24", EndDate: "2026-11-26", Cycle: "Day", Interval: 1}
	for _, day := range []string{"24", "25", "26"} {
		series.Occurrences = append(series.Occurrences, meeting.SubConference{
			ID: meeting.Text("d" + day), StartTime: meeting.Text("2026-11-" + day + " 02:00"), EndTime: meeting.Text("2026-11-" + day + " 02:45"),
		})
	}
	for lang, loc := range localizers(t) {
		promise := view.ReminderPromise(loc, view.ReminderFacts{Channel: "C024BE7LR", Leads: []time.Duration{time.Hour, 10 * time.Minute}})
		for name, f := range map[string]view.FormBookedFacts{
			"once":   {Meeting: &once, Invited: 1, Remarks: []string{promise}},
			"alone":  {Meeting: &once, Nobody: true},
			"series": {Meeting: &series, Invited: 12, Host: true, Until: "2026-11-26"},
			"cut":    {Meeting: &series, Until: "2026-12-31"},
		} {
			t.Run(name+"_"+lang, func(t *testing.T) {
				t.Parallel()
				checkModal(t, "modal_booked_"+name+"_"+lang, view.FormBookedModal(newReader(t, loc), f))
			})
		}
	}
}
