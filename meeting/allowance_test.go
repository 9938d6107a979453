package meeting_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// A question may cost any number of calls while all is well, and a few more than
// it has cost when something fails.
func TestAllowance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name         string
		well, failed int // details read well before, and then asked for while the API fails
		want         int // calls, the sign-in included
	}{
		{"all is well", 30, 0, 31},
		{"failing at once", 0, 20, 6},
		{"failing after a few", 3, 20, 6},
		{"failing after many", 30, 20, 33},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{detail: func(n int, w http.ResponseWriter, _ *http.Request) {
					if n > tt.well {
						w.WriteHeader(http.StatusBadGateway)
						return
					}
					writeSample(w)
				}}
				c := newClient(t, s)
				ctx := meeting.WithAllowance(t.Context())
				for i := range tt.well + tt.failed {
					_, _ = c.Conferences.Get(ctx, strconv.Itoa(100000000+i), meeting.DetailOptions{})
					pass(10 * time.Second)
				}
				signIns, details := s.counts()
				if signIns+details != tt.want {
					t.Errorf("%d calls, want %d", signIns+details, tt.want)
				}
				if left := meeting.AllowanceOf(ctx).Left(); (left == 0) != (tt.failed > 0) {
					t.Errorf("%d calls are left", left)
				}
			})
		})
	}
}

// What failed and has worked since costs nothing more.
func TestAllowanceEndsWithTheOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &stub{detail: func(n int, w http.ResponseWriter, _ *http.Request) {
			if n <= 5 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			writeSample(w)
		}}
		c := newClient(t, s)
		ctx := meeting.WithOneTry(meeting.WithAllowance(t.Context()))
		if err := c.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 20 {
			_, _ = c.Conferences.Get(ctx, meetingID, meeting.DetailOptions{})
			pass(10 * time.Second)
		}
		wantCounts(t, s, 1, 20)
	})
}

// An endpoint that fails for two meetings is not asked for a third, but once in a
// while; one meeting that fails concerns nobody who asks for another.
func TestFailingEndpointIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ids  int // meetings that fail, asked for in turn
		most int // calls in a minute of 600 questions
	}{
		"one meeting":  {1, 20},
		"two meetings": {2, 20},
		"many":         {600, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &stub{detail: func(_ int, w http.ResponseWriter, r *http.Request) {
					if r.URL.Query().Get("conferenceID") == meetingID {
						writeSample(w)
						return
					}
					w.WriteHeader(http.StatusBadGateway)
				}}
				c := newClient(t, s)
				var all sync.WaitGroup
				for i := range 600 {
					all.Go(func() {
						ctx := meeting.WithOneTry(meeting.WithAllowance(t.Context()))
						_, _ = c.Conferences.Get(ctx, strconv.Itoa(100000000+i%tt.ids), meeting.DetailOptions{})
					})
					pass(100 * time.Millisecond)
				}
				all.Wait()
				if _, n := s.counts(); n > tt.most {
					t.Errorf("%d calls, want %d at most", n, tt.most)
				}
				pass(5 * time.Second)
				if err := get(c)(t.Context()); err != nil {
					t.Errorf("Get() of a meeting that works = %v", err)
				}
				if tt.ids > 1 {
					for range 10 { // and after that all are asked for again
						if err := get(c)(t.Context()); err != nil {
							t.Errorf("Get() after one that worked = %v", err)
						}
					}
				}
			})
		})
	}
}
