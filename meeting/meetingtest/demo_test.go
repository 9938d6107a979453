package meetingtest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// setupDemo starts a server with the demo meetings at a time.
func setupDemo(t *testing.T, now time.Time) (*fixture, map[string]meetingtest.Meeting) {
	t.Helper()
	f := setup(t)
	f.now = now
	all := map[string]meetingtest.Meeting{}
	for _, m := range meetingtest.DemoMeetings(now) {
		f.Add(m)
		all[m.ID] = m
	}
	return f, all
}

// hasEnded reports whether a demo meeting has ended.
func hasEnded(m meetingtest.Meeting, now time.Time) bool {
	return m.State == "" && !m.End.IsZero() && m.End.Before(now)
}

func TestDemoMeetingsAtAnyHour(t *testing.T) {
	t.Parallel()
	for hour := 0; hour < 24; hour += 5 {
		now := time.Date(2026, 12, 31, hour, 59, 30, 0, time.UTC)
		f, all := setupDemo(t, now)
		token := f.signIn("")
		if len(all) < 12 {
			t.Fatalf("%d meetings with different IDs, want at least 12", len(all))
		}
		for id, m := range all {
			want := http.StatusOK
			if hasEnded(m, now) {
				want = http.StatusBadRequest
			}
			if got := f.getDetail(token, "conferenceID="+id); got.status != want {
				t.Errorf("at %v: %s %q = %d %s, want %d", now, id, m.Subject, got.status, got.body, want)
			}
			if !regexp.MustCompile(`^9\d{8}$`).MatchString(id) {
				t.Errorf("ID = %q, want nine digits", id)
			}
		}
	}
}

func TestDemoMeetingsAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	summarize := func(now time.Time) []string {
		var list []string
		for _, m := range meetingtest.DemoMeetings(now) {
			list = append(list, fmt.Sprint(m.ID, m.Subject, m.Booker, m.Room, len(m.Occurrences), m.Participants))
		}
		return list
	}
	if diff := cmp.Diff(summarize(noon()), summarize(noon().AddDate(0, 3, 1).Add(7*time.Hour))); diff != "" {
		t.Errorf("two calls differ:\n%s", diff)
	}
}

func TestDemoMeetingsAreVaried(t *testing.T) {
	t.Parallel()
	now := noon().Add(30 * time.Second)
	f, all := setupDemo(t, now)
	token := f.signIn("")
	has := map[string]bool{}
	for id, m := range all {
		if hasEnded(m, now) {
			continue
		}
		c := f.mustGetDetail(token, "conferenceID="+id).Conference
		has[fmt.Sprint("state ", c["conferenceState"])] = true
		has[fmt.Sprint("kind ", c["confType"])] = true
		has[fmt.Sprint("invited ", len(m.Participants))] = true
		has[fmt.Sprint("subject of ", utf8.RuneCountInString(m.Subject))] = true
		has["cloud room"] = has["cloud room"] || c["vmrFlag"] == 1.0 && c["vmrConferenceID"] != id
		has["zone"] = has["zone"] || c["timeZoneID"] != "56"
		has["recorded"] = has["recorded"] || m.AutoRecord && m.Config.WaitingRoom != nil && *m.Config.Restriction == 3
		has["running late"] = has["running late"] || !m.End.IsZero() && m.End.Before(now)
		has["soon"] = has["soon"] || m.Start.Sub(now) > 12*time.Minute-time.Second && m.Start.Sub(now) <= 13*time.Minute
		has["mrkdwn"] = has["mrkdwn"] || strings.Contains(m.Subject, "<!channel> & <https://evil.example|click>")
		has["Chinese"] = has["Chinese"] || strings.Contains(m.Subject, "产品") && m.Participants[3].Name > "一"
		has["every second week"] = has["every second week"] || m.Rule != nil && m.Rule.Interval == 2
		if slices.ContainsFunc(m.Participants, func(p meetingtest.Participant) bool { return p.Account == "ana" && p.Email == "" }) {
			has["accounts only"] = !slices.ContainsFunc(m.Participants, func(p meetingtest.Participant) bool { return p.Email != "" })
		}
		if m.Booker.Account == "ana" && m.Participants[0].Host && m.Participants[0].Email == "ana@example.com" {
			has["Ana's"] = true
		}
	}
	for _, want := range []string{
		"state Schedule", "state Created", "kind FUTURE", "kind IMMEDIATELY", "kind CYCLE", "invited 0", "invited 10",
		"invited 11", "invited 57", "invited 500", "subject of 128", "cloud room", "zone", "recorded", "running late", "soon",
		"mrkdwn", "Chinese", "every second week", "Ana's", "accounts only",
	} {
		if !has[want] {
			t.Errorf("no demo meeting for %q", want)
		}
	}
}

func TestDemoSeriesHaveOneMovedOccurrence(t *testing.T) {
	t.Parallel()
	for _, m := range meetingtest.DemoMeetings(noon()) {
		if m.Rule == nil {
			continue
		}
		moved, coming := 0, 0
		for i, o := range m.Occurrences {
			if o.Start.After(noon()) {
				coming++
			}
			if i > 0 && o.Start.Weekday() != m.Occurrences[0].Start.Weekday() {
				moved++
			}
		}
		if want := m.Rule.Interval - 1; moved != want || coming < 5 {
			t.Errorf("%s: %d moved, %d coming, want %d moved and at least 5 coming", m.Subject, moved, coming, want)
		}
	}
}

func TestDemoMeetingsHaveAttendees(t *testing.T) {
	t.Parallel()
	f, all := setupDemo(t, noon())
	token := f.signIn("")
	numbers := map[string]bool{}
	for _, p := range all["928473016"].Participants {
		numbers[p.Number] = true
	}
	seen, guests, secondDevices := map[string]bool{}, 0, 0
	for _, c := range f.Attendees("928473016") {
		switch {
		case !numbers[c.Number]:
			guests++
		case seen[c.Number]:
			secondDevices++
		}
		seen[c.Number] = true
	}
	if guests != 2 || secondDevices != 1 {
		t.Errorf("%d guests and %d second devices, want 2 and 1", guests, secondDevices)
	}
	past, _ := f.mustList(token, historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true&searchKey=Sprint")
	if len(past) != 1 || past[0]["conferenceState"] != "Destroyed" {
		t.Errorf("history = %v, want the sprint review", past)
	}
	if reviews, _ := f.mustList(token, listPath, "queryAll=true&searchKey=review"); len(reviews) < 3 {
		t.Errorf("search for review found %d, want at least 3", len(reviews))
	}
	if roomMeetings, _ := f.mustList(token, listPath, "queryAll=true&searchKey=906118274"); len(roomMeetings) != 2 {
		t.Errorf("%d meetings are held in the cloud room, want 2", len(roomMeetings))
	}
	series := all["942688130"].Occurrences
	if full := len(meetingtest.Repeat(series[0].Start, time.Hour, *all["942688130"].Rule)); len(series) != full-1 {
		t.Errorf("%d of %d occurrences, want one deleted", len(series), full)
	}
}
