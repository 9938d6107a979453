package meetingtest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// attendeeNames are the names of those in a meeting now.
func (f *fixture) attendeeNames(token, id string) []string {
	f.t.Helper()
	rows, _ := f.mustList(token, attendeesPath, "conf_id="+id)
	return column(rows, "name")
}

func TestAttendeesJoinAndLeave(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m", func(m *meetingtest.Meeting) {
		m.Attendees = []meetingtest.Attendee{
			{Name: "Ana"},
			{Name: "Late", JoinAfter: 10 * time.Minute},
			{Name: "Short", StayFor: 20 * time.Minute},
			{Name: "Never", JoinAfter: 2 * time.Hour},
		}
	}))
	token := f.signIn("")
	if got := f.Attendees("m"); len(got) != 0 {
		t.Errorf("attendees before the start: %v, want none", got)
	}
	for after, want := range map[time.Duration][]string{
		60 * time.Minute: {"Ana", "Short"}, 70 * time.Minute: {"Ana", "Late", "Short"}, 80 * time.Minute: {"Ana", "Late"},
	} {
		f.now = noon().Add(after)
		if diff := cmp.Diff(want, f.attendeeNames(token, "m")); diff != "" {
			t.Errorf("after %v (-want +got):\n%s", after, diff)
		}
	}
	f.now = noon().Add(85 * time.Minute)
	if !f.Join("m", meetingtest.Attendee{Name: "Guest", ID: "g1"}) || !f.Leave("m", "Ana") {
		t.Error("Join or Leave = false, want true")
	}
	if f.Leave("m", "Ana") || f.Leave("m", "nobody") || f.Leave("m", "") || f.Leave("none", "Ana") || f.Join("none", meetingtest.Attendee{}) {
		t.Error("Join or Leave of nobody or of no meeting = true, want false")
	}
	f.now = noon().Add(90 * time.Minute)
	if diff := cmp.Diff([]string{"Late", "Guest"}, f.attendeeNames(token, "m")); diff != "" {
		t.Errorf("after joining and leaving (-want +got):\n%s", diff)
	}
	f.now = noon().Add(9 * time.Hour)
	want := []string{"Ana 13:00-13:25", "Short 13:00-13:20", "Late 13:10-14:00", "Guest 13:25-14:00"}
	if diff := cmp.Diff(want, f.lastAttendance(token, "m")); diff != "" {
		t.Errorf("attendance (-want +got):\n%s", diff)
	}
}

func TestMostInviteesJoin(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m", withTimes(-time.Hour, time.Hour), withPeople(8)))
	f.Add(bookedMeeting("empty", withTimes(-time.Hour, time.Hour), withPeople(8), func(m *meetingtest.Meeting) { m.Attendees = []meetingtest.Attendee{} }))
	token := f.signIn("")
	people := meetingtest.People(8)
	rows, count := f.mustList(token, attendeesPath, "conf_id=m&limit=2")
	want := []map[string]any{}
	for i, role := range []float64{1, 0} {
		p := people[i]
		want = append(want, map[string]any{"name": p.Name, "call_number": p.Number, "role": role, "third_account": p.Account})
	}
	for _, row := range rows {
		if row["participant_id"] == "" || row["user_id"] == "" {
			t.Errorf("IDs of %v are empty", row)
		}
		delete(row, "participant_id")
		delete(row, "user_id")
	}
	if diff := cmp.Diff(want, rows); diff != "" || count != 6 {
		t.Errorf("%d attendees, want 6 (-want +got):\n%s", count, diff)
	}
	found, _ := f.mustList(token, attendeesPath, "conf_id=m&search_key="+people[4].Account)
	if len(found) != 1 || found[0]["name"] != people[4].Name {
		t.Errorf("search for an account = %v", found)
	}
	if got := f.attendeeNames(token, "empty"); len(got) != 0 {
		t.Errorf("attendees = %v, want none", got)
	}
}

// actionTest is an action on a meeting and what becomes of the meeting.
type actionTest struct {
	name   string
	change func(*meetingtest.Meeting)
	act    func(*fixture) bool
	ok     bool
	state  string // "" for deleted
	start  any    // startTime afterwards, nil for none
	past   int    // entries in the history afterwards
}

