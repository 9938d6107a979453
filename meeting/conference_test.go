package meeting_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

func decode(t *testing.T, body string) *meeting.Detail {
	t.Helper()
	d, err := meeting.Decode([]byte(body), meetingID)
	if err != nil {
		t.Fatalf("Decode(%s) = %v", body, err)
	}
	return d
}

func sample(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wantOrdinary is the documents' ordinary sample, field by field.
func wantOrdinary() meeting.Conference {
	return meeting.Conference{
		ID:         "914083136",
		MediaTypes: "Voice,Data,Video",
		Subject:    "user01's meeting",
		Size:       1,
		TimeZone:   "56",
		StartTime:  "2019-12-18 07:28",
		EndTime:    "2019-12-18 09:28",
		State:      meeting.StateRunning,
		DialIn:     "+991117",
		Language:   "zh-CN",
		Passwords: []meeting.PasswordEntry{
			{Role: meeting.PasswordChair, Password: "******"},
			{Role: meeting.PasswordGeneral, Password: "******"},
		},
		BookerUUID:  "ff808081699b56cb0169be103500012b",
		BookerName:  "user8002",
		MultiStream: 1,
		Kind:        meeting.KindInstant,
		AutoMute:    true,
		ChairJoin:   "https://c.meeting.huaweicloud.com/#/j/914083136/6a30b8b5a325105da031442627828e496f91021ece36405f",
		GuestJoin:   "https://c.meeting.huaweicloud.com/#/j/914083136/9505dc3349228b1ce0db8165590cc977bcff89785130fe0d",
		Config:      meeting.ConfigInfo{SendNotify: true, SendSMS: true, AutoMute: true},
		PartAttendees: []meeting.PartAttendee{
			{Phone: "+99111****815", Name: "user01", Type: meeting.AttendeeSoft},
		},
		SoftClients: 1,
		Department:  "wangyue",
		UUID:        "050c7898216811eaa6958bf3bb9ac167",
	}
}

// wantRecurring is the documents' recurring sample, field by field.
func wantRecurring() meeting.Conference {
	c := wantOrdinary()
	c.ID, c.State, c.CycleType, c.Kind = "969304019", "", 2, meeting.KindRecurring
	c.Cycle = &meeting.CycleParams{StartDate: "2019-12-18", EndDate: "2019-12-19", Cycle: "Day", Interval: 1}
	for _, id := range []meeting.Text{"84bfd3816e744b81a02d76a5537a49dc", "2e447d1e012c49d9b682ea6af73b6fa6"} {
		c.Occurrences = append(c.Occurrences, meeting.SubConference{
			ID:           id,
			ConferenceID: "969304019",
			MediaType:    "Voice,Data,HDVideo",
			AutoRecord:   new(meeting.Bool),
			StartTime:    "2019-12-18 07:28",
			EndTime:      "2019-12-18 09:28",
			Config: meeting.ConfigInfo{
				Restriction: new(meeting.Int), AudienceRestriction: new(meeting.Int), GuestMayStart: true, BeforeHost: new(meeting.Int), WaitingRoom: new(meeting.Bool(true)),
			},
		})
	}
	return c
}

func TestSamples(t *testing.T) {
	t.Parallel()
	page := meeting.ParticipantPage{Limit: 20, Count: 1, Data: []meeting.Participant{{
		ID: "+991116003815", Name: "user01", State: "MEETTING", AttendeeType: meeting.AttendeeSoft, Account: "user01",
	}}}
	for name, want := range map[string]meeting.Conference{"ordinary.json": wantOrdinary(), "recurring.json": wantRecurring()} {
		body := sample(t, name)
		got := decode(t, body)
		if diff := cmp.Diff(meeting.Detail{Conference: want, Participants: page, Raw: []byte(body), Listed: true}, *got, cmp.Transformer("reveal", secret.Secret.Reveal)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if recurring := name == "recurring.json"; got.Conference.Recurring() != recurring {
			t.Errorf("%s: Recurring() = %v, want %v", name, !recurring, recurring)
		}
	}
}

// Every field of the model is read from the key that the documents give it.
func TestEveryField(t *testing.T) {
	t.Parallel()
	d := decode(t, sample(t, "everything.json"))
	d.RequestID = "not in the body"
	walk(t, "Detail", reflect.ValueOf(*d))
}

func walk(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			walk(t, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	case reflect.Pointer:
		if v.IsNil() {
			t.Errorf("%s was not read", path)
			return
		}
		walk(t, path, v.Elem())
	case reflect.Slice:
		if v.Len() == 0 {
			t.Errorf("%s was not read", path)
		}
		for i := range v.Len() {
			walk(t, path, v.Index(i))
		}
	default:
		if v.IsZero() {
			t.Errorf("%s was not read", path)
		}
	}
}

// Nothing of another type than promised loses the answer.
func TestLenient(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body string }{
		{"numbers where strings are promised", `{"conferenceData":{"conferenceID":914083136,"subject":"x","timeZoneID":56,"vmrConferenceID":1.5}}`},
		{"strings where numbers are promised", `{"conferenceData":{"subject":"x","size":"3","conferenceType":"0","isAutoMute":"false"}}`},
		{"booleans and back", `{"conferenceData":{"subject":"x","isAutoMute":true,"webinar":1,"vmrFlag":"1","confConfigInfo":{"isAutoMute":"true"}}}`},
		{"nulls", `{"conferenceData":{"subject":"x","size":null,"passwordEntry":null,"cycleParams":null,"confConfigInfo":null},"data":null}`},
		{"nothing but a subject", `{"conferenceData":{"subject":"x"}}`},
		{"unknown keys", `{"new":{"a":[1,{}]},"conferenceData":{"subject":"x","newer":[[]]}}`},
		{"objects for scalars", `{"conferenceData":{"subject":"x","size":{},"language":["en"],"startTime":{"a":1}}}`},
		{"scalars for objects", `{"conferenceData":{"subject":"x","confConfigInfo":7,"cycleParams":"","picDisplay":[],"subConfs":"no"},"data":"none"}`},
		{"broken elements", `{"conferenceData":{"subject":"x","subConfs":[null,7,{"conferenceID":1}]},"data":{"data":[null,"x",{"name":"n"}]}}`},
		{"unknown enums", `{"conferenceData":{"subject":"x","conferenceState":"Paused","confType":"WEIRD","role":"ghost"}}`},
		{"a mark of byte order", "\xef\xbb\xbf" + `{"conferenceData":{"subject":"x"}}`},
		{"broken text", `{"conferenceData":{"subject":"x","scheduserName":"` + "\xff" + `"}}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := decode(t, tt.body)
			if d.Conference.Subject != "x" || d.Conference.ID != meetingID {
				t.Errorf("subject, id = %q, %q, want x, %s", d.Conference.Subject, d.Conference.ID, meetingID)
			}
		})
	}
}

func TestLenientValues(t *testing.T) {
	t.Parallel()
	d := decode(t, `{"conferenceData":{"subject":5,"size":"3","timeZoneID":56,"isAutoMute":"false","webinar":"1","vmrFlag":true,
		"isAutoRecord":7,"recordType":"x","normalCount":1e2,"terminlCount":1e300,"concurrentParticipants":" 4 ","scheduleVmr":"TRUE",
		"conferenceType":true,"recordAuthType":2.9,"language":true,"cycleParams":{"point":["1",null,3,{}]},"guestJoinUri":5,
		"subConfs":[null,7,{"conferenceID":1}]},"data":{"count":"2","data":[null,"x",{"name":"n","role":"1"}]}}`)
	c := d.Conference
	got := []any{
		c.Subject, c.Size, c.TimeZone, c.AutoMute, c.Webinar, c.InRoom, c.AutoRecord, c.RecordType, c.SoftClients, c.Terminals,
		c.Concurrent, c.RoomBooked, c.CycleType, c.RecordAuth, c.Language, c.Cycle.Points, c.GuestJoin.Reveal(), len(c.Occurrences),
		d.Participants.Count, d.Participants.Data, c.Recurring(),
	}
	want := []any{
		meeting.Text("5"), meeting.Int(3), meeting.Text("56"), meeting.Bool(false), meeting.Bool(true), meeting.Bool(true),
		meeting.Bool(true), meeting.Int(0), meeting.Int(100), meeting.Int(0), meeting.Int(4), meeting.Bool(true), meeting.Int(1), meeting.Int(2),
		meeting.Text("true"),
		meeting.List[meeting.Int]{1, 3, 0},
		"5", 1, meeting.Int(2),
		meeting.List[meeting.Participant]{{Name: "n", Role: meeting.RoleHost}},
		false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if p := d.Participants.Data[0]; !p.Host() {
		t.Errorf("Host() of role 1 = false, want true")
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	c := meeting.Conference{ID: "914083136"}
	if got := c.Number(); got != "914083136" {
		t.Errorf("Number() = %q, want the meeting's own", got)
	}
	c.RoomNumber = "0755123456"
	if got := c.Number(); got != "0755123456" {
		t.Errorf("Number() = %q, want the cloud room's", got)
	}
}

func FuzzDecode(f *testing.F) {
	for _, name := range []string{"ordinary.json", "recurring.json", "everything.json"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"conferenceData":{"subject":"x","subConfs":[null,7]},"data":{"data":[1]}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		d, err := meeting.Decode(body, meetingID)
		if (d == nil) == (err == nil) {
			t.Fatalf("Decode() = %v, %v, want one of them", d, err)
		}
		if err != nil {
			if meeting.KindOf(err) == "" || len(body) > 40 && strings.Contains(err.Error(), string(body)) {
				t.Fatalf("Decode() = %v, want an Error that does not quote the answer", err)
			}
			return
		}
		if d.Conference.ID == "" {
			t.Error("a meeting without an id")
		}
		if redacted, err := meeting.Redact(body); err == nil {
			for _, p := range d.Conference.Passwords {
				// Long enough not to occur by chance.
				if password := p.Password.Reveal(); len(password) > 12 && strings.Contains(string(redacted), password) && strings.Count(string(body), password) == 1 {
					t.Errorf("Redact() left the password %q", password)
				}
			}
		}
		d.Conference.Zone()
		d.Conference.Start()
	})
}
