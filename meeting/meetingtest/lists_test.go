package meetingtest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// Paths of the endpoints about meetings.
const (
	listPath          = "/v1/mmc/management/conferences"
	onlinePath        = listPath + "/online"
	attendeesPath     = listPath + "/online/conf-attendee"
	historyPath       = listPath + "/history"
	historyDetailPath = listPath + "/history/confDetail"
	attendancePath    = listPath + "/history/confAttendeeRecord"
)

// get sends a request to any endpoint.
func (f *fixture) get(token, path, query string, headers ...string) response {
	f.t.Helper()
	headers = append(headers, "X-Access-Token", token)
	return f.mustSend(f.request(http.MethodGet, path+"?"+query, nil, headers...))
}

// mustList requests a list and parses the response, which must be 200.
func (f *fixture) mustList(token, path, query string, headers ...string) (rows []map[string]any, count int) {
	f.t.Helper()
	got := f.get(token, path, query, headers...)
	var body struct {
		Count int
		Data  []map[string]any
	}
	if err := json.Unmarshal(got.body, &body); err != nil || got.status != http.StatusOK {
		f.t.Fatalf("%s?%s = %d %s (%v), want 200", path, query, got.status, got.body, err)
	}
	return body.Data, body.Count
}

// column returns one key of all rows.
func column(rows []map[string]any, key string) []string {
	list := []string{}
	for _, row := range rows {
		list = append(list, fmt.Sprint(row[key]))
	}
	return list
}

// historyRange is the part of a query for the history of some hours around
// noon.
func historyRange(before, after time.Duration) string {
	return fmt.Sprintf("startDate=%d&endDate=%d", noon().Add(-before).UnixMilli(), noon().Add(after).UnixMilli())
}

// withBooker sets the booker.
func withBooker(account string) func(*meetingtest.Meeting) {
	return func(m *meetingtest.Meeting) { m.Booker = meetingtest.Booker{Name: account, Account: account} }
}

// withInvitees invites accounts.
func withInvitees(accounts ...string) func(*meetingtest.Meeting) {
	return func(m *meetingtest.Meeting) {
		for _, a := range accounts {
			m.Participants = append(m.Participants, meetingtest.Participant{Name: a, Account: a})
		}
	}
}

// withTimes books a meeting for some hours around noon.
func withTimes(from, to time.Duration) func(*meetingtest.Meeting) {
	return func(m *meetingtest.Meeting) { m.Start, m.End = noon().Add(from), noon().Add(to) }
}

// setupEmpty starts a server without the documents' samples.
func setupEmpty(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	f.Remove("914083136")
	f.Remove("969304019")
	return f
}

func TestRefusalsOfEveryEndpoint(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("forbidden", withTimes(-time.Hour, time.Hour), func(m *meetingtest.Meeting) { m.Forbidden = true }))
	f.Add(bookedMeeting("scheduled"))
	f.Add(bookedMeeting("past", withTimes(-2*time.Hour, -time.Hour), withBooker("boss")))
	long := url.QueryEscape(strings.Repeat("会", 129))
	day := historyRange(24*time.Hour, 0)
	past, _ := f.mustList(f.signIn(""), historyPath, day+"&queryAll=true")
	uuid := "confUUID=" + fmt.Sprint(past[0]["confUUID"])
	type refusal struct {
		user, path, query string
		status            int
		code              string
	}
	tests := []refusal{
		{"", listPath, "queryConfMode=AYEAR", 400, "MMC.111071061"},
		{"", listPath, "queryConfMode=", 400, "MMC.111071061"},
		{"", listPath, "sortType=ASC_RecordTYPE", 400, "MMC.111071061"},
		{"", listPath, "queryAll=1", 400, "MMC.111071061"},
		{"", onlinePath, "queryAll=yes", 400, "MMC.111071061"},
		{"", historyPath, "", 400, "MMC.111071061"},
		{"", historyPath, "startDate=1", 400, "MMC.111071061"},
		{"", historyPath, "endDate=1", 400, "MMC.111071061"},
		{"", historyPath, "startDate=2&endDate=1", 400, "MMC.111071061"},
		{"", historyPath, "startDate=-1&endDate=1", 400, "MMC.111071061"},
		{"", historyPath, "startDate=2019-12-18&endDate=1", 400, "MMC.111071061"},
		{"", historyPath, day + "&sortType=newest", 400, "MMC.111071061"},
		{"", historyDetailPath, "", 400, "MMC.111071061"},
		{"", historyDetailPath, "confUUID=nothing", 400, "MMC.111070005"},
		{"ana", historyDetailPath, uuid, 403, "MMC.111070010"},
		{"", attendancePath, "", 400, "MMC.111071061"},
		{"", attendancePath, "confUUID=nothing", 400, "MMC.111070005"},
		{"ana", attendancePath, uuid, 403, "MMC.111070010"},
		{"", attendeesPath, "", 400, "MMC.111071061"},
		{"", attendeesPath, "conf_id=900000000", 400, "MMC.111070005"},
		{"", attendeesPath, "conf_id=scheduled", 400, "MMC.111070005"},
		{"", attendeesPath, "conf_id=forbidden", 403, "MMC.111070010"},
		{"ana", attendeesPath, "conf_id=914083136", 403, "MMC.111070010"},
	}
	valid := map[string]string{
		listPath: "", onlinePath: "", historyPath: day, historyDetailPath: uuid, attendancePath: uuid, attendeesPath: "conf_id=914083136",
	}
	for path, query := range valid {
		search := "searchKey="
		if path == attendeesPath {
			search = "search_key="
		}
		for _, more := range []string{"offset=-1", "offset=a", "limit=0", "limit=501", "limit=", search, search + long, "x=%zz"} {
			tests = append(tests, refusal{"", path, query + "&" + more, 400, "MMC.111071061"})
		}
	}
	for _, tt := range tests {
		if got := f.get(f.signIn(tt.user), tt.path, tt.query); got.status != tt.status || got.code() != tt.code {
			t.Errorf("%s?%s by %q = %d %s, want %d %s", tt.path, tt.query, tt.user, got.status, got.body, tt.status, tt.code)
		}
	}
	for path, query := range valid {
		if got := f.get("", path, query); got.status != 401 || got.code() != "MMC.111070111" {
			t.Errorf("%s without a token = %d %s", path, got.status, got.body)
		}
		if got := f.get("wrong", path, query); got.status != 401 || got.code() != "USG.000000004" {
			t.Errorf("%s with a wrong token = %d %s", path, got.status, got.body)
		}
		if got := f.mustSend(f.request(http.MethodPatch, path+"?"+query, nil)); got.status != 404 {
			t.Errorf("PATCH %s = %d %s", path, got.status, got.body)
		}
	}
}

