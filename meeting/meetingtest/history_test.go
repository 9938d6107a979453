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

// formatVisit formats one row of the attendance.
func formatVisit(row map[string]any) string {
	clock := func(key string) string {
		ms, _ := row[key].(float64)
		return time.UnixMilli(int64(ms)).UTC().Format("15:04")
	}
	return fmt.Sprintf("%v %s-%s", row["displayName"], clock("joinTime"), clock("leftTime"))
}

// lastAttendance returns the attendance of a meeting's latest entry in the
// history.
func (f *fixture) lastAttendance(token, id string) []string {
	f.t.Helper()
	rows, _ := f.mustList(token, historyPath, historyRange(999*time.Hour, 999*time.Hour)+"&queryAll=true&searchKey="+id)
	if len(rows) == 0 {
		f.t.Fatalf("%s is not in the history", id)
	}
	visits, _ := f.mustList(token, attendancePath, fmt.Sprint("confUUID=", rows[0]["confUUID"]))
	list := []string{}
	for _, row := range visits {
		list = append(list, formatVisit(row))
	}
	return list
}

func TestHistoryOfASeries(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	m := bookedMeeting("m", withPeople(3), withBooker("ana"), func(m *meetingtest.Meeting) {
		m.Kind, m.Start, m.End = meetingtest.Recurring, time.Time{}, time.Time{}
		m.Rule = &meetingtest.Rule{Cycle: "Day", Interval: 1}
		for i := -3; i < 3; i++ {
			start := noon().AddDate(0, i, 0)
			m.Occurrences = append(m.Occurrences, meetingtest.Occurrence{Start: start, End: start.Add(time.Hour)})
		}
	})
	f.Add(m)
	token := f.signIn("")
	year := historyRange(8760*time.Hour, 0) + "&queryAll=true"
	rows, _ := f.mustList(token, historyPath, year)
	if diff := cmp.Diff([]string{"2026-10-23 12:00", "2026-09-23 12:00", "2026-08-23 12:00"}, column(rows, "startTime")); diff != "" {
		t.Errorf("starts in the history (-want +got):\n%s", diff)
	}
	uuids := column(rows, "confUUID")
	slices.Sort(uuids)
	if len(slices.Compact(uuids)) != 3 {
		t.Errorf("UUIDs = %v, want three different ones", uuids)
	}
	again, _ := f.mustList(token, historyPath, year+"&sortType=ASC_StartTIME&limit=1&offset=1")
	if got := column(again, "startTime"); !slices.Equal(got, []string{"2026-09-23 12:00"}) {
		t.Errorf("second oldest = %v", got)
	}
	f.Remove("m")
	f.now = noon().AddDate(0, 4, 1) // the first two of them are now older than six months
	rows, _ = f.mustList(f.signIn(""), historyPath, year)
	if got := column(rows, "startTime"); !slices.Equal(got, []string{"2026-10-23 12:00"}) {
		t.Errorf("history after four months = %v, want the last six months", got)
	}
	got := f.get(f.signIn(""), historyDetailPath, "confUUID="+fmt.Sprint(again[0]["confUUID"]))
	if got.code() != "MMC.111070005" {
		t.Errorf("details after six months = %d %s", got.status, got.body)
	}
}

func TestHistoryBetweenTwoTimes(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("a", withTimes(-3*time.Hour, -2*time.Hour)))
	f.Add(bookedMeeting("b", withTimes(-2*time.Hour, -time.Hour)))
	token := f.signIn("")
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
		rows, _ := f.mustList(token, historyPath, historyRange(tt.before, tt.after)+"&queryAll=true")
		if diff := cmp.Diff(tt.want, column(rows, "conferenceID")); diff != "" {
			t.Errorf("from %v before to %v after noon (-want +got):\n%s", tt.before, tt.after, diff)
		}
	}
}

