package meeting_test

import (
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// Of the times that a meeting was held, the one is found that was in progress at a time.
func TestHeldAtATime(t *testing.T) {
	t.Parallel()
	held := func(uuid, start, end string) meeting.Conference {
		return meeting.Conference{ID: "900000000", UUID: meeting.Text(uuid), StartTime: meeting.Text(start), EndTime: meeting.Text(end)}
	}
	at := time.Date(2026, 11, 1, 10, 0, 20, 0, time.UTC)
	for _, tt := range []struct {
		name string
		past []meeting.Conference
		want string // UUID, "" for none
	}{
		{"nothing", nil, ""},
		{"as seen", []meeting.Conference{held("a", "2026-11-01 10:00", "2026-11-01 11:00")}, "a"},
		{"seen later", []meeting.Conference{held("a", "2026-11-01 09:10", "2026-11-01 11:00")}, "a"},
		{"seen late, already over", []meeting.Conference{held("a", "2026-11-01 09:10", "2026-11-01 09:59")}, "a"},
		{"begun late", []meeting.Conference{held("a", "2026-11-01 10:40", "2026-11-01 11:00")}, "a"},
		{"begun much later", []meeting.Conference{held("a", "2026-11-01 11:10", "2026-11-01 12:00")}, ""},
		{"over long before", []meeting.Conference{held("a", "2026-11-01 09:00", "2026-11-01 09:57")}, ""},
		{"the next one as well", []meeting.Conference{held("b", "2026-11-01 10:30", "2026-11-01 11:00"), held("a", "2026-11-01 10:00", "2026-11-01 10:20")}, "a"},
		{"the one before as well", []meeting.Conference{held("b", "2026-11-01 10:00", "2026-11-01 10:20"), held("a", "2026-11-01 08:00", "2026-11-01 10:00")}, "b"},
		{"without an end", []meeting.Conference{held("a", "2026-11-01 10:00", "")}, "a"},
		{"without a start", []meeting.Conference{held("a", "", "2026-11-01 11:00")}, ""},
		{"another meeting", []meeting.Conference{{ID: "911111111", UUID: "a", StartTime: "2026-11-01 10:00"}}, ""},
	} {
		c, _, a := withArchive(t, meeting.CacheOptions{Now: to})
		a.past = tt.past
		s, err := c.LongestHeld(t.Context(), "900000000", at, at)
		switch {
		case tt.want == "" && meeting.KindOf(err) != meeting.NotFound:
			t.Errorf("%s: %+v, %v, want %s", tt.name, s, err, meeting.NotFound)
		case tt.want != "" && (err != nil || s.Conference.UUID.String() != tt.want || !s.Ended):
			t.Errorf("%s: %+v, %v, want %s, ended", tt.name, s, err, tt.want)
		}
	}
}

// Of the times that a meeting was held between two, the longest is found, once the last
// one is known.
func TestLongestHeld(t *testing.T) {
	t.Parallel()
	held := func(uuid, start, end string) meeting.Conference {
		return meeting.Conference{ID: "900000000", UUID: meeting.Text(uuid), StartTime: meeting.Text("2026-11-01 " + start), EndTime: meeting.Text("2026-11-01 " + end)}
	}
	first, last := time.Date(2026, 11, 1, 10, 0, 20, 0, time.UTC), time.Date(2026, 11, 1, 10, 50, 20, 0, time.UTC)
	for _, tt := range []struct {
		name string
		past []meeting.Conference
		want string // UUID, "" for none
	}{
		{"the first", []meeting.Conference{held("b", "10:50", "10:55"), held("a", "10:00", "10:40")}, "a"},
		{"the last", []meeting.Conference{held("b", "10:50", "11:30"), held("a", "10:00", "10:20")}, "b"},
		{"one between", []meeting.Conference{held("c", "10:50", "10:55"), held("b", "10:10", "10:45"), held("a", "10:00", "10:05")}, "b"},
		{"not one before", []meeting.Conference{held("b", "10:50", "10:55"), held("a", "10:00", "10:20"), held("x", "08:00", "09:30")}, "a"},
		{"not one after", []meeting.Conference{held("x", "12:00", "14:00"), held("b", "10:50", "10:55"), held("a", "10:00", "10:20")}, "a"},
		{"the last is not there yet", []meeting.Conference{held("a", "10:00", "10:40")}, ""},
	} {
		c, _, a := withArchive(t, meeting.CacheOptions{Now: to})
		a.past = tt.past
		s, err := c.LongestHeld(t.Context(), "900000000", first, last)
		switch {
		case tt.want == "" && meeting.KindOf(err) != meeting.NotFound:
			t.Errorf("%s: %+v, %v, want %s", tt.name, s, err, meeting.NotFound)
		case tt.want != "" && (err != nil || s.Conference.UUID.String() != tt.want):
			t.Errorf("%s: %+v, %v, want %s", tt.name, s, err, tt.want)
		}
	}
}

// It is not answered from what was known of an earlier time.
func TestLongestHeldIsNotAnsweredFromMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		first := time.Now().Add(-30 * time.Hour)
		h.api.Add(meetingtest.Meeting{ID: "900000001", Subject: "Twice", Start: first, End: first.Add(time.Hour)})
		before, err := h.cache.History(t.Context(), "900000001")
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		h.api.Start("900000001")
		if _, err := h.cache.LongestHeld(t.Context(), "900000001", began, began); meeting.KindOf(err) != meeting.NotFound {
			t.Errorf("LongestHeld() while it is running = %v, want %s", err, meeting.NotFound)
		}
		pass(6 * time.Second)
		h.api.End("900000001")
		held, err := h.cache.LongestHeld(t.Context(), "900000001", began, began)
		if err != nil || held.Conference.UUID == before.Conference.UUID {
			t.Errorf("LongestHeld() = %+v, %v, want another time that it was held", held, err)
		}
	})
}
