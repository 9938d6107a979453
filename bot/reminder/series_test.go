package reminder_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/reminder"
)

func TestSeriesIsRemindedEachTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00", "Wed 10:00")
	w.remind("C1", "914", usual)
	w.until("Thu 10:00")
	w.ignore("running", "over")
	w.wantPosted("09:50 C1: Daily at 10:00", "Tue 09:50 C1: Daily at Tue 10:00", "Wed 09:50 C1: Daily at Wed 10:00")
	if n := len(w.store.Subscriptions()); n != 0 {
		t.Errorf("%d subscriptions are left after the last of the series, want none", n)
	}
}

func TestNextOfASeriesIsArmedHoweverFar(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Monthly", "10:00", "Tue 10:00")
	b.starts[1].Start, b.starts[1].End = at("10:00").AddDate(0, 1, 0), at("11:00").AddDate(0, 1, 0)
	w.remind("C1", "914", usual)
	w.run(at("10:00").AddDate(0, 1, 0).Add(-time.Minute))
	w.ignore("running", "over")
	w.wantPosted("09:50 C1: Monthly at 10:00", "2 Apr 09:50 C1: Monthly at 2 Apr 10:00")
}

func TestMovedOccurrenceOfASeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00", "Wed 10:00")
	w.remind("C1", "914", usual)
	w.until("12:00")
	b.move(1, "Tue 15:00")
	w.until("Wed 09:55")
	w.ignore("running", "over")
	w.wantPosted(
		"09:50 C1: Daily at 10:00", "C1: Daily moved Tue 10:00 → Tue 15:00",
		"Tue 14:50 C1: Daily at Tue 15:00", "Wed 09:50 C1: Daily at Wed 10:00",
	)
}

func TestDeletedOccurrenceOfASeries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00", "Wed 10:00")
	w.remind("C1", "914", usual)
	w.until("12:00")
	b.starts = append(b.starts[:1:1], b.starts[2])
	w.until("Wed 09:55")
	w.ignore("running", "over")
	w.wantPosted("09:50 C1: Daily at 10:00", "C1: Daily without Tue 10:00", "Wed 09:50 C1: Daily at Wed 10:00")
}

func TestWholeSeriesMovedIsOneMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", usual)
	b.move(0, "11:00")
	b.move(1, "Tue 11:00")
	w.until("09:30")
	w.wantPosted("C1: Daily moved 10:00 → 11:00, moved Tue 10:00 → Tue 11:00")
}

func TestFarOccurrencesAreNoNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00")
	b.starts[1].Start, b.starts[1].End = at("10:00").AddDate(0, 0, 20), at("11:00").AddDate(0, 0, 20)
	w.remind("C1", "914", usual)
	b.starts[1].Start, b.starts[1].End = at("12:00").AddDate(0, 0, 20), at("13:00").AddDate(0, 0, 20)
	w.until("09:30")
	w.wantPosted()
}

func TestSeriesBookedAnewUnderOtherIDsIsNoNews(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", early, usual)
	w.until("09:30")
	b.starts[0].ID, b.starts[1].ID = "n1", "n2"
	w.until("09:59")
	w.wantPosted("09:00 C1: Daily at 10:00", "09:50 C1: Daily at 10:00")
}

func TestSeriesBookedAnewWhileANoticeIsLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00")
	w.remind("C1", "914", usual)
	w.until("09:49")
	w.away("10:02")
	b.starts[0].ID, b.starts[1].ID = "n1", "n2"
	w.until("10:04")
	w.wantPosted("10:02 C1: Daily at 10:00", "10:02 C1: Daily at 10:00 running")
}

func TestTwoOfASeriesAtOneTimeAreOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "10:00", "Tue 10:00")
	w.remind("C1", "914", usual)
	w.until("09:59")
	w.wantPosted("09:50 C1: Daily at 10:00")
}

func TestAnswerMayLeaveOutWhatHasBegun(t *testing.T) {
	t.Parallel()
	for name, ids := range map[string][2]string{"ids": {"o1", "o2"}, "no ids": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.series("Daily", "10:00", "Tue 10:00")
			b.starts[0].ID, b.starts[1].ID = ids[0], ids[1]
			b.onlyNext = true
			w.remind("C1", "914", usual)
			w.until("12:00")
			w.wantPosted("09:50 C1: Daily at 10:00", "10:00 C1: Daily at 10:00 running", "11:00 C1: Daily at 10:00 over")
		})
	}
}

