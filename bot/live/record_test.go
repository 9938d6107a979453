package live_test

import (
	"bytes"
	"context"
	"log/slog"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/bot/live"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// archive is a meeting account whose history may lag behind.
type archive struct {
	workspace.Meetings
	held       *meeting.Snapshot
	attendance *meeting.Attendance
	recordings []meeting.Recording
	fails      map[string]meeting.Kind // by what is asked for
	calls      []string
}

func (a *archive) asked(what string, known bool) error {
	a.calls = append(a.calls, what)
	switch kind := a.fails[what]; {
	case kind != "":
		return &meeting.Error{Op: what, Kind: kind}
	case !known:
		return &meeting.Error{Op: what, Kind: meeting.NotFound}
	}
	return nil
}

func (a *archive) LongestHeld(_ context.Context, number string, first, last time.Time) (*meeting.Snapshot, error) {
	if number != "914" || !first.Equal(start) || last.Before(first) {
		return nil, &meeting.Error{Kind: meeting.Invalid}
	}
	return a.held, a.asked("history", a.held != nil)
}

func (a *archive) Attendance(_ context.Context, uuid string) (*meeting.Attendance, error) {
	return a.attendance, a.asked("attendance", a.attendance != nil && uuid == "u1")
}

func (a *archive) Recordings(_ context.Context, uuid string) ([]meeting.Recording, error) {
	return a.recordings, a.asked("recordings", uuid == "u1")
}

// hourLong is what the history has of a meeting from 10:00 to 11:00 with 42 invited.
func hourLong(recordType meeting.Int) *meeting.Snapshot {
	return &meeting.Snapshot{Count: 42, Ended: true, Conference: &meeting.Conference{
		ID: "914", UUID: "u1", StartTime: "2026-03-02 10:00", EndTime: "2026-03-02 11:00", RecordType: recordType,
	}}
}

// visit is somebody who was there from and to some minutes after 10:00.
func visit(name string, from, to int) meeting.Visit {
	at := func(minutes int) meeting.Text {
		return meeting.Text(strconv.FormatInt(start.Add(time.Duration(minutes)*time.Minute).UnixMilli(), 10))
	}
	return meeting.Visit{Name: meeting.Name(name), Number: meeting.Text(name), JoinTime: at(from), LeftTime: at(to)}
}

// whoCame is an attendance.
func whoCame(visits ...meeting.Visit) *meeting.Attendance {
	people := map[meeting.Text]bool{}
	for i := range visits {
		people[visits[i].Visitor()] = true
	}
	return &meeting.Attendance{Visits: visits, Count: len(visits), People: len(people)}
}

// recorderWorld asks a Recorder at a time of its own.
type recorderWorld struct {
	t        *testing.T
	now      time.Time
	account  *archive
	recorder *live.Recorder
	log      bytes.Buffer
	record   *live.Record
	ran      live.Span
}

func newRecorderWorld(t *testing.T) *recorderWorld {
	t.Helper()
	w := &recorderWorld{t: t, now: start.Add(time.Hour), ran: live.Span{First: start, Last: start}, account: &archive{fails: map[string]meeting.Kind{}}}
	w.recorder = live.NewRecorder(live.RecorderOptions{
		Logger: slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:    func() time.Time { return w.now },
	})
	return w
}

// ask asks once and compares when to ask again. It returns what the API was asked.
func (w *recorderWorld) ask(again time.Duration) (calls string) {
	w.t.Helper()
	w.account.calls = nil
	ws := workspace.Workspace{Key: key.Key, Installation: &workspace.Installation{Meetings: w.account}}
	rec, next, err := w.recorder.Record(w.t.Context(), ws, "914", w.ran, w.record)
	calls = strings.Join(w.account.calls, " ")
	if wantErr := strings.Contains(string(w.account.fails["history"]+w.account.fails["attendance"]+w.account.fails["recordings"]), string(meeting.Unavailable)); (err != nil) != wantErr {
		w.t.Errorf("after %s: %v, want an error: %v", calls, err, wantErr)
	}
	if next != again {
		w.t.Errorf("after %s: again in %s, want %s", calls, next, again)
	}
	w.record = rec
	return calls
}

// wait lets time pass.
func (w *recorderWorld) wait(d time.Duration) { w.now = w.now.Add(d) }

func (w *recorderWorld) want(want *live.Record) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.record); diff != "" {
		w.t.Errorf("record (-want +got):\n%s", diff)
	}
}

