package personal_test

import (
	"errors"
	"testing"
	"time"

	"meetingbot/bot/personal"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder/remindertest"
)

func digestAt(c personal.Clock) personal.Settings { return personal.Settings{Digest: c} }

// zone is a time zone of the tz database.
func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// The digest comes at the time in one's own zone, on working days, with the meetings of
// that day; days without any are left out.
func TestDigest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.People.Knows("U2", zone(t, "America/New_York")) // five hours behind
	for _, d := range []string{"Mon", "Tue", "Thu", "Fri", "Sat", "Sun"} {
		w.API.Book(d, d, d+" 16:00", "U1", "U2")
	}
	w.API.Book("other", "Other", "Tue 11:00", "U3")
	w.chooses("U1", digestAt("08:30"))
	w.chooses("U2", digestAt("07:15"))
	w.Run(remindertest.Morning().AddDate(0, 0, 7).Add(-time.Hour))
	w.Posted(
		"Mon 08:30:00 U1: today Mon", "Mon 12:15:00 U2: today Mon",
		"Tue 08:30:00 U1: today Tue", "Tue 12:15:00 U2: today Tue",
		"Thu 08:30:00 U1: today Thu", "Thu 12:15:00 U2: today Thu",
		"Fri 08:30:00 U1: today Fri", "Fri 12:15:00 U2: today Fri",
	)
}

// A clock that is put forward or back changes nothing: one digest a day, at the time
// on the wall, also at a time that is skipped or comes twice.
func TestDigestWhereClocksChange(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, zone string
		at         personal.Clock
		from       time.Time
		want       []string // in UTC
	}{
		{"forward", "Europe/Berlin", "08:30", time.Date(2026, 3, 26, 0, 0, 0, 0, time.UTC), []string{"26 07:30", "27 07:30", "30 06:30", "31 06:30"}},
		{"back", "Europe/Berlin", "08:30", time.Date(2026, 10, 22, 0, 0, 0, 0, time.UTC), []string{"22 06:30", "23 06:30", "26 07:30", "27 07:30"}},
		// Egypt puts its clocks forward at midnight, on a Friday: there is no 00:30.
		{"at a time that is skipped", "Africa/Cairo", "00:30", time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC), []string{"22 22:30", "23 22:30", "26 21:30"}},
		// Egypt puts them back at midnight, at the end of a Thursday: 23:30 comes twice.
		{"at a time that comes twice", "Africa/Cairo", "23:30", time.Date(2026, 10, 28, 0, 0, 0, 0, time.UTC), []string{"28 20:30", "29 21:30", "30 21:30"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.Clock = tt.from
			w.People.Knows("U1", zone(t, tt.zone))
			for day := range 6 {
				for hour := range 24 { // there is always one to come
					start := tt.from.AddDate(0, 0, day).Add(time.Duration(hour)*time.Hour + 50*time.Minute)
					w.API.BookAt(start.Format("021504"), "M", start, "U1")
				}
			}
			w.chooses("U1", digestAt(tt.at))
			var got []string
			for day := range 6 {
				w.Run(tt.from.AddDate(0, 0, day+1))
				for _, line := range w.Lines {
					got = append(got, w.Clock.AddDate(0, 0, -1).Format("02 ")+line[4:9])
				}
				w.Lines = nil
			}
			if len(got) < len(tt.want) {
				t.Fatalf("came at %q, want %q", got, tt.want)
			}
			for i, want := range tt.want {
				if got[i] != want {
					t.Errorf("came at %q, want %q first", got, tt.want)
					break
				}
			}
		})
	}
}

