package meeting_test

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// answered is what a question about a meeting returns when the API answers with a body.
func answered(t *testing.T, body string, o meeting.DetailOptions) *meeting.Detail {
	t.Helper()
	c := newClient(t, &stub{detail: func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }})
	d, err := c.Conferences.Get(t.Context(), meetingID, o)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return d
}

func names(p meeting.ParticipantPage) []string {
	list := []string{}
	for _, one := range p.Data {
		list = append(list, one.Name.String())
	}
	return list
}

// The documents promise to tell people and terminals apart, and show no such answer:
// each form that fits the words is read.
func TestFormsOfInvitees(t *testing.T) {
	t.Parallel()
	const (
		ana  = `{"name":"Ana","attendeeType":"normal","accountId":"ana"}`
		ben  = `{"name":"Ben","accountId":"ben"}`
		hall = `{"name":"Hall","attendeeType":"terminal"}`
	)
	for _, tt := range []struct {
		data  string
		names []string
		count meeting.Int
	}{
		{`{"offset":0,"limit":20,"count":2,"data":[` + ana + `,` + hall + `]}`, []string{"Ana", "Hall"}, 2},
		{`{"offset":0,"limit":20,"count":0,"data":[]}`, []string{}, 0},
		{`{"count":57,"data":[]}`, []string{}, 57},
		{`[` + ana + `,` + hall + `]`, []string{"Ana", "Hall"}, 2},
		{`[{"count":2,"data":[` + ana + `]},{"count":1,"data":[` + hall + `]}]`, []string{"Ana", "Hall"}, 3},
		{`{"count":3,"data":{"participants":[` + ana + `,` + ben + `],"terminals":[` + hall + `]}}`, []string{"Ana", "Ben", "Hall"}, 3},
		{`{"participants":{"count":2,"data":[` + ana + `,` + ben + `]},"terminals":{"count":7,"data":[` + hall + `]}}`, []string{"Ana", "Ben", "Hall"}, 9},
		{`{"participants":[` + ana + `],"terminals":[]}`, []string{"Ana"}, 1},
		{`[null,7,[` + ben + `]]`, []string{"Ben"}, 1},
		{`[[[[[[[[[` + ben + `]]]]]]]]]`, []string{}, 0},
	} {
		d := answered(t, `{"conferenceData":{"subject":"x"},"data":`+tt.data+`}`, meeting.DetailOptions{})
		if got := names(d.Participants); !slices.Equal(got, tt.names) || d.Participants.Count != tt.count {
			t.Errorf("%s: %q, count %d, want %q, %d", tt.data, got, d.Participants.Count, tt.names, tt.count)
		}
		if !d.Listed {
			t.Errorf("%s is not taken for a list of invitees", tt.data)
		}
	}
}

// The documents' samples answer every question that the documents know.
func TestSamplesInEveryForm(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ordinary", "recurring"} {
		body, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for kind := range 3 {
			for which := range 2 {
				o := meeting.DetailOptions{Type: &kind}
				if kind == 2 {
					o.QueryType = &which
				}
				d := answered(t, string(body), o)
				if got := names(d.Participants); !slices.Equal(got, []string{"user01"}) || d.Participants.Count != 1 || d.Participants.Data[0].Account != "user01" {
					t.Errorf("%s with type %d: %q of %d", name, kind, got, d.Participants.Count)
				}
			}
		}
	}
}

// Where invitees are not listed, the meeting itself names the first of them. A number
// that is masked is nobody's.
func TestFirstInvitees(t *testing.T) {
	t.Parallel()
	const part = `"partAttendeeInfo":[{"phone":"+99111****815","name":"user01","type":"normal","role":1},{"phone":"+991116003816","name":"Hall","type":"terminal"}]`
	for _, tt := range []struct {
		name, body string
		o          meeting.DetailOptions
		want       []string
		count      meeting.Int
	}{
		{"no data", `{"conferenceData":{"subject":"x",` + part + `,"normalCount":56,"terminlCount":1}}`, meeting.DetailOptions{}, []string{"user01", "Hall"}, 57},
		{"data null", `{"conferenceData":{"subject":"x",` + part + `},"data":null}`, meeting.DetailOptions{}, []string{"user01", "Hall"}, 2},
		{"a page without a list", `{"conferenceData":{"subject":"x",` + part + `},"data":{"count":57,"offset":0}}`, meeting.DetailOptions{}, []string{"user01", "Hall"}, 57},
		{"nobody", `{"conferenceData":{"subject":"x",` + part + `},"data":{"count":0,"data":[]}}`, meeting.DetailOptions{}, []string{}, 0},
		{"somebody", `{"conferenceData":{"subject":"x",` + part + `},"data":{"count":1,"data":[{"name":"Ana"}]}}`, meeting.DetailOptions{}, []string{"Ana"}, 1},
		{"a search", `{"conferenceData":{"subject":"x",` + part + `}}`, meeting.DetailOptions{PageOptions: meeting.PageOptions{SearchKey: "Zoe"}}, []string{}, 0},
		{"the next page", `{"conferenceData":{"subject":"x",` + part + `}}`, meeting.DetailOptions{PageOptions: meeting.PageOptions{Offset: 20}}, []string{}, 0},
		{"only terminals", `{"conferenceData":{"subject":"x",` + part + `}}`, meeting.DetailOptions{Type: new(2), QueryType: new(1)}, []string{}, 0},
	} {
		d := answered(t, tt.body, tt.o)
		if got := names(d.Participants); !slices.Equal(got, tt.want) || d.Participants.Count != tt.count {
			t.Errorf("%s: %q, count %d, want %q, %d", tt.name, got, d.Participants.Count, tt.want, tt.count)
		}
		if listed := strings.Contains(tt.body, `"data":[`); d.Listed != listed {
			t.Errorf("%s: a list of invitees: %v, want %v", tt.name, d.Listed, listed)
		}
		for _, p := range d.Participants.Data {
			if strings.Contains(p.ID.String(), "*") || p.Name == "user01" && !p.Host() || p.Name == "Hall" && p.AttendeeType != meeting.AttendeeRoom {
				t.Errorf("%s: %+v", tt.name, p)
			}
		}
	}
}

// A whole reading of an API that lists nobody has those whom the meeting names.
func TestAPIWithoutData(t *testing.T) {
	t.Parallel()
	for people, read := range map[int]int{0: 0, 7: 7, 57: 40} { // 20 with an application and 20 rooms
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		m := withPeople(people)
		for i := range m.Participants {
			m.Participants[i].Type = []string{"normal", "terminal"}[i%2]
		}
		h.api.Add(m)
		h.api.Page("", meetingtest.Paging{NoData: true})
		s, err := h.cache.Get(t.Context(), everybody)
		if err != nil || len(s.Participants) != read || s.Count != people {
			t.Errorf("%d of %d read, %v, want %d of %d", len(s.Participants), s.Count, err, read, people)
		}
	}
}
