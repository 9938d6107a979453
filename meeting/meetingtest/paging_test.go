package meetingtest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"meetingbot/meeting/meetingtest"
)

func TestPaging(t *testing.T) {
	t.Parallel()
	const id = "900000001"
	for _, tt := range []struct {
		name   string
		paging meetingtest.Paging
		query  string
		want   []string
	}{
		{"as documented", meetingtest.Paging{}, "&offset=2&limit=2", []string{"c", "d"}},
		{"a limit that is allowed", meetingtest.Paging{MaxLimit: 2}, "&limit=2", []string{"a", "b"}},
		{"short pages", meetingtest.Paging{LongestPage: 2}, "&offset=1&limit=500", []string{"b", "c"}},
		{"pages as offsets", meetingtest.Paging{OffsetCountsPages: true}, "&offset=1&limit=3", []string{"d", "e"}},
		{"short pages as offsets", meetingtest.Paging{LongestPage: 2, OffsetCountsPages: true}, "&offset=2&limit=500", []string{"e"}},
		{"past the end", meetingtest.Paging{}, "&offset=5&limit=2", nil},
		{"past the end, repeated", meetingtest.Paging{LastPageRepeats: true}, "&offset=9&limit=2", []string{"e"}},
		{"past the end, repeated, of pages", meetingtest.Paging{LastPageRepeats: true, OffsetCountsPages: true}, "&offset=7&limit=3", []string{"d", "e"}},
	} {
		f := setupEmpty(t)
		f.Add(bookedMeeting(id, withInvitees("a", "b", "c", "d", "e")))
		f.Page(meetingtest.EndpointDetail, tt.paging)
		got := f.mustGetDetail(f.signIn(""), "conferenceID="+id+tt.query)
		if !slices.Equal(got.names(), tt.want) || got.Page.Count != 5 {
			t.Errorf("%s: %q of %d, want %q of 5", tt.name, got.names(), got.Page.Count, tt.want)
		}
	}
}

// A limit that is too high is refused as an invalid parameter, at the endpoint for
// which that was asked, until the problems are cleared.
func TestPagingRefusesLimits(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("900000001", withPeople(57)))
	f.Page(meetingtest.EndpointList, meetingtest.Paging{MaxLimit: 20})
	token := f.signIn("")
	for query, want := range map[string]string{"limit=20": "", "limit=21": "MMC.111071061", "": ""} {
		if got := f.get(token, listPath, query); got.code() != want {
			t.Errorf("%s?%s = %d %s, want code %q", listPath, query, got.status, got.body, want)
		}
	}
	if got := f.getDetail(token, "conferenceID=900000001&limit=500"); got.status != http.StatusOK {
		t.Errorf("confDetail = %d %s, want 200", got.status, got.body)
	}
	f.ClearProblems()
	if got := f.get(token, listPath, "limit=500"); got.status != http.StatusOK {
		t.Errorf("%s = %d %s, want 200", listPath, got.status, got.body)
	}
}

// What a page may lack is not there at all.
func TestPagingLeavesOut(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("900000001", withPeople(57)))
	token := f.signIn("")
	f.Page("", meetingtest.Paging{NoCount: true})
	if got := string(f.getDetail(token, "conferenceID=900000001").body); strings.Contains(got, `"count"`) || !strings.Contains(got, `"limit":20`) {
		t.Errorf("without a count: %s", got)
	}
	f.Page("", meetingtest.Paging{NoData: true})
	got := f.mustGetDetail(token, "conferenceID=900000001")
	named, _ := got.Conference["partAttendeeInfo"].([]any)
	if len(got.Page.Data) != 0 || len(named) == 0 {
		t.Errorf("without data: %d listed, %d named, want none and some", len(got.Page.Data), len(named))
	}
}

// Two invitees change places after one page.
func TestSwapAfterPage(t *testing.T) {
	t.Parallel()
	f := setupEmpty(t)
	f.Add(bookedMeeting("900000001", withInvitees("a", "b", "c", "d")))
	token := f.signIn("")
	f.SwapAfterPage("900000001", 0, 3)
	f.SwapAfterPage("900000001", 0, 9) // not that many
	for _, want := range [][]string{{"a", "b"}, {"d", "b"}, {"d", "b"}} {
		if got := f.mustGetDetail(token, "conferenceID=900000001&limit=2").names(); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
