package meeting_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// source is a Source with meetings of so many invitees. Its list can shift, its
// pages be shorter than asked for, and it fails on demand.
type source struct {
	*archive // nil but where a test asks for lists
	mu       sync.Mutex
	calls    int
	delay    time.Duration
	err      error                                  // what every call fails with
	people   []meeting.Participant                  // the invitees
	most     int                                    // the longest page, 0 for as asked
	before   func(call int, o *meeting.PageOptions) // called with mu held
	page     func(call int, p *meeting.ParticipantPage)
	unknown  func(id string) bool // says which meetings there are not; nil for none
}

func newSource(n int) *source { return &source{people: invitees(0, n)} }

func invitees(from, to int) []meeting.Participant {
	var people []meeting.Participant
	for i := from; i < to; i++ {
		people = append(people, meeting.Participant{ID: meeting.Text(strconv.Itoa(i)), Name: meeting.Name(fmt.Sprint("person ", i))})
	}
	return people
}

func (s *source) Get(ctx context.Context, id string, o meeting.DetailOptions) (*meeting.Detail, error) {
	s.mu.Lock()
	delay := s.delay
	s.mu.Unlock()
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return nil, &meeting.Error{Op: "get conference", Kind: meeting.Unavailable, Err: ctx.Err()}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if s.before != nil {
		s.before(s.calls, &o.PageOptions)
	}
	if s.err != nil {
		return nil, s.err
	}
	if s.unknown != nil && s.unknown(id) {
		return nil, &meeting.Error{Op: "get conference", Kind: meeting.NotFound, Code: "MMC.111070005"}
	}
	limit := cmp.Or(o.Limit, 20) // the documented default
	if s.most > 0 {
		limit = min(limit, s.most)
	}
	from := min(o.Offset, len(s.people))
	to := min(from+limit, len(s.people))
	d := &meeting.Detail{
		Conference: meeting.Conference{ID: meeting.Text(id), Subject: meeting.Text("call " + strconv.Itoa(s.calls))},
		Participants: meeting.ParticipantPage{
			Offset: meeting.Int(o.Offset), Limit: meeting.Int(limit), Count: meeting.Int(len(s.people)),
			Data: append(meeting.List[meeting.Participant](nil), s.people[from:to]...),
		},
	}
	if s.page != nil {
		s.page(s.calls, &d.Participants)
	}
	return d, nil
}

func (s *source) set(change func(*source)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *source) fail(kind meeting.Kind) {
	s.set(func(s *source) { s.err = nil })
	if kind != "" {
		s.set(func(s *source) { s.err = &meeting.Error{Op: "get conference", Kind: kind, Status: 500} })
	}
}

func (s *source) wantCalls(t *testing.T, want int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.calls != want {
		t.Errorf("the API had %d calls, want %d", s.calls, want)
	}
}

func newCache(tb testing.TB, s meeting.Source, o meeting.CacheOptions) *meeting.Account {
	tb.Helper()
	c, err := meeting.NewTestAccount(s, o)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func accountOf(tb testing.TB, client *meeting.Client, o meeting.CacheOptions) *meeting.Account {
	tb.Helper()
	a, err := meeting.NewTestAccountOf(client, o)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func mustGet(t *testing.T, c *meeting.Account, id string) *meeting.Snapshot {
	t.Helper()
	s, err := c.Get(t.Context(), id)
	if err != nil {
		t.Fatalf("Get(%q) = %v", id, err)
	}
	return s
}

func TestCacheIsFreshForItsTTL(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute})
		if got, ok := c.Peek("1"); ok || got != nil {
			t.Errorf("Peek() of nothing = %v, %v", got, ok)
		}
		first := mustGet(t, c, "1")
		pass(59 * time.Second)
		if again := mustGet(t, c, "1"); again != first {
			t.Error("Get() within the TTL did not return what is kept")
		}
		if got, ok := c.Peek("1"); !ok || got != first {
			t.Errorf("Peek() = %v, %v, want the reading", got, ok)
		}
		pass(time.Second)
		if _, ok := c.Peek("1"); ok {
			t.Error("Peek() after the TTL found something")
		}
		second := mustGet(t, c, "1")
		if second == first || second.Version == first.Version || second.Stale || second.ReadAt.Sub(first.ReadAt) != time.Minute {
			t.Errorf("after the TTL: %+v after %+v, want another, fresh version", second, first)
		}
		s.wantCalls(t, 2)
	})
}

func TestThousandAskersOneReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		s.delay = time.Second
		c := newCache(t, s, meeting.CacheOptions{})
		var first atomic.Pointer[meeting.Snapshot]
		errs := together(t.Context(), 1000, func(ctx context.Context) error {
			snap, err := c.Get(ctx, "1")
			if err == nil && !first.CompareAndSwap(nil, snap) && snap != first.Load() {
				return fmt.Errorf("version %d", snap.Version)
			}
			return err
		})
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		s.wantCalls(t, 1)
	})
}

func TestCancelledAskerLeavesOthersTheReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		s.delay = time.Second
		c := newCache(t, s, meeting.CacheOptions{})
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error, 1), make(chan error, 1)
		ask := func(ctx context.Context, answer chan error) {
			_, err := c.Get(ctx, "1")
			answer <- err
		}
		go ask(ctx, first)
		synctest.Wait()
		go ask(t.Context(), second)
		synctest.Wait()
		cancel()
		if err := <-first; !errors.Is(err, context.Canceled) || meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("the cancelled Get() = %v, want its cancellation", err)
		}
		if err := <-second; err != nil {
			t.Errorf("the other Get() = %v, want nil", err)
		}
		s.wantCalls(t, 1)
		// Even with nobody left the reading is kept for the next.
		if _, ok := c.Peek("1"); !ok {
			t.Error("the reading was not kept")
		}
	})
}

func TestReadingHasATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		s.delay = time.Hour
		c := newCache(t, s, meeting.CacheOptions{Timeout: 3 * time.Second})
		begun := time.Now()
		_, err := c.Get(t.Context(), "1")
		if d := time.Since(begun); d != 3*time.Second || meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Get() = %v after %v, want %s after 3s", err, d, meeting.Unavailable)
		}
	})
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		s.delay = time.Second
		c := newCache(t, s, meeting.CacheOptions{})
		first := mustGet(t, c, "1")
		var second atomic.Uint64
		errs := together(t.Context(), 100, func(ctx context.Context) error {
			snap, err := c.Refresh(ctx, "1")
			if err == nil && snap.Version == first.Version {
				return errors.New("Refresh() returned what was kept")
			}
			if err == nil && !second.CompareAndSwap(0, snap.Version) && snap.Version != second.Load() {
				return fmt.Errorf("version %d, want %d for all", snap.Version, second.Load())
			}
			return err
		})
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		s.wantCalls(t, 2)
		if got := mustGet(t, c, "1"); got.Version != second.Load() {
			t.Errorf("Get() after Refresh() = version %d, want %d", got.Version, second.Load())
		}
		// Those who ask while it is refreshed share that reading.
		pass(time.Hour)
		go func() { _, _ = c.Refresh(t.Context(), "1") }()
		synctest.Wait()
		mustGet(t, c, "1")
		s.wantCalls(t, 3)
	})
}

func TestUnknownMeetingsAreRemembered(t *testing.T) {
	t.Parallel()
	for _, kind := range []meeting.Kind{meeting.NotFound, meeting.Forbidden} {
		synctest.Test(t, func(t *testing.T) {
			s := newSource(3)
			s.fail(kind)
			c := newCache(t, s, meeting.CacheOptions{UnknownFor: 3 * time.Second})
			ask := func(want meeting.Kind) {
				t.Helper()
				if snap, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != want || (snap == nil) != (err != nil) {
					t.Errorf("Get() = %v, %v, want %q", snap, err, want)
				}
			}
			for range 100 {
				ask(kind)
			}
			s.wantCalls(t, 1)
			s.fail("")
			pass(2999 * time.Millisecond)
			ask(kind)
			s.wantCalls(t, 1)
			pass(time.Millisecond)
			ask("")
			s.wantCalls(t, 2)
			// A person who insists is not put off.
			s.fail(kind)
			if _, err := c.Refresh(t.Context(), "1"); meeting.KindOf(err) != kind {
				t.Errorf("Refresh() = %v, want %s", err, kind)
			}
			s.fail("")
			if _, err := c.Refresh(t.Context(), "1"); err != nil {
				t.Errorf("Refresh() = %v, want nil", err)
			}
			ask("")
			s.wantCalls(t, 4)
		})
	}
}

func TestStaleAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range []meeting.Kind{meeting.Unavailable, meeting.Throttled, meeting.Garbled} {
		synctest.Test(t, func(t *testing.T) {
			log, lines := debugLog()
			s := newSource(3)
			c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute, StaleFor: 10 * time.Minute, UnknownFor: 5 * time.Second, Logger: log})
			fresh := mustGet(t, c, "1")
			pass(time.Minute)
			s.fail(kind)
			stale := mustGet(t, c, "1")
			if !stale.Stale || stale.Conference != fresh.Conference || !stale.ReadAt.Equal(fresh.ReadAt) {
				t.Errorf("while the API fails: %+v, want %+v marked stale", stale, fresh)
			}
			if stale.Version == fresh.Version || fresh.Stale {
				t.Errorf("versions %d and %d, want two: what is drawn from them differs", fresh.Version, stale.Version)
			}
			if !contains(lines, "showing an older reading") {
				t.Errorf("the operator was not told:\n%s", lines)
			}
			for range 100 { // without asking again at once
				if again := mustGet(t, c, "1"); again != stale {
					t.Fatal("another stale answer")
				}
			}
			s.wantCalls(t, 2)
			pass(5 * time.Second)
			if again := mustGet(t, c, "1"); again != stale {
				t.Error("a reading that stays stale has changed")
			}
			s.wantCalls(t, 3)
			s.fail("")
			pass(5 * time.Second)
			if healed := mustGet(t, c, "1"); healed.Stale || healed.Conference == fresh.Conference {
				t.Errorf("after the API came back: %+v, want a fresh reading", healed)
			}
		})
	}
}

func TestStaleAnswersEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute, StaleFor: 10 * time.Minute})
		mustGet(t, c, "1")
		s.fail(meeting.Unavailable)
		pass(11*time.Minute - time.Second)
		if got := mustGet(t, c, "1"); !got.Stale {
			t.Error("a stale reading is not marked")
		}
		pass(6 * time.Second)
		if got, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Get() = %v, %v, want %s: the reading is too old", got, err, meeting.Unavailable)
		}
	})
}

func TestNoStaleAnswerAfterARefusal(t *testing.T) {
	t.Parallel()
	for _, kind := range []meeting.Kind{meeting.NotFound, meeting.Forbidden} {
		synctest.Test(t, func(t *testing.T) {
			s := newSource(3)
			c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute})
			mustGet(t, c, "1")
			s.fail(meeting.Unavailable)
			pass(time.Minute)
			mustGet(t, c, "1") // stale
			s.fail(kind)
			if _, err := c.Refresh(t.Context(), "1"); meeting.KindOf(err) != kind {
				t.Errorf("Refresh() = %v, want %s", err, kind)
			}
			s.fail(meeting.Unavailable)
			pass(time.Minute)
			if got, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
				t.Errorf("Get() = %+v, %v, want no older reading after the API said %s", got, err, kind)
			}
		})
	}
}

func TestNoStaleAnswerWhereWaitingDoesNotHelp(t *testing.T) {
	t.Parallel()
	for _, kind := range []meeting.Kind{meeting.SignInRefused, meeting.TokenRefused, meeting.Invalid} {
		synctest.Test(t, func(t *testing.T) {
			s := newSource(3)
			c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute})
			mustGet(t, c, "1")
			pass(time.Minute)
			s.fail(kind)
			if got, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != kind {
				t.Errorf("Get() = %v, %v, want %s", got, err, kind)
			}
		})
	}
}

// While the API is known to fail, nobody waits long for it to fail again.
func TestStaleAnswerComesSoon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		c := newCache(t, s, meeting.CacheOptions{TTL: time.Minute, UnknownFor: 5 * time.Second})
		mustGet(t, c, "1")
		pass(time.Minute)
		s.set(func(s *source) { s.delay = time.Hour })
		begun := time.Now()
		if got := mustGet(t, c, "1"); !got.Stale || time.Since(begun) != 30*time.Second {
			t.Errorf("Get() took %v, want the timeout and then the older reading", time.Since(begun))
		}
		pass(5 * time.Second)
		begun = time.Now()
		if got := mustGet(t, c, "1"); !got.Stale || time.Since(begun) != time.Second {
			t.Errorf("the next Get() took %v, want 1s", time.Since(begun))
		}
		// The API comes back: what was begun then is kept when it is done.
		s.set(func(s *source) { s.delay = 2 * time.Second })
		pass(time.Minute)
		if got := mustGet(t, c, "1"); !got.Stale {
			t.Errorf("Get() = %+v, want the older reading", got)
		}
		pass(2 * time.Second)
		if got := mustGet(t, c, "1"); got.Stale {
			t.Errorf("Get() = %+v, want the new reading", got)
		}
	})
}

func TestStaleAnswersCanBeOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(3)
		c := newCache(t, s, meeting.CacheOptions{StaleFor: -1, UnknownFor: -1})
		mustGet(t, c, "1")
		pass(30 * time.Second)
		s.fail(meeting.Unavailable)
		if _, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != meeting.Unavailable {
			t.Errorf("Get() = %v, want %s", err, meeting.Unavailable)
		}
		s.fail(meeting.NotFound)
		for range 3 {
			_, _ = c.Get(t.Context(), "1")
		}
		s.wantCalls(t, 5)
	})
}

func TestEntriesAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(1)
		c := newCache(t, s, meeting.CacheOptions{Entries: 3, TTL: time.Minute})
		get := func(ids string) {
			for id := range strings.FieldsSeq(ids) {
				mustGet(t, c, id)
			}
		}
		kept := func(want string) {
			t.Helper()
			var got []string
			for id := range strings.FieldsSeq("a b c d e f") {
				if _, ok := c.Peek(id); ok {
					got = append(got, id)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("kept = %v, want %s", got, want)
			}
		}
		get("a b c")
		kept("a b c")
		for range 10 { // refreshing one does not push out the others
			if _, err := c.Refresh(t.Context(), "a"); err != nil {
				t.Fatal(err)
			}
		}
		kept("a b c")
		get("d") // b was read longest ago: a is newer by its refreshing
		kept("a c d")
		get("e f")
		kept("d e f")
	})
}

// A panic in the source ends neither the process nor the cache.
func TestPanicInTheSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		log, lines := debugLog()
		s := newSource(1)
		s.before = func(call int, _ *meeting.PageOptions) {
			if call == 1 {
				panic("hunter2")
			}
		}
		c := newCache(t, s, meeting.CacheOptions{Logger: log})
		if _, err := c.Get(t.Context(), "1"); meeting.KindOf(err) != meeting.Garbled || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Get() = %v, want %s", err, meeting.Garbled)
		}
		if !contains(lines, "panicked") {
			t.Error("the panic was not logged")
		}
		mustGet(t, c, "1")
	})
}

func TestCacheOptions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		o    meeting.CacheOptions
		want string
	}{
		{meeting.CacheOptions{TTL: -time.Second}, "TTL must be positive, got -1s"},
		{meeting.CacheOptions{Entries: -1}, "entries must be positive, got -1"},
	} {
		if c, err := meeting.NewTestAccount(newSource(1), tt.o); c != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("NewTestAccount(%+v) = %v, %v, want %q", tt.o, c, err, tt.want)
		}
	}
}

func TestCacheUsesItsClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := newSource(1)
	c := newCache(t, s, meeting.CacheOptions{Now: func() time.Time { return now }})
	if got := mustGet(t, c, "1"); !got.ReadAt.Equal(now) {
		t.Errorf("ReadAt = %v, want %v", got.ReadAt, now)
	}
	now = now.Add(30 * time.Second)
	if _, ok := c.Peek("1"); ok {
		t.Error("Peek() after 30 s of its clock found something")
	}
}

// A reading made before the clock was set back is not fresh: nobody knows how old
// it is. The same holds for all that is remembered.
func TestMemoryEndsWhenTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, back := range []time.Duration{time.Minute, time.Hour, 24 * time.Hour} {
		now := noon
		c, s, a := withArchive(t, meeting.CacheOptions{Now: func() time.Time { return now }})
		s.know("1")
		mustGet(t, c, "1")
		if _, err := c.Find(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		_, _ = c.Get(t.Context(), "2")
		s.know("1", "2")
		now = now.Add(-back)
		if _, ok := c.Peek("1"); ok {
			t.Errorf("Peek() after the clock was set back by %s found something", back)
		}
		mustGet(t, c, "2")
		if _, err := c.Find(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		a.wantCalls(t, "List", 2)
	}
}
