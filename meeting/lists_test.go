package meeting_test

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// archive is the part of a Source whose lists are made by the test. It
// counts the calls and fails on demand.
type archive struct {
	mu       sync.Mutex
	calls    map[string]int
	err      error
	failing  string // the only call that fails with err, "" for all
	delay    time.Duration
	going    []meeting.Conference
	online   []meeting.OnlineConference
	present  []meeting.Attendee
	past     []meeting.Conference
	visits   []meeting.Visit
	recorded []meeting.RecordFile
	asked    []meeting.HistoryOptions
	panicked bool // every call panics
	odd      func(meeting.PageOptions) meeting.PageOptions
}

func (a *archive) call(ctx context.Context, name string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.calls == nil {
		a.calls = map[string]int{}
	}
	a.calls[name]++
	if a.panicked {
		panic("on demand")
	}
	if a.delay > 0 {
		delay := a.delay
		a.mu.Unlock()
		defer a.mu.Lock()
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return &meeting.Error{Op: name, Kind: meeting.Unavailable, Err: ctx.Err()}
		}
	}
	if a.failing != "" && a.failing != name {
		return nil
	}
	return a.err
}

// callsOf returns how often a method was called.
func (a *archive) callsOf(name string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.calls[name]
}

func (a *archive) wantCalls(t *testing.T, name string, want int) {
	t.Helper()
	if got := a.callsOf(name); got != want {
		t.Errorf("%s was called %d times, want %d", name, got, want)
	}
}

func part[T any](o meeting.PageOptions, all []T) *meeting.Page[T] {
	from, limit := min(o.Offset, len(all)), cmp.Or(o.Limit, 20)
	return &meeting.Page[T]{
		Offset: meeting.Int(o.Offset), Limit: meeting.Int(limit), Count: meeting.Int(len(all)),
		Data: slices.Clone(all[from:min(from+limit, len(all))]),
	}
}

func (a *archive) List(ctx context.Context, o meeting.ListOptions) (*meeting.Page[meeting.Conference], error) {
	if a.odd != nil {
		o.PageOptions = a.odd(o.PageOptions)
	}
	return part(o.PageOptions, a.going), a.call(ctx, "List")
}

func (a *archive) ListOnline(ctx context.Context, o meeting.OnlineOptions) (*meeting.Page[meeting.OnlineConference], error) {
	return part(o.PageOptions, a.online), a.call(ctx, "ListOnline")
}

func (a *archive) ListAttendees(ctx context.Context, _ string, o meeting.PageOptions) (*meeting.Page[meeting.Attendee], error) {
	return part(o, a.present), a.call(ctx, "ListAttendees")
}

func (a *archive) ListHistory(ctx context.Context, o meeting.HistoryOptions) (*meeting.Page[meeting.Conference], error) {
	err := a.call(ctx, "ListHistory")
	a.asked = append(a.asked, o)
	return part(o.PageOptions, a.past), err
}

func (a *archive) GetHistory(ctx context.Context, uuid string, _ meeting.DetailOptions) (*meeting.Detail, error) {
	return &meeting.Detail{Conference: meeting.Conference{Subject: meeting.Text(uuid)}}, a.call(ctx, "GetHistory")
}

func (a *archive) ListAttendance(ctx context.Context, _ string, o meeting.PageOptions) (*meeting.Page[meeting.Visit], error) {
	return part(o, a.visits), a.call(ctx, "ListAttendance")
}

func (a *archive) RecordFiles(ctx context.Context, _ string) ([]meeting.RecordFile, error) {
	return a.recorded, a.call(ctx, "RecordFiles")
}

// withArchive is a cache of a source that knows no meeting, and the archive.
func withArchive(t *testing.T, o meeting.CacheOptions) (*meeting.Account, *source, *archive) {
	t.Helper()
	a := &archive{}
	s := newSource(0)
	s.fail(meeting.NotFound)
	s.archive = a
	return newCache(t, s, o), s, a
}