// run books a meeting of an hour at 13:00, changes it and acts on it at noon.
func (a actionTest) run(t *testing.T) {
	t.Helper()
	f := setupEmpty(t)
	m := bookedMeeting("m", withPeople(3))
	if a.change != nil {
		a.change(&m)
	}
	f.Add(m)
	token := f.signIn("")
	if ok := a.act(f); ok != a.ok {
		t.Errorf("action = %v, want %v", ok, a.ok)
	}
	if a.state == "" {
		if got := f.getDetail(token, "conferenceID=m"); got.code() != "MMC.111070005" {
			t.Errorf("confDetail = %d %s, want it deleted", got.status, got.body)
		}
	} else if got := f.mustGetDetail(token, "conferenceID=m").Conference; got["conferenceState"] != a.state || got["startTime"] != a.start {
		t.Errorf("state %v from %v, want %v from %v", got["conferenceState"], got["startTime"], a.state, a.start)
	}
	if past, _ := f.mustList(token, historyPath, historyRange(9999*time.Hour, 0)+"&queryAll=true"); len(past) != a.past {
		t.Errorf("%d entries in the history, want %d: %v", len(past), a.past, past)
	}
}

// recurring makes a meeting a series of the next three days at noon.
func recurring(m *meetingtest.Meeting) {
	m.Kind, m.Start, m.End = meetingtest.Recurring, time.Time{}, time.Time{}
	for i := 1; i < 4; i++ {
		start := noon().Add(time.Duration(i) * 24 * time.Hour)
		m.Occurrences = append(m.Occurrences, meetingtest.Occurrence{Start: start, End: start.Add(time.Hour)})
	}
}

