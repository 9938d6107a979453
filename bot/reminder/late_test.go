package reminder_test

import (
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
)

// tellAll has a channel told of late starts and overruns, too.
func (w *world) tellAll(channel, id string) reminder.Status {
	w.t.Helper()
	st, err := w.tryTellAll(channel, id, true, true)
	if err != nil {
		w.t.Fatalf("Set(%s, %s) = %v", channel, id, err)
	}
	return st
}

func (w *world) tryTellAll(channel, id string, late, overrun bool) (reminder.Status, error) {
	w.t.Helper()
	m, err := w.meetings.Refresh(w.t.Context(), id)
	if err != nil {
		w.t.Fatalf("meeting %s: %v", id, err)
	}
	return w.engine.Set(w.t.Context(), reminder.SetRequest{
		Conversation: post.Conversation{Key: home, ChannelID: channel}, MeetingID: id,
		Leads: []time.Duration{usual}, By: "U1", Late: late, Overrun: overrun,
	}, m)
}

// TestTrueNoticesAreTold is what a channel hears of late starts and overruns, beside
// its reminders.
func TestTrueNoticesAreTold(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		meeting func(b *booking)
		want    []string
		dropped map[reminder.Reason]float64
	}{
		"nobody ever comes": {
			func(b *booking) { b.unheld = true },
			[]string{"10:05 C1: Weekly at 10:00 late"}, map[reminder.Reason]float64{reminder.Untrue: 1},
		},
		"people come late and stay": {
			func(b *booking) { b.came = at("10:06") },
			[]string{"10:05 C1: Weekly at 10:00 late", "10:57 C1: Weekly at 10:00 until 11:00 with 3"}, nil,
		},
		"people come in time and leave in time": {
			func(b *booking) { b.left = at("10:50") },
			nil, map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"all have left again after a moment": {
			func(b *booking) { b.left = at("10:03") },
			nil, map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"they came early and have left": {
			func(b *booking) { b.came, b.left = at("09:52"), at("09:59") },
			nil, map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"one stays": {
			func(b *booking) { b.people, b.longer = 1, time.Hour },
			[]string{"10:57 C1: Weekly at 10:00 until 11:00 with 1"}, map[reminder.Reason]float64{reminder.Untrue: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.meeting(w.meetings.book("914", "Weekly", "10:00"))
			w.tellAll("C1", "914")
			w.until("10:59")
			w.ignore("10:00", "running", "over")
			w.wantPosted(tt.want...)
			for _, why := range []reminder.Reason{reminder.Untrue, reminder.Unknown, reminder.TooLate} {
				w.counted("meetingbot_notices_dropped_total "+string(why), tt.dropped[why])
			}
		})
	}
}