// numbered are n meetings.
func numbered(n int) []meeting.Conference {
	var list []meeting.Conference
	for i := range n {
		list = append(list, meeting.Conference{ID: meeting.Text(strconv.Itoa(900000000 + i)), Subject: "x"})
	}
	return list
}

// asks are all that a cache answers from lists, by the call that they cost.
func asks() map[string]func(context.Context, *meeting.Account) error {
	return map[string]func(context.Context, *meeting.Account) error{
		"List":           func(ctx context.Context, c *meeting.Account) error { return second(c.Find(ctx, "x")) },
		"ListAttendees":  func(ctx context.Context, c *meeting.Account) error { return second(c.Attendees(ctx, "1")) },
		"ListHistory":    func(ctx context.Context, c *meeting.Account) error { return second(c.History(ctx, "900000000")) },
		"RecordFiles":    func(ctx context.Context, c *meeting.Account) error { return second(c.Recordings(ctx, uuid)) },
		"ListAttendance": func(ctx context.Context, c *meeting.Account) error { return second(c.Attendance(ctx, uuid)) },
	}
}

// However many ask, the API is asked once, and again when the answer is old.
func TestListsAreShared(t *testing.T) {
	t.Parallel()
	for name, ask := range asks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _, a := withArchive(t, meeting.CacheOptions{TTL: 10 * time.Second})
				a.delay = time.Second
				a.past = []meeting.Conference{{ID: "900000000", UUID: "u"}}
				for _, err := range together(t.Context(), 100, func(ctx context.Context) error { return ask(ctx, c) }) {
					if err != nil {
						t.Fatal(err)
					}
				}
				a.wantCalls(t, name, 1)
				pass(7 * time.Second)
				if err := ask(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				a.wantCalls(t, name, 1)
				pass(5 * time.Second)
				if err := ask(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				a.wantCalls(t, name, 2)
			})
		})
	}
}

// That there is nothing is remembered for a while; that the API fails is only where
// nobody asked for the answer.
func TestListsRememberRefusals(t *testing.T) {
	t.Parallel()
	for name, ask := range asks() {
		for kind, calls := range map[meeting.Kind]int{
			meeting.NotFound: 1, meeting.Forbidden: 1, meeting.Unavailable: 3, meeting.Throttled: 3, meeting.Invalid: 3,
		} {
			remembered := 6 * time.Second
			if name == "ListAttendees" && calls == 3 && kind != meeting.Invalid {
				calls, remembered = 1, 31*time.Second // a card is as good without
			}
			t.Run(name+", "+string(kind), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c, _, a := withArchive(t, meeting.CacheOptions{})
					a.err = &meeting.Error{Op: "test", Kind: kind}
					for range 3 {
						pass(time.Second)
						if err := ask(t.Context(), c); meeting.KindOf(err) != kind {
							t.Errorf("%s = %v, want %s", name, err, kind)
						}
					}
					a.wantCalls(t, name, calls)
					pass(remembered)
					_ = ask(t.Context(), c)
					a.wantCalls(t, name, calls+1)
				})
			})
		}
	}
}

func TestListsSurviveTheirCallers(t *testing.T) {
	t.Parallel()
	for name, ask := range asks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, _, a := withArchive(t, meeting.CacheOptions{Timeout: 5 * time.Second})
				a.past = []meeting.Conference{{ID: "900000000", UUID: "u"}}
				a.delay = 2 * time.Second
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if err := ask(ctx, c); meeting.KindOf(err) != meeting.Unavailable || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s given up = %v", name, err)
				}
				if err := ask(t.Context(), c); err != nil {
					t.Errorf("%s = %v, want the answer that was asked for before", name, err)
				}
				a.wantCalls(t, name, 1)
				a.delay = time.Hour
				pass(time.Minute)
				if err := ask(t.Context(), c); meeting.KindOf(err) != meeting.Unavailable {
					t.Errorf("%s of a slow API = %v", name, err)
				}
			})
		})
	}
}

