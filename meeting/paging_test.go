package meeting_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// everybody is a meeting with people on its list, in it, and in the past.
const everybody = "900000001"

func withPeople(n int) meetingtest.Meeting {
	return meetingtest.Meeting{ID: everybody, Subject: "Everybody", Start: time.Now().Add(-time.Hour), End: time.Now().Add(time.Hour), Participants: meetingtest.People(n)}
}

// However the API pages its lists, everybody is read, and the next reading asks for
// no more than it has to.
func TestAPIPagesInItsOwnWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		paging      meetingtest.Paging
		people      int
		first, next int // questions that the first and the next reading take
	}{
		{"as documented", meetingtest.Paging{}, 57, 1, 1},
		{"refuses more than 499", meetingtest.Paging{MaxLimit: 499}, 57, 3, 1},
		{"refuses more than 100", meetingtest.Paging{MaxLimit: 100}, 57, 3, 1},
		{"refuses more than 100", meetingtest.Paging{MaxLimit: 100}, 1234, 15, 13},
		{"refuses more than 50", meetingtest.Paging{MaxLimit: 50}, 57, 5, 2},
		{"refuses more than 20", meetingtest.Paging{MaxLimit: 20}, 57, 6, 3},
		{"refuses more than 20, with few people", meetingtest.Paging{MaxLimit: 20}, 7, 2, 2},
		{"refuses more than 10", meetingtest.Paging{MaxLimit: 10}, 57, 11, 7},
		{"gives 20 at most", meetingtest.Paging{LongestPage: 20}, 57, 3, 3},
		{"gives 10 at most", meetingtest.Paging{LongestPage: 10}, 57, 7, 7},
		{"gives 20 at most", meetingtest.Paging{LongestPage: 20}, 60, 4, 4},
		{"gives 20 at most and has pages as offsets", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: true}, 57, 4, 3},
		{"gives 20 at most and has pages as offsets", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: true}, 1234, 63, 62},
		{"has pages as offsets", meetingtest.Paging{OffsetCountsPages: true}, 57, 1, 1},
		{"has pages as offsets", meetingtest.Paging{OffsetCountsPages: true}, 1234, 4, 3},
		{"has pages as offsets and repeats the last one", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: true, LastPageRepeats: true}, 57, 4, 3},
		{"refuses more than 20 and has pages as offsets", meetingtest.Paging{MaxLimit: 20, OffsetCountsPages: true}, 57, 7, 3},
		{"says no count", meetingtest.Paging{NoCount: true}, 57, 3, 2},
		{"says no count and gives 20 at most", meetingtest.Paging{NoCount: true, LongestPage: 20}, 57, 3, 3},
		{"says no count and has pages as offsets", meetingtest.Paging{NoCount: true, LongestPage: 20, OffsetCountsPages: true}, 57, 4, 3},
	} {
		t.Run(fmt.Sprint(tt.name, ", ", tt.people), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newFixture(t, meetingtest.Options{}, testCredentials())
				m := withPeople(tt.people)
				h.api.Add(m)
				h.api.Page("", tt.paging)
				for i, calls := range []int{tt.first, tt.next} {
					before := h.api.Calls(meetingtest.EndpointDetail)
					s, err := h.cache.Refresh(t.Context(), everybody)
					if err != nil {
						t.Fatal(err)
					}
					if s.Count != tt.people || len(s.Participants) != tt.people {
						t.Fatalf("reading %d: %d of %d, want %d", i, len(s.Participants), s.Count, tt.people)
					}
					for j, p := range s.Participants {
						if p.Account.String() != m.Participants[j].Account {
							t.Fatalf("reading %d: invitee %d is %s, want %s", i, j, p.Account, m.Participants[j].Account)
						}
					}
					if n := h.api.Calls(meetingtest.EndpointDetail) - before; n != calls {
						t.Errorf("reading %d took %d questions, want %d", i, n, calls)
					}
				}
			})
		})
	}
}

