package workspace_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/bot/workspace"
)

// source has installations; each version of each key is built anew.
type source struct {
	mu       sync.Mutex
	versions map[workspace.Key]string // "" where there is none
	err      error
	hangs    bool
	asked    int
	built    int
	closed   map[*workspace.Installation]int
	during   func() // called once within the next Find, after it has read
}

func newSource(keys ...workspace.Key) *source {
	s := &source{versions: make(map[workspace.Key]string), closed: make(map[*workspace.Installation]int)}
	for _, k := range keys {
		s.versions[k] = "1"
	}
	return s
}

func (s *source) set(k workspace.Key, version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.versions[k] = version
}

func (s *source) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *source) Find(ctx context.Context, k workspace.Key) (workspace.Found, error) {
	s.mu.Lock()
	s.asked++
	version, err, hangs, during := s.versions[k], s.err, s.hangs, s.during
	s.during = nil
	s.mu.Unlock()
	if during != nil {
		during()
	}
	if hangs {
		<-ctx.Done()
		return workspace.Found{}, context.Cause(ctx)
	}
	if err == nil && version == "" {
		err = workspace.ErrUnknown
	}
	return workspace.Found{Version: version, Build: s.build}, err
}

func (s *source) build() (*workspace.Installation, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.built++
	i := new(workspace.Installation)
	i.OnClose = func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.closed[i]++
	}
	return i, nil
}

func (s *source) counts() (asked, built, closed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked, s.built, len(s.closed)
}

func open(t *testing.T, s workspace.Source) *workspace.Directory {
	t.Helper()
	d, err := workspace.NewStoredDirectory(workspace.StoredOptions{Source: s})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func get(t *testing.T, d *workspace.Directory, k workspace.Key) *workspace.Installation {
	t.Helper()
	w, err := d.Get(t.Context(), k)
	if err != nil {
		t.Fatalf("Get(%s) = %v", k, err)
	}
	return w.Installation
}

var team = workspace.Key{EnterpriseID: "E1", TeamID: "T1"}

func TestDirectoryRemembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(team)
		d := open(t, s)
		if _, ok := d.Peek(team); ok {
			t.Error("Peek() before Get() has something")
		}
		first := get(t, d, team)
		if w, ok := d.Peek(team); !ok || w.Installation != first || w.Key != team {
			t.Errorf("Peek() = %+v, %v", w, ok)
		}
		get(t, d, team)
		time.Sleep(29 * time.Second) //nolint:forbidigo // the clock is simulated
		if _, ok := d.Peek(team); !ok {
			t.Error("it is forgotten too early")
		}
		time.Sleep(2 * time.Second) //nolint:forbidigo // the clock is simulated
		if _, ok := d.Peek(team); ok {
			t.Error("it is used without asking for too long")
		}
		if get(t, d, team) != first {
			t.Error("what has not changed is built anew")
		}
		if asked, built, _ := s.counts(); asked != 2 || built != 1 {
			t.Errorf("asked %d times, built %d", asked, built)
		}
	})
}

// What another process has changed is seen within half a minute; the former installation
// is closed once nobody can use it any more.
func TestDirectorySeesChanges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(team)
		d := open(t, s)
		first := get(t, d, team)
		s.set(team, "2")
		time.Sleep(30 * time.Second) //nolint:forbidigo // the clock is simulated
		second := get(t, d, team)
		if second == first {
			t.Error("a change is not seen")
		}
		if _, _, closed := s.counts(); closed != 0 {
			t.Error("what may be in use is closed")
		}
		time.Sleep(3 * time.Minute) //nolint:forbidigo // the clock is simulated
		s.set(team, "")
		if _, err := d.Get(t.Context(), team); !errors.Is(err, workspace.ErrUnknown) {
			t.Errorf("after the removal: %v", err)
		}
		if s.closed[first] != 1 || s.closed[second] != 0 {
			t.Errorf("closed: %d, %d; want the first alone", s.closed[first], s.closed[second])
		}
		d.Close()
		if s.closed[second] != 1 {
			t.Error("Close() leaves one open")
		}
	})
}

