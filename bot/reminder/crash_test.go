package reminder_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/post"
)

// story is something that happens, and what must be posted of it whatever
// process dies over it.
type story struct {
	name string
	tell func(w *world)
	want []string
	// repeats is how many lines of want may be there once more although nobody dies.
	repeats int
	// all has late starts and overruns told, too.
	all bool
}

func stories() []story {
	return []story{
		{"a meeting takes place", func(w *world) {
			w.until("11:20")
		}, tookPlace(), 0, false},
		{"a meeting moves", func(w *world) {
			w.meetings.known["914"].move(0, "10:30")
			w.until("10:29")
		}, []string{"C1: Weekly moved 10:00 → 10:30", "C1: Weekly at 10:30", "C1: Weekly at 10:30"}, 0, false},
		{"a meeting is cancelled", func(w *world) {
			w.meetings.known["914"].hidden = true
			w.until("11:20")
		}, []string{"C1: Weekly cancelled"}, 0, false},
		{"Slack refuses", func(w *world) {
			w.slack.refuse = func(what, _ string) error {
				if what == "post" {
					return &post.Error{Reason: post.NotInChannel, Err: errSlack}
				}
				return nil
			}
			w.until("09:45")
		}, []string{"U1: Weekly in C1 is suspended: not_in_channel"}, 0, false},
		{"Slack asks to wait", func(w *world) {
			w.slack.refuse = refusing("post", 1, &post.Error{RetryAfter: 1e10, Err: errSlack})
			w.until("09:59")
		}, []string{"C1: Weekly at 10:00", "C1: Weekly at 10:00"}, 0, false},
		{"answers are lost", func(w *world) {
			w.slack.lose = func(string) bool { return true }
			w.until("11:20")
		}, []string{"C1: Weekly at 10:00", "C1: Weekly at 10:00"}, 2, false},
		{"answers to updates are lost", func(w *world) {
			w.slack.unwell = true
			w.slack.lose = func(what string) bool { return what == "update" }
			w.until("11:20")
		}, tookPlace(), 4, false},
		{"answers to changes are lost", func(w *world) {
			w.slack.unwell = true
			w.slack.lose = func(what string) bool { return what == "change" }
			w.meetings.known["914"].hidden = true
			w.until("11:20")
		}, []string{"C1: Weekly cancelled"}, 1, false},
		{"Slack refuses once", func(w *world) {
			w.slack.refuse = refusing("post", 1, &post.Error{Reason: post.Gone, Err: errSlack})
			w.until("11:20")
		}, tookPlace(), 0, false},
		{"Slack refuses the token for a while", func(w *world) {
			w.slack.refuse = func(string, string) error {
				if w.clock.Before(at("09:15")) {
					return &post.Error{Reason: post.Revoked, Err: errSlack}
				}
				return nil
			}
			w.until("11:20")
		}, tookPlace(), 0, false},
		{"nobody is there for a day", func(w *world) {
			w.until("09:55")
			w.away("Tue 12:00")
			w.until("Tue 14:00")
		}, afterwards(), 0, false},
		{"nobody is there for a month", func(w *world) {
			w.until("09:55")
			w.clock = at("Tue 12:00").AddDate(0, 1, 0)
			w.restart()
			w.sweep()
			w.run(w.clock.Add(3 * time.Hour))
		}, afterwards(), 0, false},
		{"people come late and stay", func(w *world) {
			w.meetings.known["914"].came = at("10:06")
			w.until("10:40")
		}, cameLate(), 0, true},
		{"people come in time and leave", func(w *world) {
			w.meetings.known["914"].left = at("10:15")
			w.until("10:19")
		}, tookPlace(), 0, true},
		{"a meeting goes on longer", func(w *world) {
			w.until("10:15")
			w.meetings.known["914"].extend(at("10:30"))
			w.until("10:50")
		}, append(
			tookPlace(), "C1: Weekly at 10:00 running", "C1: Weekly at 10:00 running", // with the new end
			"C1: Weekly at 10:00 until 10:30 with 3", "C1: Weekly at 10:00 until 10:30 over",
		), 0, true},
	}
}