func TestListVisibility(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	running := withTimes(-time.Hour, time.Hour)
	f.Add(bookedMeeting("anas", withBooker("ana"), running))
	f.Add(bookedMeeting("with-ana", withBooker("boss"), withInvitees("ana"), running))
	f.Add(bookedMeeting("others", withBooker("zoe"), running))
	f.Add(bookedMeeting("hidden", running, func(m *meetingtest.Meeting) { m.Forbidden = true }))
	ended := withTimes(-3*time.Hour, -2*time.Hour)
	f.Add(bookedMeeting("past-anas", withBooker("ana"), ended))
	f.Add(bookedMeeting("past-with-ana", withBooker("boss"), withInvitees("ana"), ended))
	f.Add(bookedMeeting("past-others", withBooker("zoe"), ended))
	f.Add(bookedMeeting("joined", withBooker("zoe"), ended, func(m *meetingtest.Meeting) {
		m.Attendees = []meetingtest.Attendee{{Name: "ana", ThirdAccount: "ana"}} // by a link, which does not list it for her
	}))
	day := historyRange(24*time.Hour, 0)
	for _, tt := range []struct {
		user, path, query string
		want              []string
	}{
		{"", listPath, "queryAll=true", []string{"anas", "others", "with-ana"}},
		{"", listPath, "", []string{}},
		{"boss", listPath, "queryAll=true", []string{"anas", "others", "with-ana"}},
		{"boss", listPath, "queryAll=false", []string{"with-ana"}},
		{"ana", listPath, "", []string{"anas", "with-ana"}},
		{"ana", listPath, "queryAll=true", []string{"anas", "with-ana"}},
		{"ana", onlinePath, "queryAll=true", []string{"anas", "with-ana"}},
		{"boss", onlinePath, "queryAll=true", []string{"anas", "others", "with-ana"}},
		{"boss", onlinePath, "", []string{"with-ana"}},
		{"ana", historyPath, day, []string{"past-anas", "past-with-ana"}},
		{"boss", historyPath, day, []string{"past-with-ana"}},
		{"", historyPath, day + "&queryAll=true", []string{"joined", "past-anas", "past-others", "past-with-ana"}},
	} {
		rows, count := f.mustList(f.signIn(tt.user), tt.path, tt.query)
		got := column(rows, "conferenceID")
		slices.Sort(got)
		if diff := cmp.Diff(tt.want, got); diff != "" || count != len(tt.want) {
			t.Errorf("%s?%s by %q, count %d (-want +got):\n%s", tt.path, tt.query, tt.user, count, diff)
		}
	}
}

