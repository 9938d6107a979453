package live_test

import (
	"context"
	"testing"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// history tells how meetings were, some minutes after their end.
type history struct {
	w     *world
	asked []live.Span
}

func (h *history) Record(
	_ context.Context, _ workspace.Workspace, _ string, ran live.Span, known *live.Record,
) (*live.Record, time.Duration, error) {
	h.asked = append(h.asked, ran)
	if len(h.asked) < 3 {
		return known, time.Minute, nil
	}
	return &live.Record{Began: ran.Last, Lasted: 55 * time.Minute, Came: 12, Invited: known.Invited}, 0, nil
}

// A card shows that its meeting runs, who is in it, that it ended early and goes on
// again, and how it was in the end.
func TestCardFollowsItsMeeting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := &history{w: w}
	w.records = h
	w.restart()
	w.add(card("M1"))
	w.until(time.Minute)
	w.updated()
	w.run(1)
	w.until(2 * time.Minute)
	w.updated("M1 running 1/42")
	w.run(5)
	w.until(3 * time.Minute)
	w.updated("M1 running 5/42")
	w.until(10 * time.Minute)
	w.updated()
	w.run(0) // the host ends it
	w.until(11 * time.Minute)
	w.updated("M1 over")
	w.run(2) // somebody joins again
	w.until(12 * time.Minute)
	w.updated("M1 running 2/42")
	w.until(65 * time.Minute) // it takes longer than booked
	w.updated()
	w.run(0)
	w.until(66 * time.Minute)
	w.updated("M1 over")
	w.left(1)
	w.run(9) // another one with the same id
	w.until(80 * time.Minute)
	w.updated("M1 over 55m0s 12/42")
	w.left(0)
	if want := (live.Span{First: start, Last: start.Add(11*time.Minute + 30*time.Second)}); len(h.asked) != 3 || h.asked[2] != want {
		t.Errorf("asked how it was that ran %v, want three times, at last %v", h.asked, want)
	}
	if w.reads != 0 || w.counts != 0 {
		t.Errorf("%d readings and %d counts beside the list, want none", w.reads, w.counts)
	}
}

// A meeting that ended early says how it was before its booked end, and is asked for
// no more often than its record is to be.
func TestRecordOfAnEarlyEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := &history{w: w}
	w.records = h
	w.restart()
	w.add(card("M1"))
	w.run(5)
	w.until(10 * time.Minute)
	w.run(0)
	w.until(15 * time.Minute)
	w.updated("M1 running 5/42", "M1 over", "M1 over 55m0s 12/42")
	w.left(1) // it may be joined again
	w.until(59 * time.Minute)
	if len(h.asked) != 3 {
		t.Errorf("asked %d times how it was, want three times", len(h.asked))
	}
}

// What waits for its record is finished after some hours, whatever the history says.
func TestRecordIsNotAwaitedForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.records = never{}
	w.restart()
	w.add(card("M1"))
	w.run(3)
	w.until(time.Hour)
	w.run(0)
	w.until(7 * time.Hour)
	w.left(1)
	w.until(9 * time.Hour)
	w.updated("M1 running 3/42", "M1 over")
	w.left(0)
}

type never struct{}

func (never) Record(context.Context, workspace.Workspace, string, live.Span, *live.Record) (*live.Record, time.Duration, error) {
	return nil, time.Minute, nil
}

// Nothing is asked for a meeting that is ahead, or when nothing is shown.
func TestNothingIsAskedForNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.until(-time.Second)
	if w.lists != 0 {
		t.Errorf("the list was read %d times before the start, want never", w.lists)
	}
	w.run(1)
	w.until(time.Hour)
	if w.lists < 100 || w.lists > 125 {
		t.Errorf("the list was read %d times in an hour, want each half minute", w.lists)
	}
	w.run(0)
	w.until(61 * time.Minute)
	w.left(0)
	w.lists = 0
	w.until(5 * time.Hour)
	if w.lists != 0 || len(w.store.Jobs()) != 0 {
		t.Errorf("%d lists read while nothing is shown, the jobs are %v", w.lists, w.store.Jobs())
	}
}

// A message is updated once, however many changes there were since its last update.
func TestBurstIsOneUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, id := range []string{"M1", "M2", "M3"} {
		w.add(card(id))
	}
	w.run(1)
	w.during = func() { // nothing else is updated meanwhile
		w.run(2)
		w.poll()
		w.run(7)
		w.poll()
	}
	w.until(20 * time.Second)
	w.updated("M1 running 1/42", "M2 running 7/42", "M3 running 7/42", "M1 running 7/42")
}

// poll does the job that looks which meetings run, some seconds later.
func (w *world) poll() {
	w.t.Helper()
	w.now = w.now.Add(3 * time.Second)
	for _, j := range w.store.Jobs() {
		if j.Kind == live.Poll {
			w.do(j)
		}
	}
}

