package meetingtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// detailPage is the part of a response that the tests read.
type detailPage struct {
	Conference map[string]any `json:"conferenceData"`
	Page       struct {
		Offset, Limit, Count int
		Data                 []struct {
			Name  string
			Role  int
			State string
			Type  string `json:"attendeeType"`
		}
	} `json:"data"`
}

// names lists the people of a page.
func (p detailPage) names() []string {
	list := []string{}
	for _, d := range p.Page.Data {
		list = append(list, d.Name)
	}
	return list
}

// mustGetDetail calls confDetail and parses the response, which must be 200.
func (f *fixture) mustGetDetail(token, query string, headers ...string) detailPage {
	f.t.Helper()
	got := f.getDetail(token, query, headers...)
	var p detailPage
	if err := json.Unmarshal(got.body, &p); err != nil || got.status != http.StatusOK {
		f.t.Fatalf("confDetail?%s = %d %s (%v), want 200", query, got.status, got.body, err)
	}
	return p
}

// bookedMeeting is a meeting of an hour, an hour after noon.
func bookedMeeting(id string, change ...func(*meetingtest.Meeting)) meetingtest.Meeting {
	m := meetingtest.Meeting{ID: id, Subject: "A subject", Start: noon().Add(time.Hour), End: noon().Add(2 * time.Hour)}
	for _, c := range change {
		c(&m)
	}
	return m
}

// withPeople invites n people.
func withPeople(n int) func(*meetingtest.Meeting) {
	return func(m *meetingtest.Meeting) { m.Participants = meetingtest.People(n) }
}

func TestDetailRefusals(t *testing.T) {
	t.Parallel()
	long := url.QueryEscape(strings.Repeat("会", 129))
	tests := []struct {
		name, query string
		headers     []string
		status      int
		code        string
	}{
		{"no meeting ID", "", nil, 400, "MMC.111071061"},
		{"empty meeting", "conferenceID=", nil, 400, "MMC.111071061"},
		{"broken query", "conferenceID=914083136&x=%zz", nil, 400, "MMC.111071061"},
		{"unknown meeting", "conferenceID=900000000", nil, 400, "MMC.111070005"},
		{"number of a cloud room", "conferenceID=906118274", nil, 400, "MMC.111070005"},
		{"ended meeting", "conferenceID=ended", nil, 400, "MMC.111070005"},
		{"forbidden meeting", "conferenceID=forbidden", nil, 403, "MMC.111070010"},
		{"offset not a number", sampleQuery + "&offset=a", nil, 400, "MMC.111071061"},
		{"empty offset", sampleQuery + "&offset=", nil, 400, "MMC.111071061"},
		{"negative offset", sampleQuery + "&offset=-1", nil, 400, "MMC.111071061"},
		{"offset beyond integers", sampleQuery + "&offset=2147483648", nil, 400, "MMC.111071061"},
		{"limit 0", sampleQuery + "&limit=0", nil, 400, "MMC.111071061"},
		{"limit 501", sampleQuery + "&limit=501", nil, 400, "MMC.111071061"},
		{"empty search", sampleQuery + "&searchKey=", nil, 400, "MMC.111071061"},
		{"search of 129", sampleQuery + "&searchKey=" + long, nil, 400, "MMC.111071061"},
		{"type 3", sampleQuery, []string{"X-Type", "3"}, 400, "MMC.111071061"},
		{"type in words", sampleQuery, []string{"X-Type", "both"}, 400, "MMC.111071061"},
		{"query type 2", sampleQuery, []string{"X-Type", "2", "X-Query-Type", "2"}, 400, "MMC.111071061"},
	}
	f := setup(t)
	f.Add(bookedMeeting("cloud", func(m *meetingtest.Meeting) { m.Room = &meetingtest.Room{Number: "906118274"} }))
	f.Add(bookedMeeting("ended", func(m *meetingtest.Meeting) { m.State = meetingtest.Ended }))
	f.Add(bookedMeeting("forbidden", func(m *meetingtest.Meeting) { m.Forbidden = true }))
	token := f.signIn("")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.getDetail(token, tt.query, tt.headers...)
			if got.status != tt.status || got.code() != tt.code {
				t.Errorf("confDetail?%s = %d %s, want %d %s", tt.query, got.status, got.body, tt.status, tt.code)
			}
		})
	}
}

