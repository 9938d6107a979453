package live_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/workspace"
)

// happens notes an event, and has it taken up a second later.
func (w *world) happens(more bool, ids ...string) {
	w.t.Helper()
	for _, id := range ids {
		w.updater.Happened(id, more)
	}
	w.until(w.now.Sub(start) + time.Second)
	w.updater.Hasten(w.t.Context())
	w.until(w.now.Sub(start))
}

// An event of a meeting that is shown brings the next poll forward; a burst of them is
// one list every three seconds, whatever they are about. What is not shown costs nothing.
func TestEventBringsAPollForward(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(1)
	w.until(10 * time.Second)
	w.lists = 0
	w.run(2)
	w.happens(false, "914")
	w.until(12 * time.Second)
	if w.lists != 1 || w.shows["M1"] != "running 2/42" {
		t.Errorf("%d lists were read, the message shows %q", w.lists, w.shows["M1"])
	}
	w.happens(true, "404", "405")
	if w.lists != 1 {
		t.Error("a meeting that nobody shows has the list read")
	}
	w.lists = 0
	for second := range 60 {
		w.run(3 + second)
		for range 50 {
			w.updater.Happened("914", false)
			w.updater.Happened(fmt.Sprint("9", second), false)
		}
		w.happens(false, "914")
	}
	if w.lists > 21 {
		t.Errorf("the list was read %d times in a minute, want every three seconds", w.lists)
	}
	w.until(80 * time.Second)
	w.shown(map[string]string{"M1": "running 62/42"})
}

// While events come the list is read less often, and as often as without them soon after
// the last one.
func TestPollsWithEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(1)
	w.until(10 * time.Second)
	w.happens(false, "914")
	w.until(20 * time.Second)
	w.lists = 0
	w.until(2 * time.Minute)
	if w.lists != 0 {
		t.Errorf("the list was read %d times within two minutes after an event", w.lists)
	}
	w.until(12*time.Minute + 20*time.Second)
	if w.lists < 18 {
		t.Errorf("the list was read %d times in ten minutes without events, want each half minute", w.lists)
	}
}

// A list that was read before an event says nothing about it: it is read again.
func TestListThatIsOlderThanAnEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(1)
	w.until(10 * time.Second)
	w.listLag = 2 * time.Second
	w.happens(false, "914")
	w.until(13 * time.Second) // somebody else has read it just before
	w.run(2)
	w.until(25 * time.Second)
	w.shown(map[string]string{"M1": "running 2/42"})
}

// A meeting that the list leaves out is read after an event, unless somebody just came
// or left.
func TestEventOfAMeetingThatTheListLeavesOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ordinary = true
	w.add(card("M1"))
	w.until(10 * time.Second)
	w.reads = 0
	w.happens(false, "914")
	w.until(20 * time.Second)
	if w.reads != 0 {
		t.Errorf("the meeting was read %d times when somebody left", w.reads)
	}
	w.state, w.attendees = "Created", 5
	w.happens(true, "914")
	w.until(25 * time.Second)
	w.shown(map[string]string{"M1": "running 5/42"})
}

// calls notes what it is told of runs.
type calls struct {
	synced []live.Run
	ended  []time.Time
}

func (c *calls) Sync(_ context.Context, _ workspace.Workspace, r live.Run) (string, error) {
	c.synced = append(c.synced, r)
	return fmt.Sprint("R", len(c.ended)+1), nil
}

func (c *calls) End(_ context.Context, _ workspace.Key, meetingID string, at time.Time) error {
	c.ended = append(c.ended, at)
	return nil
}

// Each run of a meeting has a call, which messages show.
func TestCallsOfRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := &calls{}
	w.calls = c
	w.restart()
	w.add(card("M1"))
	w.run(2)
	w.until(time.Minute)
	w.updated("M1 running 2/42 R1")
	if r := c.synced[0]; r.MeetingID != "914" || r.UUID != "run 914" || !r.Began.Equal(start) || r.In != 2 {
		t.Errorf("the first run is %+v", r)
	}
	w.run(0)
	w.until(2 * time.Minute)
	w.run(1)
	w.until(3 * time.Minute)
	w.run(0)
	w.until(65 * time.Minute)
	w.updated("M1 over R1", "M1 running 1/42 R2", "M1 over R2")
	if len(c.ended) != 2 {
		t.Errorf("%d calls were ended, want 2", len(c.ended))
	}
}