// The other lists are read whole as well, however they are paged.
func TestAPIOtherListsInItsOwnWay(t *testing.T) {
	t.Parallel()
	setUp := func(t *testing.T) *fixture {
		t.Helper()
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		h.api.Add(withPeople(57))
		for i := range 57 {
			h.api.Join(everybody, meetingtest.Attendee{Name: "x", Account: strconv.Itoa(i), Number: "+99" + strconv.Itoa(i)})
			h.api.Add(meetingtest.Meeting{ID: strconv.Itoa(800000000 + i), Subject: "many", Start: time.Now().Add(time.Hour), End: time.Now().Add(2 * time.Hour)})
		}
		pass(time.Minute)
		return h
	}
	for _, paging := range []meetingtest.Paging{
		{MaxLimit: 100}, {MaxLimit: 20}, {LongestPage: 20}, {LongestPage: 20, OffsetCountsPages: true}, {MaxLimit: 50, OffsetCountsPages: true}, {NoCount: true},
	} {
		for name, read := range map[string]func(context.Context, *fixture) (read, count int, err error){
			meetingtest.EndpointList: func(ctx context.Context, h *fixture) (int, int, error) {
				l, err := h.cache.Find(ctx, "many")
				if err != nil {
					return 0, 0, err
				}
				return len(l.Conferences), l.Count, nil
			},
			meetingtest.EndpointAttendees: func(ctx context.Context, h *fixture) (int, int, error) {
				in, err := h.cache.Attendees(ctx, everybody)
				if err != nil {
					return 0, 0, err
				}
				return len(in.People), in.Count, nil
			},
			meetingtest.EndpointHistoryDetail: func(ctx context.Context, h *fixture) (int, int, error) {
				h.api.End(everybody)
				s, err := h.cache.History(ctx, everybody)
				if err != nil {
					return 0, 0, err
				}
				return len(s.Participants), s.Count, nil
			},
			meetingtest.EndpointAttendance: func(ctx context.Context, h *fixture) (int, int, error) {
				h.api.End(everybody)
				s, err := h.cache.History(ctx, everybody)
				if err != nil {
					return 0, 0, err
				}
				came, err := h.cache.Attendance(ctx, s.Conference.UUID.String())
				if err != nil {
					return 0, 0, err
				}
				return came.People, came.Count, nil
			},
		} {
			t.Run(fmt.Sprintf("%s %+v", name, paging), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					want, _, err := read(t.Context(), setUp(t))
					if err != nil || want < 57 {
						t.Fatalf("%d are read as documented, %v", want, err)
					}
					h := setUp(t)
					h.api.Page(name, paging)
					got, count, err := read(t.Context(), h)
					if err != nil || got != want || count != want {
						t.Errorf("%d of %d, %v, want %d", got, count, err, want)
					}
				})
			})
		}
	}
}

// A refusal that comes also where no size of a page is asked for means the id. It costs two questions.
func TestAPIRefusesTheID(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"MMC.111070001", "MMC.111071061", "MMC.111071062", "USG.000000003", "USG.206060011", "MMC.199999999"} {
		synctest.Test(t, func(t *testing.T) {
			h := newFixture(t, meetingtest.Options{}, testCredentials())
			h.api.Add(withPeople(57))
			h.api.Fail(meetingtest.EndpointDetail, -1, http.StatusBadRequest, code)
			for range 2 {
				if _, err := h.cache.Get(t.Context(), everybody); meeting.KindOf(err) != meeting.Invalid {
					t.Errorf("Get() while all is refused with %s = %v, want %s", code, err, meeting.Invalid)
				}
			}
			h.wantCalls(t, 1, 4)
			h.api.ClearProblems()
			if s, err := h.cache.Get(t.Context(), everybody); err != nil || len(s.Participants) != 57 {
				t.Errorf("Get() afterwards = %v, %v", s, err)
			}
			h.wantCalls(t, 1, 5) // the limit is none the worse
		})
	}
}

// Refusals that cannot mean the limit are not asked about again.
func TestAPIRefusesForAnotherReason(t *testing.T) {
	t.Parallel()
	for status, code := range map[int]string{
		http.StatusBadRequest: "MMC.111070005", http.StatusForbidden: "MMC.111070010", http.StatusConflict: "MMC.111071058",
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newFixture(t, meetingtest.Options{}, testCredentials())
			h.api.Fail(meetingtest.EndpointDetail, -1, status, code)
			if s, err := h.cache.Get(t.Context(), everybody); err == nil {
				t.Errorf("Get() = %v", s)
			}
			h.wantCalls(t, 1, 1)
		})
	}
}

// A long page may be refused by being empty.
func TestAPIHasNothingOnLongPages(t *testing.T) {
	t.Parallel()
	s := newSource(57)
	var limit int
	s.before = func(_ int, o *meeting.PageOptions) { limit = o.Limit }
	s.page = func(_ int, p *meeting.ParticipantPage) {
		if limit > 50 {
			p.Data = nil
		}
	}
	c := newCache(t, s, meeting.CacheOptions{})
	if got := mustGet(t, c, "1"); !slices.Equal(got.Participants, s.people) || got.Count != 57 {
		t.Errorf("%d of %d read, want 57", len(got.Participants), got.Count)
	}
	s.wantCalls(t, 5) // 500, no size, 100, and two of 50
}

// Two invitees change places between two pages: one comes twice, the other not at all.
func TestAPISwapsInvitees(t *testing.T) {
	t.Parallel()
	for _, paging := range []meetingtest.Paging{{LongestPage: 20}, {LongestPage: 20, OffsetCountsPages: true}, {MaxLimit: 50}} {
		t.Run(fmt.Sprintf("%+v", paging), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newFixture(t, meetingtest.Options{}, testCredentials())
				h.api.Add(withPeople(57))
				h.api.Page("", paging)
				for _, moved := range [][2]int{{0, 56}, {3, 55}} {
					h.api.SwapAfterPage(everybody, moved[0], moved[1])
					s, err := h.cache.Refresh(t.Context(), everybody)
					if err != nil {
						t.Fatal(err)
					}
					numbers := map[meeting.Text]bool{}
					for _, p := range s.Participants {
						numbers[p.ID] = true
					}
					if len(s.Participants) != 57 || len(numbers) != 57 || s.Count != 57 {
						t.Errorf("%d invitees, %d different ones, count %d, want 57", len(s.Participants), len(numbers), s.Count)
					}
				}
			})
		})
	}
}

