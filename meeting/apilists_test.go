package meeting_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// newBusyFixture is a fixture with the demo meetings.
func newBusyFixture(t *testing.T) *fixture {
	t.Helper()
	h := newFixture(t, meetingtest.Options{}, testCredentials())
	for _, m := range meetingtest.DemoMeetings(time.Now()) {
		h.api.Add(m)
	}
	return h
}

func subjects(l *meeting.Listing) []string {
	var list []string
	for _, m := range l.Conferences {
		list = append(list, m.Subject.String())
	}
	return list
}

func TestAPIFind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newBusyFixture(t)
		for search, want := range map[string][]string{
			"review":        {"Incident review: the night of the long queue", "Design review: first steps for new teams", "Budget review"},
			"路线图":           {"第四季度产品路线图评审"},
			"Ngozi Okafor":  {"Harbour pilots: office hours", "Customer call: harbour pilots"},
			"928473016":     {"Quarterly planning"},
			"there is none": nil,
		} {
			l, err := h.cache.Find(t.Context(), search)
			if err != nil || !slices.Equal(subjects(l), want) || l.Count != len(want) {
				t.Errorf("Find(%q) = %q, count %d, %v, want %q", search, subjects(l), l.Count, err, want)
			}
		}
		all, err := h.cache.Find(t.Context(), "")
		if err != nil || len(all.Conferences) < 18 || all.Count != len(all.Conferences) {
			t.Errorf("Find() of everything = %d meetings, %v", len(all.Conferences), err)
		}
		for i, m := range all.Conferences[1:] {
			before, _ := all.Conferences[i].Start()
			if at, _ := m.Start(); at.Before(before) {
				t.Errorf("%s at %v comes after %v", m.Subject, at, before)
			}
		}
	})
}

func TestAPIFindsManyMeetings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		for i := range 700 {
			h.api.Add(meetingtest.Meeting{ID: strconv.Itoa(900000000 + i), Subject: "One of many", Start: time.Now().Add(time.Duration(i) * time.Hour)})
		}
		l, err := h.cache.Find(t.Context(), "many")
		if err != nil || len(l.Conferences) != 500 || l.Count != 700 {
			t.Errorf("Find() = %d of %d, %v, want 500 of 700", len(l.Conferences), l.Count, err)
		}
		if l, err := h.cache.ListAll(t.Context()); err != nil || len(l.Conferences) < 700 || l.Count != len(l.Conferences) {
			t.Errorf("ListAll() = %d of %d, %v, want all of them", len(l.Conferences), l.Count, err)
		}
		pages := 0
		for offset := 0; ; pages++ {
			p, err := h.client.Conferences.List(t.Context(), meeting.ListOptions{All: true, PageOptions: meeting.PageOptions{Offset: offset, Limit: 150, SearchKey: "many"}})
			if err != nil {
				t.Fatal(err)
			}
			if offset += len(p.Data); len(p.Data) == 0 {
				break
			}
		}
		if pages != 5 {
			t.Errorf("%d pages of 150, want 5", pages)
		}
	})
}

func TestAPIWhoMayList(t *testing.T) {
	t.Parallel()
	for user, want := range map[string]int{"": 2, "ana": 1, "boss": 2, "nobody": 0} {
		synctest.Test(t, func(t *testing.T) {
			creds := testCredentials()
			creds.UserID = user
			h := newFixture(t, meetingtest.Options{Admins: []string{"boss"}}, creds)
			h.api.Remove("914083136")
			h.api.Remove("969304019")
			h.api.Add(meetingtest.Meeting{ID: "900000001", Booker: meetingtest.Booker{Account: "ana"}})
			h.api.Add(meetingtest.Meeting{ID: "900000002", Booker: meetingtest.Booker{Account: "zoe"}})
			l, err := h.cache.Find(t.Context(), "")
			if err != nil || len(l.Conferences) != want {
				t.Errorf("%q finds %d, %v, want %d", user, len(l.Conferences), err, want)
			}
			account, err := h.client.Identity(t.Context())
			if err != nil || account.Administers() != (user == "" || user == "boss") {
				t.Errorf("%q administers: %v, %v", user, account.Administers(), err)
			}
		})
	}
}

