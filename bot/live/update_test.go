package live_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/live"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
)

// shown checks what messages show.
func (w *world) shown(want map[string]string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.shows); diff != "" {
		w.t.Errorf("shown at %s (-want +got):\n%s", w.now.Format("15:04:05"), diff)
	}
}

// Messages of one workspace are updated one after the other, at Slack's pace. Those of
// another one do not wait for them.
func TestUpdatesArePaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 50 {
		w.add(card(fmt.Sprintf("M%02d", i)))
	}
	elsewhere := card("E")
	elsewhere.TeamID = "T2"
	w.add(elsewhere)
	w.run(3)
	w.until(59 * time.Second)
	if n := len(w.lines); n != 51 {
		t.Fatalf("%d updates in a minute, want all", n)
	}
	last := w.times[0]
	for i, at := range w.times[1:] {
		if strings.HasPrefix(w.lines[i+1], "E ") {
			if !at.Equal(start) {
				t.Errorf("the message of another workspace was updated at %v", at)
			}
			continue
		}
		if gap := at.Sub(last); gap < 1200*time.Millisecond {
			t.Errorf("an update %s after the one before", gap)
		}
		last = at
	}
}

// Where Slack asks to wait all updates of the workspace do, and none is lost.
func TestSlackAsksToWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"), card("M2"))
	w.run(3)
	tries := 0
	w.answer = func(live.View) error {
		if tries++; tries == 1 {
			return &post.Error{RetryAfter: 30 * time.Second}
		}
		return nil
	}
	w.until(29 * time.Second)
	w.updated()
	w.until(33 * time.Second)
	w.updated("M1 running 3/42", "M2 running 3/42")
	if tries != 3 {
		t.Errorf("%d calls, want 3", tries)
	}
}

// A message that is gone ends its row, as one does whose update Slack refuses for half
// an hour. What may pass is tried again.
func TestUpdateThatIsRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err     error
		updates []string
		calls   int
		left    int
	}{
		"gone":       {&post.Error{Reason: post.MessageGone}, nil, 1, 0},
		"restricted": {&post.Error{Reason: post.Restricted}, nil, 16, 0},
		"failing":    {&post.Error{Err: errors.New("boom")}, nil, 24, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.add(card("M1"))
			w.run(3)
			calls := 0
			w.answer = func(live.View) error {
				calls++
				return tt.err
			}
			w.until(40 * time.Minute)
			w.updated(tt.updates...)
			w.left(tt.left)
			if calls != tt.calls && (tt.left == 0 || calls < 20 || calls > 40) {
				t.Errorf("%d calls, want %d", calls, tt.calls)
			}
		})
	}
}

// What is refused keeps nothing else waiting.
func TestRefusedUpdateLetsOthersPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"), card("M2"))
	w.run(3)
	w.answer = func(v live.View) error {
		if v.Message.ID == "M1" && w.now.Before(start.Add(time.Minute)) {
			return &post.Error{Reason: post.NotInChannel}
		}
		return nil
	}
	w.until(10 * time.Second)
	w.updated("M2 running 3/42")
	w.run(8)
	w.until(3 * time.Minute)
	w.updated("M2 running 8/42", "M1 running 8/42")
	if m := w.message("M1"); !m.RefusedAt.IsZero() {
		t.Errorf("one that was updated counts as refused since %v", m.RefusedAt)
	}
}

// An update whose answer is lost is repeated once, whatever process makes it, and not
// when something else is wanted by then.
func TestUpdateIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]error{"unconfirmed": &post.Error{Unconfirmed: true}, "of another kind": errors.New("boom")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.add(card("M1"))
			w.run(3)
			tries := 0
			w.answer = func(live.View) error {
				tries++
				return lost
			}
			w.until(20 * time.Second)
			w.restart()
			w.until(5 * time.Minute)
			if tries != 2 {
				t.Errorf("%d calls, want it and one more", tries)
			}
			w.run(4)
			w.until(6 * time.Minute)
			if tries != 4 {
				t.Errorf("%d calls, want two for what is wanted next", tries)
			}
		})
	}
}

// A process that dies over an update is followed by one that makes it again, and every
// message shows what is true in the end.
func TestNoCrashLeavesAMessageStale(t *testing.T) {
	t.Parallel()
	for how, failing := range map[string]error{"die": nil, "fail": errors.New("broken pipe")} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for point := 1; survives(t, point, failing); point++ {
			}
		})
	}
}

