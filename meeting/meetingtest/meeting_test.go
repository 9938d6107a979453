package meetingtest_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

func TestSimpleMeeting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("912345678", func(m *meetingtest.Meeting) {
		m.Passwords = []meetingtest.Password{{Role: "general", Text: "123456"}}
		m.NoLinks = true
		m.Participants = []meetingtest.Participant{{Name: "Ana", Number: "+991116003815"}, {Type: "terminal", Number: "+99"}}
	}))
	got := f.mustGetDetail(f.signIn(""), "conferenceID=912345678").Conference
	want := map[string]any{
		"conferenceID": "912345678", "subject": "A subject", "size": 2.0, "mediaTypes": "Voice,Data,Video",
		"startTime": "2026-11-23 13:00", "endTime": "2026-11-23 14:00", "conferenceState": "Schedule",
		"language": "zh-CN", "conferenceType": 0.0, "confType": "FUTURE", "isAutoMute": 0.0, "isAutoRecord": 0.0,
		"recordType": 0.0, "recordAuxStream": 0.0, "confConfigInfo": map[string]any{}, "vmrFlag": 0.0,
		"scheduleVmr": false, "isHasRecordFile": false, "terminlCount": 1.0, "normalCount": 1.0,
		"passwordEntry": []any{map[string]any{"conferenceRole": "general", "password": "123456"}},
		"partAttendeeInfo": []any{
			map[string]any{"phone": "+99111****815", "name": "Ana", "type": "normal"},
			map[string]any{"phone": "+99", "type": "terminal"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("conferenceData (-want +got):\n%s", diff)
	}
}

// fullMeeting is a meeting with every field set.
func fullMeeting() meetingtest.Meeting {
	return meetingtest.Meeting{
		ID: "987654321", Subject: "All of it", Kind: meetingtest.Recurring, ZoneID: "27",
		MediaTypes: "Voice,HDVideo", Language: "en-US", DialIn: "+991117",
		Booker: meetingtest.Booker{Name: "Ana", Account: "ana", UUID: "u1", Department: "Harbour"},
		Rule: &meetingtest.Rule{
			StartDate: "2026-11-23", EndDate: "2026-12-31", Cycle: "Week", Interval: 2, Points: []int{0, 1},
			RemindDays: new(0), Count: 4,
		},
		Occurrences: []meetingtest.Occurrence{
			{ID: "past", Start: noon().Add(-2 * time.Hour), End: noon().Add(-time.Hour)},
			{
				ID: "next", Start: noon().Add(time.Hour), End: noon().Add(2 * time.Hour), MediaType: "Voice", AutoRecord: true,
				RecordAuth: new(1), Description: "moved",
				Config: meetingtest.OccurrenceConfig{
					Restriction: new(3), AudienceRestriction: new(2), GuestMayStart: new(false), WaitingRoom: new(true),
					BeforeHost: new(5), AudienceCount: &meetingtest.AudienceCount{Mode: 1, Base: 10, Multiple: 1.5},
					Extra: map[string]any{"new": nil},
				},
			},
		},
		Room: &meetingtest.Room{Number: "906118274", ID: "r1"}, LinkHost: "meet.example.com:36443",
		AutoMute: true, AutoRecord: true, RecordType: 3, RecordAux: true, HasRecordFile: true, RecordAuth: new(2),
		LiveURL: "https://live.example.com", LiveAddress: "rtmp://a", AuxAddress: "rtmp://b",
		Config: meetingtest.Config{
			SendNotify: new(true), SendSMS: new(false), SendCalendar: new(true), AutoMute: new(true),
			TerminalMute: new(false), GuestFree: new(true), GuestMayStart: new(true), WaitingRoom: new(true),
			HostCamera: new(true), GuestCamera: new(false), Restriction: new(2), RoomIDType: new(1), Prolong: new(15),
			BeforeHost: new(0), GuestPassword: "1234", Extra: map[string]any{"isAutoMute": "false"},
		},
		Webinar: true, Mode: "RTC", Concurrent: 300, Interpreted: true, MultiStream: 1,
		Picture:      json.RawMessage(`{"manualSet":1,"switchTime":"30"}`),
		TerminalMute: new(1), SoftMute: new(0),
		Participants: []meetingtest.Participant{{
			Number: "+1", Name: "Ana", Host: true, Type: "outside", Account: "ana", Email: "ana@example.com", SMS: "+2",
			Department: "D", SubscriberID: "s", Address: "a", Phone2: "p2", Phone3: "p3", UserUUID: "u", AppID: "app",
			AutoInvite: new(0), NoNameOverlay: new(false), Extra: map[string]any{"mood": "good"},
		}},
		Extra: map[string]any{"brandNew": map[string]any{"a": 1}, "timeZoneID": 27, "language": nil},
	}
}

func TestFullMeeting(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(fullMeeting())
	var got map[string]any
	if err := json.Unmarshal(f.getDetail(f.signIn(""), "conferenceID=987654321").body, &got); err != nil {
		t.Fatal(err)
	}
	conference, _ := got["conferenceData"].(map[string]any)
	checkLinks(t, conference, "meet.example.com:36443", "906118274")
	passwords, _ := conference["passwordEntry"].([]any)
	delete(conference, "passwordEntry")
	if len(passwords) != 2 {
		t.Errorf("passwords = %v, want two", passwords)
	}
	want := map[string]any{}
	if err := json.Unmarshal([]byte(fullMeetingJSON), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("response (-want +got):\n%s", diff)
	}
}

const fullMeetingJSON = `{
	"conferenceData": {
		"conferenceID": "987654321", "mediaTypes": "Voice,HDVideo", "subject": "All of it", "size": 1, "timeZoneID": 27,
		"startTime": "2026-11-23 13:00", "endTime": "2026-11-23 14:00", "conferenceState": "Schedule",
		"accessNumber": "+991117", "language": null, "userUUID": "u1", "scheduserName": "Ana", "multiStreamFlag": 1,
		"conferenceType": 2, "confType": "CYCLE",
		"cycleParams": {"startDate": "2026-11-23", "cycle": "Week", "endDate": "2026-12-31", "interval": 2, "point": [0, 1],
			"preRemindDays": 0, "cycleCount": 4},
		"isAutoMute": 1, "isHardTerminalAutoMute": 1, "isSoftTerminalAutoMute": 0, "isAutoRecord": 1,
		"recordType": 3, "auxAddress": "rtmp://b", "liveAddress": "rtmp://a", "liveUrl": "https://live.example.com",
		"recordAuxStream": 1, "recordAuthType": 2,
		"confConfigInfo": {"isSendNotify": true, "isSendSms": false, "isSendCalendar": true, "isAutoMute": "false",
			"isHardTerminalAutoMute": false, "isGuestFreePwd": true, "callInRestriction": 2, "allowGuestStartConf": true,
			"guestPwd": "1234", "vmrIDType": 1, "prolongLength": 15, "enableWaitingRoom": true, "isHostCameraOn": true,
			"isGuestCameraOn": false, "joinBeforeHostTime": 0},
		"vmrFlag": 1, "vmrConferenceID": "906118274", "vmrID": "r1", "scheduleVmr": false, "cycleSubConfID": "next",
		"subConfs": [{"cycleSubConfID": "next", "conferenceID": "987654321", "mediaType": "Voice",
			"startTime": "2026-11-23 13:00", "endTime": "2026-11-23 14:00", "isAutoRecord": 1, "recordAuthType": 1,
			"description": "moved",
			"confConfigInfo": {"callInRestriction": 3, "audienceCallInRestriction": 2, "allowGuestStartConf": false,
				"joinBeforeHostTime": 5, "enableWaitingRoom": true, "new": null,
				"showAudienceCountInfo": {"showAudienceMode": 1, "baseAudienceCount": 10, "multiple": 1.5}}}],
		"isHasRecordFile": true, "partAttendeeInfo": [{"phone": "+1", "name": "Ana", "type": "outside"}],
		"terminlCount": 0, "normalCount": 1, "deptName": "Harbour", "webinar": true, "confMode": "RTC",
		"concurrentParticipants": 300, "supportSimultaneousInterpretation": true,
		"picDisplay": {"manualSet": 1, "switchTime": "30"}, "brandNew": {"a": 1}
	},
	"data": {"offset": 0, "limit": 20, "count": 1, "data": [{
		"participantID": "+1", "name": "Ana", "subscriberID": "s", "role": 1, "state": "MEETTING", "address": "a",
		"attendeeType": "outside", "accountId": "ana", "phone2": "p2", "phone3": "p3", "email": "ana@example.com",
		"sms": "+2", "deptName": "D", "userUUID": "u", "appId": "app", "isAutoInvite": 0, "isNotOverlayPidName": false,
		"mood": "good"}]}
}`

// checkLinks checks the links to join and deletes them.
func checkLinks(t *testing.T, conference map[string]any, host, number string) {
	t.Helper()
	form := regexp.MustCompile(`^https://` + regexp.QuoteMeta(host) + `/#/j/` + number + `/[0-9a-f]{48}$`)
	seen := map[string]bool{}
	for _, name := range []string{"chairJoinUri", "guestJoinUri", "audienceJoinUri"} {
		link, _ := conference[name].(string)
		if !form.MatchString(link) || seen[link] {
			t.Errorf("%s = %q, want a different link like %v", name, link, form)
		}
		seen[link] = true
		delete(conference, name)
	}
}

func TestSeriesWithoutIDs(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := bookedMeeting("series")
	m.Kind, m.WithoutOccurrenceIDs = meetingtest.Recurring, true
	m.Occurrences = []meetingtest.Occurrence{{Start: m.Start, End: m.End}}
	f.Add(m)
	c := f.mustGetDetail(f.signIn(""), "conferenceID=series").Conference
	listed, _ := c["subConfs"].([]any)
	if len(listed) != 1 || strings.Contains(fmt.Sprint(c), "cycleSubConfID") {
		t.Errorf("the series is %v, want one occurrence and no cycleSubConfID", c)
	}
}

func TestDefaultPasswords(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("default"))
	f.Add(bookedMeeting("none", func(m *meetingtest.Meeting) { m.Passwords = []meetingtest.Password{} }))
	token := f.signIn("")
	body, err := json.Marshal(f.mustGetDetail(token, "conferenceID=default").Conference["passwordEntry"])
	if err != nil || !regexp.MustCompile(`"chair","password":"\d{6}".*"general","password":"\d{6}"`).Match(body) {
		t.Errorf("passwords = %s (%v), want six digits each", body, err)
	}
	if got := f.mustGetDetail(token, "conferenceID=none").Conference["passwordEntry"]; got != nil {
		t.Errorf("passwords of a meeting without any = %v, want none", got)
	}
}