func TestHistoryDetails(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("m", withTimes(-2*time.Hour, -time.Hour), withBooker("ana"), withInvitees("ana", "zoe", "bob")))
	rows, _ := f.mustList(f.signIn(""), historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true")
	uuid := "confUUID=" + fmt.Sprint(rows[0]["confUUID"])
	if rows[0]["conferenceState"] != "Destroyed" {
		t.Errorf("state in the list = %v, want Destroyed", rows[0]["conferenceState"])
	}
	for user, want := range map[string]struct{ passwords, chairLinks int }{"": {2, 1}, "ana": {2, 1}, "zoe": {1, 0}} {
		var p detailPage
		if err := json.Unmarshal(f.get(f.signIn(user), historyDetailPath, uuid+"&limit=2&offset=1").body, &p); err != nil {
			t.Fatal(err)
		}
		c := p.Conference
		passwords, _ := c["passwordEntry"].([]any)
		_, link := c["chairJoinUri"]
		if len(passwords) != want.passwords || link != (want.chairLinks == 1) {
			t.Errorf("%q sees %d passwords, chair link %v, want %+v", user, len(passwords), link, want)
		}
		for _, key := range []string{"conferenceState", "confUUID", "role"} {
			if _, ok := c[key]; ok {
				t.Errorf("details contain %s", key)
			}
		}
		if diff := cmp.Diff([]string{"zoe", "bob"}, p.names()); diff != "" || p.Page.Count != 3 {
			t.Errorf("people, count %d (-want +got):\n%s", p.Page.Count, diff)
		}
	}
	if got := f.get(f.signIn(""), historyDetailPath, uuid, "X-Type", "7"); got.code() != "MMC.111071061" {
		t.Errorf("type 7 = %d %s", got.status, got.body)
	}
}

func TestAttendanceInTwoLanguages(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("m", withTimes(-2*time.Hour, -time.Hour), func(m *meetingtest.Meeting) {
		m.Attendees = []meetingtest.Attendee{{Name: "Ana", Number: "+99111", Department: "Design"}, {Name: "Ana", Number: "+99111", Device: "TE30"}, {Name: "Bob"}}
	}))
	token := f.signIn("")
	past, _ := f.mustList(token, historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true")
	uuid := "confUUID=" + fmt.Sprint(past[0]["confUUID"])
	for language, want := range map[string][]string{"": {"软终端", "视频"}, "zh-CN": {"软终端", "视频"}, "en-US": {"Soft client", "Video"}} {
		rows, count := f.mustList(token, attendancePath, uuid+"&searchKey=ana", "Accept-Language", language)
		row := map[string]any{
			"displayName": "Ana", "callNumber": "+99111", "deviceType": want[0], "mediaType": want[1], "deptName": "Design",
			"joinTime": float64(noon().Add(-2 * time.Hour).UnixMilli()), "leftTime": float64(noon().Add(-time.Hour).UnixMilli()),
		}
		if diff := cmp.Diff(row, rows[0]); diff != "" || count != 2 || rows[1]["deviceType"] != "TE30" {
			t.Errorf("in %q, %d rows (-want +got):\n%s", language, count, diff)
		}
	}
}

func TestRawMeetingsBecomeHistory(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	if !f.End("914083136") {
		t.Fatal("cannot end the sample")
	}
	rows, _ := f.mustList(token, historyPath, historyRange(time.Hour, 0)+"&queryAll=true&searchKey=914083136")
	if len(rows) != 1 || rows[0]["subject"] != "user01's meeting" || rows[0]["conferenceState"] != "Destroyed" {
		t.Fatalf("history = %v, want the sample", rows)
	}
	var p detailPage
	if err := json.Unmarshal(f.get(token, historyDetailPath, fmt.Sprint("confUUID=", rows[0]["confUUID"])).body, &p); err != nil {
		t.Fatal(err)
	}
	if _, ok := p.Conference["conferenceState"]; ok || p.Conference["conferenceID"] != "914083136" || len(p.names()) != 1 {
		t.Errorf("details = %v, want the sample's, without a state", p.Conference)
	}
}