// It comes once a day, whatever is restarted, changed or done twice meanwhile; and one
// that is late is of use for some hours.
func TestDigestOnceADay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		do   func(*world)
		want []string
	}{
		{"restarted", func(w *world) {
			w.Until("08:30")
			w.restart()
			w.Until("Tue 08:00")
		}, []string{"Mon 08:30:00 U1: today Late"}},
		{"another time on the same day", func(w *world) {
			w.Until("09:00")
			w.chooses("U1", digestAt("10:00"))
			w.Until("Tue 09:59")
		}, []string{"Mon 08:30:00 U1: today Late"}},
		{"off and on again", func(w *world) {
			w.Until("09:00")
			w.chooses("U1", personal.Settings{})
			w.chooses("U1", digestAt("08:30"))
			w.Until("Tue 08:29")
		}, []string{"Mon 08:30:00 U1: today Late"}},
		{"an earlier time than now begins tomorrow", func(w *world) {
			w.chooses("U1", digestAt("07:00"))
			w.Until("Tue 06:59")
		}, nil},
		{"no process for some hours", func(w *world) {
			w.Clock = remindertest.Hour("11:00")
			w.restart()
			w.Until("Tue 08:00")
		}, []string{"Mon 11:00:00 U1: today Late"}},
		{"no process for too long", func(w *world) {
			w.Clock = remindertest.Hour("15:00")
			w.restart()
			w.Until("Tue 08:00")
		}, nil},
		{"the answer was lost", func(w *world) {
			w.Refuse = func(string) error {
				w.Refuse = nil
				_ = w.Says("U1", "lost")
				return &post.Error{Unconfirmed: true, Err: errors.New("timeout")}
			}
			w.Until("Tue 08:00")
		}, []string{"Mon 08:30:00 U1: lost", "Mon 08:30:02 U1: today Late"}},
		{"every answer was lost", func(w *world) {
			w.Refuse = func(string) error { return errors.New("timeout") }
			w.Until("Tue 08:00")
			if n := w.Store.Unconfirmed(); n > 0 {
				w.T.Errorf("%d posts are still counted", n)
			}
		}, nil},
		{"Slack asks to wait", func(w *world) {
			w.Refuse = func(string) error {
				w.Refuse = nil
				return &post.Error{RetryAfter: 20 * time.Second, Workspace: true, Err: errors.New("rate limited")}
			}
			w.Until("Tue 08:00")
		}, []string{"Mon 08:30:20 U1: today Late"}},
		{"the API fails for a while", func(w *world) {
			w.API.Down = true
			w.Until("08:40")
			w.API.Down = false
			w.Until("Tue 08:00")
		}, []string{"Mon 08:41:00 U1: today Late"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.People.Knows("U1", time.UTC)
			w.API.Book("1", "Late", "22:00", "U1")
			w.chooses("U1", digestAt("08:30"))
			tt.do(w)
			w.Posted(tt.want...)
		})
	}
}

// A thousand digests at the same time share one list and one reading of each meeting.
func TestDigestsShareTheCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const persons = 200
	w.manyPeople(persons, 40, 10)
	w.Until("08:10")
	lists, reads := w.API.Lists, w.API.Reads()
	for i := range persons {
		w.choosesIn(remindertest.Key(), name(i), digestAt("08:30"))
	}
	w.Until("08:29")
	watched := w.API.Reads()
	w.Until("08:31")
	if len(w.Lines) != persons {
		t.Errorf("%d digests came, want %d", len(w.Lines), persons)
	}
	if n := w.API.Lists - lists; n > 8 {
		t.Errorf("listed %d times, want once", n)
	}
	if n := w.API.Reads() - watched; n > 4*40 {
		t.Errorf("read %d times (%d before), want each meeting about once", n, watched-reads)
	}
}

// A process that was frozen while another one posted the digest posts none.
func TestDigestOfTwoProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Late", "22:00", "U1")
	w.chooses("U1", digestAt("08:30"))
	w.Until("08:29:59")
	first := w.Reminders
	w.API.Meanwhile = func() {
		w.restart()
		j := queue.Job{Kind: personal.PostDigest, Key: personal.Owner{Key: remindertest.Key(), UserID: "U1"}.String()}
		if err := w.Reminders.Jobs.Work(t.Context(), j); !queue.IsOutcome(err) {
			t.Error(err)
		}
		w.Reminders, w.Clock = first, w.Clock.Add(5*time.Second)
	}
	w.Until("Tue 08:00")
	w.Posted("Mon 08:30:00 U1: today Late")
}

// A sweep makes up for jobs that were lost, and makes nothing come twice.
func TestSweepMakesUpForLostJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.People.Knows("U1", time.UTC)
	w.API.Book("1", "Late", "22:00", "U1")
	w.chooses("U1", personal.Settings{Leads: usual().Leads, Digest: "08:30"})
	for _, j := range w.Store.Jobs() {
		w.Store.Lose(j.Kind, j.Key)
	}
	for range 2 {
		w.sweeps()
	}
	w.Until("23:30")
	w.Posted("Mon 08:30:00 U1: today Late", "Mon 21:50:00 U1: Late in 10m0s")
}
