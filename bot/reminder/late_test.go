package reminder_test

import (
	"strings"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
)

// tellAll has C1 told of late starts and overruns of 914, too.
func (w *world) tellAll() reminder.Status {
	w.t.Helper()
	st, err := w.tryTell(true, true, usual)
	if err != nil {
		w.t.Fatalf("Set(C1, 914) = %v", err)
	}
	return st
}

// tryTell has C1 told of 914.
func (w *world) tryTell(late, overrun bool, leads ...time.Duration) (reminder.Status, error) {
	w.t.Helper()
	const channel, id = "C1", "914"
	m, err := w.meetings.Refresh(w.t.Context(), id)
	if err != nil {
		w.t.Fatalf("meeting %s: %v", id, err)
	}
	return w.engine.Set(w.t.Context(), reminder.SetRequest{
		Conversation: post.Conversation{Key: home, ChannelID: channel}, MeetingID: id,
		Leads: leads, By: "U1", Late: late, Overrun: overrun,
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
			[]string{"10:05 C1: Weekly at 10:00 late"},
			map[reminder.Reason]float64{reminder.Untrue: 1},
		},
		"people come late and stay": {
			func(b *booking) { b.came = at("10:06") },
			[]string{"10:05 C1: Weekly at 10:00 late", "10:57 C1: Weekly at 10:00 until 11:00 with 3"},
			nil,
		},
		"people come in time and leave in time": {
			func(b *booking) { b.left = at("10:50") },
			nil,
			map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"all have left again after a moment": {
			func(b *booking) { b.left = at("10:03") },
			nil,
			map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"they came early and have left": {
			func(b *booking) { b.came, b.left = at("09:52"), at("09:59") },
			nil,
			map[reminder.Reason]float64{reminder.Untrue: 2},
		},
		"one stays": {
			func(b *booking) { b.people, b.longer = 1, time.Hour },
			[]string{"10:57 C1: Weekly at 10:00 until 11:00 with 1"},
			map[reminder.Reason]float64{reminder.Untrue: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tt.meeting(w.meetings.book("914", "Weekly", "10:00"))
			w.tellAll()
			w.until("10:59")
			w.ignore("10:00", "running", "over")
			w.wantPosted(tt.want...)
			for _, why := range []reminder.Reason{reminder.Untrue, reminder.Unknown, reminder.TooLate} {
				w.counted("meetingbot_notices_dropped_total "+string(why), tt.dropped[why])
			}
		})
	}
}

// told checks what is told by a time beside ordinary reminders and all updates.
func (w *world) told(until string, want ...string) {
	w.t.Helper()
	w.until(until)
	w.ignore("at 10:00", "at 11:00", "running", "over", "void", "memory)")
	w.wantPosted(want...)
}

// TestLateStartFollowsTheMeeting has nobody come to a meeting that is changed, or of
// which not everything can be told.
func TestLateStartFollowsTheMeeting(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		play    func(w *world, b *booking) // from 09:58 on
		want    []string
		dropped reminder.Reason // "" for none
	}{
		"moved to later": {
			func(_ *world, b *booking) { b.move(0, "10:30") },
			[]string{"C1: Weekly moved 10:00 → 10:30", "10:20 C1: Weekly at 10:30", "10:35 C1: Weekly at 10:30 late"},
			"",
		},
		"moved when it was due": {
			func(w *world, b *booking) { w.until("10:04:59"); b.move(0, "10:30") },
			[]string{"C1: Weekly moved 10:00 → 10:30", "10:20 C1: Weekly at 10:30", "10:35 C1: Weekly at 10:30 late"},
			"",
		},
		"cancelled": {func(_ *world, b *booking) { b.hidden = true }, nil, reminder.TooLate},
		"stopped":   {func(w *world, _ *booking) { _, _ = w.forget(w.store.Subscriptions()[0]) }, nil, ""},
		"over":      {func(_ *world, b *booking) { b.ended = true }, nil, reminder.TooLate},
		"the API fails for a while": {func(w *world, _ *booking) {
			w.meetings.down = true
			w.until("10:07:40")
			w.meetings.down = false
		}, []string{"10:08 C1: Weekly at 10:00 late"}, ""},
		"the API fails for too long": {func(w *world, _ *booking) { w.meetings.down = true }, nil, reminder.Unknown},
		"the history fails":          {func(w *world, _ *booking) { w.meetings.lost = true }, nil, reminder.Unknown},
		"no list of what runs":       {func(w *world, _ *booking) { w.meetings.unlisted = true }, []string{"10:05 C1: Weekly at 10:00 late"}, ""},
		"a part of that list":        {func(w *world, _ *booking) { w.meetings.partial = true }, []string{"10:05 C1: Weekly at 10:00 late"}, ""},
		"the bot is down for a while": {
			func(w *world, _ *booking) { w.away("10:14") }, []string{"10:14 C1: Weekly at 10:00 late"}, "",
		},
		"the bot is down for too long":    {func(w *world, _ *booking) { w.away("10:15") }, nil, reminder.TooLate},
		"another program ends its notice": {func(w *world, _ *booking) { w.store.EndNotices() }, []string{"10:05 C1: Weekly at 10:00 late"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			b.unheld = true
			if _, err := w.tryTell(true, false, usual); err != nil {
				t.Fatal(err)
			}
			w.until("09:58")
			tt.play(w, b)
			w.told("10:40", tt.want...)
			for _, why := range []reminder.Reason{reminder.Untrue, reminder.Unknown, reminder.TooLate, reminder.Missing} {
				want := 0.0
				if why == tt.dropped {
					want = 1
				}
				w.counted("meetingbot_notices_dropped_total "+string(why), want)
			}
		})
	}
}

// TestOverrunFollowsTheMeeting has three people stay in a meeting whose end changes, or
// of which not everything can be told.
func TestOverrunFollowsTheMeeting(t *testing.T) {
	t.Parallel()
	const told = "10:57 C1: Weekly at 10:00 until 11:00 with 3"
	for name, tt := range map[string]struct {
		play func(w *world, b *booking) // from 10:40 on
		want []string
	}{
		"extended": {
			func(_ *world, b *booking) { b.extend(at("11:30")) }, []string{"11:27 C1: Weekly at 10:00 until 11:30 with 3"},
		},
		"extended at the last moment": {
			func(w *world, b *booking) { w.until("10:56:59"); b.extend(at("11:30")) },
			[]string{"11:27 C1: Weekly at 10:00 until 11:30 with 3"},
		},
		"extended after it was told": {
			func(w *world, b *booking) {
				w.until("10:58")
				b.extend(at("11:30"))
				w.until("11:02")
				for i := range w.slack.lines { // one of two updates, in any order
					w.slack.lines[i] = strings.Replace(w.slack.lines[i], "11:01:31", "11:01:30", 1)
				}
			},
			[]string{told, "11:01:30 C1: Weekly at 10:00 until 11:30 with 3"}, // it is changed to what is true now
		},
		"shortened":                 {func(_ *world, b *booking) { b.extend(at("10:50")); b.longer = time.Hour }, []string{"10:47 C1: Weekly at 10:00 until 10:50 with 3"}},
		"ended early":               {func(_ *world, b *booking) { b.ended, b.left = true, at("10:40") }, nil},
		"a part of the list":        {func(w *world, _ *booking) { w.meetings.partial = true }, []string{told}},
		"nothing says who is in it": {func(w *world, _ *booking) { w.meetings.unlisted = true }, nil},
		"the API fails for a while": {func(w *world, _ *booking) {
			w.meetings.down = true
			w.until("10:58:20")
			w.meetings.down = false
		}, []string{"10:58:30 C1: Weekly at 10:00 until 11:00 with 3"}},
		"the bot is down for a while":  {func(w *world, _ *booking) { w.away("10:59") }, []string{"10:59 C1: Weekly at 10:00 until 11:00 with 3"}},
		"the bot is down for too long": {func(w *world, _ *booking) { w.away("11:00") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.book("914", "Weekly", "10:00")
			w.tellAll()
			w.until("10:40")
			tt.play(w, b)
			w.told("11:40", tt.want...)
		})
	}
}

// TestOccurrencesThatFollowEachOther has a series with two dates back to back.
func TestOccurrencesThatFollowEachOther(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		left time.Time // zero for never
		want []string
	}{
		"people stay for both": {time.Time{}, []string{
			"10:57 C1: Daily at 10:00 until 11:00 with 3", "11:57 C1: Daily at 11:00 until 12:00 with 3",
		}},
		"people leave after the first": {at("10:59"), []string{
			"10:57 C1: Daily at 10:00 until 11:00 with 3", "11:05 C1: Daily at 11:00 late",
		}},
		"the first goes on": {at("11:20"), []string{"10:57 C1: Daily at 10:00 until 11:00 with 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			b := w.meetings.series("Daily", "10:00", "11:00", "Thu 10:00")
			b.came, b.left = at("09:59"), tt.left
			if tt.left.IsZero() {
				b.left = at("13:00")
			}
			w.tellAll()
			w.told("12:30", tt.want...)
		})
	}
}

