package meetingtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

const (
	conferencesPath = "/v1/mmc/management/conferences"
	seriesPath      = "/v1/mmc/management/cycleconferences"
	occurrencePath  = "/v1/mmc/management/conferences/cyclesubconf"
)

// change sends a change as a user, with a body unless it is "".
func (f *fixture) change(user, method, path, body string) response {
	f.t.Helper()
	var text []byte
	headers := []string{"X-Access-Token", f.signIn(user)}
	if body != "" {
		text = []byte(body)
		headers = append(headers, "Content-Type", "application/json; charset=UTF-8")
	}
	return f.mustSend(f.request(method, path, text, headers...))
}

// booked is what is looked at of a booked meeting.
type booked struct {
	ID        string `json:"conferenceID"`
	Subject   string `json:"subject"`
	Start     string `json:"startTime"`
	End       string `json:"endTime"`
	Kind      string `json:"confType"`
	State     string `json:"conferenceState"`
	Size      int    `json:"size"`
	Passwords []struct {
		Text string `json:"password"`
	} `json:"passwordEntry"`
	Rule struct {
		End string `json:"endDate"`
	} `json:"cycleParams"`
	Dates []struct {
		ID    string `json:"cycleSubConfID"`
		Start string `json:"startTime"`
	} `json:"subConfs"`
}

// mustBook books as ana and returns the one meeting in the array.
func (f *fixture) mustBook(path, body string) booked {
	f.t.Helper()
	got := f.change("ana", http.MethodPost, path, body)
	var list []booked
	if err := json.Unmarshal(got.body, &list); err != nil || got.status != 200 || len(list) != 1 {
		f.t.Fatalf("POST %s = %d %s, want an array of one meeting", path, got.status, got.body)
	}
	return list[0]
}

func TestBookingDefaults(t *testing.T) {
	t.Parallel()
	f := setup(t)
	m := f.mustBook(conferencesPath, `{"mediaTypes":"HDVideo"}`)
	if len(m.ID) != 9 || m.Subject != "ana's meeting" || m.Kind != "IMMEDIATELY" || m.State != "Schedule" || len(m.Passwords) != 2 {
		t.Errorf("booked %+v", m)
	}
	if want := f.now.Add(30 * time.Minute).UTC().Format("2006-01-02 15:04"); m.End != want {
		t.Errorf("ends at %s, want %s: 30 minutes are the default", m.End, want)
	}
	if other := f.mustBook(conferencesPath, `{"mediaTypes":"HDVideo"}`); other.ID == m.ID {
		t.Error("two bookings have one ID")
	}
	start := f.now.Add(time.Hour).UTC().Format("2006-01-02 15:04")
	m = f.mustBook(conferencesPath, `{"mediaTypes":"Voice","subject":"Sync","startTime":"`+start+`","length":60,
		"attendees":[{"name":"Bob","accountId":"bob","appId":"x"}],"confConfigInfo":{"guestPwd":"123456"}}`)
	// A change that leaves something out sets it back, invitees and password too.
	got := f.change("ana", http.MethodPut, conferencesPath+"?conferenceID="+m.ID, `{"mediaTypes":"Voice","startTime":"`+start+`"}`)
	var list []booked
	if err := json.Unmarshal(got.body, &list); err != nil || len(list) != 1 {
		t.Fatalf("PUT = %d %s", got.status, got.body)
	}
	after := list[0]
	if after.ID != m.ID || after.Subject == "Sync" || after.Size != 0 || after.End == m.End || after.Passwords[1].Text == "123456" {
		t.Errorf("after a change that left everything out: %+v", after)
	}
}

