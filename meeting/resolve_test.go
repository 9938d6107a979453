package meeting_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"meetingbot/meeting"
)

// room is a meeting in the cloud room 906118274.
func room(id, state, start, end string) meeting.Conference {
	return meeting.Conference{
		ID: meeting.Text(id), RoomNumber: "906118274", State: meeting.Text(state),
		StartTime: meeting.Text(start), EndTime: meeting.Text(end),
	}
}

// know makes the source know some meetings and nothing else.
func (s *source) know(ids ...string) {
	s.set(func(s *source) {
		s.err = nil
		s.unknown = func(id string) bool { return !slices.Contains(ids, id) }
	})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	const number = "906118274"
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	past := []meeting.Conference{{ID: "1", RoomNumber: number, UUID: "held", StartTime: "2026-11-01 10:00"}}
	soon := room("2", "Schedule", "2026-11-24 13:00", "2026-11-24 14:00")
	later := room("3", "Schedule", "2026-11-25 13:00", "2026-11-25 14:00")
	running := room("4", "Created", "2026-11-24 11:00", "2026-11-24 12:30")
	over := room("5", "Schedule", "2026-11-24 09:00", "2026-11-24 10:00")
	timeless := room("6", "Schedule", "", "")
	other := meeting.Conference{ID: "7", Subject: number, State: "Created"}
	itself := meeting.Conference{ID: number, State: "Schedule"}
	for _, tt := range []struct {
		name  string
		going []meeting.Conference
		past  []meeting.Conference
		known []string
		want  string // the id read, "ended", or "" for unknown
		gets  int    // details read
	}{
		{"known", nil, nil, []string{number}, number, 1},
		{"unknown", nil, nil, nil, "", 1},
		{"in a room", []meeting.Conference{soon}, nil, []string{"2"}, "2", 2},
		{"next to start", []meeting.Conference{later, soon}, nil, []string{"2", "3"}, "2", 2},
		{"running first", []meeting.Conference{later, soon, running}, past, []string{"2", "3", "4"}, "4", 2},
		{"over last", []meeting.Conference{over, later}, nil, []string{"3", "5"}, "3", 2},
		{"over at least", []meeting.Conference{over}, nil, []string{"5"}, "5", 2},
		{"without a time", []meeting.Conference{timeless, over}, nil, []string{"5", "6"}, "6", 2},
		{"ended meanwhile", []meeting.Conference{soon, later}, nil, []string{"3"}, "3", 3},
		{"another of that name", []meeting.Conference{other}, nil, []string{"7"}, "", 1},
		{"another, and a past", []meeting.Conference{other}, past, []string{"7"}, "ended", 1},
		{"listed by its own id only", []meeting.Conference{itself}, nil, nil, "", 2},
		{"ended", nil, past, nil, "ended", 1},
		{"many that are gone", []meeting.Conference{soon, later, running, over}, nil, []string{"5"}, "", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c, s, a := withArchive(t, meeting.CacheOptions{Now: func() time.Time { return now }})
			a.going, a.past = tt.going, tt.past
			s.know(tt.known...)
			for range 3 {
				got, err := c.Resolve(t.Context(), number)
				switch {
				case tt.want == "":
					if e := meeting.KindOf(err); got != nil || e != meeting.NotFound {
						t.Fatalf("Resolve() = %v, %v, want %s", got, err, meeting.NotFound)
					}
				case err != nil:
					t.Fatalf("Resolve() = %v, want %s", err, tt.want)
				case tt.want == "ended":
					if !got.Ended || got.Conference.UUID != "held" || got.Conference.Number() != number {
						t.Fatalf("Resolve() = %+v, want the ended one", got.Conference)
					}
				case got.Ended || got.Conference.ID.String() != tt.want:
					t.Fatalf("Resolve() = %+v, want %s", got.Conference, tt.want)
				}
			}
			s.wantCalls(t, tt.gets)
		})
	}
}

// What the API says of the number itself stands, even if the search for a cloud
// room or in the history fails. Only then it says so.
func TestResolveWhenSearchFails(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind, want meeting.Kind
		unsearched bool
	}{
		{meeting.Forbidden, meeting.NotFound, false},
		{meeting.Invalid, meeting.NotFound, false},
		{meeting.NotFound, meeting.NotFound, false},
		{meeting.Unavailable, meeting.NotFound, true},
		{meeting.Throttled, meeting.NotFound, true},
		{meeting.Garbled, meeting.NotFound, true},
		{meeting.SignInRefused, meeting.SignInRefused, false},
	} {
		for _, only := range []string{"", "List", "ListHistory"} {
			c, _, a := withArchive(t, meeting.CacheOptions{})
			a.err, a.failing = &meeting.Error{Op: "test", Kind: tt.kind}, only
			s, err := c.Resolve(t.Context(), "906118274")
			e, ok := errors.AsType[*meeting.Error](err)
			if s != nil || !ok || e.Kind != tt.want || e.Unsearched != tt.unsearched {
				t.Errorf("%s by %q: Resolve() = %v, %v, want %s, unsearched %v", tt.kind, only, s, err, tt.want, tt.unsearched)
			}
		}
	}
	for _, kind := range []meeting.Kind{meeting.Forbidden, meeting.Unavailable, meeting.Invalid} {
		c, s, a := withArchive(t, meeting.CacheOptions{})
		s.fail(kind)
		if s, err := c.Resolve(t.Context(), "906118274"); s != nil || meeting.KindOf(err) != kind {
			t.Errorf("Resolve() = %v, %v, want %s", s, err, kind)
		}
		a.wantCalls(t, "List", 0)
	}
}