func TestDetailPages(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m57", withPeople(57)))
	f.Add(bookedMeeting("m0"))
	f.Add(bookedMeeting("m500", withPeople(500)))
	token := f.signIn("")
	tests := []struct {
		name, query                 string
		offset, limit, count, shown int
	}{
		{"first page by default", "conferenceID=m57", 0, 20, 57, 20},
		{"ten from the eleventh", "conferenceID=m57&offset=10&limit=10", 10, 10, 57, 10},
		{"last page", "conferenceID=m57&offset=50&limit=10", 50, 10, 57, 7},
		{"past the end", "conferenceID=m57&offset=57", 57, 20, 57, 0},
		{"far past the end", "conferenceID=m57&offset=2147483647", 2147483647, 20, 57, 0},
		{"no people", "conferenceID=m0", 0, 20, 0, 0},
		{"all of 500", "conferenceID=m500&limit=500", 0, 500, 500, 500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.mustGetDetail(token, tt.query).Page
			if got.Offset != tt.offset || got.Limit != tt.limit || got.Count != tt.count || len(got.Data) != tt.shown {
				t.Errorf("page = offset %d limit %d count %d with %d people, want %d %d %d with %d",
					got.Offset, got.Limit, got.Count, len(got.Data), tt.offset, tt.limit, tt.count, tt.shown)
			}
		})
	}
}

func TestDetailPagesHaveEveryInvitee(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m57", withPeople(57)))
	token := f.signIn("")
	want := []string{}
	for _, p := range meetingtest.People(57) {
		want = append(want, p.Name)
	}
	got := []string{}
	for offset := 0; offset < 57; offset += 10 {
		got = append(got, f.mustGetDetail(token, fmt.Sprintf("conferenceID=m57&limit=10&offset=%d", offset)).names()...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("people over all pages (-want +got):\n%s", diff)
	}
}

func TestDetailEmptyListIsNotNull(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("m0"))
	if got := f.getDetail(f.signIn(""), "conferenceID=m0"); !bytes.Contains(got.body, []byte(`"data":[]`)) {
		t.Errorf("response without people = %s, want an empty list", got.body)
	}
}

func TestDetailSearchesAndSeparates(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.Add(bookedMeeting("mix", func(m *meetingtest.Meeting) {
		m.Participants = []meetingtest.Participant{
			{Name: "Room 1", Number: "+9911160001", Type: "terminal"},
			{Name: "Ana Ferreira", Account: "ana", Host: true, Email: "someone@example.com"},
			{Name: "王伟", Number: "+9911160002", Type: "mobile"},
			{Name: "Room 2", Number: "+9911160003", Type: "terminal"},
		}
	}))
	token := f.signIn("")
	tests := []struct {
		name, query string
		headers     []string
		want        []string
	}{
		{"by name, in any case", "searchKey=ANA+f", nil, []string{"Ana Ferreira"}},
		{"by Chinese name", "searchKey=" + url.QueryEscape("伟"), nil, []string{"王伟"}},
		{"by number", "searchKey=60003", nil, []string{"Room 2"}},
		{"by account", "searchKey=ana", nil, []string{"Ana Ferreira"}},
		{"not by e-mail", "searchKey=someone", nil, []string{}},
		{"128 characters", "searchKey=" + url.QueryEscape(strings.Repeat("会", 128)), nil, []string{}},
		{"a page of the results", "searchKey=room&offset=1&limit=1", nil, []string{"Room 2"}},
		{"not separated", "", []string{"X-Type", "0"}, []string{"Room 1", "Ana Ferreira", "王伟", "Room 2"}},
		{"separated and combined", "", []string{"X-Type", "1"}, []string{"Ana Ferreira", "王伟", "Room 1", "Room 2"}},
		{"people only", "", []string{"X-Type", "2"}, []string{"Ana Ferreira", "王伟"}},
		{"terminals only", "", []string{"X-Type", "2", "X-Query-Type", "1"}, []string{"Room 1", "Room 2"}},
		{"query type without type 2", "", []string{"X-Query-Type", "1"}, []string{"Room 1", "Ana Ferreira", "王伟", "Room 2"}},
		{"deprecated and unknown parameters", "userUUID=x&foo=bar", nil, []string{"Room 1", "Ana Ferreira", "王伟", "Room 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.mustGetDetail(token, "conferenceID=mix&"+tt.query, tt.headers...)
			if diff := cmp.Diff(tt.want, got.names()); diff != "" {
				t.Errorf("people for %q %v (-want +got):\n%s", tt.query, tt.headers, diff)
			}
			total := len(tt.want)
			if strings.Contains(tt.query, "offset") {
				total = 2
			}
			if got.Page.Count != total {
				t.Errorf("count = %d, want %d", got.Page.Count, total)
			}
		})
	}
}