// Somebody on two devices counts once, and strangers are told from invitees.
func TestAPIOnline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newBusyFixture(t)
		const id = "928473016"
		s, err := h.cache.Get(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		in, err := h.cache.Attendees(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		joined, uninvited := in.MatchInvitees(s.Participants)
		if in.Connections != 26 || len(in.People) != 25 || len(joined) != 23 || len(uninvited) != 2 {
			t.Errorf("%d connections of %d people: %d joined, %d uninvited, want 26, 25, 23, 2",
				in.Connections, len(in.People), len(joined), len(uninvited))
		}
		if !in.People[0].Host() || in.People[0].Name != "Leonor Duarte" {
			t.Errorf("the first is %+v, want the host", in.People[0])
		}
		h.api.Leave(id, "Leonor Duarte")
		h.api.Join(id, meetingtest.Attendee{Name: "Zoe", Account: "zoe"})
		if again, _ := h.cache.Attendees(t.Context(), id); again != in {
			t.Error("a fresh answer was not kept")
		}
		pass(11 * time.Second)
		in, err = h.cache.Attendees(t.Context(), id)
		if err != nil || len(in.People) != 25 || in.People[24].Account != "zoe" || in.People[0].Name == "Leonor Duarte" {
			t.Errorf("after one left and one came: %v, %v", in, err)
		}
		if _, err := h.cache.Attendees(t.Context(), "916204385"); meeting.KindOf(err) != meeting.NotFound {
			t.Errorf("Online() of what has not begun = %v, want %s", err, meeting.NotFound)
		}
	})
}

func TestAPIResolve(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newBusyFixture(t)
		const number = "906118274" // a cloud room
		resolve := func(number string) *meeting.Snapshot {
			t.Helper()
			s, err := h.cache.Resolve(t.Context(), number)
			if err != nil {
				t.Fatalf("Resolve(%s) = %v", number, err)
			}
			return s
		}
		if s := resolve("916204385"); s.Ended || s.Conference.ID != "916204385" || h.api.Calls("") != 3 {
			t.Errorf("Resolve() of a known meeting = %s after %d calls, want it after 3: to sign in, to read it, and whether a room has that number", s.Conference.ID, h.api.Calls(""))
		}
		if s := resolve(number); s.Conference.ID != "986610273" || s.Conference.Number() != number || len(s.Participants) != 8 {
			t.Errorf("the room's = %s with %d invited, want the running one", s.Conference.ID, len(s.Participants))
		}
		calls := h.api.Calls("")
		resolve(number)
		if n := h.api.Calls(""); n != calls {
			t.Errorf("%d more calls for what is fresh", n-calls)
		}
		h.api.End("986610273")
		pass(31 * time.Second)
		if s := resolve(number); s.Conference.ID != "951037264" || s.Ended {
			t.Errorf("the room's = %s, want the next to start", s.Conference.ID)
		}
		h.api.Cancel("951037264")
		pass(31 * time.Second)
		s := resolve(number)
		if s.Conference.ID != "986610273" || !s.Ended || s.Conference.State != meeting.StateEnded || s.Conference.UUID == "" || len(s.Participants) != 8 {
			t.Errorf("the room's = %+v, want the ended one", s.Conference)
		}
		if _, err := h.cache.Resolve(t.Context(), "900000000"); meeting.KindOf(err) != meeting.NotFound || !strings.Contains(err.Error(), "MMC.111070005") {
			t.Errorf("Resolve() of nothing = %v, want the API's own refusal", err)
		}
	})
}