func TestSummerTimeMovesNothing(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	w := newWorld(t)
	b := w.meetings.series("Weekly", "10:00", "Tue 10:00", "Wed 10:00")
	for i := range b.starts { // at 10:00 in Berlin, before and after 29 March
		b.starts[i].Start = time.Date(2026, time.March, 19+7*i, 10, 0, 0, 0, berlin).UTC()
		b.starts[i].End = b.starts[i].Start.Add(time.Hour)
	}
	w.remind("C1", "914", usual)
	w.run(time.Date(2026, time.April, 3, 0, 0, 0, 0, time.UTC))
	w.ignore("running", "over")
	w.wantPosted(
		"19 Mar 08:50 C1: Weekly at 19 Mar 09:00", "26 Mar 08:50 C1: Weekly at 26 Mar 09:00",
		"2 Apr 07:50 C1: Weekly at 2 Apr 08:00",
	)
}

func TestOtherIDsJustBeforeTheNotice(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(b *booking)
		want   []string
	}{
		"of a series": {
			func(b *booking) { b.starts[0].ID, b.starts[1].ID = "n1", "n2" },
			[]string{"09:50 C1: Daily at 10:00"},
		},
		"of what is no series any more": {
			func(b *booking) { b.series, b.starts = false, b.starts[:1] },
			[]string{"09:50 C1: Daily at 10:00", "C1: Daily without Tue 10:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.series("Daily", "10:00", "Tue 10:00")
			w.remind("C1", "914", usual)
			w.until("09:49:59")
			tt.change(b)
			w.until("09:52")
			w.wantPosted(tt.want...)
			w.snooze(w.store.Notices()[0].ID)
			w.until("09:58")
			w.wantPosted("09:57 U2: Daily at 10:00")
		})
	}
}

func TestSnoozeInASeriesWithoutIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Shift", "10:00", "10:30")
	b.starts[0].ID, b.starts[1].ID = "", ""
	w.remind("C1", "914", usual)
	w.until("10:21")
	w.snooze(w.slack.notices[1].Notice.ID)
	w.until("10:28")
	w.ignore("running")
	w.wantPosted("09:50 C1: Shift at 10:00", "10:20 C1: Shift at 10:30", "10:26 U2: Shift at 10:30")
}

// What has become of an occurrence is told by where the others are.
func TestSeriesWithoutIDs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		change func(b *booking)
		want   []string // but for the notice before 10:00
	}{
		"the next one is removed": {
			func(b *booking) { b.starts = append(b.starts[:1:1], b.starts[2:]...) },
			[]string{"C1: Daily without Tue 10:00", "Wed 09:50 C1: Daily at Wed 10:00"},
		},
		"one is moved": {
			func(b *booking) { b.move(1, "Tue 15:00") },
			[]string{"C1: Daily moved Tue 10:00 → Tue 15:00", "Tue 14:50 C1: Daily at Tue 15:00", "Wed 09:50 C1: Daily at Wed 10:00"},
		},
		"what has begun is left out": {
			func(b *booking) { b.starts = b.starts[1:] },
			[]string{"Tue 09:50 C1: Daily at Tue 10:00", "Wed 09:50 C1: Daily at Wed 10:00"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.series("Daily", "10:00", "Tue 10:00", "Wed 10:00", "Thu 10:00")
			for i := range b.starts {
				b.starts[i].ID = ""
			}
			w.remind("C1", "914", usual)
			w.until("10:10")
			tt.change(b)
			w.until("Wed 09:55")
			w.ignore("running", "over")
			w.wantPosted(append([]string{"09:50 C1: Daily at 10:00"}, tt.want...)...)
		})
	}
}

// A notice of an occurrence that is over is not snoozed into one of the next.
func TestNoSnoozeIntoTheNextOfASeriesWithoutIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.series("Daily", "10:00", "Tue 10:00")
	b.starts[0].ID, b.starts[1].ID = "", ""
	w.remind("C1", "914", usual)
	w.until("13:00")
	if _, err := w.snoozeFor(w.slack.notices[0].Notice.ID, 5*time.Minute); !errors.Is(err, reminder.ErrTooLate) {
		t.Errorf("snoozing a meeting that is over = %v, want %v", err, reminder.ErrTooLate)
	}
}