// A meeting that is not recorded is asked for once.
func TestRecordOfAMeeting(t *testing.T) {
	t.Parallel()
	w := newRecorderWorld(t)
	w.account.held, w.account.attendance = hourLong(0), whoCame(visit("a", 0, 60), visit("b", 10, 50), visit("b", 55, 60))
	if calls := w.ask(0); calls != "history attendance recordings" {
		t.Errorf("asked for %s", calls)
	}
	w.want(&live.Record{Began: start, Lasted: time.Hour, Came: 2, Invited: 42})
}

// What is known of one run is asked for anew when the meeting has run once more, and is
// dropped where the other run is what is told.
func TestRecordOfAMeetingThatRanTwice(t *testing.T) {
	t.Parallel()
	w := newRecorderWorld(t)
	w.account.held, w.account.attendance = hourLong(0), whoCame(visit("a", 0, 60))
	w.ask(0)
	w.ran.Last = start.Add(70 * time.Minute)
	w.wait(2 * time.Hour)
	w.account.held.Conference.StartTime, w.account.held.Conference.EndTime = "2026-03-02 11:10", "2026-03-02 13:00"
	w.account.attendance = nil
	if calls := w.ask(30 * time.Second); calls != "history attendance recordings" {
		t.Errorf("asked for %s", calls)
	}
	w.want(&live.Record{Began: start.Add(70 * time.Minute), Lasted: 110 * time.Minute, Invited: 42})
}

// Of a meeting without a time nothing is asked.
func TestRecordWithoutATime(t *testing.T) {
	t.Parallel()
	w := newRecorderWorld(t)
	w.ran = live.Span{}
	w.record = &live.Record{Invited: 3}
	if calls := w.ask(0); calls != "" {
		t.Errorf("asked for %s, want nothing", calls)
	}
	w.want(&live.Record{Invited: 3})
}

// The history may have the times that were booked. Who came knows better.
func TestRecordHasTheTimesOfThoseWhoCame(t *testing.T) {
	t.Parallel()
	w := newRecorderWorld(t)
	w.account.held, w.account.attendance = hourLong(0), whoCame(visit("a", 7, 40), visit("b", 10, 54))
	w.ask(0)
	w.want(&live.Record{Began: start.Add(7 * time.Minute), Lasted: 47 * time.Minute, Came: 2, Invited: 42})
	for name, visits := range map[string][]meeting.Visit{
		"one of whom it is not known when they left": {visit("a", 7, 40), {Name: "b", Number: "b", JoinTime: "1772445600000", LeftTime: "0"}},
		"beyond the meeting":                         {visit("a", -5, 70)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRecorderWorld(t)
			w.account.held, w.account.attendance = hourLong(0), whoCame(visits...)
			w.ask(0)
			w.want(&live.Record{Began: start, Lasted: time.Hour, Came: len(visits), Invited: 42})
		})
	}
}

