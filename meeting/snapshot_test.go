package meeting_test

import (
	"slices"
	"strconv"
	"testing"

	"meetingbot/meeting"
)

func TestWholeListIsRead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		people, most, calls int
	}{
		{0, 0, 1},
		{1, 0, 1},
		{10, 0, 1},
		{57, 0, 1},
		{499, 0, 1},
		{500, 0, 1},
		{501, 0, 2},
		{999, 0, 2},
		{1000, 0, 3}, // pages overlap by one
		{1234, 0, 3},
		{57, 20, 3}, // a server whose pages are shorter than asked for
		{58, 20, 3},
		{60, 20, 4},
		{1234, 100, 13},
	} {
		s := newSource(tt.people)
		s.most = tt.most
		got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
		if !slices.Equal(got.Participants, s.people) || got.Count != tt.people {
			t.Errorf("%d people in pages of %d: %d read, count %d, want all in their order", tt.people, tt.most, len(got.Participants), got.Count)
		}
		s.wantCalls(t, tt.calls)
	}
}

func TestSourceIsAskedForPages(t *testing.T) {
	t.Parallel()
	s := newSource(1234)
	var asked []meeting.PageOptions
	s.before = func(_ int, o *meeting.PageOptions) { asked = append(asked, *o) }
	mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
	want := []meeting.PageOptions{{Limit: 500}, {Offset: 499, Limit: 500}, {Offset: 998, Limit: 500}} // each begins with the last one's end
	if !slices.Equal(asked, want) {
		t.Errorf("asked %+v, want %+v", asked, want)
	}
}

func TestOddServers(t *testing.T) {
	t.Parallel()
	all := invitees(0, 1234)
	for _, tt := range []struct {
		name   string
		source func(*source)
		want   []meeting.Participant
		count  int
		calls  int
	}{
		{
			"no count", func(s *source) { s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 0 } },
			all, 1234, 3,
		},
		{
			"no count and full pages", func(s *source) {
				s.people = all[:1000]
				s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 0 }
			},
			all[:1000], 1000, 3,
		},
		{
			"no count and a lower limit of its own", func(s *source) {
				s.people, s.most = all[:57], 20
				s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 0 }
			},
			all[:57], 57, 3,
		},
		{
			"a count that is too high", func(s *source) { s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 2000 } },
			all, 2000, 5, // the last one finds out what an offset means
		},
		{
			"a count that is too low", func(s *source) {
				s.people = all[:57]
				s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 5 }
			},
			all[:57], 57, 1,
		},
		{
			"the offset is ignored", func(s *source) {
				s.before = func(_ int, o *meeting.PageOptions) { o.Offset = 0 }
			},
			all[:500], 1234, 3,
		},
		{
			"the offset snaps to the last page", func(s *source) {
				s.before = func(_ int, o *meeting.PageOptions) { o.Offset = min(o.Offset, 734) }
			},
			all, 1234, 3,
		},
		{
			"equal invitees on a page", func(s *source) {
				s.people = []meeting.Participant{{Name: "guest"}, {Name: "guest"}, {Name: "guest"}}
			},
			[]meeting.Participant{{Name: "guest"}, {Name: "guest"}, {Name: "guest"}},
			3, 1,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSource(1234)
			tt.source(s)
			got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
			if !slices.Equal(got.Participants, tt.want) || got.Count != tt.count {
				t.Errorf("%d read, count %d, want %d of %d", len(got.Participants), got.Count, len(tt.want), tt.count)
			}
			s.wantCalls(t, tt.calls)
		})
	}
}

// A list that changes between two pages is read again from its start.
func TestListThatMoves(t *testing.T) {
	t.Parallel()
	s := newSource(1234)
	s.before = func(call int, _ *meeting.PageOptions) {
		if call == 2 { // somebody is invited between the first two pages
			s.people = append(invitees(5000, 5001), s.people...)
		}
	}
	got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
	if !slices.Equal(got.Participants, s.people) || got.Count != 1235 {
		t.Errorf("%d read, count %d, want the 1235 that there are now", len(got.Participants), got.Count)
	}
	s.wantCalls(t, 5) // two, and three anew
}

// A list that changes in every pass is read with its changes, nobody twice.
func TestListThatNeverKeepsStill(t *testing.T) {
	t.Parallel()
	s := newSource(1234)
	s.before = func(call int, _ *meeting.PageOptions) {
		s.people = append(invitees(5000+call, 5001+call), s.people...)
	}
	got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
	seen := map[meeting.Participant]bool{}
	for _, p := range got.Participants {
		if seen[p] {
			t.Fatalf("%s is there twice", p.Name)
		}
		seen[p] = true
	}
	if len(got.Participants) < 1234 || got.Count != len(got.Participants) {
		t.Errorf("%d read, count %d, want those of the last pass", len(got.Participants), got.Count)
	}
}

func TestPageThatFails(t *testing.T) {
	t.Parallel()
	s := newSource(1234)
	s.before = func(call int, _ *meeting.PageOptions) {
		s.err = nil
		if call == 3 {
			s.err = &meeting.Error{Kind: meeting.Unavailable}
		}
	}
	c := newCache(t, s, meeting.CacheOptions{})
	if got, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
		t.Errorf("Get() = %v, %v, want %s: half a list is no list", got, err, meeting.Unavailable)
	}
	if got := mustGet(t, c, "1"); len(got.Participants) != 1234 {
		t.Errorf("%d read, want 1234", len(got.Participants))
	}
}

func TestReadingIsCapped(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ people, most, want, calls int }{
		{12_345, 0, 10_000, 20},
		{12_345, 20, 2_000, 100},
	} {
		s := newSource(tt.people)
		s.most = tt.most
		got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
		if len(got.Participants) != tt.want || got.Count != tt.people {
			t.Errorf("%d read, count %d, want %d of %d", len(got.Participants), got.Count, tt.want, tt.people)
		}
		s.wantCalls(t, tt.calls)
	}
}

// Each reading has a version of its own, also of different meetings.
func TestVersions(t *testing.T) {
	t.Parallel()
	c := newCache(t, newSource(1), meeting.CacheOptions{})
	seen := map[uint64]bool{}
	for i := range 10 {
		s := mustGet(t, c, strconv.Itoa(i))
		if seen[s.Version] || s.Version == 0 {
			t.Errorf("version %d came twice or is zero", s.Version)
		}
		seen[s.Version] = true
	}
}