func TestBookingRefusals(t *testing.T) {
	t.Parallel()
	f := setup(t)
	start := f.now.Add(time.Hour).UTC().Format("2006-01-02 15:04")
	past := f.now.Add(-time.Minute).UTC().Format("2006-01-02 15:04")
	series := func(cycle string) string {
		return `{"mediaTypes":"HDVideo","startTime":"` + start + `","timeZoneID":"26","cycleParams":` + cycle + `}`
	}
	day := f.now.UTC().Format(time.DateOnly)
	for name, tt := range map[string]struct {
		path, body, code string
	}{
		"no body":              {conferencesPath, "", "MMC.111071062"},
		"not JSON":             {conferencesPath, `{"mediaTypes":`, "MMC.111071062"},
		"no media":             {conferencesPath, `{}`, "MMC.111071018"},
		"media":                {conferencesPath, `{"mediaTypes":"Voice,Data"}`, "MMC.111071018"},
		"past":                 {conferencesPath, `{"mediaTypes":"Voice","startTime":"` + past + `"}`, "MMC.111071013"},
		"no time":              {conferencesPath, `{"mediaTypes":"Voice","startTime":"soon"}`, "MMC.111071061"},
		"too short":            {conferencesPath, `{"mediaTypes":"Voice","length":14}`, "MMC.111071015"},
		"too long":             {conferencesPath, `{"mediaTypes":"Voice","length":1441}`, "MMC.111071015"},
		"subject":              {conferencesPath, `{"mediaTypes":"Voice","subject":"` + strings.Repeat("会", 129) + `"}`, "MMC.111071022"},
		"zone":                 {conferencesPath, `{"mediaTypes":"Voice","timeZoneID":"78"}`, "MMC.111071061"},
		"password":             {conferencesPath, `{"mediaTypes":"Voice","confConfigInfo":{"guestPwd":"abcd"}}`, "MMC.111071061"},
		"record by itself":     {conferencesPath, `{"mediaTypes":"Voice","isAutoRecord":1}`, "MMC.111071061"},
		"room without an ID":   {conferencesPath, `{"mediaTypes":"Voice","vmrFlag":1}`, "MMC.111071007"},
		"unknown room":         {conferencesPath, `{"mediaTypes":"Voice","vmrFlag":1,"vmrID":"x"}`, "USG.201080000"},
		"person without an ID": {conferencesPath, `{"mediaTypes":"Voice","attendees":[{"name":"Bob"}]}`, "MMC.111071061"},
		"person without App":   {conferencesPath, `{"mediaTypes":"Voice","attendees":[{"name":"Bob","accountId":"bob"}]}`, "MMC.111071061"},
		"long name":            {conferencesPath, `{"mediaTypes":"Voice","attendees":[{"type":"outside","name":"` + strings.Repeat("x", 97) + `"}]}`, "MMC.111071061"},
		"series without rule":  {seriesPath, `{"mediaTypes":"HDVideo","startTime":"` + start + `"}`, "MMC.111071020"},
		"series, no reminder":  {seriesPath, series(`{"startDate":"` + day + `","endDate":"` + day + `","cycle":"Day","interval":1}`), "MMC.111071020"},
		"series, too rare":     {seriesPath, series(`{"startDate":"` + day + `","endDate":"` + day + `","cycle":"Day","interval":16,"preRemindDays":0}`), "MMC.111071020"},
		"series, eighth day":   {seriesPath, series(`{"startDate":"` + day + `","endDate":"` + day + `","cycle":"Week","interval":1,"point":[7],"preRemindDays":0}`), "MMC.111071020"},
		"series, two years":    {seriesPath, series(`{"startDate":"` + day + `","endDate":"2099-01-01","cycle":"Day","interval":1,"preRemindDays":0}`), "MMC.111071020"},
	} {
		before := len(f.Snapshot())
		if got := f.change("ana", http.MethodPost, tt.path, tt.body); got.status != 400 || got.code() != tt.code {
			t.Errorf("%s: %d %s, want %s", name, got.status, got.body, tt.code)
		}
		if after := len(f.Snapshot()); after != before {
			t.Errorf("%s: a meeting was booked", name)
		}
	}
}

