package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

func TestMeetingStates(t *testing.T) {
	t.Parallel()
	series := func(m *meetingtest.Meeting) {
		m.Kind, m.Start, m.End = meetingtest.Recurring, time.Time{}, time.Time{}
		m.Occurrences = []meetingtest.Occurrence{
			{Start: noon().Add(time.Hour), End: noon().Add(2 * time.Hour)},
			{Start: noon().Add(25 * time.Hour), End: noon().Add(26 * time.Hour)},
		}
	}
	tests := []struct {
		name   string
		change func(*meetingtest.Meeting)
		after  time.Duration // from noon
		state  any           // "" for deleted
		start  any
	}{
		{"long before", nil, 0, "Schedule", "2026-11-23 13:00"},
		{"a second before", nil, time.Hour - time.Second, "Schedule", "2026-11-23 13:00"},
		{"at the start", nil, time.Hour, "Created", "2026-11-23 13:00"},
		{"a second before the end", nil, 2*time.Hour - time.Second, "Created", "2026-11-23 13:00"},
		{"at the end", nil, 2 * time.Hour, "", nil},
		{"unattended", func(m *meetingtest.Meeting) { m.Unattended = true }, 90 * time.Minute, "Schedule", "2026-11-23 13:00"},
		{"unattended, at the end", func(m *meetingtest.Meeting) { m.Unattended = true }, 2 * time.Hour, "", nil},
		{"set, still running", func(m *meetingtest.Meeting) { m.State = meetingtest.Running }, 3 * time.Hour, "Created", "2026-11-23 13:00"},
		{"set to an unknown state", func(m *meetingtest.Meeting) { m.State = "Paused" }, 0, "Paused", "2026-11-23 13:00"},
		{"instant", func(m *meetingtest.Meeting) { m.Kind = meetingtest.Instant }, 0, "Created", "2026-11-23 13:00"},
		{"instant, ended", func(m *meetingtest.Meeting) { m.Kind = meetingtest.Instant }, 3 * time.Hour, "", nil},
		{"without times", func(m *meetingtest.Meeting) { m.Start, m.End = time.Time{}, time.Time{} }, 999 * time.Hour, "Schedule", nil},
		{"without an end", func(m *meetingtest.Meeting) { m.End = time.Time{} }, 999 * time.Hour, "Created", "2026-11-23 13:00"},
		{"series, first scheduled", series, 0, "Schedule", "2026-11-23 13:00"},
		{"series, first running", series, 90 * time.Minute, "Created", "2026-11-23 13:00"},
		{"series, between two", series, 3 * time.Hour, "Schedule", "2026-11-24 13:00"},
		{"series, last running", series, 25 * time.Hour, "Created", "2026-11-24 13:00"},
		{"series, ended", series, 26 * time.Hour, "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := setup(t, func(o *meetingtest.Options) { o.TokenLife = 9999 * time.Hour })
			m := bookedMeeting("m")
			if tt.change != nil {
				tt.change(&m)
			}
			f.Add(m)
			token := f.signIn("")
			f.now = f.now.Add(tt.after)
			if tt.state == "" {
				if got := f.getDetail(token, "conferenceID=m"); got.status != 400 || got.code() != "MMC.111070005" {
					t.Errorf("confDetail = %d %s, want 400 MMC.111070005", got.status, got.body)
				}
				return
			}
			got := f.mustGetDetail(token, "conferenceID=m").Conference
			if got["conferenceState"] != tt.state || got["startTime"] != tt.start {
				t.Errorf("state %v from %v, want %v from %v", got["conferenceState"], got["startTime"], tt.state, tt.start)
			}
		})
	}
}

func TestUUIDOfARunningMeeting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m"))
	token := f.signIn("")
	if got, ok := f.mustGetDetail(token, "conferenceID=m").Conference["confUUID"]; ok {
		t.Errorf("confUUID before the start = %v, want none", got)
	}
	f.now = f.now.Add(time.Hour)
	// 13:00 of that day as a UUID of version 1 has it: time_low, time_mid, version and time_hi.
	uuid, _ := f.mustGetDetail(token, "conferenceID=m").Conference["confUUID"].(string)
	if !regexp.MustCompile(`^[0-9a-f]{12}1[0-9a-f]{3}a[0-9a-f]{15}$`).MatchString(uuid) {
		t.Fatalf("confUUID = %q, want 32 digits of a version 1 UUID", uuid)
	}
	if got := timeOfUUID(t, uuid); !got.Equal(noon().Add(time.Hour)) {
		t.Errorf("time in confUUID %s = %v, want the start", uuid, got)
	}
}

// timeOfUUID reads the time from a version 1 UUID without dashes.
func timeOfUUID(t *testing.T, uuid string) time.Time {
	t.Helper()
	ticks, err := strconv.ParseInt(uuid[13:16]+uuid[8:12]+uuid[:8], 16, 64)
	if err != nil {
		t.Fatal(err)
	}
	epoch := time.Date(1582, 10, 15, 0, 0, 0, 0, time.UTC).Unix()
	return time.Unix(epoch+ticks/1e7, 0)
}

func TestEditAndRemove(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	people := meetingtest.People(3)
	m := bookedMeeting("m")
	m.Participants = people
	f.Add(m)
	people[0].Name = "changed later"
	if got := f.mustGetDetail(token, "conferenceID=m").names(); got[0] == people[0].Name {
		t.Error("Add keeps the caller's list, want a copy")
	}
	if !f.Edit("m", func(m *meetingtest.Meeting) { m.Subject, m.ID = "Renamed", "other" }) {
		t.Error("Edit = false, want true")
	}
	if got := f.mustGetDetail(token, "conferenceID=m").Conference; got["subject"] != "Renamed" || got["conferenceID"] != "m" {
		t.Errorf("after Edit: subject %v of meeting %v, want Renamed of m", got["subject"], got["conferenceID"])
	}
	if f.Edit("nobody", func(*meetingtest.Meeting) { t.Error("change was called for an unknown meeting") }) {
		t.Error("Edit of an unknown meeting = true, want false")
	}
	f.Remove("m")
	if got := f.getDetail(token, "conferenceID=m"); got.status != http.StatusBadRequest {
		t.Errorf("confDetail after Remove = %d, want 400", got.status)
	}
}

func TestAddPanicsWithoutAnID(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("Add without an ID did not panic")
		}
	}()
	meetingtest.New(meetingtest.Options{}).Add(meetingtest.Meeting{})
}

// A playground saves its meetings as JSON, so their keys must not change.
func TestSavedMeetingsAreRead(t *testing.T) {
	t.Parallel()
	var got meetingtest.Meeting
	saved := `{"ID":"m","Comers":[{"Name":"Ana","After":60000000000,"Stay":120000000000}]}`
	if err := json.Unmarshal([]byte(saved), &got); err != nil {
		t.Fatal(err)
	}
	want := meetingtest.Meeting{ID: "m", Attendees: []meetingtest.Attendee{
		{Name: "Ana", JoinAfter: time.Minute, StayFor: 2 * time.Minute},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("meeting (-want +got):\n%s", diff)
	}
}