// What ended is shown before what started, and that before counts.
func TestOrderOfUpdates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := func(id, meetingID string) live.Message {
		m := card(id)
		m.MeetingID = meetingID
		return m
	}
	w.add(card("counts"), other("starts", "1"), other("ends", "2"), other("counts2", "3"), other("ends2", "4"))
	w.running = map[string]int{"914": 1, "2": 1, "3": 1, "4": 1}
	w.until(29 * time.Second)
	w.lines, w.times = nil, nil
	w.running = map[string]int{"914": 2, "1": 1, "3": 2}
	w.until(59 * time.Second)
	w.updated("ends over", "ends2 over", "starts running 1/42", "counts running 2/42", "counts2 running 2/42")
}

// An account that does not see all meetings is asked for those that are shown, each
// once a minute at the most.
func TestMeetingThatTheListLeavesOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ordinary = true
	w.add(card("M1"), card("M2"))
	w.until(10 * time.Minute)
	w.updated()
	if w.reads > 5 {
		t.Errorf("a meeting that does not begin was read %d times in 10 minutes, want ever less often", w.reads)
	}
	w.state, w.attendees = meeting.StateRunning, 4
	w.until(16 * time.Minute)
	w.updated("M1 running 4/42", "M2 running 4/42")
	w.reads = 0
	w.attendees = live.Unknown
	w.until(20 * time.Minute)
	w.updated("M1 running -1/42", "M2 running -1/42")
	if w.reads < 3 || w.reads > 5 {
		t.Errorf("read %d times in 4 minutes, want each minute", w.reads)
	}
	w.run(6) // now it is in the list
	w.reads = 0
	w.until(30 * time.Minute)
	w.updated("M1 running 6/42", "M2 running 6/42")
	if w.reads != 0 {
		t.Errorf("read %d times although the list has it", w.reads)
	}
	w.run(0)
	w.missing = true
	w.until(31 * time.Minute)
	w.updated("M1 over", "M2 over")
	w.until(62 * time.Minute)
	w.updated()
	w.left(0)
}

// Where the list does not say how many are in a meeting, they are counted.
func TestListWithoutCounts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(live.Unknown)
	w.attendees = 3
	w.until(50 * time.Second)
	w.updated("M1 running 3/42")
	if w.counts != 1 {
		t.Errorf("they were counted %d times in a minute, want once", w.counts)
	}
}

// While the API fails nothing changes. A meeting of which nothing is heard is over some
// time after its booked end.
func TestAPIThatIsDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(3)
	w.until(10 * time.Minute)
	w.updated("M1 running 3/42")
	w.listDown, w.down = true, true
	w.until(20 * time.Minute)
	w.listDown, w.down = false, false
	w.until(30 * time.Minute)
	w.updated()
	w.listDown, w.down = true, true
	w.until(89 * time.Minute)
	w.updated()
	w.until(92 * time.Minute)
	w.updated("M1 over")
	w.left(0)
}

// A meeting that never seems to end is followed for half a day.
func TestMeetingThatNeverEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.add(card("M1"))
	w.run(3)
	w.until(12 * time.Hour)
	w.left(1)
	w.until(14 * time.Hour)
	w.updated("M1 running 3/42", "M1 over")
	w.left(0)
}

// A message that was posted while its meeting ran is not updated to what it shows.
func TestPostedWhileItRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = start.Add(-10 * time.Minute) // people are early
	w.run(3)
	m := card("M1")
	m.Shown = live.State{Phase: meeting.Running, In: 3, Invited: 42}
	w.add(m)
	w.until(-9 * time.Minute)
	w.updated()
	w.run(0)
	w.until(-8 * time.Minute)
	w.updated("M1 over")
}

// A list from before a meeting was seen to run does not tell that it is over.
func TestListFromBeforeTheRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.now = start.Add(time.Minute)
	w.listLag = 2 * time.Second
	w.state, w.attendees = meeting.StateRunning, 3
	m := card("M1")
	m.Shown = live.State{Phase: meeting.Running, In: 3, Invited: 42}
	w.add(m)
	w.until(time.Minute + 10*time.Second)
	w.updated()
	if w.reads != 1 {
		t.Errorf("the meeting was read %d times, want once", w.reads)
	}
	w.until(2 * time.Minute) // without an event the list is newer by now
	w.updated("M1 over")
}

// A panic is that of the job.
func TestPanicInALook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.calls = broken{}
	w.restart()
	w.add(card("M1"))
	w.run(3)
	defer func() {
		if v := recover(); v != "broken" {
			t.Errorf("the job panics with %v", v)
		}
	}()
	w.until(time.Minute)
	t.Error("no panic")
}

type broken struct{ live.RunCalls }

func (broken) Sync(context.Context, workspace.Workspace, live.Run) (string, error) { panic("broken") }