func TestChangeRefusals(t *testing.T) {
	t.Parallel()
	f := setup(t)
	start := f.now.Add(time.Hour)
	single := f.mustBook(conferencesPath, `{"mediaTypes":"Voice","startTime":"`+start.UTC().Format("2006-01-02 15:04")+`"}`)
	day := start.UTC().Format(time.DateOnly)
	series := f.mustBook(seriesPath, `{"mediaTypes":"Voice","startTime":"`+start.UTC().Format("2006-01-02 15:04")+`","cycleParams":{"startDate":"`+day+
		`","endDate":"`+start.AddDate(0, 3, 0).UTC().Format(time.DateOnly)+`","cycle":"Day","interval":1,"preRemindDays":0}}`)
	if len(series.Dates) != 50 || series.Rule.End != start.AddDate(0, 0, 49).UTC().Format(time.DateOnly) {
		t.Errorf("%d dates until %s, want 50", len(series.Dates), series.Rule.End)
	}
	type call struct{ user, method, path, body, code string }
	body := `{"mediaTypes":"Voice"}`
	one := func(id string) string { return `{"cycleSubConfIDs":["` + id + `"]}` }
	refused := func(status int, calls ...call) {
		t.Helper()
		for _, c := range calls {
			if got := f.change(c.user, c.method, c.path, c.body); got.status != status || got.code() != c.code {
				t.Errorf("%s %s %s by %s = %d %s, want %d %s", c.method, c.path, c.body, c.user, got.status, got.body, status, c.code)
			}
		}
	}
	refused(403,
		call{"bob", http.MethodPut, conferencesPath + "?conferenceID=" + single.ID, body, "MMC.111070010"},
		call{"bob", http.MethodDelete, conferencesPath + "?conferenceID=" + single.ID, "", "MMC.111070010"},
		call{"bob", http.MethodDelete, occurrencePath + "?conferenceID=" + series.ID, one(series.Dates[0].ID), "MMC.111070010"},
	)
	refused(400,
		call{"ana", http.MethodDelete, conferencesPath + "?conferenceID=1", "", "MMC.111070005"},
		call{"ana", http.MethodDelete, conferencesPath, "", "MMC.111071061"},
		call{"ana", http.MethodDelete, conferencesPath + "?conferenceID=" + series.ID, "", "MMC.111070005"},
		call{"ana", http.MethodPut, conferencesPath + "?conferenceID=" + single.ID, `{"mediaTypes":"Voice","vmrFlag":1,"vmrID":"x"}`, "MMC.111071061"},
		call{"ana", http.MethodDelete, occurrencePath + "?conferenceID=" + series.ID, "", "MMC.111071061"},
		call{"ana", http.MethodDelete, occurrencePath + "?conferenceID=" + series.ID, `{"cycleSubConfIDs":[]}`, "MMC.111071061"},
		call{"ana", http.MethodDelete, occurrencePath + "?conferenceID=" + series.ID, one("x"), "MMC.111070005"},
		call{"ana", http.MethodPut, occurrencePath + "?conferenceID=" + series.ID, `{"cycleSubConfID":"` + series.Dates[1].ID + `","mediaTypes":"Voice"}`, "MMC.111071061"},
	)
	f.now = start.Add(time.Minute)
	refused(400,
		call{"ana", http.MethodPut, conferencesPath + "?conferenceID=" + single.ID, body, "MMC.111071065"},
		call{"boss", http.MethodDelete, conferencesPath + "?conferenceID=" + single.ID, "", "MMC.111071067"},
		call{"ana", http.MethodPut, seriesPath + "?conferenceID=" + series.ID, body, "MMC.111071065"},
		call{"ana", http.MethodDelete, seriesPath + "?conferenceID=" + series.ID, "", "MMC.111071067"},
		call{"ana", http.MethodDelete, occurrencePath + "?conferenceID=" + series.ID, one(series.Dates[0].ID), "MMC.111071067"},
	)
	if got := f.change("boss", http.MethodDelete, conferencesPath+"?conferenceID="+single.ID+"&type=1", ""); got.status != 200 || len(got.body) != 0 {
		t.Errorf("DELETE with type 1 = %d %s, want an empty answer", got.status, got.body)
	}
}

// Lose does what is asked and says nothing of it.
func TestLose(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("ana")
	before := len(f.Snapshot())
	f.Lose(meetingtest.EndpointBook, 1)
	r := f.request(http.MethodPost, conferencesPath, []byte(`{"mediaTypes":"Voice"}`), "X-Access-Token", token, "Content-Type", "application/json")
	if resp, err := f.client.Do(r); err == nil {
		resp.Body.Close()
		t.Errorf("an answer came: %d", resp.StatusCode)
	}
	if after := len(f.Snapshot()); after != before+1 {
		t.Errorf("%d meetings were booked, want 1", after-before)
	}
	f.mustBook(conferencesPath, `{"mediaTypes":"Voice"}`)
}