// tookPlace is what is posted of the meeting that takes place.
func tookPlace() []string {
	return []string{
		"C1: Weekly at 10:00", "C1: Weekly at 10:00", "C1: Weekly at 10:00 running", "C1: Weekly at 10:00 running",
		"C1: Weekly at 10:00 over", "C1: Weekly at 10:00 over",
	}
}

// cameLate is what is posted of it if people come late and stay.
func cameLate() []string {
	return append(tookPlace(), "C1: Weekly at 10:00 late", "C1: Weekly at 10:00 late running", "C1: Weekly at 10:00 late over",
		"C1: Weekly at 10:00 until 10:20 with 3", "C1: Weekly at 10:00 until 10:20 over")
}

// afterwards is what is posted of it if nobody is there while it runs.
func afterwards() []string {
	return []string{"C1: Weekly at 10:00", "C1: Weekly at 10:00", "C1: Weekly at 10:00 over", "C1: Weekly at 10:00 over"}
}

// TestNoCrashLosesANotice lets a process die at each point of each story,
// or fail there, and has another take over.
func TestNoCrashLosesANotice(t *testing.T) {
	t.Parallel()
	for _, s := range stories() {
		for how, failing := range map[string]error{"die": nil, "fail": errors.New("broken pipe")} {
			t.Run(s.name+", "+how, func(t *testing.T) {
				t.Parallel()
				for point := 1; s.survives(t, point, failing); point++ {
				}
			})
		}
	}
}

// set books the meeting, and has the channel told. The meeting is short: one poll of it
// while it runs is like another one.
func (s story) set(w *world) {
	w.t.Helper()
	end := "10:05"
	if s.all {
		end = "10:20"
	}
	w.meetings.book("914", "Weekly", "10:00").extend(at(end))
	if _, err := w.tryTell(s.all, s.all, early, usual); err != nil {
		w.t.Fatal(err)
	}
}

// survives tells the story with a death at a point, and reports whether there
// was such a point.
func (s story) survives(t *testing.T, point int, failing error) bool {
	t.Helper()
	w := newWorld(t)
	s.set(w)
	w.dieAt, w.failing = point, failing
	s.tell(w)
	extra, lost := compareLines(s.want, w.slack.texts())
	if more, _ := compareLines(slices.Concat(s.want, s.want), w.slack.texts()); len(lost)+len(more) > 0 || len(extra) > s.repeats+1 {
		t.Errorf("after point %d, %s: lost %q, repeated %q, more than once %q", point, w.died, lost, extra, more)
	}
	return w.died != ""
}

// texts is what was posted, without the times.
func (s *slack) texts() []string {
	texts := make([]string, 0, len(s.lines))
	for _, line := range s.lines {
		if i := strings.IndexAny(line, "CU"); i >= 0 {
			texts = append(texts, line[i:])
		}
	}
	return texts
}

// compareLines returns what was posted beyond what is wanted, and what was not
// posted of it.
func compareLines(want, got []string) (extra, lost []string) {
	count := make(map[string]int)
	for _, line := range want {
		count[line]++
	}
	for _, line := range got {
		if count[line]--; count[line] < 0 {
			extra = append(extra, line)
		}
	}
	for line, n := range count {
		if n > 0 {
			lost = append(lost, line)
		}
	}
	return extra, lost
}

// TestTransactionsMayBeDoneTwice has the database ask for each transaction
// once more.
func TestTransactionsMayBeDoneTwice(t *testing.T) {
	t.Parallel()
	for _, s := range stories() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.store.Twice = true
			s.set(w)
			s.tell(w)
			if extra, lost := compareLines(s.want, w.slack.texts()); len(extra) != s.repeats || len(lost) > 0 {
				t.Errorf("lost %q, posted beyond what is wanted %q", lost, extra)
			}
			if n := w.store.Messages(); n != 0 && w.clock.After(at("11:00")) {
				t.Errorf("%d messages are followed in the end, want none", n)
			}
		})
	}
}