// An ended meeting is shown by its own id even if the search among those to come
// fails. By the number of its room it is not: another may be going on there.
func TestResolveEndedWhenSearchFails(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]bool{"1": true, "906118274": false} {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.past = []meeting.Conference{{ID: "1", RoomNumber: "906118274", UUID: "held"}}
		a.err, a.failing = &meeting.Error{Op: "test", Kind: meeting.Unavailable}, "List"
		s, err := c.Resolve(t.Context(), number)
		if got := err == nil && s.Ended; got != want {
			t.Errorf("Resolve(%s) = %v, %v, want it found: %v", number, s, err, want)
		}
	}
}

// A meeting that leaves its room makes place for the next.
func TestResolveFollowsTheRoom(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	c, s, a := withArchive(t, meeting.CacheOptions{Now: func() time.Time { return now }})
	a.going = []meeting.Conference{
		room("1", "Created", "2026-11-24 11:00", "2026-11-24 12:30"), room("2", "Schedule", "2026-11-24 13:00", "2026-11-24 14:00"),
	}
	a.past = []meeting.Conference{{ID: "1", RoomNumber: "906118274", UUID: "held"}}
	for i, step := range []struct{ known, want string }{{"1", "1"}, {"1", "1"}, {"2", "2"}, {"", "ended"}} {
		now = now.Add(31 * time.Second)
		s.know(step.known)
		got, err := c.Resolve(t.Context(), "906118274")
		if err != nil || got.Ended != (step.want == "ended") || !got.Ended && got.Conference.ID.String() != step.want {
			t.Errorf("step %d: Resolve() = %+v, %v, want %s", i, got, err, step.want)
		}
	}
}

// What is remembered of a room is forgotten when its meeting turns out to be
// over.
func TestResolveForgetsWhatIsOver(t *testing.T) {
	t.Parallel()
	c, s, a := withArchive(t, meeting.CacheOptions{})
	a.going = []meeting.Conference{room("1", "Created", "2026-11-24 11:00", ""), room("2", "Schedule", "2026-11-24 13:00", "")}
	s.know("1", "2")
	if got, err := c.Resolve(t.Context(), "906118274"); err != nil || got.Conference.ID != "1" {
		t.Fatalf("Resolve() = %v, %v, want 1", got, err)
	}
	s.know("2")
	if _, err := c.Refresh(t.Context(), "1"); meeting.KindOf(err) != meeting.NotFound {
		t.Fatalf("Refresh() = %v, want %s", err, meeting.NotFound)
	}
	if got, err := c.Resolve(t.Context(), "906118274"); err != nil || got.Conference.ID != "2" {
		t.Errorf("Resolve() = %v, %v, want 2", got, err)
	}
}

// A meeting whose id is the number of a room with another meeting names that one. It is
// found out once, and remembered for readings to come.
func TestResolveNamesTheMeetingInTheRoom(t *testing.T) {
	t.Parallel()
	const number = "906118274"
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	running := room("4", "Created", "2026-11-24 11:00", "2026-11-24 12:30")
	soon := room("2", "Schedule", "2026-11-24 13:00", "2026-11-24 14:00")
	itself := room(number, "Created", "2026-11-24 11:00", "2026-11-24 12:30")
	for name, tt := range map[string]struct {
		going []meeting.Conference
		fails meeting.Kind
		want  string
		known bool
	}{
		"another one in the room": {[]meeting.Conference{itself, soon, running}, "", "4", true},
		"none":                    {nil, "", "", true},
		"itself":                  {[]meeting.Conference{itself}, "", "", true},
		"one of another number":   {[]meeting.Conference{{ID: "7", Subject: number}}, "", "", true},
		"no lists allowed":        {nil, meeting.Forbidden, "", true},
		"lists fail":              {nil, meeting.Unavailable, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, s, a := withArchive(t, meeting.CacheOptions{Now: func() time.Time { return now }})
			s.know(number)
			if a.going = tt.going; tt.fails != "" {
				a.err, a.failing = &meeting.Error{Op: "test", Kind: tt.fails}, "List"
			}
			got, err := c.Resolve(t.Context(), number)
			if err != nil || got.RoomMeeting != tt.want || got.RoomUnknown == tt.known {
				t.Fatalf("Resolve() = %+v, %v, want %q in the room, known %v", got, err, tt.want, tt.known)
			}
			if !tt.known || tt.fails != "" {
				return
			}
			if kept, ok := c.Peek(number); !ok || kept.RoomUnknown || kept.RoomMeeting != tt.want || kept.Version != got.Version {
				t.Errorf("Peek() = %+v, want what Resolve() said", kept)
			}
			anew, err := c.Refresh(t.Context(), number)
			if err != nil || anew.RoomUnknown || anew.RoomMeeting != tt.want || anew.Version == got.Version {
				t.Errorf("Refresh() = %+v, %v, want %q in the room still", anew, err, tt.want)
			}
			a.wantCalls(t, "List", 1)
		})
	}
}

// A reading that was not resolved does not say that no room has its number.
func TestGetDoesNotKnowOfRooms(t *testing.T) {
	t.Parallel()
	c, s, a := withArchive(t, meeting.CacheOptions{})
	s.know("906118274")
	got, err := c.Get(t.Context(), "906118274")
	if err != nil || !got.RoomUnknown || got.RoomMeeting != "" {
		t.Errorf("Get() = %+v, %v, want the room unknown", got, err)
	}
	a.wantCalls(t, "List", 0)
}
