package meeting_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// rich is a meeting of ana's with something in every field that a booking has.
func rich() meetingtest.Meeting {
	start := bookingClock().Add(time.Hour)
	return meetingtest.Meeting{
		ID: "555000111", Subject: "Budget", Start: start, End: start.Add(50 * time.Minute), ZoneID: "27", Language: "en-US",
		MediaTypes: "Voice,Data,HDVideo", Booker: meetingtest.Booker{Name: "ana", Account: "ana"},
		Passwords:  []meetingtest.Password{{Role: "chair", Text: "772041"}, {Role: "general", Text: "365874"}},
		RecordType: 3, AutoRecord: true, RecordAux: true, RecordAuth: new(2), LiveAddress: "rtmp://live.example/1", AuxAddress: "rtmp://live.example/2",
		Concurrent: 40, Interpreted: true,
		Config: meetingtest.Config{
			SendNotify: new(false), SendSMS: new(false), SendCalendar: new(true), AutoMute: new(true), TerminalMute: new(true),
			GuestMayStart: new(true), WaitingRoom: new(true), HostCamera: new(true), GuestCamera: new(false),
			Restriction: new(2), Prolong: new(20), BeforeHost: new(5),
		},
		AutoMute: true,
		Participants: []meetingtest.Participant{
			{Number: "+991116001", Name: "Ana", Host: true, Type: "normal", Account: "ana", AppID: "app-id", Email: "ana@example.com", Department: "R&D", AutoInvite: new(1)},
			{Name: "Bob", Type: "outside", Email: "bob@partner.example", SMS: "+447700900001", Phone2: "1", Phone3: "2"},
			{Number: "+991116002", Name: "Room 1", Type: "terminal", Address: "Floor 1"},
		},
	}
}

// stored returns a meeting as the API has it.
func stored(t *testing.T, api *meetingtest.Server, id string) meetingtest.Meeting {
	t.Helper()
	all := api.Snapshot()
	i := slices.IndexFunc(all, func(m meetingtest.Meeting) bool { return m.ID == id })
	if i < 0 {
		t.Fatalf("there is no meeting %s", id)
	}
	return all[i]
}