func TestListsSurvivePanics(t *testing.T) {
	t.Parallel()
	for name, ask := range asks() {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.panicked = true
		if err := ask(t.Context(), c); meeting.KindOf(err) != meeting.Garbled {
			t.Errorf("%s = %v, want %s", name, err, meeting.Garbled)
		}
	}
}

func TestFindReadsAllPages(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ n, want, calls int }{{0, 0, 1}, {1, 1, 1}, {500, 500, 1}, {501, 500, 1}, {3000, 500, 1}} {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.going = numbered(tt.n)
		l, err := c.Find(t.Context(), "")
		if err != nil || len(l.Conferences) != tt.want || l.Count != tt.n || l.ReadAt.IsZero() {
			t.Errorf("Find() of %d: %d listed, count %d, %v, want %d", tt.n, len(l.Conferences), l.Count, err, tt.want)
		}
		a.wantCalls(t, "List", tt.calls)
	}
}

// A server whose pages are shorter than asked for, and one that snaps an offset
// past the end to the last page.
func TestListsOfOddServers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		odd    func(meeting.PageOptions) meeting.PageOptions
		listed int
		calls  int
	}{
		{"short pages", func(o meeting.PageOptions) meeting.PageOptions { o.Limit = 100; return o }, 120, 2},
		{"always the first page", func(o meeting.PageOptions) meeting.PageOptions { o.Limit, o.Offset = 100, 0; return o }, 100, 3},
		{"snapping", func(o meeting.PageOptions) meeting.PageOptions { o.Limit, o.Offset = 100, min(o.Offset, 20); return o }, 120, 2},
	} {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.going, a.odd = numbered(120), tt.odd
		l, err := c.Find(t.Context(), "")
		if err != nil || len(l.Conferences) != tt.listed || l.Count != 120 {
			t.Errorf("%s: %d listed, count %d, %v, want %d of 120", tt.name, len(l.Conferences), l.Count, err, tt.listed)
		}
		for i, m := range l.Conferences {
			if m.ID.String() != strconv.Itoa(900000000+i) {
				t.Fatalf("%s: meeting %d is %s, want each once, in order", tt.name, i, m.ID)
			}
		}
		a.wantCalls(t, "List", tt.calls)
	}
}

// Different searches have different answers.
func TestListsAreToldApart(t *testing.T) {
	t.Parallel()
	c, _, a := withArchive(t, meeting.CacheOptions{})
	for range 2 {
		for _, search := range []string{"", "a", "A", "b", "a b"} {
			if _, err := c.Find(t.Context(), search); err != nil {
				t.Errorf("Find(%q) = %v", search, err)
			}
		}
	}
	a.wantCalls(t, "List", 5)
}