// survives tells of a meeting with a death at a point, and reports whether there was
// such a point.
func survives(t *testing.T, point int, failing error) (died bool) {
	t.Helper()
	w := newWorld(t)
	w.records = &history{w: w}
	w.restart()
	w.add(card("M1"), card("M2"))
	steps, where := 0, ""
	w.step = func(at string) error {
		if steps++; steps != point {
			return nil
		}
		where = at
		if failing != nil {
			return failing
		}
		panic(dead{})
	}
	w.store.Before, w.store.After = func() error { return w.at("before commit") }, func() error { return w.at("after commit") }
	w.run(1)
	w.until(time.Minute)
	w.run(5)
	w.until(2 * time.Minute)
	w.run(0)
	w.until(6 * time.Minute)
	ended := map[string]string{"M1": "over 55m0s 12/42", "M2": "over 55m0s 12/42"}
	w.wasUpdated(where, []string{
		"M1 running 1/42", "M2 running 1/42", "M1 running 5/42", "M2 running 5/42", "M1 over", "M2 over", "M1 over 55m0s 12/42", "M2 over 55m0s 12/42",
	})
	w.shown(ended)
	w.until(70 * time.Minute)
	w.shown(ended)
	w.left(0)
	return where != ""
}

// wasUpdated checks that all is there that is wanted, and at most one of it twice.
func (w *world) wasUpdated(where string, want []string) {
	w.t.Helper()
	count := make(map[string]int)
	for _, line := range w.lines {
		count[line]++
	}
	extra := -len(want)
	for _, n := range count {
		extra += n
	}
	for _, line := range want {
		if count[line] == 0 {
			w.t.Errorf("after a death at %q: %q is missing in %q", where, line, w.lines)
		}
	}
	if extra > 1 {
		w.t.Errorf("after a death at %q: updated %q, want one of %q twice at the most", where, w.lines, want)
	}
}

// A process that froze while it updates a message makes its update after another one
// has made a newer one. The message is updated once more.
func TestFrozenProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(1)
	w.answer = func(v live.View) error {
		if v.State.In != 1 || w.now.After(start.Add(time.Minute)) {
			return nil
		}
		w.answer = nil // it is frozen until others have gone on
		w.run(2)
		w.now = start.Add(2 * time.Minute)
		frozen := w.jobs
		w.restart()
		for range 20 {
			w.poll()
			w.doUpdate()
		}
		w.jobs = frozen
		return nil
	}
	w.until(time.Second)
	w.until(10 * time.Minute)
	if last := w.lines[len(w.lines)-1]; last != "M1 running 2/42" || !slices.Contains(w.lines, "M1 running 1/42") || len(w.lines) != 3 {
		t.Errorf("updated %q, want the old state late, and the new one before and after it", w.lines)
	}
}

// doUpdate does the job that updates messages as another process would that has taken
// it over.
func (w *world) doUpdate() {
	w.t.Helper()
	err := w.jobs.Work(w.t.Context(), queue.Job{Kind: live.Update, Key: key.Key.String()})
	if err != nil && !queue.IsOutcome(err) {
		w.t.Errorf("the job fails: %v", err)
	}
}

// Two processes that update at the same time take different messages.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"), card("M2"))
	w.run(3)
	w.during = func() {
		first := w.jobs
		w.restart()
		w.now = w.now.Add(2 * time.Second)
		w.doUpdate()
		w.doUpdate() // nothing is left for it
		w.jobs = first
	}
	w.until(25 * time.Second)
	w.updated("M1 running 3/42", "M2 running 3/42")
}

// While the meeting cannot be read, a message is not updated to what is half known.
func TestUpdateWithoutAReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(3)
	w.down = true
	w.until(3 * time.Minute)
	w.updated()
	w.down = false
	w.until(5 * time.Minute)
	w.updated("M1 running 3/0") // nobody could say how many are invited when it began
}

// A message of a kind that this program does not know is left alone.
func TestUnknownKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := card("M1")
	m.Kind = "newer"
	w.add(m, card("M2"))
	w.run(3)
	w.until(time.Minute)
	w.updated("M2 running 3/42")
	w.left(2)
}

// An app that was removed updates nothing.
func TestRemovedApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(3)
	w.removed = true
	w.until(time.Minute)
	w.updated()
	w.left(0)
	if jobs := w.store.Jobs(); len(jobs) != 0 {
		t.Errorf("jobs are left: %+v", jobs)
	}
}
