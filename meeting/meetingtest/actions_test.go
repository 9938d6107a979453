package meetingtest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// held tells one row of the attendance.
func formatVisit(row map[string]any) string {
	clock := func(key string) string {
		ms, _ := row[key].(float64)
		return time.UnixMilli(int64(ms)).UTC().Format("15:04")
	}
	return fmt.Sprintf("%v %s-%s", row["displayName"], clock("joinTime"), clock("leftTime"))
}

// visits are the rows of the attendance of the latest holding of a meeting.
func (w *fixture) lastAttendance(token, id string) []string {
	w.t.Helper()
	rows, _ := w.mustList(token, historyPath, historyRange(999*time.Hour, 999*time.Hour)+"&queryAll=true&searchKey="+id)
	if len(rows) == 0 {
		w.t.Fatalf("%s is not in the history", id)
	}
	visits, _ := w.mustList(token, attendancePath, fmt.Sprint("confUUID=", rows[0]["confUUID"]))
	list := []string{}
	for _, row := range visits {
		list = append(list, formatVisit(row))
	}
	return list
}

// people are the names of those in a meeting.
func (w *fixture) attendeeNames(token, id string) []string {
	w.t.Helper()
	rows, _ := w.mustList(token, attendeesPath, "conf_id="+id)
	return column(rows, "name")
}

func TestComersComeAndGo(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Add(bookedMeeting("m", func(m *meetingtest.Meeting) {
		m.Attendees = []meetingtest.Attendee{
			{Name: "Ana"},
			{Name: "Late", JoinAfter: 10 * time.Minute},
			{Name: "Short", StayFor: 20 * time.Minute},
			{Name: "Never", JoinAfter: 2 * time.Hour},
		}
	}))
	token := w.signIn("")
	if got := w.Attendees("m"); len(got) != 0 {
		t.Errorf("before the start: %v are in", got)
	}
	for after, want := range map[time.Duration][]string{
		60 * time.Minute: {"Ana", "Short"}, 70 * time.Minute: {"Ana", "Late", "Short"}, 80 * time.Minute: {"Ana", "Late"},
	} {
		w.now = noon().Add(after)
		if diff := cmp.Diff(want, w.attendeeNames(token, "m")); diff != "" {
			t.Errorf("after %v (-want +got):\n%s", after, diff)
		}
	}
	w.now = noon().Add(85 * time.Minute)
	if !w.Join("m", meetingtest.Attendee{Name: "Guest", ID: "g1"}) || !w.Leave("m", "Ana") {
		t.Error("joining or leaving could not be done")
	}
	if w.Leave("m", "Ana") || w.Leave("m", "nobody") || w.Leave("m", "") || w.Leave("none", "Ana") || w.Join("none", meetingtest.Attendee{}) {
		t.Error("who is not there left, or came to no meeting")
	}
	w.now = noon().Add(90 * time.Minute)
	if diff := cmp.Diff([]string{"Late", "Guest"}, w.attendeeNames(token, "m")); diff != "" {
		t.Errorf("at last (-want +got):\n%s", diff)
	}
	w.now = noon().Add(9 * time.Hour)
	want := []string{"Ana 13:00-13:25", "Short 13:00-13:20", "Late 13:10-14:00", "Guest 13:25-14:00"}
	if diff := cmp.Diff(want, w.lastAttendance(token, "m")); diff != "" {
		t.Errorf("attendance (-want +got):\n%s", diff)
	}
}

func TestMostInviteesCome(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Add(bookedMeeting("m", withTimes(-time.Hour, time.Hour), withPeople(8)))
	w.Add(bookedMeeting("empty", withTimes(-time.Hour, time.Hour), withPeople(8), func(m *meetingtest.Meeting) { m.Attendees = []meetingtest.Attendee{} }))
	token := w.signIn("")
	people := meetingtest.People(8)
	rows, count := w.mustList(token, attendeesPath, "conf_id=m&limit=2")
	want := []map[string]any{}
	for i, role := range []float64{1, 0} {
		p := people[i]
		want = append(want, map[string]any{"name": p.Name, "call_number": p.Number, "role": role, "third_account": p.Account})
	}
	for _, row := range rows {
		if row["participant_id"] == "" || row["user_id"] == "" {
			t.Errorf("ids of %v, want some", row)
		}
		delete(row, "participant_id")
		delete(row, "user_id")
	}
	if diff := cmp.Diff(want, rows); diff != "" || count != 6 {
		t.Errorf("%d are in, want 6 (-want +got):\n%s", count, diff)
	}
	found, _ := w.mustList(token, attendeesPath, "conf_id=m&search_key="+people[4].Account)
	if len(found) != 1 || found[0]["name"] != people[4].Name {
		t.Errorf("searching an account found %v", found)
	}
	if got := w.attendeeNames(token, "empty"); len(got) != 0 {
		t.Errorf("%v are in, want nobody", got)
	}
}