func TestStartAndEnd(t *testing.T) {
	t.Parallel()
	running := withTimes(-time.Hour, time.Hour)
	raw := func(m *meetingtest.Meeting) { m.Raw = meetingtest.OrdinarySample() }
	runningLate := func(m *meetingtest.Meeting) {
		withTimes(-2*time.Hour, -time.Hour)(m)
		m.State = meetingtest.Running
	}
	for _, tt := range []actionTest{
		{"start", nil, func(f *fixture) bool { return f.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start a series", recurring, func(f *fixture) bool { return f.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start an unattended one", func(m *meetingtest.Meeting) { m.Unattended = true }, func(f *fixture) bool { return f.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start a running one", running, func(f *fixture) bool { return f.Start("m") }, false, "Created", "2026-11-23 11:00", 0},
		{"start again", running, func(f *fixture) bool { return f.End("m") && f.Start("m") }, true, "Created", "2026-11-23 12:00", 1},
		{"start a raw one again", raw, func(f *fixture) bool { return f.End("m") && f.Start("m") }, true, "Created", "2019-12-18 07:28", 1},
		{"end", running, func(f *fixture) bool { return f.End("m") }, true, "", "", 1},
		{"end an instant one", func(m *meetingtest.Meeting) { *m = meetingtest.Meeting{ID: "m", Kind: meetingtest.Instant} }, func(f *fixture) bool { return f.End("m") }, true, "", "", 1},
		{"end a raw one", raw, func(f *fixture) bool { return f.End("m") }, true, "", "", 1},
		{"end one running late", runningLate, func(f *fixture) bool { return f.End("m") }, true, "", "", 1},
		{"running late", runningLate, func(*fixture) bool { return true }, true, "Created", "2026-11-23 10:00", 0},
		{"end a scheduled one", nil, func(f *fixture) bool { return f.End("m") }, false, "Schedule", "2026-11-23 13:00", 0},
		{"end the first of a series", recurring, func(f *fixture) bool { return f.Start("m") && f.End("m") }, true, "Schedule", "2026-11-25 12:00", 1},
		{"end the first of a series, state set to running", func(m *meetingtest.Meeting) { recurring(m); m.State = meetingtest.Running }, func(f *fixture) bool { return f.End("m") }, true, "Schedule", "2026-11-25 12:00", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

func TestMoveAndCancel(t *testing.T) {
	t.Parallel()
	running := withTimes(-time.Hour, time.Hour)
	postponed := func(by time.Duration) func(*fixture) bool {
		return func(f *fixture) bool {
			_, ok := f.Postpone("m", by)
			return ok
		}
	}
	for _, tt := range []actionTest{
		{"move", nil, func(f *fixture) bool { return f.Move("m", noon().Add(5*time.Hour)) }, true, "Schedule", "2026-11-23 17:00", 0},
		{"move the next of a series", recurring, func(f *fixture) bool { return f.Move("m", noon().Add(5*time.Hour)) }, true, "Schedule", "2026-11-23 17:00", 0},
		{"move a running one", running, func(f *fixture) bool { return f.Move("m", noon()) }, false, "Created", "2026-11-23 11:00", 0},
		{"rename a running one", running, func(f *fixture) bool { return f.Rename("m", "x") }, false, "Created", "2026-11-23 11:00", 0},
		{"cancel", nil, func(f *fixture) bool { return f.Cancel("m") }, true, "", "", 0},
		{"cancel a running one", running, func(f *fixture) bool { return f.Cancel("m") }, true, "", "", 1},
		{"cancel an ended one", withTimes(-2*time.Hour, -time.Hour), func(f *fixture) bool { return f.Cancel("m") }, false, "", "", 1},
		{"cancel the next of a series", recurring, func(f *fixture) bool { return f.CancelNext("m") }, true, "Schedule", "2026-11-25 12:00", 0},
		{"cancel the last of a series", recurring, func(f *fixture) (ok bool) {
			for range 3 {
				ok = f.CancelNext("m")
			}
			return ok
		}, true, "", "", 0},
		{"cancel the next of a single meeting", nil, func(f *fixture) bool { return f.CancelNext("m") }, false, "Schedule", "2026-11-23 13:00", 0},
		{"postpone", nil, postponed(2 * time.Hour), true, "Schedule", "2026-11-23 15:00", 0},
		{"postpone by a negative time", nil, postponed(-30 * time.Minute), true, "Schedule", "2026-11-23 12:30", 0},
		{"postpone to now", nil, postponed(-time.Hour), true, "Created", "2026-11-23 12:00", 0},
		{"postpone into the past", nil, postponed(-61 * time.Minute), false, "Schedule", "2026-11-23 13:00", 0},
		{"postpone the next of a series", recurring, postponed(time.Hour), true, "Schedule", "2026-11-24 13:00", 0},
		{"postpone a running one", running, postponed(time.Hour), false, "Created", "2026-11-23 11:00", 0},
		{"postpone one without times", func(m *meetingtest.Meeting) {
			m.Start, m.End = time.Time{}, time.Time{}
		}, postponed(time.Hour), false, "Schedule", nil, 0},
		{"edited after it ended", withTimes(-2*time.Hour, -time.Hour), func(f *fixture) bool {
			return f.Edit("m", func(m *meetingtest.Meeting) { withTimes(time.Hour, 2*time.Hour)(m) })
		}, true, "Schedule", "2026-11-23 13:00", 1},
		{"booked again after it ended", withTimes(-2*time.Hour, -time.Hour), func(f *fixture) bool {
			f.Add(bookedMeeting("m"))
			return true
		}, true, "Schedule", "2026-11-23 13:00", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m"))
	if !f.Rename("m", "Another") || f.mustGetDetail(f.signIn(""), "conferenceID=m").Conference["subject"] != "Another" {
		t.Error("Rename did not change the subject")
	}
}

func TestMeetingsHaveCurrentStates(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("b", withTimes(-time.Hour, time.Hour)))
	f.Add(bookedMeeting("c"))
	f.Add(bookedMeeting("a", withTimes(-2*time.Hour, -time.Hour)))
	var got []string
	for _, m := range f.Meetings() {
		got = append(got, m.ID+" "+m.State)
	}
	if diff := cmp.Diff([]string{"a Destroyed", "b Created", "c Schedule"}, got); diff != "" {
		t.Errorf("meetings (-want +got):\n%s", diff)
	}
}

func TestMovedOccurrencesKeepTheirIDs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	first := noon().Add(24 * time.Hour)
	f.Add(meetingtest.Meeting{
		ID: "m", Kind: meetingtest.Recurring,
		Occurrences: []meetingtest.Occurrence{{Start: first, End: first.Add(time.Hour)}},
	})
	token := f.signIn("")
	next := func() (id, start any) {
		var p detailPage
		if err := json.Unmarshal(f.getDetail(token, "conferenceID=m").body, &p); err != nil {
			t.Fatal(err)
		}
		all, _ := p.Conference["subConfs"].([]any)
		one, _ := all[0].(map[string]any)
		return one["cycleSubConfID"], one["startTime"]
	}
	id, begins := next()
	if id == "" || !f.Move("m", first.Add(time.Hour)) {
		t.Fatalf("cannot move occurrence %q", id)
	}
	if moved, then := next(); moved != id || then == begins {
		t.Errorf("occurrence %v at %v became %v at %v, want the same ID at another time", id, begins, moved, then)
	}
}