func TestDirectoryRemembersStrangers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource()
		d := open(t, s)
		for range 3 {
			if _, err := d.Get(t.Context(), team); !errors.Is(err, workspace.ErrUnknown) {
				t.Errorf("Get() = %v", err)
			}
		}
		if asked, _, _ := s.counts(); asked != 1 {
			t.Errorf("asked %d times about a stranger", asked)
		}
		s.set(team, "1")
		d.Drop(workspace.Key{EnterpriseID: "E1"}) // it was installed in the whole organisation
		get(t, d, team)
	})
}

// While the source fails or hangs, an older reading stands in, and is asked about
// again only after a pause.
func TestDirectoryOutlivesItsSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(team)
		d := open(t, s)
		first := get(t, d, team)
		s.fail(errors.New("no database"))
		time.Sleep(time.Minute) //nolint:forbidigo // the clock is simulated
		for range 3 {
			if get(t, d, team) != first {
				t.Error("the older reading does not stand in")
			}
		}
		if asked, _, _ := s.counts(); asked != 2 {
			t.Errorf("asked %d times, want twice", asked)
		}
		other := workspace.Key{TeamID: "T2"}
		if _, err := d.Get(t.Context(), other); err == nil || errors.Is(err, workspace.ErrUnknown) {
			t.Errorf("Get() of one that was never read = %v", err)
		}
		s.fail(nil)
		s.mu.Lock()
		s.hangs = true
		s.mu.Unlock()
		time.Sleep(time.Minute) //nolint:forbidigo // the clock is simulated
		began := time.Now()
		if get(t, d, team) != first || time.Since(began) != time.Second {
			t.Errorf("with a source that hangs it takes %s", time.Since(began))
		}
		time.Sleep(time.Minute) //nolint:forbidigo // the reading in progress ends
	})
}

// What was read before a change of this process is not remembered after it.
func TestDirectoryDropsReadingsInProgress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSource(team)
		d := open(t, s)
		s.during = func() {
			s.set(team, "2")
			d.Drop(team)
		}
		before := get(t, d, team)
		if _, ok := d.Peek(team); ok {
			t.Error("an outdated reading is remembered")
		}
		if get(t, d, team) == before {
			t.Error("the change is not seen")
		}
	})
}

func TestDirectoryDropsOnlyWhatItCovers(t *testing.T) {
	t.Parallel()
	keys := []workspace.Key{team, {TeamID: "T1"}, {EnterpriseID: "E1", TeamID: "T2"}, {TeamID: "T3"}}
	for _, tt := range []struct {
		drop workspace.Key
		kept []bool
	}{
		{workspace.Key{TeamID: "T1"}, []bool{false, false, true, true}},
		{workspace.Key{EnterpriseID: "E1"}, []bool{false, true, false, true}},
		{workspace.Key{EnterpriseID: "E1", TeamID: "T3"}, []bool{true, true, true, false}},
	} {
		d := open(t, newSource(keys...))
		for _, k := range keys {
			get(t, d, k)
		}
		d.Drop(tt.drop)
		for i, k := range keys {
			if _, ok := d.Peek(k); ok != tt.kept[i] {
				t.Errorf("after Drop(%s), Peek(%s): %v", tt.drop, k, ok)
			}
		}
	}
}

// Many ask, while installations come, change and go.
func TestDirectoryTogether(t *testing.T) {
	t.Parallel()
	s := newSource(team)
	d := open(t, s)
	var asking sync.WaitGroup
	for i := range 8 {
		asking.Go(func() {
			for n := range 300 {
				k := workspace.Key{TeamID: fmt.Sprintf("T%d", n%5)}
				if i == 0 {
					s.set(k, []string{"", "1", "2"}[n%3])
					d.Drop(k)
					continue
				}
				if w, err := d.Get(t.Context(), k); err == nil && w.Installation == nil || err != nil && !errors.Is(err, workspace.ErrUnknown) {
					t.Errorf("Get() = %+v, %v", w, err)
				}
			}
		})
	}
	asking.Wait()
	d.Close()
	if _, built, closed := s.counts(); built != closed {
		t.Errorf("%d were built and %d closed", built, closed)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]workspace.Key{
		"T1": {TeamID: "T1"}, "E1/T1": {EnterpriseID: "E1", TeamID: "T1"}, "E1": {EnterpriseID: "E1"}, "": {},
	} {
		if got := want.String(); got != text {
			t.Errorf("%+v is written %q, want %q", want, got, text)
		}
	}
}