// Somebody is removed from a page that was read, and somebody else is invited at the
// end: all others move, and there are as many as before.
func TestListWhereSomebodyIsReplaced(t *testing.T) {
	t.Parallel()
	for _, n := range []int{40, 57, 60, 1234} {
		for _, second := range []bool{false, true} { // reading, which knows what offsets mean
			for _, replaced := range []int{0, 7, 19} {
				s := newSource(n)
				s.most = 20
				c := newCache(t, s, meeting.CacheOptions{})
				if second {
					_, _ = c.Refresh(t.Context(), "1")
				}
				first := s.calls
				s.before = func(call int, _ *meeting.PageOptions) {
					if call == first+2 {
						s.people = append(slices.Delete(slices.Clone(s.people), replaced, replaced+1), invitees(5000, 5001)...)
					}
				}
				got, err := c.Refresh(t.Context(), "1")
				if err != nil || !slices.Equal(got.Participants, s.people) || got.Count != n {
					t.Errorf("%d replaced of %d: %d of %d read, %v, want all that there are now", replaced, n, len(got.Participants), got.Count, err)
				}
			}
		}
	}
}

// Somebody whom the API lists twice for good is read once more, and no more often.
func TestListWithSomebodyTwice(t *testing.T) {
	t.Parallel()
	s := newSource(57)
	s.most = 20
	s.people[56] = s.people[0]
	got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
	if len(got.Participants) != 56 || got.Count != 57 {
		t.Errorf("%d of %d read, want 56 of 57", len(got.Participants), got.Count)
	}
	s.wantCalls(t, 7) // three, one that finds out what an offset means, three
}

// Invitees of whom the API tells the same, and nothing that identifies them, are as
// many as it lists, on whatever page.
func TestNamelessInviteesAreNotOne(t *testing.T) {
	t.Parallel()
	for _, who := range []meeting.Participant{{}, {Name: "guest"}, {Name: "guest", Department: "x", AttendeeType: "outside"}} {
		for name, nobody := range map[string]bool{"all": true, "some": false} {
			s := newSource(57)
			s.most = 20
			for i := range s.people {
				if nobody || i%3 == 0 {
					s.people[i] = who
				}
			}
			got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
			if !slices.Equal(got.Participants, s.people) || got.Count != 57 {
				t.Errorf("%s are %+v: %d of %d read, want 57", name, who, len(got.Participants), got.Count)
			}
			s.wantCalls(t, 3)
		}
	}
}

// An API that knows no offset does not make more of them.
func TestNamelessInviteesWithoutACount(t *testing.T) {
	t.Parallel()
	s := newSource(0)
	s.people = make([]meeting.Participant, 20)
	s.before = func(_ int, o *meeting.PageOptions) { o.Offset = 0 }
	s.page = func(_ int, p *meeting.ParticipantPage) { p.Count = 0 }
	got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
	if len(got.Participants) > 40 {
		t.Errorf("%d invitees of 20", len(got.Participants))
	}
}

// An offset past the end that is refused is the end.
func TestAPIRefusesOffsets(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		offset func(offset int) (int, bool)
		read   int
	}{
		{"every one", func(offset int) (int, bool) { return 0, offset == 0 }, 20},
		{"those past the end, of pages", func(offset int) (int, bool) { return offset * 20, offset < 3 }, 57},
	} {
		s := newSource(57)
		s.most = 20
		s.before = func(_ int, o *meeting.PageOptions) {
			var ok bool
			if s.err = nil; o.Offset >= 0 {
				o.Offset, ok = tt.offset(o.Offset)
			}
			if !ok {
				s.err = &meeting.Error{Kind: meeting.Invalid, Status: http.StatusBadRequest, Code: "MMC.111071061"}
			}
		}
		got := mustGet(t, newCache(t, s, meeting.CacheOptions{}), "1")
		if len(got.Participants) != tt.read || got.Count != 57 {
			t.Errorf("%s: %d of %d read, want %d of 57", tt.name, len(got.Participants), got.Count, tt.read)
		}
	}
}

// An API that changes what an offset means is understood again.
func TestAPIChangesItsMind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		h.api.Add(withPeople(57))
		for i, pages := range []bool{true, false, true, false} {
			h.api.Page("", meetingtest.Paging{LongestPage: 20, OffsetCountsPages: pages})
			_, _ = h.cache.Refresh(t.Context(), everybody)
			s, err := h.cache.Refresh(t.Context(), everybody)
			if err != nil || len(s.Participants) != 57 || s.Count != 57 {
				t.Errorf("change %d: %v, %v, want 57 invitees", i, s, err)
			}
		}
	})
}