// bookingAt returns the booking of a meeting.
func bookingAt(t *testing.T, a *meeting.Account, id string) meeting.Booking {
	t.Helper()
	s, err := a.Refresh(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := meeting.BookingOf(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A change of one field loses nothing of the others, whether a form shows them or not.
func TestChangeKeepsEverything(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	api.Add(rich())
	before := stored(t, api, "555000111")
	b := bookingAt(t, a, "555000111")
	b.Subject, b.Start = "Budget 2027", b.Start.Add(time.Hour)
	booked, err := a.As("ana").Change(t.Context(), "555000111", b)
	if err != nil {
		t.Fatal(err)
	}
	if booked.Subject != "Budget 2027" {
		t.Errorf("Change() = %q", booked.Subject)
	}
	want := before
	want.Subject, want.Start, want.End = "Budget 2027", before.Start.Add(time.Hour), before.End.Add(time.Hour)
	want.Kind = meetingtest.Booked
	got := stored(t, api, "555000111")
	got.Passwords, want.Passwords = guests(got.Passwords), guests(want.Passwords) // a host's is not part of a booking
	if !reflect.DeepEqual(got, want) {
		t.Errorf("after the change\n%+v\nwant\n%+v", got, want)
	}
	if s, err := a.Get(t.Context(), "555000111"); err != nil || s.Conference.Subject != "Budget 2027" {
		t.Errorf("Get() after the change = %v, %v", s, err)
	}
}

// guests are the passwords of guests.
func guests(list []meetingtest.Password) []meetingtest.Password {
	return slices.DeleteFunc(slices.Clone(list), func(p meetingtest.Password) bool { return p.Role == "chair" })
}

// Invitees whom a form knows by user or address alone keep what the API knows of them.
// Others come and go.
func TestChangeInvitees(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	api.Add(rich())
	before := stored(t, api, "555000111").Participants
	if _, err := a.As("ana").Change(t.Context(), "555000111", meeting.Booking{Invitees: []meeting.Invitee{
		{Name: "Zoe", Email: "zoe@partner.example"},
		{Name: "Robert", Email: "BOB@partner.example", Type: meeting.AttendeeExternal},
		{UserID: "ana", Host: true},
	}}); err != nil {
		t.Fatal(err)
	}
	robert := before[1]
	robert.Name, robert.Email = "Robert", "BOB@partner.example"
	want := []meetingtest.Participant{{Name: "Zoe", Type: "outside", Email: "zoe@partner.example"}, robert, before[0]}
	if got := stored(t, api, "555000111").Participants; !reflect.DeepEqual(got, want) {
		t.Errorf("the invitees are\n%+v\nwant\n%+v", got, want)
	}
	if _, err := a.As("ana").Change(t.Context(), "555000111", meeting.Booking{Invitees: []meeting.Invitee{}}); err != nil {
		t.Fatal(err)
	}
	if got := stored(t, api, "555000111"); len(got.Participants) != 0 || got.Subject != "Budget" {
		t.Errorf("after removing everybody: %+v", got)
	}
}

// A booking that is not known as a whole is not written again.
func TestChangeOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		damage func(*meetingtest.Server)
	}{
		"no list of invitees": {func(s *meetingtest.Server) { s.Page(meetingtest.EndpointDetail, meetingtest.Paging{NoData: true}) }},
		"no end":              {func(s *meetingtest.Server) { s.Edit("555000111", func(m *meetingtest.Meeting) { m.End = time.Time{} }) }},
	} {
		a, api := newBooking(t)
		api.Add(rich())
		tt.damage(api)
		if _, err := a.As("ana").Change(t.Context(), "555000111", meeting.Booking{Subject: "Changed"}); meeting.ReasonOf(err) != meeting.Unreadable {
			t.Errorf("%s: Change() = %v", name, err)
		}
		if n := api.Calls(meetingtest.EndpointEdit); n != 0 {
			t.Errorf("%s: changed %d times", name, n)
		}
	}
}

// What the API adds to its answers, and takes itself, is kept as well.
func TestChangeKeepsUnknownKeys(t *testing.T) {
	t.Parallel()
	var sent []byte
	a, api := newBookingOver(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut {
				sent, _ = io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(sent))
			}
			next.ServeHTTP(w, r)
		})
	})
	m := rich()
	m.Config.Extra = map[string]any{"futureSetting": "blue", "isSendNotify": nil}
	m.Extra = map[string]any{"encryptMode": 1, "groupuri": "g1", "unknownToBookings": 1}
	m.Participants[0].Extra = map[string]any{"deptUUID": "d1"}
	api.Add(m)
	if _, err := a.As("ana").Change(t.Context(), m.ID, meeting.Booking{Subject: "Changed"}); err != nil {
		t.Fatal(err)
	}
	var body struct {
		Subject   string           `json:"subject"`
		Encrypt   int              `json:"encryptMode"`
		Group     string           `json:"groupuri"`
		Config    map[string]any   `json:"confConfigInfo"`
		Attendees []map[string]any `json:"attendees"`
	}
	if err := json.Unmarshal(sent, &body); err != nil {
		t.Fatal(err)
	}
	if body.Subject != "Changed" || body.Encrypt != 1 || body.Group != "g1" || body.Config["futureSetting"] != "blue" || body.Attendees[0]["deptUUID"] != "d1" {
		t.Errorf("sent %s", sent)
	}
	for _, key := range []string{"unknownToBookings", "conferenceID", "chairJoinUri", "participantID", "attendeeType", "passwordEntry"} {
		if bytes.Contains(sent, []byte(key)) {
			t.Errorf("sent %s, which is no part of a booking: %s", key, sent)
		}
	}
}

// Somebody else's change between reading and writing is not overwritten.
func TestChangeFindsConflict(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	api.Add(rich())
	b := bookingAt(t, a, "555000111")
	api.Rename("555000111", "Budget, urgent")
	_, err := a.As("ana").Change(t.Context(), "555000111", b)
	conflict, ok := errors.AsType[*meeting.Conflict](err)
	if !ok || conflict.Now.Subject != "Budget, urgent" || meeting.ReasonOf(err) != meeting.Changed {
		t.Errorf("Change() = %v, want a conflict", err)
	}
	if got := stored(t, api, "555000111").Subject; got != "Budget, urgent" {
		t.Errorf("the subject is %q", got)
	}
	if n := api.Calls(meetingtest.EndpointEdit); n != 0 {
		t.Errorf("changed %d times", n)
	}
}