func TestFirstInviteesAreListed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("many", func(m *meetingtest.Meeting) {
		for i := range 50 {
			kind := "normal"
			if i%2 == 1 {
				kind = "terminal"
			}
			m.Participants = append(m.Participants, meetingtest.Participant{Name: "x", Type: kind})
		}
	}))
	c := f.mustGetDetail(f.signIn(""), "conferenceID=many").Conference
	listed, _ := c["partAttendeeInfo"].([]any)
	if len(listed) != 40 || c["terminlCount"] != 25.0 || c["normalCount"] != 25.0 || c["size"] != 50.0 {
		t.Errorf("listed %d, terminals %v, soft %v, size %v; want 40, 25, 25, 50",
			len(listed), c["terminlCount"], c["normalCount"], c["size"])
	}
}

func TestRepeat(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	last := time.Date(2026, 12, 31, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		name  string
		first time.Time
		rule  meetingtest.Rule
		want  string
	}{
		{"daily", monday, meetingtest.Rule{Cycle: "Day", EndDate: "2026-12-02"}, "11-30 12-01 12-02"},
		{"every third day", monday, meetingtest.Rule{Cycle: "Day", Interval: 3, EndDate: "2026-12-07"}, "11-30 12-03 12-06"},
		{"weekly", monday, meetingtest.Rule{Cycle: "Week", EndDate: "2026-12-14"}, "11-30 12-07 12-14"},
		{"every second week, on two days", monday, meetingtest.Rule{Cycle: "Week", Interval: 2, Points: []int{1, 4}, EndDate: "2026-12-20"}, "11-30 12-03 12-14 12-17"},
		{"weeks begin on Sunday", monday, meetingtest.Rule{Cycle: "Week", Interval: 2, Points: []int{0, 1}, EndDate: "2026-12-20"}, "11-30 12-13 12-14"},
		{"monthly on the last day", last, meetingtest.Rule{Cycle: "Month", EndDate: "2027-04-30"}, "12-31 01-31 02-28 03-31 04-30"},
		{"every second month, on two days", last, meetingtest.Rule{Cycle: "Month", Interval: 2, Points: []int{1, 31}, EndDate: "2027-05-01"}, "12-31 02-01 02-28 04-01 04-30"},
		{"ended before it started", monday, meetingtest.Rule{Cycle: "Day", EndDate: "2026-11-01"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, o := range meetingtest.Repeat(tt.first, time.Hour, tt.rule) {
				got = append(got, o.Start.Format("01-02"))
				if o.End.Sub(o.Start) != time.Hour || o.Start.Hour() != 9 {
					t.Errorf("occurrence = %v to %v, want 09:00 for an hour", o.Start, o.End)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("Repeat = %q, want %q", s, tt.want)
			}
		})
	}
	if got := len(meetingtest.Repeat(monday, time.Hour, meetingtest.Rule{Cycle: "Day"})); got != 50 {
		t.Errorf("Repeat without an end = %d meetings, want 50", got)
	}
}