func TestMeetingVisibility(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, user string
		status     int
		role       any
		passwords  []string
		chairLink  bool
	}{
		{"default administrator", "", 200, nil, []string{"chair", "general"}, true},
		{"administrator", "boss", 200, nil, []string{"chair", "general"}, true},
		{"booker", "beatriz", 200, "chair", []string{"chair", "general"}, true},
		{"host", "ana", 200, "chair", []string{"chair", "general"}, true},
		{"invited", "guest", 200, "general", []string{"general"}, false},
		{"invited by e-mail", "guest2@example.com", 200, "general", []string{"general"}, false},
		{"stranger", "stranger", 403, nil, nil, false},
	}
	f := setup(t)
	f.Add(bookedMeeting("m", func(m *meetingtest.Meeting) {
		m.Booker = meetingtest.Booker{Name: "Beatriz", Account: "beatriz"}
		m.Participants = []meetingtest.Participant{
			{Name: "Ana", Account: "ana", Host: true}, {Name: "G", Account: "guest"}, {Email: "guest2@example.com"},
		}
	}))
	for _, tt := range tests {
		token := f.signIn(tt.user)
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.getDetail(token, "conferenceID=m")
			if got.status != tt.status {
				t.Fatalf("confDetail for %q = %d %s, want %d", tt.user, got.status, got.body, tt.status)
			}
			if tt.status != http.StatusOK {
				if got.code() != "MMC.111070010" {
					t.Errorf("code = %s, want MMC.111070010", got.code())
				}
				return
			}
			c := f.mustGetDetail(token, "conferenceID=m").Conference
			var passwords []string
			entries, _ := c["passwordEntry"].([]any)
			for _, e := range entries {
				entry, _ := e.(map[string]any)
				role, _ := entry["conferenceRole"].(string)
				passwords = append(passwords, role)
			}
			_, chair := c["chairJoinUri"]
			if c["role"] != tt.role || chair != tt.chairLink || !cmp.Equal(passwords, tt.passwords) || c["guestJoinUri"] == nil {
				t.Errorf("for %q: role %v, passwords %v, chair link %t, guest link %v; want %v, %v, %t and a link",
					tt.user, c["role"], passwords, chair, c["guestJoinUri"], tt.role, tt.passwords, tt.chairLink)
			}
		})
	}
}

func TestRawMeetings(t *testing.T) {
	t.Parallel()
	f := setup(t)
	odd := []byte("{\"conferenceData\": {\"conferenceID\": 7, \"isAutoMute\": \"false\"},\n\n\"data\": null}\n")
	broken := []byte(`{"conferenceData": [`)
	f.Add(meetingtest.Meeting{ID: "odd", Raw: odd})
	f.Add(meetingtest.Meeting{ID: "broken", Raw: broken})
	f.Add(meetingtest.Meeting{ID: "past", Raw: odd, Start: noon().Add(-2 * time.Hour), End: noon().Add(-time.Hour)})
	f.Add(meetingtest.Meeting{ID: "over", Raw: odd, State: meetingtest.Ended})
	admin, invited, stranger := f.signIn(""), f.signIn("user01"), f.signIn("stranger")
	tests := []struct {
		name, token, query string
		status             int
		raw                []byte
	}{
		{"sample, all participants", admin, sampleQuery + "&limit=500", 200, meetingtest.OrdinarySample()},
		{"sample for its invitee", invited, sampleQuery, 200, meetingtest.OrdinarySample()},
		{"sample for a stranger", stranger, sampleQuery, 403, nil},
		{"odd", admin, "conferenceID=odd", 200, odd},
		{"not JSON", stranger, "conferenceID=broken&offset=3", 200, broken},
		{"long past", admin, "conferenceID=past", 200, odd},
		{"ended", admin, "conferenceID=over", 400, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := f.getDetail(tt.token, tt.query)
			if got.status != tt.status || tt.raw != nil && !bytes.Equal(got.body, tt.raw) {
				t.Errorf("confDetail?%s = %d %s, want %d %s", tt.query, got.status, got.body, tt.status, tt.raw)
			}
		})
	}
}

func TestSampleIsPaged(t *testing.T) {
	t.Parallel()
	f := setup(t)
	token := f.signIn("")
	for query, want := range map[string][]string{
		sampleQuery + "&offset=1":               {},
		sampleQuery + "&searchKey=nobody":       {},
		sampleQuery + "&searchKey=user&limit=5": {"user01"},
	} {
		got := f.mustGetDetail(token, query)
		if diff := cmp.Diff(want, got.names()); diff != "" || got.Conference["subject"] != "user01's meeting" {
			t.Errorf("confDetail?%s: subject %v, people (-want +got):\n%s", query, got.Conference["subject"], diff)
		}
	}
}