func TestActsOnMeetings(t *testing.T) {
	t.Parallel()
	series := func(m *meetingtest.Meeting) {
		m.Kind, m.Start, m.End = meetingtest.Recurring, time.Time{}, time.Time{}
		for i := 1; i < 4; i++ {
			start := noon().Add(time.Duration(i) * 24 * time.Hour)
			m.Occurrences = append(m.Occurrences, meetingtest.Occurrence{Start: start, End: start.Add(time.Hour)})
		}
	}
	running := withTimes(-time.Hour, time.Hour)
	raw := func(m *meetingtest.Meeting) { m.Raw = meetingtest.OrdinarySample() }
	overrun := func(m *meetingtest.Meeting) {
		withTimes(-2*time.Hour, -time.Hour)(m)
		m.State = meetingtest.Running
	}
	postponed := func(by time.Duration) func(*fixture) bool {
		return func(w *fixture) bool {
			_, ok := w.Postpone("m", by)
			return ok
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*meetingtest.Meeting)
		act    func(*fixture) bool
		could  bool
		state  string // "" for gone
		start  any    // of the meeting then: text, or nil for none
		past   int    // holdings afterwards
	}{
		{"start", nil, func(w *fixture) bool { return w.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start a series", series, func(w *fixture) bool { return w.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start what nobody comes to", func(m *meetingtest.Meeting) { m.Unattended = true }, func(w *fixture) bool { return w.Start("m") }, true, "Created", "2026-11-23 12:00", 0},
		{"start what runs", running, func(w *fixture) bool { return w.Start("m") }, false, "Created", "2026-11-23 11:00", 0},
		{"start again", running, func(w *fixture) bool { return w.End("m") && w.Start("m") }, true, "Created", "2026-11-23 12:00", 1},
		{"start a raw one again", raw, func(w *fixture) bool { return w.End("m") && w.Start("m") }, true, "Created", "2019-12-18 07:28", 1},
		{"end", running, func(w *fixture) bool { return w.End("m") }, true, "", "", 1},
		{"end an instant one", func(m *meetingtest.Meeting) { *m = meetingtest.Meeting{ID: "m", Kind: meetingtest.Instant} }, func(w *fixture) bool { return w.End("m") }, true, "", "", 1},
		{"end a raw one", raw, func(w *fixture) bool { return w.End("m") }, true, "", "", 1},
		{"end an overrun one", overrun, func(w *fixture) bool { return w.End("m") }, true, "", "", 1},
		{"an overrun one", overrun, func(*fixture) bool { return true }, true, "Created", "2026-11-23 10:00", 0},
		{"end what has not begun", nil, func(w *fixture) bool { return w.End("m") }, false, "Schedule", "2026-11-23 13:00", 0},
		{"end a series' first", series, func(w *fixture) bool { return w.Start("m") && w.End("m") }, true, "Schedule", "2026-11-25 12:00", 1},
		{"end a series' first, fixed as running", func(m *meetingtest.Meeting) { series(m); m.State = meetingtest.Running }, func(w *fixture) bool { return w.End("m") }, true, "Schedule", "2026-11-25 12:00", 1},
		{"move", nil, func(w *fixture) bool { return w.Move("m", noon().Add(5*time.Hour)) }, true, "Schedule", "2026-11-23 17:00", 0},
		{"move a series' next", series, func(w *fixture) bool { return w.Move("m", noon().Add(5*time.Hour)) }, true, "Schedule", "2026-11-23 17:00", 0},
		{"move what runs", running, func(w *fixture) bool { return w.Move("m", noon()) }, false, "Created", "2026-11-23 11:00", 0},
		{"rename what runs", running, func(w *fixture) bool { return w.Rename("m", "x") }, false, "Created", "2026-11-23 11:00", 0},
		{"cancel", nil, func(w *fixture) bool { return w.Cancel("m") }, true, "", "", 0},
		{"cancel what runs", running, func(w *fixture) bool { return w.Cancel("m") }, true, "", "", 1},
		{"cancel what is over", withTimes(-2*time.Hour, -time.Hour), func(w *fixture) bool { return w.Cancel("m") }, false, "", "", 1},
		{"cancel a series' next", series, func(w *fixture) bool { return w.CancelNext("m") }, true, "Schedule", "2026-11-25 12:00", 0},
		{"cancel a series' last", series, func(w *fixture) (ok bool) {
			for range 3 {
				ok = w.CancelNext("m")
			}
			return ok
		}, true, "", "", 0},
		{"cancel the next of one that is no series", nil, func(w *fixture) bool { return w.CancelNext("m") }, false, "Schedule", "2026-11-23 13:00", 0},
		{"postpone", nil, postponed(2 * time.Hour), true, "Schedule", "2026-11-23 15:00", 0},
		{"bring forward", nil, postponed(-30 * time.Minute), true, "Schedule", "2026-11-23 12:30", 0},
		{"bring forward to now", nil, postponed(-time.Hour), true, "Created", "2026-11-23 12:00", 0},
		{"bring forward into the past", nil, postponed(-61 * time.Minute), false, "Schedule", "2026-11-23 13:00", 0},
		{"postpone a series' next", series, postponed(time.Hour), true, "Schedule", "2026-11-24 13:00", 0},
		{"postpone what runs", running, postponed(time.Hour), false, "Created", "2026-11-23 11:00", 0},
		{"postpone what has no time", func(m *meetingtest.Meeting) {
			m.Start, m.End = time.Time{}, time.Time{}
		}, postponed(time.Hour), false, "Schedule", nil, 0},
		{"edited after it ended", withTimes(-2*time.Hour, -time.Hour), func(w *fixture) bool {
			return w.Edit("m", func(m *meetingtest.Meeting) { withTimes(time.Hour, 2*time.Hour)(m) })
		}, true, "Schedule", "2026-11-23 13:00", 1},
		{"booked anew after it ended", withTimes(-2*time.Hour, -time.Hour), func(w *fixture) bool {
			w.Add(bookedMeeting("m"))
			return true
		}, true, "Schedule", "2026-11-23 13:00", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := setupEmpty(t)
			m := bookedMeeting("m", withPeople(3))
			if tt.change != nil {
				tt.change(&m)
			}
			w.Add(m)
			token := w.signIn("")
			if could := tt.act(w); could != tt.could {
				t.Errorf("could be done: %v, want %v", could, tt.could)
			}
			if tt.state == "" {
				if got := w.getDetail(token, "conferenceID=m"); got.code() != "MMC.111070005" {
					t.Errorf("confDetail = %d %s, want it gone", got.status, got.body)
				}
			} else if got := w.mustGetDetail(token, "conferenceID=m").Conference; got["conferenceState"] != tt.state || got["startTime"] != tt.start {
				t.Errorf("state %v from %v, want %v from %v", got["conferenceState"], got["startTime"], tt.state, tt.start)
			}
			if past, _ := w.mustList(token, historyPath, historyRange(9999*time.Hour, 0)+"&queryAll=true"); len(past) != tt.past {
				t.Errorf("%d times in the history, want %d: %v", len(past), tt.past, past)
			}
		})
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	w := setup(t)
	w.Add(bookedMeeting("m"))
	if !w.Rename("m", "Another") || w.mustGetDetail(w.signIn(""), "conferenceID=m").Conference["subject"] != "Another" {
		t.Error("the meeting has not another subject")
	}
}

func TestMeetingsForAControlPanel(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	w.Add(bookedMeeting("b", withTimes(-time.Hour, time.Hour)))
	w.Add(bookedMeeting("c"))
	w.Add(bookedMeeting("a", withTimes(-2*time.Hour, -time.Hour)))
	var got []string
	for _, m := range w.Meetings() {
		got = append(got, m.ID+" "+m.State)
	}
	if diff := cmp.Diff([]string{"a Destroyed", "b Created", "c Schedule"}, got); diff != "" {
		t.Errorf("meetings (-want +got):\n%s", diff)
	}
}

func TestTheHistoryOfASeries(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	m := bookedMeeting("m", withPeople(3), withBooker("ana"), func(m *meetingtest.Meeting) {
		m.Kind, m.Start, m.End = meetingtest.Recurring, time.Time{}, time.Time{}
		m.Rule = &meetingtest.Rule{Cycle: "Day", Interval: 1}
		for i := -3; i < 3; i++ {
			start := noon().AddDate(0, i, 0)
			m.Occurrences = append(m.Occurrences, meetingtest.Occurrence{Start: start, End: start.Add(time.Hour)})
		}
	})
	w.Add(m)
	token := w.signIn("")
	year := historyRange(8760*time.Hour, 0) + "&queryAll=true"
	rows, _ := w.mustList(token, historyPath, year)
	if diff := cmp.Diff([]string{"2026-10-23 12:00", "2026-09-23 12:00", "2026-08-23 12:00"}, column(rows, "startTime")); diff != "" {
		t.Errorf("held (-want +got):\n%s", diff)
	}
	uuids := column(rows, "confUUID")
	slices.Sort(uuids)
	if len(slices.Compact(uuids)) != 3 {
		t.Errorf("UUIDs = %v, want three", uuids)
	}
	again, _ := w.mustList(token, historyPath, year+"&sortType=ASC_StartTIME&limit=1&offset=1")
	if got := column(again, "startTime"); !slices.Equal(got, []string{"2026-09-23 12:00"}) {
		t.Errorf("the second of the oldest = %v", got)
	}
	w.Remove("m")
	w.now = noon().AddDate(0, 4, 1) // when the first two of them are older than half a year
	rows, _ = w.mustList(w.signIn(""), historyPath, year)
	if got := column(rows, "startTime"); !slices.Equal(got, []string{"2026-10-23 12:00"}) {
		t.Errorf("kept = %v, want what is younger than six months", got)
	}
	got := w.get(w.signIn(""), historyDetailPath, "confUUID="+fmt.Sprint(again[0]["confUUID"]))
	if got.code() != "MMC.111070005" {
		t.Errorf("details after half a year = %d %s", got.status, got.body)
	}
}

func TestTheHistoryIsAskedForBetweenTwoTimes(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	w.Add(bookedMeeting("a", withTimes(-3*time.Hour, -2*time.Hour)))
	w.Add(bookedMeeting("b", withTimes(-2*time.Hour, -time.Hour)))
	token := w.signIn("")
	for _, tt := range []struct {
		before, after time.Duration
		want          []string
	}{
		{3 * time.Hour, 0, []string{"b", "a"}},
		{3*time.Hour - time.Millisecond, 0, []string{"b"}},
		{3 * time.Hour, -2 * time.Hour, []string{"b", "a"}},
		{3 * time.Hour, -2*time.Hour - time.Millisecond, []string{"a"}},
		{time.Hour, 0, []string{}},
	} {
		rows, _ := w.mustList(token, historyPath, historyRange(tt.before, tt.after)+"&queryAll=true")
		if diff := cmp.Diff(tt.want, column(rows, "conferenceID")); diff != "" {
			t.Errorf("from %v before to %v after noon (-want +got):\n%s", tt.before, tt.after, diff)
		}
	}
}

func TestDetailsOfThePast(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	w.Add(bookedMeeting("m", withTimes(-2*time.Hour, -time.Hour), withBooker("ana"), withInvitees("ana", "zoe", "bob")))
	rows, _ := w.mustList(w.signIn(""), historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true")
	uuid := "confUUID=" + fmt.Sprint(rows[0]["confUUID"])
	if rows[0]["conferenceState"] != "Destroyed" {
		t.Errorf("state in the list = %v, want Destroyed", rows[0]["conferenceState"])
	}
	for user, want := range map[string]struct{ passwords, chairLinks int }{"": {2, 1}, "ana": {2, 1}, "zoe": {1, 0}} {
		var p detailPage
		if err := json.Unmarshal(w.get(w.signIn(user), historyDetailPath, uuid+"&limit=2&offset=1").body, &p); err != nil {
			t.Fatal(err)
		}
		c := p.Conference
		passwords, _ := c["passwordEntry"].([]any)
		_, link := c["chairJoinUri"]
		if len(passwords) != want.passwords || link != (want.chairLinks == 1) {
			t.Errorf("%q is told %d passwords, a chair's link: %v, want %+v", user, len(passwords), link, want)
		}
		for _, key := range []string{"conferenceState", "confUUID", "role"} {
			if _, ok := c[key]; ok {
				t.Errorf("the details have %s, want none", key)
			}
		}
		if diff := cmp.Diff([]string{"zoe", "bob"}, p.names()); diff != "" || p.Page.Count != 3 {
			t.Errorf("people, count %d (-want +got):\n%s", p.Page.Count, diff)
		}
	}
	if got := w.get(w.signIn(""), historyDetailPath, uuid, "X-Type", "7"); got.code() != "MMC.111071061" {
		t.Errorf("type 7 = %d %s", got.status, got.body)
	}
}

func TestAttendanceSpeaksTwoLanguages(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	w.Add(bookedMeeting("m", withTimes(-2*time.Hour, -time.Hour), func(m *meetingtest.Meeting) {
		m.Attendees = []meetingtest.Attendee{{Name: "Ana", Number: "+99111", Department: "Design"}, {Name: "Ana", Number: "+99111", Device: "TE30"}, {Name: "Bob"}}
	}))
	token := w.signIn("")
	past, _ := w.mustList(token, historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true")
	uuid := "confUUID=" + fmt.Sprint(past[0]["confUUID"])
	for language, want := range map[string][]string{"": {"软终端", "视频"}, "zh-CN": {"软终端", "视频"}, "en-US": {"Soft client", "Video"}} {
		rows, count := w.mustList(token, attendancePath, uuid+"&searchKey=ana", "Accept-Language", language)
		row := map[string]any{
			"displayName": "Ana", "callNumber": "+99111", "deviceType": want[0], "mediaType": want[1], "deptName": "Design",
			"joinTime": float64(noon().Add(-2 * time.Hour).UnixMilli()), "leftTime": float64(noon().Add(-time.Hour).UnixMilli()),
		}
		if diff := cmp.Diff(row, rows[0]); diff != "" || count != 2 || rows[1]["deviceType"] != "TE30" {
			t.Errorf("in %q, %d rows (-want +got):\n%s", language, count, diff)
		}
	}
}

func TestTroubleMeetsEveryEndpoint(t *testing.T) {
	t.Parallel()
	w := setupEmpty(t)
	token := w.signIn("")
	for endpoint, path := range map[string]string{
		meetingtest.EndpointList: listPath, meetingtest.EndpointOnline: onlinePath, meetingtest.EndpointAttendees: attendeesPath,
		meetingtest.EndpointHistory: historyPath, meetingtest.EndpointHistoryDetail: historyDetailPath, meetingtest.EndpointAttendance: attendancePath,
	} {
		w.Fail(endpoint, 1, 500, "MMC.111071008")
		if got := w.get(token, path, ""); got.status != 500 || got.code() != "MMC.111071008" {
			t.Errorf("%s = %d %s, want trouble", path, got.status, got.body)
		}
		if n := w.Calls(endpoint); n != 1 {
			t.Errorf("%s had %d calls, want 1", endpoint, n)
		}
	}
}

func TestRawMeetingsBecomeHistory(t *testing.T) {
	t.Parallel()
	w := setup(t)
	token := w.signIn("")
	if !w.End("914083136") {
		t.Fatal("the sample could not be ended")
	}
	rows, _ := w.mustList(token, historyPath, historyRange(time.Hour, 0)+"&queryAll=true&searchKey=914083136")
	if len(rows) != 1 || rows[0]["subject"] != "user01's meeting" || rows[0]["conferenceState"] != "Destroyed" {
		t.Fatalf("history = %v, want the sample", rows)
	}
	var p detailPage
	if err := json.Unmarshal(w.get(token, historyDetailPath, fmt.Sprint("confUUID=", rows[0]["confUUID"])).body, &p); err != nil {
		t.Fatal(err)
	}
	if _, ok := p.Conference["conferenceState"]; ok || p.Conference["conferenceID"] != "914083136" || len(p.names()) != 1 {
		t.Errorf("details = %v, want the sample's, without a state", p.Conference)
	}
}

func TestMovedOccurrencesStayThemselves(t *testing.T) {
	t.Parallel()
	w := setup(t)
	start := noon().Add(24 * time.Hour)
	w.Add(meetingtest.Meeting{
		ID: "m", Kind: meetingtest.Recurring,
		Occurrences: []meetingtest.Occurrence{{Start: start, End: start.Add(time.Hour)}},
	})
	token := w.signIn("")
	next := func() (id, begins any) {
		var p detailPage
		if err := json.Unmarshal(w.getDetail(token, "conferenceID=m").body, &p); err != nil {
			t.Fatal(err)
		}
		all, _ := p.Conference["subConfs"].([]any)
		one, _ := all[0].(map[string]any)
		return one["cycleSubConfID"], one["startTime"]
	}
	id, begins := next()
	if id == "" || !w.Move("m", start.Add(time.Hour)) {
		t.Fatalf("occurrence %q could not be moved", id)
	}
	if moved, then := next(); moved != id || then == begins {
		t.Errorf("occurrence %v at %v became %v at %v, want the same at another time", id, begins, moved, then)
	}
}
