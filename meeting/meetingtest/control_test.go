package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const controlPath = "/v1/mmc/control/conferences"

// withRunning starts a server on which "1" runs until 13:00, with the host password
// 112233, and "2" is booked for later.
func withRunning(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	add := func(id string, start time.Time) {
		f.Add(meetingtest.Meeting{
			ID: id, Subject: "S", Start: start, End: start.Add(90 * time.Minute), Booker: meetingtest.Booker{Name: "Ana", Account: "ana"},
			Passwords:    []meetingtest.Password{{Role: "chair", Text: "112233"}, {Role: "general", Text: "445566"}},
			Participants: []meetingtest.Participant{{Name: "Ana", Account: "ana", Host: true, Number: "+1"}},
		})
	}
	add("1", noon().Add(-30*time.Minute))
	add("2", noon().Add(time.Hour))
	return f
}

// controlToken asks for a control token.
func (f *fixture) controlToken(id, password, held string) (string, response) {
	f.t.Helper()
	headers := []string{"X-Access-Token", f.signIn("ana"), "X-Login-Type", "1", "X-Password", password}
	if held != "" {
		headers = append(headers, "X-Conference-Authorization", held)
	}
	res := f.mustSend(f.request(http.MethodGet, controlPath+"/token?conferenceID="+id, nil, headers...))
	var body struct {
		Data struct {
			Token               string
			ExpireTime          int64
			ConfTokenExpireTime int
		}
	}
	_ = json.Unmarshal(res.body, &body)
	if res.status == 200 && (body.Data.ConfTokenExpireTime != 1800 || body.Data.ExpireTime != f.now.Add(30*time.Minute).UnixMilli()) {
		f.t.Errorf("control token %s, want one for 30 minutes", res.body)
	}
	return body.Data.Token, res
}

// steer makes a change of a running meeting.
func (f *fixture) steer(method, path, id, token, body string) response {
	f.t.Helper()
	headers := []string{"X-Access-Token", f.signIn("ana"), "X-Conference-Authorization", token}
	var sent []byte
	if body != "" {
		sent = []byte(body)
		headers = append(headers, "Content-Type", "application/json; charset=UTF-8")
	}
	return f.mustSend(f.request(method, controlPath+path+"?conferenceID="+id, sent, headers...))
}

func TestControlTokenNeedsPasswordAndRunningMeeting(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	for _, tt := range []struct{ name, id, password, code string }{
		{"host password", "1", "112233", ""},
		{"guest password", "1", "445566", "MMC.111072065"},
		{"no password", "1", "", "MMC.111072065"},
		{"not started", "2", "112233", "MMC.111072005"},
		{"unknown", "999", "112233", "MMC.111072065"},
		{"no id", "", "112233", "MMC.111071061"},
	} {
		if _, res := f.controlToken(tt.id, tt.password, ""); res.code() != tt.code {
			t.Errorf("%s: %d %s, want code %q", tt.name, res.status, res.body, tt.code)
		}
	}
	f.End("1")
	if _, res := f.controlToken("1", "112233", ""); res.code() != "MMC.111072065" {
		t.Errorf("ended: %d %s, want it refused", res.status, res.body)
	}
}

// A token works for 30 minutes, for its meeting only. A renewal needs no password and
// gives 30 minutes more.
func TestControlTokenEnds(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	f.Add(meetingtest.Meeting{ID: "3", Subject: "S", Start: noon().Add(-time.Hour), End: noon().Add(2 * time.Hour)})
	token, _ := f.controlToken("1", "112233", "")
	lock := func(id, token string) string {
		return f.steer(http.MethodPut, "/lock", id, token, `{"isLock":1}`).code()
	}
	if code := lock("1", token); code != "" || !f.Locked("1") {
		t.Errorf("lock = %q, locked %v, want it locked", code, f.Locked("1"))
	}
	if code := lock("3", token); code != "MMC.111072065" || f.Locked("3") {
		t.Errorf("lock of another meeting = %q, want it refused", code)
	}
	f.now = f.now.Add(20 * time.Minute)
	renewed, _ := f.controlToken("1", "", token)
	f.now = f.now.Add(20 * time.Minute)
	if code := lock("1", renewed); renewed != token || code != "" {
		t.Errorf("lock with the renewed token = %q, want it to work", code)
	}
	f.now = f.now.Add(10 * time.Minute)
	if code := lock("1", renewed); code != "MMC.111072065" {
		t.Errorf("lock with a token that has ended = %q, want it refused", code)
	}
	if _, res := f.controlToken("1", "", renewed); res.code() != "MMC.111072065" {
		t.Errorf("renewal of a token that has ended, without a password = %s, want it refused", res.body)
	}
	if fresh, res := f.controlToken("1", "112233", renewed); res.status != 200 || fresh == renewed {
		t.Errorf("renewal of a token that has ended = %s, want a new one", res.body)
	}
}