func TestAPIHistory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newBusyFixture(t)
		s, err := h.cache.History(t.Context(), "991427358")
		if err != nil {
			t.Fatal(err)
		}
		c := s.Conference
		if c.Subject != "Sprint review" || !s.Ended || c.State != meeting.StateEnded || !bool(c.HasRecord) || len(s.Participants) != 11 {
			t.Errorf("History() = %+v with %d invited, want the sprint review with 11", c, len(s.Participants))
		}
		a, err := h.cache.Attendance(t.Context(), c.UUID.String())
		if err != nil || len(a.Visits) != 11 || a.People != 10 {
			t.Fatalf("Attendance() = %+v, %v, want 11 visits of 10 people", a, err)
		}
		d, err := h.client.Conferences.GetHistory(t.Context(), c.UUID.String(), meeting.DetailOptions{})
		if err != nil || d.Conference.UUID != c.UUID || d.Conference.State != "" {
			t.Errorf("GetHistory() = %+v, %v, want the UUID that it was asked for", d, err)
		}
		start, _ := c.Start()
		end, _ := c.End()
		spent := map[time.Duration]int{}
		for _, v := range a.Visits {
			joined, ok := v.Joined()
			left, too := v.Left()
			if !ok || !too || joined.Before(start) || left.After(end) {
				t.Errorf("%s was there from %v to %v, want between %v and %v", v.Name, joined, left, start, end)
			}
			spent[left.Sub(joined)]++
		}
		if spent[20*time.Minute] != 1 || spent[48*time.Minute] != 1 || spent[57*time.Minute] != 1 || spent[time.Hour] != 8 {
			t.Errorf("time spent = %v", spent)
		}
		if _, err := h.cache.Attendance(t.Context(), "nothing"); meeting.KindOf(err) != meeting.NotFound {
			t.Errorf("Attendance() of nothing = %v, want %s", err, meeting.NotFound)
		}
		if _, err := h.cache.History(t.Context(), "928473016"); meeting.KindOf(err) != meeting.NotFound {
			t.Errorf("History() of what runs = %v, want %s", err, meeting.NotFound)
		}
	})
}

// A series has been held several times: the latest is meant.
func TestAPIHistoryOfASeries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newBusyFixture(t)
		s, err := h.cache.History(t.Context(), "935150742")
		if err != nil {
			t.Fatal(err)
		}
		start, _ := s.Conference.Start()
		if ago := time.Since(start); ago <= 0 || ago > 7*24*time.Hour {
			t.Errorf("the latest holding was %v ago, want within a week", ago)
		}
		p, err := h.client.Conferences.ListHistory(t.Context(), meeting.HistoryOptions{
			From: time.Now().AddDate(-1, 0, 0), To: time.Now(), All: true, PageOptions: meeting.PageOptions{SearchKey: "935150742"},
		})
		if err != nil || len(p.Data) != 3 {
			t.Errorf("held %d times, %v, want 3", len(p.Data), err)
		}
	})
}

func TestAPIListsWithProblems(t *testing.T) {
	t.Parallel()
	type asking = func(ctx context.Context, c *meeting.Account, uuid string) error
	for name, tt := range map[string]struct {
		endpoint string
		ask      asking
	}{
		"Find": {meetingtest.EndpointList, func(ctx context.Context, c *meeting.Account, _ string) error { return second(c.Find(ctx, "review")) }},
		"Online": {meetingtest.EndpointAttendees, func(ctx context.Context, c *meeting.Account, _ string) error {
			return second(c.Attendees(ctx, "928473016"))
		}},
		"History": {meetingtest.EndpointHistory, func(ctx context.Context, c *meeting.Account, _ string) error {
			return second(c.History(ctx, "991427358"))
		}},
		"Attendance": {meetingtest.EndpointAttendance, func(ctx context.Context, c *meeting.Account, uuid string) error {
			return second(c.Attendance(ctx, uuid))
		}},
		"Resolve": {meetingtest.EndpointList, func(ctx context.Context, c *meeting.Account, _ string) error {
			return second(c.Resolve(ctx, "906118274"))
		}},
	} {
		for kind, problem := range map[meeting.Kind]func(s *meetingtest.Server, endpoint string){
			meeting.Unavailable: func(s *meetingtest.Server, endpoint string) { s.Fail(endpoint, -1, 500, "MMC.111071008") },
			meeting.Throttled:   func(s *meetingtest.Server, endpoint string) { s.Throttle(endpoint, -1, time.Second) },
			meeting.Garbled:     func(s *meetingtest.Server, endpoint string) { s.Corrupt(endpoint, -1) },
		} {
			synctest.Test(t, func(t *testing.T) {
				h := newBusyFixture(t)
				s, err := h.cache.History(t.Context(), "991427358")
				if err != nil {
					t.Fatal(err)
				}
				problem(h.api, tt.endpoint)
				want := kind
				if name == "Resolve" {
					want = meeting.NotFound // the API has said so
				}
				if err := tt.ask(t.Context(), newCache(t, h.client.Conferences, meeting.CacheOptions{}), s.Conference.UUID.String()); meeting.KindOf(err) != want {
					t.Errorf("%s = %v, want %s", name, err, want)
				}
			})
		}
	}
}