func TestListsAreSearchedSortedAndPaged(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	named := func(subject string) func(*meetingtest.Meeting) {
		return func(m *meetingtest.Meeting) { m.Subject = subject }
	}
	f.Add(bookedMeeting("911111111", named("Design review"), withBooker("Ana"), withTimes(-time.Hour, time.Hour)))
	f.Add(bookedMeeting("922222222", named("设计评审"), withBooker("王小明"), withTimes(2*time.Hour, 3*time.Hour)))
	f.Add(bookedMeeting("933333333", named("Budget REVIEW"), withBooker("Zoë"), withTimes(50*time.Hour, 51*time.Hour)))
	f.Add(bookedMeeting("944444444", named("Plans"), withBooker("Ana"), withTimes(15*24*time.Hour, 16*24*time.Hour), func(m *meetingtest.Meeting) {
		m.Room = &meetingtest.Room{Number: "906118274"}
	}))
	f.Add(bookedMeeting("955555555", named("Far"), withTimes(90*24*time.Hour, 91*24*time.Hour)))
	token := f.signIn("")
	all := []string{"911111111", "922222222", "933333333", "944444444", "955555555"}
	for _, tt := range []struct {
		path, query string
		want        []string
		count       int
	}{
		{listPath, "", all, 5},
		{listPath, "sortType=ASC_StartTIME", all, 5},
		{listPath, "sortType=DSC_StartTIME&limit=2", []string{"955555555", "944444444"}, 5},
		{listPath, "offset=1&limit=2", all[1:3], 5},
		{listPath, "offset=5", []string{}, 5},
		{listPath, "offset=9", []string{}, 5},
		{listPath, "queryConfMode=ADAY", all[:2], 2},
		{listPath, "queryConfMode=AWEEK", all[:3], 3},
		{listPath, "queryConfMode=AMONTH", all[:4], 4},
		{listPath, "queryConfMode=ALL", all, 5},
		{listPath, "searchKey=review", []string{"911111111", "933333333"}, 2},
		{listPath, "searchKey=review&offset=1", []string{"933333333"}, 2},
		{listPath, "searchKey=%E8%AF%84%E5%AE%A1", []string{"922222222"}, 1},
		{listPath, "searchKey=ana", []string{"911111111", "944444444"}, 2},
		{listPath, "searchKey=33333", []string{"933333333"}, 1},
		{listPath, "searchKey=906118274", []string{"944444444"}, 1},
		{listPath, "searchKey=nothing", []string{}, 0},
		{onlinePath, "", all[:1], 1},
		{onlinePath, "searchKey=plans", []string{}, 0},
	} {
		rows, count := f.mustList(token, tt.path, tt.query+"&queryAll=true")
		if diff := cmp.Diff(tt.want, column(rows, "conferenceID")); diff != "" || count != tt.count {
			t.Errorf("%s?%s, count %d, want %d (-want +got):\n%s", tt.path, tt.query, count, tt.count, diff)
		}
	}
}

func TestListedMeetings(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("m", withTimes(-time.Hour, time.Hour), withBooker("ana"), withPeople(8)))
	token := f.signIn("ana")
	detail := f.mustGetDetail(token, "conferenceID=m").Conference
	if detail["role"] != "chair" {
		t.Errorf("role in the details = %v, want chair", detail["role"])
	}
	delete(detail, "role") // which is in the details only
	rows, _ := f.mustList(token, listPath, "")
	if diff := cmp.Diff(detail, rows[0]); diff != "" {
		t.Errorf("list (-details +list):\n%s", diff)
	}
	detail["onlineAttendeeAmount"] = 6.0
	rows, _ = f.mustList(token, onlinePath, "")
	if diff := cmp.Diff(detail, rows[0]); diff != "" {
		t.Errorf("online list (-details +list):\n%s", diff)
	}
}

func TestSamplesAreListed(t *testing.T) {
	t.Parallel()
	f := setup(t)
	rows, _ := f.mustList(f.signIn(""), onlinePath, "queryAll=true&searchKey=user8002")
	var want struct {
		Conference map[string]any `json:"conferenceData"`
	}
	if err := json.Unmarshal(meetingtest.OrdinarySample(), &want); err != nil {
		t.Fatal(err)
	}
	want.Conference["onlineAttendeeAmount"] = 1.0
	if diff := cmp.Diff(want.Conference, rows[0]); diff != "" || len(rows) != 2 {
		t.Errorf("%d samples (-want +got):\n%s", len(rows), diff)
	}
	f.Add(meetingtest.Meeting{ID: "broken", Raw: []byte("nonsense")})
	if rows, _ := f.mustList(f.signIn(""), listPath, "queryAll=true"); len(rows) != 2 {
		t.Errorf("%d meetings listed, want the two that can be parsed", len(rows))
	}
}
