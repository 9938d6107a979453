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

const (
	recordFilesPath = "/v1/mmc/management/conferences/record/files"
	recordingsPath  = "/v1/mmc/management/record/files"
)

// recorded has a meeting recorded by itself.
func recorded(m *meetingtest.Meeting) { m.AutoRecord, m.RecordType, m.RecordAuth = true, 2, new(1) }

// lastUUID is the UUID of the latest time that a meeting was held.
func (f *fixture) lastUUID(id string) string {
	f.t.Helper()
	rows, _ := f.mustList(f.signIn(""), historyPath, historyRange(999*time.Hour, 999*time.Hour)+"&queryAll=true&searchKey="+id)
	if len(rows) == 0 {
		f.t.Fatalf("%s is not in the history", id)
	}
	return fmt.Sprint(rows[0]["confUUID"])
}

// A recording is there when its meeting has ended, and can be played minutes later.
func TestRecordingIsDecoded(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("911111111", recorded, withTimes(-time.Hour, time.Hour), func(m *meetingtest.Meeting) { m.RecordParts = 2 }))
	f.Join("911111111", meetingtest.Attendee{Name: "Ana"})
	f.now = noon().Add(30 * time.Minute)
	f.End("911111111")
	uuid := f.lastUUID("911111111")
	for after, ready := range map[time.Duration]bool{0: false, meetingtest.DecodeTime - time.Second: false, meetingtest.DecodeTime: true, time.Hour: true} {
		f.now = noon().Add(30*time.Minute + after)
		var got map[string]any
		if err := json.Unmarshal(f.get(f.signIn(""), recordFilesPath, "confUUID="+uuid).body, &got); err != nil {
			t.Fatal(err)
		}
		if got["isDecodeFinish"] != ready || got["available"] != ready {
			t.Errorf("%s after the end: decoded %v, available %v, want %v", after, got["isDecodeFinish"], got["available"], ready)
		}
		pages, _ := got["url"].([]any)
		if got["confUUID"] != uuid || got["rcdTime"] != 5400.0 || got["recordAuthType"] != 1.0 || len(pages) != 2 || pages[0] == pages[1] {
			t.Errorf("%s after the end: %v, want two parts of 90 minutes", after, got)
		}
	}
	if rows, _ := f.mustList(f.signIn(""), historyPath, historyRange(9*time.Hour, 9*time.Hour)+"&queryAll=true"); rows[0]["isHasRecordFile"] != true {
		t.Errorf("the history says %v of a recording", rows[0]["isHasRecordFile"])
	}
}

// Administrators and who has booked a meeting get its recording.
func TestRecordingVisibility(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	past := withTimes(-3*time.Hour, -2*time.Hour)
	f.Add(bookedMeeting("911111111", recorded, past, withBooker("boss"), withInvitees("ana")))
	f.Add(bookedMeeting("922222222", recorded, past, withBooker("zoe")))
	f.Add(bookedMeeting("933333333", past, withBooker("zoe")))
	f.Add(bookedMeeting("944444444", recorded, withTimes(-time.Hour, time.Hour), withBooker("zoe")))
	f.Add(bookedMeeting("955555555", past, withBooker("zoe"), func(m *meetingtest.Meeting) { m.AutoRecord, m.RecordType = true, 1 }))
	for _, tt := range []struct {
		user, id, code string
	}{
		{"", "911111111", ""},
		{"boss", "922222222", ""},
		{"zoe", "922222222", ""},
		{"zoe", "933333333", "MMC.111070005"},
		{"zoe", "955555555", "MMC.111070005"},
		{"zoe", "911111111", "MMC.111070010"},
		{"ana", "911111111", "MMC.111070010"},
	} {
		if got := f.get(f.signIn(tt.user), recordFilesPath, "confUUID="+f.lastUUID(tt.id)); got.code() != tt.code {
			t.Errorf("recording of %s for %q = %d %s, want %q", tt.id, tt.user, got.status, got.body, tt.code)
		}
	}
	day := historyRange(24*time.Hour, 0)
	for _, tt := range []struct {
		user, query string
		want        []string
	}{
		{"", day + "&queryAll=true", []string{"911111111", "922222222"}},
		{"boss", day + "&queryAll=true", []string{"911111111", "922222222"}},
		{"boss", day, []string{"911111111"}},
		{"zoe", day + "&queryAll=true", []string{"922222222"}},
		{"ana", day, []string{}},
		{"", historyRange(time.Hour, 0) + "&queryAll=true", []string{}},
		{"", day + "&queryAll=true&searchKey=2222", []string{"922222222"}},
	} {
		rows, count := f.mustList(f.signIn(tt.user), recordingsPath, tt.query)
		got := column(rows, "confID")
		slices.Sort(got)
		if diff := cmp.Diff(tt.want, got); diff != "" || count != len(tt.want) {
			t.Errorf("%s by %q, count %d (-want +got):\n%s", tt.query, tt.user, count, diff)
		}
	}
	for _, query := range []string{"", "startDate=1", "startDate=2&endDate=1", day + "&sortType=DSC_RecordTYPE", day + "&limit=501"} {
		if got := f.get(f.signIn(""), recordingsPath, query); got.code() != "MMC.111071061" {
			t.Errorf("recordings for %q = %d %s", query, got.status, got.body)
		}
	}
}

// Somebody can have a meeting recorded while it is running or before.
func TestRecord(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("911111111", withTimes(-time.Hour, time.Hour)))
	f.Add(bookedMeeting("922222222", withTimes(-3*time.Hour, -2*time.Hour)))
	if !f.Record("911111111") || f.Record("922222222") || f.Record("933333333") {
		t.Error("want a running meeting to be recorded, and neither one that has ended nor one that there is not")
	}
	f.End("911111111")
	if got := f.get(f.signIn(""), recordFilesPath, "confUUID="+f.lastUUID("911111111")); got.status != 200 {
		t.Errorf("its recording = %d %s", got.status, got.body)
	}
}
