package meetingtest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

// lively serves the lively meetings of a moment.
func setupDemo(t *testing.T, now time.Time) (*fixture, map[string]meetingtest.Meeting) {
	t.Helper()
	w := setup(t)
	w.now = now
	all := map[string]meetingtest.Meeting{}
	for _, m := range meetingtest.DemoMeetings(now) {
		w.Add(m)
		all[m.ID] = m
	}
	return w, all
}

// over reports whether a lively meeting has ended.
func hasEnded(m meetingtest.Meeting, now time.Time) bool {
	return m.State == "" && !m.End.IsZero() && m.End.Before(now)
}

func TestLivelyMeetingsAreThereAtAnyHour(t *testing.T) {
	t.Parallel()
	for hour := 0; hour < 24; hour += 5 {
		now := time.Date(2026, 12, 31, hour, 59, 30, 0, time.UTC)
		w, all := setupDemo(t, now)
		token := w.signIn("")
		if len(all) < 12 {
			t.Fatalf("%d meetings with IDs of their own, want a dozen", len(all))
		}
		for id, m := range all {
			want := http.StatusOK
			if hasEnded(m, now) {
				want = http.StatusBadRequest
			}
			if got := w.getDetail(token, "conferenceID="+id); got.status != want {
				t.Errorf("at %v: %s %q = %d %s, want %d", now, id, m.Subject, got.status, got.body, want)
			}
			if !regexp.MustCompile(`^9\d{8}$`).MatchString(id) {
				t.Errorf("ID = %q, want nine digits", id)
			}
		}
	}
}

func TestLivelyMeetingsStayTheSame(t *testing.T) {
	t.Parallel()
	strip := func(now time.Time) []string {
		var list []string
		for _, m := range meetingtest.DemoMeetings(now) {
			list = append(list, fmt.Sprint(m.ID, m.Subject, m.Booker, m.Room, len(m.Occurrences), m.Participants))
		}
		return list
	}
	if diff := cmp.Diff(strip(noon()), strip(noon().AddDate(0, 3, 1).Add(7*time.Hour))); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
}

func TestLivelyMeetingsAreVaried(t *testing.T) {
	t.Parallel()
	now := noon().Add(30 * time.Second)
	w, all := setupDemo(t, now)
	token := w.signIn("")
	has := map[string]bool{}
	for id, m := range all {
		if hasEnded(m, now) {
			continue
		}
		c := w.mustGetDetail(token, "conferenceID="+id).Conference
		has[fmt.Sprint("state ", c["conferenceState"])] = true
		has[fmt.Sprint("kind ", c["confType"])] = true
		has[fmt.Sprint("invited ", len(m.Participants))] = true
		has[fmt.Sprint("subject of ", utf8.RuneCountInString(m.Subject))] = true
		has["cloud room"] = has["cloud room"] || c["vmrFlag"] == 1.0 && c["vmrConferenceID"] != id
		has["zone"] = has["zone"] || c["timeZoneID"] != "56"
		has["recorded"] = has["recorded"] || m.AutoRecord && m.Config.WaitingRoom != nil && *m.Config.Restriction == 3
		has["overrun"] = has["overrun"] || !m.End.IsZero() && m.End.Before(now)
		has["soon"] = has["soon"] || m.Start.Sub(now) > 12*time.Minute-time.Second && m.Start.Sub(now) <= 13*time.Minute
		has["mrkdwn"] = has["mrkdwn"] || strings.Contains(m.Subject, "<!channel> & <https://evil.example|click>")
		has["Chinese"] = has["Chinese"] || strings.Contains(m.Subject, "产品") && m.Participants[3].Name > "一"
		has["every second week"] = has["every second week"] || m.Rule != nil && m.Rule.Interval == 2
		if m.Booker.Account == "ana" && m.Participants[0].Host && m.Participants[0].Email == "ana@example.com" {
			has["Ana's"] = true
		}
	}
	for _, want := range []string{
		"state Schedule", "state Created", "kind FUTURE", "kind IMMEDIATELY", "kind CYCLE", "invited 0", "invited 10",
		"invited 11", "invited 57", "invited 500", "subject of 128", "cloud room", "zone", "recorded", "overrun", "soon",
		"mrkdwn", "Chinese", "every second week", "Ana's",
	} {
		if !has[want] {
			t.Errorf("no lively meeting for %q", want)
		}
	}
}

func TestLivelySeriesHaveOneMovedOccurrence(t *testing.T) {
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

func TestLivelyMeetingsAreAboutPeople(t *testing.T) {
	t.Parallel()
	w, all := setupDemo(t, noon())
	token := w.signIn("")
	numbers := map[string]bool{}
	for _, p := range all["928473016"].Participants {
		numbers[p.Number] = true
	}
	seen, strangers, twice := map[string]bool{}, 0, 0
	for _, c := range w.Attendees("928473016") {
		switch {
		case !numbers[c.Number]:
			strangers++
		case seen[c.Number]:
			twice++
		}
		seen[c.Number] = true
	}
	if strangers != 2 || twice != 1 {
		t.Errorf("%d strangers and %d with two devices are in, want 2 and 1", strangers, twice)
	}
	past, _ := w.mustList(token, historyPath, historyRange(24*time.Hour, 0)+"&queryAll=true&searchKey=Sprint")
	if len(past) != 1 || past[0]["conferenceState"] != "Destroyed" {
		t.Errorf("over = %v, want the sprint review", past)
	}
	if reviews, _ := w.mustList(token, listPath, "queryAll=true&searchKey=review"); len(reviews) < 3 {
		t.Errorf("%d reviews are found, want several", len(reviews))
	}
	if tenants, _ := w.mustList(token, listPath, "queryAll=true&searchKey=906118274"); len(tenants) != 2 {
		t.Errorf("%d meetings are held in the cloud room, want 2", len(tenants))
	}
	series := all["942688130"].Occurrences
	if full := len(meetingtest.Repeat(series[0].Start, time.Hour, *all["942688130"].Rule)); len(series) != full-1 {
		t.Errorf("%d of %d occurrences, want one deleted", len(series), full)
	}
}