// TestWhatIsNoLongerAskedForIsNotTold has somebody ask for less while the meeting runs.
func TestWhatIsNoLongerAskedForIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.series("Daily", "10:00", "Tue 10:00")
	first := w.tellAll()
	w.until("10:30")
	if st, err := w.tryTell(true, false, usual); err != nil || !st.Changed || st.Subscription.ID != first.Subscription.ID {
		t.Errorf("Set without overrun = %+v, %v, want the same one changed", st, err)
	}
	w.told("11:30")
	if st, err := w.tryTell(true, false, usual); err != nil || !st.Already {
		t.Errorf("Set again = %+v, %v, want nothing new", st, err)
	}
}

// TestOpenEndHasNoOverrun and is late all the same.
func TestOpenEndHasNoOverrun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.meetings.book("914", "Weekly", "10:00")
	b.starts[0].End, b.unheld, b.longer = b.starts[0].Start, true, 2*time.Hour
	w.tellAll()
	w.told("10:30", "10:05 C1: Weekly at 10:00 late")
	for _, n := range w.store.Notices() {
		if n.About == reminder.AboutOverrun {
			t.Errorf("there is a notice of its end: %+v", n)
		}
	}
}

// TestShortMeetings are told only what is of use before their end.
func TestShortMeetings(t *testing.T) {
	t.Parallel()
	for length, want := range map[time.Duration][]string{
		5 * time.Minute: {"10:02 C1: Weekly at 10:00 until 10:05 with 3"},
		3 * time.Minute: nil,
		8 * time.Minute: {"10:05 C1: Weekly at 10:00 until 10:08 with 3"},
	} {
		w := newWorld(t)
		b := w.meetings.book("914", "Weekly", "10:00")
		b.starts[0].End = b.starts[0].Start.Add(length)
		w.tellAll()
		w.told("10:30", want...)
	}
}

// TestOlderProgramsDoNotPostThem: they do the jobs of reminders alone.
func TestOlderProgramsDoNotPostThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meetings.book("914", "Weekly", "10:00")
	w.tellAll()
	kinds := make(map[string]queue.Kind)
	for _, j := range w.store.Jobs() {
		kinds[j.Key] = j.Kind
	}
	for _, n := range w.store.Notices() {
		if about := n.About != reminder.AboutStart; about != (kinds[n.ID] == reminder.DeliverCheck) || kinds[n.ID] == "" {
			t.Errorf("the notice about %q has a job of kind %q", n.About, kinds[n.ID])
		}
	}
}