// The history may lag behind. Somebody who is told at once by an event changes nothing
// of when it is asked again.
func TestRecordWaitsForTheHistory(t *testing.T) {
	t.Parallel()
	w := newRecorderWorld(t)
	w.record = &live.Record{Invited: 40}
	w.ask(30 * time.Second)
	w.wait(10 * time.Second)
	w.ask(20 * time.Second)
	w.wait(20 * time.Second)
	w.ask(2 * time.Minute)
	w.wait(2 * time.Minute)
	w.ask(5 * time.Minute)
	w.want(&live.Record{Invited: 40})
	w.wait(5 * time.Minute)
	w.account.held = hourLong(0) // and who came lags still more
	w.ask(15 * time.Minute)
	w.want(&live.Record{Began: start, Lasted: time.Hour, Invited: 42})
	w.account.attendance = whoCame(visit("a", 0, 60))
	w.wait(15 * time.Minute)
	if calls := w.ask(0); calls != "attendance recordings" {
		t.Errorf("asked for %s, want no history again", calls)
	}
	w.want(&live.Record{Began: start, Lasted: time.Hour, Came: 1, Invited: 42})

	never := newRecorderWorld(t)
	never.wait(time.Hour)
	never.ask(30 * time.Second)
	never.wait(30 * time.Minute)
	never.ask(0)
	never.want(nil)
}

// A meeting that is recorded is asked for until the recording can be played, for six
// hours after its end.
func TestRecordWaitsForTheRecording(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		held       *meeting.Snapshot
		recordings []meeting.Recording
		waits      bool
	}{
		"recorded":                           {hourLong(2), nil, true},
		"live and recorded":                  {hourLong(3), nil, true},
		"live":                               {hourLong(1), nil, false},
		"not recorded, but there is a file":  {hourLong(0), []meeting.Recording{{}}, true},
		"not recorded, and there is no file": {hourLong(0), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newRecorderWorld(t)
			w.account.held, w.account.attendance, w.account.recordings = tt.held, whoCame(visit("a", 0, 60)), tt.recordings
			if !tt.waits {
				w.ask(0)
				return
			}
			w.ask(3 * time.Minute)
			w.wait(5*time.Hour + 59*time.Minute)
			if calls := w.ask(3 * time.Minute); calls != "recordings" {
				t.Errorf("asked for %s, want recordings alone", calls)
			}
			w.account.recordings = []meeting.Recording{{URL: "https://rec.example/p4rt", Playable: true}}
			w.ask(0)
			w.want(&live.Record{Began: start, Lasted: time.Hour, Came: 1, Invited: 42, Recording: true})
			if calls := w.ask(0); calls != "" {
				t.Errorf("asked for %s, want nothing that is known", calls)
			}
			w.account.recordings, w.record.Recording = nil, false
			w.wait(2 * time.Minute)
			w.ask(0)
		})
	}
}

// What the account may not read is left out, and logged once.
func TestRecordLeavesOutWhatMayNotBeRead(t *testing.T) {
	t.Parallel()
	for what, want := range map[string]*live.Record{
		"history":    nil,
		"attendance": {Began: start, Lasted: time.Hour, Invited: 42, Recording: true},
		"recordings": {Began: start, Lasted: time.Hour, Invited: 42, Came: 1},
	} {
		w := newRecorderWorld(t)
		w.account.held, w.account.attendance = hourLong(2), whoCame(visit("a", 0, 60))
		w.account.recordings = []meeting.Recording{{Playable: true}}
		w.account.fails[what] = meeting.Forbidden
		w.ask(0)
		w.want(want)
		w.ask(0)
		if n := strings.Count(w.log.String(), "what="+what); n != 1 || !strings.Contains(w.log.String(), "level=DEBUG") {
			t.Errorf("%s: logged %d times, want once for debugging:\n%s", what, n, w.log.String())
		}
	}
}

// While the API fails, what is known stays, and it is asked again for hours.
func TestRecordWhileTheAPIFails(t *testing.T) {
	t.Parallel()
	for _, what := range []string{"history", "attendance", "recordings"} {
		w := newRecorderWorld(t)
		w.account.held, w.account.attendance = hourLong(0), whoCame(visit("a", 0, 60))
		w.account.fails[what] = meeting.Unavailable
		w.ask(30 * time.Second)
		w.wait(2 * time.Hour)
		w.ask(3 * time.Minute)
		delete(w.account.fails, what)
		w.wait(3 * time.Minute)
		w.ask(0)
		w.want(&live.Record{Began: start, Lasted: time.Hour, Came: 1, Invited: 42})
	}
}
