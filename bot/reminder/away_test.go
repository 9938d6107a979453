package reminder_test

import (
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

func TestWhenTheBotWasAway(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, back string
		want       []string
		dropped    map[string]float64
	}{
		{"before the start", "09:57", []string{"09:57 C1: Weekly at 10:00"}, map[string]float64{"superseded": 1}},
		{"a moment after it", "10:08", []string{"10:08 C1: Weekly at 10:00"}, map[string]float64{"superseded": 1}},
		{"for too long", "10:10", nil, map[string]float64{"superseded": 1, "too_late": 1}},
		{"until the meeting was over", "12:30", nil, map[string]float64{"too_late": 2}},
		{"for days", "Thu 12:30", nil, map[string]float64{"too_late": 2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.meetings.book("914", "Weekly", "10:00")
			w.remind("C1", "914", early, usual)
			w.until("08:55")
			w.away(tt.back)
			w.until("Fri 00:00")
			w.ignore("running", "over")
			w.wantPosted(tt.want...)
			for reason, n := range tt.dropped {
				w.counted("meetingbot_notices_dropped_total "+reason, n)
			}
		})
	}
}

func TestFailingNoticeGivesWayToTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", early, usual)
	w.until("08:59")
	w.slack.refuse = refusing("post", -1, &post.Error{Err: errSlack})
	w.until("09:50:01") // both have been tried
	w.slack.refuse = nil
	w.until("09:59")
	w.wantPosted("09:50:02 C1: Weekly at 10:00")
}

func TestShortMeetingHasShortGrace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Standup", "10:00")
	b.starts[0].End = at("10:06")
	w.remind("C1", "914", usual)
	w.until("09:45")
	w.away("10:03")
	w.until("10:20")
	w.wantPosted()
}

func TestMoveWhileTheBotWasAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:00")
	b.move(0, "11:00")
	w.away("10:02")
	w.until("10:59")
	w.wantPosted("C1: Weekly moved 10:00 → 11:00", "10:50 C1: Weekly at 11:00")
}

func TestClockSetBackRepeatsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", early, usual)
	w.until("09:52")
	w.clock = at("08:45")
	w.until("09:58")
	w.wantPosted("09:00 C1: Weekly at 10:00", "09:50 C1: Weekly at 10:00")
}

func TestClockSetBackStopsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("913", "First", "09:00")
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "913", 5*time.Minute)
	w.until("08:56")
	w.clock = at("08:40")
	b.move(0, "09:30")
	w.remind("C1", "914", 78*time.Minute)
	w.until("08:50")
	w.wantPosted("08:55 C1: First at 09:00", "08:42 C1: Weekly at 10:00")
	w.until("09:28")
	w.wantPosted("C1: First moved 09:00 → 09:30", "09:00 C1: First at 09:00 void", "09:25 C1: First at 09:30")
}

func TestLostJobsAreQueuedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.until("09:00")
	w.store.Lose(reminder.DeliverNotice, w.store.Notices()[0].ID)
	w.until("09:59")
	w.wantPosted("09:50 C1: Weekly at 10:00")
}

func TestLostWatchIsTakenUpByTheNextNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", usual)
	w.store.Lose(watch.ReadMeeting, watch.MeetingKey{Key: home, MeetingID: "914"}.String())
	w.until("09:55")
	for _, j := range w.store.Jobs() {
		if j.Kind == watch.ReadMeeting {
			return
		}
	}
	t.Error("the meeting is not watched")
}

func TestLateNoticeIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slack.unwell = true
	w.meetings.book("914", "Weekly", "10:00")
	w.remind("C1", "914", usual)
	w.away("10:02")
	w.slack.refuse = refusing("post", 2, &post.Error{Err: errSlack})
	w.until("10:05")
	w.ignore("running")
	w.wantPosted("10:02:04 C1: Weekly at 10:00") // after 2 and 2 seconds
}
