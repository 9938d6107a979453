package main

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting/meetingtest"
)

// setMeetings points the environment at a simulated Meeting API.
func setMeetings(t *testing.T) *meetingtest.Server {
	t.Helper()
	t.Chdir(t.TempDir())
	api := meetingtest.New(meetingtest.Options{AppID: "app-3", AppKey: "app-key-4"})
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	setRequired(t)
	t.Setenv("MEETING_API_URL", server.URL)
	return api
}

//nolint:paralleltest // the environment is shared
func TestLookup(t *testing.T) {
	api := setMeetings(t)
	api.Add(meetingtest.Meeting{
		ID: "123456789", Subject: "Weekly\x1b[31m sync", Start: time.Date(2030, 5, 6, 7, 0, 0, 0, time.UTC),
		End: time.Date(2030, 5, 6, 8, 30, 0, 0, time.UTC), Participants: meetingtest.People(57),
	})
	api.Add(meetingtest.Meeting{
		ID: "223456789", Subject: "Rooms", Start: time.Date(2030, 5, 6, 7, 0, 0, 0, time.UTC), End: time.Date(2030, 5, 6, 8, 0, 0, 0, time.UTC),
		Participants: []meetingtest.Participant{{Name: "Hall", Type: "terminal"}, {Name: "Ana", Type: "normal"}},
	})
	api.Add(meetingtest.Meeting{
		ID: "323456789", Subject: "Call 13800138009", Start: time.Date(2030, 5, 6, 7, 0, 0, 0, time.UTC), End: time.Date(2030, 5, 6, 8, 0, 0, 0, time.UTC),
		Booker: meetingtest.Booker{Name: "Zhang San <zhang.san@example.com>"},
		Participants: []meetingtest.Participant{
			{Name: "Jane Doe (jane.doe@example.com)", Email: "Jane.Doe@Example.com", Department: "Sales +86 139 1234 0002"}, {Name: "13800138000"},
		},
	})
	tests := []struct {
		name  string
		args  []string
		code  int
		wants []string
		lacks []string
	}{
		{
			"the documentation's meeting",
			[]string{"914083136"},
			exitDone,
			[]string{"user01's meeting", "914083136", "2019-12-18 07:28 UTC", "user8002", "1-1 of 1", "1. user01", "https://c.meeting.huaweicloud.com/#/j/914083136/9505"},
			[]string{"6a30b8b5a325105da031442627828e496f91021ece36405f", "+991116003815", "+99111****815"},
		},
		{
			"a page of many, by link",
			[]string{"https://c.meeting.huaweicloud.com/#/j/123456789/abc", "--offset", "50", "--limit", "10"},
			exitDone,
			[]string{"2030-05-06 07:00 UTC", "51-57 of 57", "57. "},
			[]string{"\x1b", "58. "},
		},
		{"as JSON", []string{"914083136", "--json"}, exitDone, []string{`"scheduserName": "user8002"`}, []string{"6a30b8b5a325105da031442627828e496f91021ece36405f"}},
		{
			"names with addresses",
			[]string{"323456789"},
			exitDone,
			[]string{"Call 13800138009", "Zhang San\n", "1. Jane Doe - Sales\n", "2. (no name)\n"},
			[]string{"@", "13800138000"},
		},
		{
			"names with addresses as JSON",
			[]string{"323456789", "--json"},
			exitDone,
			[]string{"Call 13800138009", `"Zhang San"`, `"Jane Doe"`, `"Sales"`},
			[]string{"@", "13800138000"},
		},
		{
			"personal data",
			[]string{"323456789", "--personal"},
			exitDone,
			[]string{"<zhang.san@example.com>", "(jane.doe@example.com)", "- Sales +86 139 1234 0002", "2. 13800138000"},
			nil,
		},
		{"personal data as JSON", []string{"323456789", "--json", "--personal"}, exitDone, []string{"<zhang.san@example.com>", `"Jane.Doe@Example.com"`}, nil},
		{"as they are", []string{"223456789", "--x-type", "0"}, exitDone, []string{"1. Hall", "2. Ana", "1-2 of 2"}, nil},
		{"told apart", []string{"223456789", "--x-type", "1"}, exitDone, []string{"1. Ana", "2. Hall", "1-2 of 2"}, nil},
		{"people only", []string{"223456789", "--x-type", "2", "--x-query-type", "0"}, exitDone, []string{"1. Ana", "1-1 of 1"}, []string{"Hall"}},
		{"terminals only", []string{"223456789", "--x-type=2", "--x-query-type=1"}, exitDone, []string{"1. Hall", "1-1 of 1"}, []string{"Ana"}},
		{"type 3", []string{"223456789", "--x-type", "3"}, exitUsage, []string{"--x-type must be 0, 1 or 2, got 3"}, nil},
		{"type -1", []string{"223456789", "--x-type=-1"}, exitUsage, []string{"--x-type must be 0, 1 or 2, got -1"}, nil},
		{"no number as type", []string{"223456789", "--x-type", "both"}, exitUsage, []string{"--x-type"}, nil},
		{"query type 2", []string{"223456789", "--x-type", "2", "--x-query-type", "2"}, exitUsage, []string{"--x-query-type must be 0 or 1, got 2"}, nil},
		{"query type alone", []string{"223456789", "--x-query-type", "0"}, exitUsage, []string{"--x-query-type requires --x-type 2"}, nil},
		{"query type with type 1", []string{"223456789", "--x-type", "1", "--x-query-type", "1"}, exitUsage, []string{"--x-query-type requires --x-type 2"}, nil},
		{"unknown", []string{"999999999"}, exitFailed, []string{"MMC.111070005", "has ended"}, nil},
		{"no number", []string{"budget"}, exitUsage, []string{"ID must be"}, nil},
		{"too many at once", []string{"914083136", "--limit", "501"}, exitUsage, []string{"--limit must be 0 to 500, got 501"}, nil},
		{"fewer than none", []string{"914083136", "--limit=-1"}, exitUsage, []string{"--limit must be 0 to 500, got -1"}, nil},
		{"before the first", []string{"914083136", "--offset=-1"}, exitUsage, []string{"--offset must be 0 or more, got -1"}, nil},
		{"a long search", []string{"914083136", "--search", strings.Repeat("é", 129)}, exitUsage, []string{"--search must have at most 128 characters, got 129"}, nil},
		{"the longest search", []string{"914083136", "--search", strings.Repeat("é", 128)}, exitDone, []string{"none of 0"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if got := run(t.Context(), append([]string{"lookup"}, tt.args...), &out, &out); got != tt.code {
				t.Errorf("lookup %q = %d, want %d", tt.args, got, tt.code)
			}
			for _, want := range tt.wants {
				if !strings.Contains(out.String(), want) {
					t.Errorf("lookup %q prints no %q:\n%s", tt.args, want, out.String())
				}
			}
			for _, lack := range tt.lacks {
				if strings.Contains(out.String(), lack) {
					t.Errorf("lookup %q prints %q:\n%s", tt.args, lack, out.String())
				}
			}
			if len(tt.args) > 1 && tt.args[1] == "--json" && !json.Valid([]byte(out.String())) {
				t.Errorf("lookup %q prints no JSON:\n%s", tt.args, out.String())
			}
		})
	}
}

func TestLookupNeedsNoSlack(t *testing.T) {
	setMeetings(t)
	t.Setenv("SLACK_SIGNING_SECRET", "")
	t.Setenv("SLACK_BOT_TOKEN", "")
	var out strings.Builder
	if got := run(t.Context(), []string{"lookup", "914083136"}, &out, &out); got != exitDone {
		t.Errorf("lookup = %d, want %d:\n%s", got, exitDone, out.String())
	}
}

func TestLookupExplainsASignInError(t *testing.T) {
	setMeetings(t)
	t.Setenv("MEETING_APP_KEY", "another-key-5")
	var out strings.Builder
	if got := run(t.Context(), []string{"lookup", "914083136"}, &out, &out); got != exitFailed {
		t.Errorf("lookup = %d, want %d", got, exitFailed)
	}
	if !strings.Contains(out.String(), "MEETING_APP_KEY") || !strings.Contains(out.String(), "USG.206010025") {
		t.Errorf("lookup does not say what to fix:\n%s", out.String())
	}
	if strings.Contains(out.String(), "another-key-5") {
		t.Errorf("lookup prints the key:\n%s", out.String())
	}
}