func TestOnlineCountsPeople(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		in    []meeting.Attendee
		names []string
		hosts int
	}{
		{"nobody", nil, nil, 0},
		{"two people", []meeting.Attendee{{Name: "a", Account: "a"}, {Name: "b", Account: "b"}}, []string{"a", "b"}, 0},
		{"one on two devices", []meeting.Attendee{{ID: "1", Name: "a", ThirdAccount: "a"}, {ID: "2", Name: "a (phone)", ThirdAccount: "a", Role: 1}}, []string{"a"}, 1},
		{"by any account", []meeting.Attendee{{ID: "1", Name: "a", UserID: "u", Account: "x"}, {ID: "2", Name: "b", UserID: "u"}, {ID: "3", Name: "c", Account: "x"}}, []string{"a"}, 0},
		{"chained", []meeting.Attendee{{ID: "1", Name: "a", UserID: "u"}, {ID: "2", Name: "b", UserID: "u", Account: "x"}, {ID: "3", Name: "c", Account: "x"}}, []string{"a"}, 0},
		{"accounts of different sorts", []meeting.Attendee{{ID: "1", Name: "a", Account: "x"}, {ID: "2", Name: "b", ThirdAccount: "x"}}, []string{"a", "b"}, 0},
		{"guests of one name", []meeting.Attendee{{ID: "1", Name: "guest"}, {ID: "2", Name: "guest"}}, []string{"guest", "guest"}, 0},
		{"one guest twice", []meeting.Attendee{{ID: "1", Name: "guest"}, {ID: "1", Name: "guest"}}, []string{"guest"}, 0},
		{"telephones", []meeting.Attendee{{Number: "+1", Name: "x"}, {Number: "+2", Name: "x"}, {Number: "+1", Name: "x"}}, []string{"x", "x"}, 0},
		{"accounts behind one connection", []meeting.Attendee{{ID: "1", Name: "a", Account: "a"}, {ID: "1", Name: "b", Account: "b"}}, []string{"a", "b"}, 0},
		{"nameless", []meeting.Attendee{{}, {}}, []string{"", ""}, 0},
	} {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.present = tt.in
		p, err := c.Attendees(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		hosts := 0
		for _, one := range p.People {
			names = append(names, one.Name.String())
			if one.Host() {
				hosts++
			}
		}
		if !slices.Equal(names, tt.names) || hosts != tt.hosts || p.Connections != len(tt.in) {
			t.Errorf("%s: %q, %d hosts, %d connections, want %q, %d, %d", tt.name, names, hosts, p.Connections, tt.names, tt.hosts, len(tt.in))
		}
	}
}

func TestOnlineReadsAllPages(t *testing.T) {
	t.Parallel()
	c, _, a := withArchive(t, meeting.CacheOptions{})
	for i := range 1234 {
		a.present = append(a.present, meeting.Attendee{ID: meeting.Text(strconv.Itoa(i))})
	}
	p, err := c.Attendees(t.Context(), "1")
	if err != nil || len(p.People) != 1234 || p.Connections != 1234 {
		t.Errorf("Online() = %d people, %v, want 1234", len(p.People), err)
	}
	a.wantCalls(t, "ListAttendees", 3)
}

// An error without a kind is an answer to nobody else.
func TestErrorsWithoutAKindAreNotKept(t *testing.T) {
	t.Parallel()
	c, _, a := withArchive(t, meeting.CacheOptions{})
	a.err = errors.New("test")
	for range 2 {
		if _, err := c.Find(t.Context(), "budget"); !errors.Is(err, a.err) {
			t.Errorf("Find() = %v, want %v", err, a.err)
		}
	}
	a.wantCalls(t, "List", 2)
}

func TestMatchInvitees(t *testing.T) {
	t.Parallel()
	invitees := []meeting.Participant{
		{Name: "ana", Account: "ana"}, {Name: "bob", Account: "bob"}, {Name: "phone", ID: "+44"}, {Name: "room", ID: "+99"}, {Name: "nobody"},
	}
	p := &meeting.Attendees{People: []meeting.Attendee{
		{Name: "Ana", ThirdAccount: "ana"}, {Name: "x", Account: "zoe"}, {Name: "y", Number: "+44"}, {Name: "bob"},
	}}
	joined, uninvited := p.MatchInvitees(invitees)
	got := []string{}
	for _, i := range joined {
		got = append(got, "joined "+i.Name.String())
	}
	for _, i := range uninvited {
		got = append(got, "uninvited "+i.Name.String())
	}
	want := []string{"joined ana", "joined phone", "uninvited x", "uninvited bob"}
	if !slices.Equal(got, want) {
		t.Errorf("MatchInvitees() = %q, want %q", got, want)
	}
}