func TestControlChanges(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	token, _ := f.controlToken("1", "112233", "")
	for _, tt := range []struct{ name, method, path, body, code string }{
		{"mute", http.MethodPut, "/mute", `{"isMute":1,"allowUnmuteByOneself":1}`, ""},
		{"mute nothing", http.MethodPut, "/mute", `{}`, "MMC.111071061"},
		{"extend", http.MethodPut, "/duration", `{"auto":0,"duration":20}`, ""},
		{"extend by default", http.MethodPut, "/duration", `{"auto":0}`, ""},
		{"extend back", http.MethodPut, "/duration", `{"auto":0,"duration":-1}`, "MMC.111071061"},
		{"extend without auto", http.MethodPut, "/duration", `{"duration":5}`, "MMC.111071061"},
		{"call nobody", http.MethodPost, "/participants", `{"attendees":[]}`, "MMC.111071061"},
		{"call without type", http.MethodPost, "/participants", `{"attendees":[{"name":"Z","phone":"+447700900123"}]}`, "MMC.111071061"},
		{"call without phone", http.MethodPost, "/participants", `{"attendees":[{"name":"Z","type":"mobile"}]}`, "MMC.111071061"},
		{"call", http.MethodPost, "/participants", `{"attendees":[{"name":"Z","phone":"+447700900123","type":"mobile"}]}`, ""},
		{"lock by PATCH", http.MethodPatch, "/lock", `{"isLock":1}`, "APIG.0101"},
		{"no body", http.MethodPut, "/lock", "", "MMC.111071061"},
	} {
		if res := f.steer(tt.method, tt.path, "1", token, tt.body); res.code() != tt.code {
			t.Errorf("%s = %d %s, want code %q", tt.name, res.status, res.body, tt.code)
		}
	}
	m := f.Meetings()[0]
	if !f.Muted("1") || !m.End.Equal(noon().Add(95*time.Minute)) {
		t.Errorf("muted %v, end %v, want it muted until 13:35", f.Muted("1"), m.End)
	}
	called := func(a meetingtest.Attendee) bool { return a.Name == "Z" && a.Number == "+447700900123" }
	if !slices.ContainsFunc(f.Attendees("1"), called) || len(m.Participants) != 2 {
		t.Errorf("in the meeting: %+v, on the list: %+v, want Z in both", f.Attendees("1"), m.Participants)
	}
	if res := f.steer(http.MethodPut, "/stop", "1", token, ""); res.status != 200 || len(res.body) != 0 {
		t.Errorf("stop = %d %s, want an empty 200", res.status, res.body)
	}
	if f.Attendees("1") == nil || len(f.Attendees("1")) != 0 || f.Calls(meetingtest.EndpointStop) != 1 {
		t.Error("somebody is in the meeting that was ended")
	}
	if res := f.steer(http.MethodPut, "/stop", "1", token, ""); res.code() != "MMC.111072065" {
		t.Errorf("stop of a meeting that has ended = %d %s, want it refused", res.status, res.body)
	}
}

// Who is called gets into a locked meeting; nobody else does.
func TestLockedMeeting(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	token, _ := f.controlToken("1", "112233", "")
	f.steer(http.MethodPut, "/lock", "1", token, `{"isLock":1}`)
	if f.Join("1", meetingtest.Attendee{Name: "Wanda"}) {
		t.Error("somebody joined a locked meeting")
	}
	f.steer(http.MethodPost, "/participants", "1", token, `{"attendees":[{"name":"Z","phone":"123","type":"normal"}]}`)
	if n := len(f.Attendees("1")); n != 2 {
		t.Errorf("%d in the meeting after a call, want Ana and Z", n)
	}
	f.steer(http.MethodPut, "/lock", "1", token, `{"isLock":0}`)
	if !f.Join("1", meetingtest.Attendee{Name: "Wanda"}) {
		t.Error("nobody joins a meeting that is not locked any longer")
	}
}

// Members who are called by their account are in the meeting as themselves, once.
func TestCalledMember(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	f.AddUser(meetingtest.User{Account: "zoe@corp", ThirdAccount: "zoe", Name: "Zoe", Number: "+99111777"})
	token, _ := f.controlToken("1", "112233", "")
	for range 2 {
		f.steer(http.MethodPost, "/participants", "1", token,
			`{"attendees":[{"name":"Zoe","phone":"+99111777","type":"normal","accountId":"zoe@corp"}]}`)
	}
	is := func(a meetingtest.Attendee) bool { return a.ThirdAccount == "zoe" }
	if list := f.Attendees("1"); len(list) != 2 || !slices.ContainsFunc(list, is) || len(f.Meetings()[0].Participants) != 2 {
		t.Errorf("in the meeting: %+v, want Ana and Zoe", list)
	}
}

func TestCallIntoFullMeeting(t *testing.T) {
	t.Parallel()
	f := withRunning(t)
	f.Edit("1", func(m *meetingtest.Meeting) { m.Concurrent = 1 })
	token, _ := f.controlToken("1", "112233", "")
	res := f.steer(http.MethodPost, "/participants", "1", token, `{"attendees":[{"name":"Z","phone":"123","type":"normal"}]}`)
	if res.code() != "MMC.111072101" || len(f.Attendees("1")) != 1 {
		t.Errorf("call into a full meeting = %d %s, want it refused", res.status, res.body)
	}
}