func TestAttendanceCountsPeople(t *testing.T) {
	t.Parallel()
	c, _, a := withArchive(t, meeting.CacheOptions{})
	a.visits = []meeting.Visit{{Name: "a", Number: "+1"}, {Name: "a again", Number: "+1"}, {Name: "b"}, {Name: "b"}, {Name: "c", Number: "+2"}, {}}
	got, err := c.Attendance(t.Context(), uuid)
	if err != nil || len(got.Visits) != 6 || got.Count != 6 || got.People != 4 || got.ReadAt.IsZero() {
		t.Errorf("Attendance() = %+v, %v, want 6 visits of 4 people", got, err)
	}
}

func TestHistoryFindsTheLatest(t *testing.T) {
	t.Parallel()
	held := func(id, room, uuid, start string) meeting.Conference {
		return meeting.Conference{ID: meeting.Text(id), RoomNumber: meeting.Text(room), UUID: meeting.Text(uuid), StartTime: meeting.Text(start)}
	}
	for _, tt := range []struct {
		name string
		past []meeting.Conference
		want string // UUID, "" for none
	}{
		{"nothing", nil, ""},
		{"one", []meeting.Conference{held("900000000", "", "a", "2026-11-01 10:00")}, "a"},
		{"several", []meeting.Conference{held("900000000", "", "a", "2026-11-01 10:00"), held("900000000", "", "b", "2026-11-03 10:00"), held("900000000", "", "c", "2026-11-02 10:00")}, "b"},
		{"another that only mentions it", []meeting.Conference{held("911111111", "", "a", "2026-11-01 10:00")}, ""},
		{"a cloud room", []meeting.Conference{held("911111111", "900000000", "a", "2026-11-01 10:00"), held("922222222", "", "b", "2026-11-03 10:00")}, "a"},
		{"without a UUID", []meeting.Conference{held("900000000", "", "", "2026-11-01 10:00")}, ""},
		{"without a time", []meeting.Conference{held("900000000", "", "a", ""), held("900000000", "", "b", "x")}, "a"},
	} {
		c, _, a := withArchive(t, meeting.CacheOptions{HistoryMonths: 2, Now: to})
		a.past = tt.past
		s, err := c.History(t.Context(), "900000000")
		if tt.want == "" {
			if meeting.KindOf(err) != meeting.NotFound {
				t.Errorf("%s: %v, %v, want %s", tt.name, s, err, meeting.NotFound)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		m := s.Conference
		if m.UUID.String() != tt.want || m.State != meeting.StateEnded || !s.Ended || s.Version == 0 || !s.ReadAt.Equal(to()) || m.Subject.String() != tt.want || m.Number() != "900000000" {
			t.Errorf("%s: %+v, want the holding %s, ended", tt.name, s, tt.want)
		}
		if o := a.asked[0]; !o.From.Equal(to().AddDate(0, -2, 0)) || !o.To.Equal(to()) || !o.All || o.SearchKey != "900000000" {
			t.Errorf("%s: asked %+v, want two months of everybody's", tt.name, o)
		}
	}
	c, _, a := withArchive(t, meeting.CacheOptions{})
	if _, err := c.History(t.Context(), "what people typed"); meeting.KindOf(err) != meeting.Invalid {
		t.Errorf("History() of no number = %v, want %s", err, meeting.Invalid)
	}
	a.wantCalls(t, "ListHistory", 0)
}

// What a cache keeps of lists is bounded.
func TestListsKeptAreBounded(t *testing.T) {
	t.Parallel()
	c, _, a := withArchive(t, meeting.CacheOptions{Entries: 2})
	for _, search := range []string{"a", "b", "c", "c", "b", "a"} {
		if _, err := c.Find(t.Context(), search); err != nil {
			t.Fatal(err)
		}
	}
	a.wantCalls(t, "List", 4) // only the first was forgotten
}

func TestAdministers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[int]bool{-1: false, 0: true, 1: true, 2: false} {
		if got := (meeting.Identity{AdminType: kind}).Administers(); got != want {
			t.Errorf("Administers() of type %d = %v", kind, got)
		}
	}
}
