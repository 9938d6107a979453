package meeting_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// fixture is a client and its account in front of the simulated API, all in a bubble
// of time.
type fixture struct {
	api    *meetingtest.Server
	client *meeting.Client
	cache  *meeting.Account
}

func newFixture(t *testing.T, o meetingtest.Options, creds meeting.Credentials, opts ...meeting.Option) *fixture {
	t.Helper()
	o.AppID, o.AppKey = "app-id", appKey
	api := meetingtest.New(o)
	opts = append([]meeting.Option{meeting.WithHTTPClient(wire(t, api))}, opts...)
	client, err := meeting.New("http://localhost", creds, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{api: api, client: client, cache: accountOf(t, client, meeting.CacheOptions{})}
}

func (h *fixture) wantCalls(t *testing.T, signIns, details int) {
	t.Helper()
	a, b := h.api.Calls(meetingtest.EndpointAppAuth), h.api.Calls(meetingtest.EndpointDetail)
	if a != signIns || b != details {
		t.Errorf("the API had %d sign-ins and %d questions, want %d and %d", a, b, signIns, details)
	}
}

func TestAPISamples(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		samples := map[string][]byte{"914083136": meetingtest.OrdinarySample(), "969304019": meetingtest.RecurringSample()}
		raw := map[string][]byte{}
		for id := range samples {
			d, err := h.client.Conferences.Get(t.Context(), id, meeting.DetailOptions{KeepRaw: true})
			if err != nil {
				t.Fatal(err)
			}
			if raw[id] = d.Raw; d.RequestID == "" {
				t.Errorf("Get(%s) has no request id", id)
			}
			s, err := h.cache.Get(t.Context(), id)
			if err != nil || s.Conference.ID.String() != id || len(s.Participants) != 1 || s.Count != 1 {
				t.Errorf("Get(%s) = %+v, %v, want the sample", id, s, err)
			}
		}
		for id, want := range samples { // after all have been read: what was read into is used again
			if !bytes.Equal(raw[id], want) {
				t.Errorf("Get(%s) kept %q, want the sample", id, raw[id])
			}
		}
		h.wantCalls(t, 1, 4)
	})
}

func TestAPIThousandAskers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		h.api.Slow(meetingtest.EndpointDetail, 100*time.Millisecond)
		for _, err := range together(t.Context(), 1000, func(ctx context.Context) error {
			_, err := h.cache.Get(ctx, meetingID)
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		h.wantCalls(t, 1, 1)
	})
}

func TestAPIParticipants(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, n := range []int{0, 57, 1234} {
			h := newFixture(t, meetingtest.Options{}, testCredentials())
			people := meetingtest.People(n)
			h.api.Add(meetingtest.Meeting{ID: "900000001", Subject: "Everybody", Participants: people})
			s, err := h.cache.Get(t.Context(), "900000001")
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Participants) != n || s.Count != n {
				t.Fatalf("%d read, count %d, want %d", len(s.Participants), s.Count, n)
			}
			for i, p := range s.Participants {
				if p.Name.String() != people[i].Name || p.Account.String() != people[i].Account {
					t.Fatalf("participant %d = %+v, want %+v", i, p, people[i])
				}
			}
			h.wantCalls(t, 1, max(1, (n+499)/500))
		}
	})
}

func TestAPIPages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		h.api.Add(meetingtest.Meeting{ID: "900000001", Subject: "Pages", Participants: meetingtest.People(57)})
		all, err := h.cache.Get(t.Context(), "900000001")
		if err != nil {
			t.Fatal(err)
		}
		var paged []meeting.Participant
		for offset := 0; offset < 57; offset += 10 {
			d, err := h.client.Conferences.Get(t.Context(), "900000001", meeting.DetailOptions{PageOptions: meeting.PageOptions{Offset: offset, Limit: 10}})
			if err != nil {
				t.Fatal(err)
			}
			paged = append(paged, d.Participants.Data...)
		}
		if !slices.Equal(paged, all.Participants) {
			t.Errorf("%d people by tens, want the 57 of the whole list", len(paged))
		}
		name := all.Participants[31].Name.String()
		d, err := h.client.Conferences.Get(t.Context(), "900000001", meeting.DetailOptions{PageOptions: meeting.PageOptions{SearchKey: name}})
		if err != nil || len(d.Participants.Data) == 0 || !slices.ContainsFunc(d.Participants.Data, func(p meeting.Participant) bool { return p.Name.String() == name }) {
			t.Errorf("searching %q found %v, %v", name, d, err)
		}
	})
}

func TestAPITokens(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*meetingtest.Server){
		"kicked":  (*meetingtest.Server).KickTokens,
		"expired": (*meetingtest.Server).ExpireTokens,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newFixture(t, meetingtest.Options{}, testCredentials())
				if err := h.client.SignIn(t.Context()); err != nil {
					t.Fatal(err)
				}
				spoil(h.api) // before its first use, too
				if err := get(h.client)(t.Context()); err != nil {
					t.Fatal(err)
				}
				h.wantCalls(t, 2, 2)
				spoil(h.api)
				for _, err := range together(t.Context(), 100, get(h.client)) {
					if err != nil {
						t.Fatal(err)
					}
				}
				if n := h.api.Calls(meetingtest.EndpointAppAuth); n != 3 {
					t.Errorf("%d sign-ins, want 3: one for all who had the spoilt token", n)
				}
			})
		})
	}
}

func TestAPISignIn(t *testing.T) {
	t.Parallel()
	creds := func(change func(*meeting.Credentials)) meeting.Credentials {
		c := testCredentials()
		change(&c)
		return c
	}
	clock := func(off time.Duration) meeting.Option {
		return meeting.WithClock(func() time.Time { return time.Now().Add(off) })
	}
	for _, tt := range []struct {
		name  string
		creds meeting.Credentials
		o     meetingtest.Options
		opts  []meeting.Option
		code  string
		ok    bool
	}{
		{name: "one enterprise", creds: testCredentials(), ok: true},
		{name: "a user", creds: creds(func(c *meeting.Credentials) { c.UserID = "alice" }), ok: true},
		{
			name: "several enterprises", creds: creds(func(c *meeting.Credentials) { c.UserID, c.CorpID = "alice", "807074304" }),
			o: meetingtest.Options{CorpID: "807074304"}, ok: true,
		},
		{name: "wrong key", creds: creds(func(c *meeting.Credentials) { c.AppKey = "other" }), code: "USG.206010025"},
		{name: "wrong App ID", creds: creds(func(c *meeting.Credentials) { c.AppID = "other" }), code: "USG.206010025"},
		{name: "a corporation too many", creds: creds(func(c *meeting.Credentials) { c.CorpID = "1" }), code: "USG.206010025"},
		{name: "our clock is behind", creds: testCredentials(), opts: []meeting.Option{clock(-time.Hour)}, code: "USG.206010057"},
		{name: "our clock is a little behind", creds: testCredentials(), opts: []meeting.Option{clock(-9 * time.Minute)}, ok: true},
		{name: "our clock is ahead", creds: testCredentials(), opts: []meeting.Option{clock(time.Hour)}, ok: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newFixture(t, tt.o, tt.creds, tt.opts...)
				account, err := h.client.Identity(t.Context())
				if tt.ok {
					if err != nil || account.UserID == "" {
						t.Errorf("Account() = %+v, %v, want somebody", account, err)
					}
					if _, err := h.cache.Get(t.Context(), meetingID); tt.creds.UserID == "" && err != nil {
						t.Errorf("Get() = %v, want nil", err)
					}
					return
				}
				e, _ := errors.AsType[*meeting.Error](err)
				if e == nil || e.Kind != meeting.SignInRefused || e.Code != tt.code {
					t.Errorf("Account() = %v, want %s %s", err, meeting.SignInRefused, tt.code)
				}
				h.wantCalls(t, 1, 0)
			})
		})
	}
}

func TestAPIProblems(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		problem func(*meetingtest.Server)
		want    meeting.Kind
		least   time.Duration
	}{
		{name: "throttled once", problem: func(s *meetingtest.Server) { s.Throttle("", 1, time.Second) }, least: time.Second},
		{name: "throttled for long", problem: func(s *meetingtest.Server) { s.Throttle("", -1, time.Hour) }, want: meeting.Throttled},
		{name: "cut off twice", problem: func(s *meetingtest.Server) { s.Disconnect(meetingtest.EndpointDetail, 2) }},
		{name: "cut off", problem: func(s *meetingtest.Server) { s.Disconnect("", -1) }, want: meeting.Unavailable},
		{name: "garbage twice", problem: func(s *meetingtest.Server) { s.Corrupt(meetingtest.EndpointDetail, 2) }},
		{name: "garbage", problem: func(s *meetingtest.Server) { s.Corrupt("", -1) }, want: meeting.Garbled},
		{name: "garbage at sign-in, twice", problem: func(s *meetingtest.Server) { s.Corrupt(meetingtest.EndpointAppAuth, 2) }},
		{name: "busy twice", problem: func(s *meetingtest.Server) { s.Fail("", 2, 500, "USG.000000001") }},
		{name: "failing", problem: func(s *meetingtest.Server) { s.Fail("", -1, 503, "") }, want: meeting.Unavailable},
		{
			name: "forbidden", want: meeting.Forbidden,
			problem: func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointDetail, -1, 403, "MMC.111070010") },
		},
		{name: "gone", problem: func(s *meetingtest.Server) { s.Remove(meetingID) }, want: meeting.NotFound},
		{
			name: "slow", want: meeting.Unavailable, least: 25 * time.Second,
			problem: func(s *meetingtest.Server) { s.Slow(meetingtest.EndpointDetail, time.Hour) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newFixture(t, meetingtest.Options{}, testCredentials())
				tt.problem(h.api)
				begun := time.Now()
				s, err := h.cache.Get(t.Context(), meetingID)
				if meeting.KindOf(err) != tt.want || (s == nil) != (err != nil) {
					t.Errorf("Get() = %v, %v, want kind %q", s, err, tt.want)
				}
				if d := time.Since(begun); d < tt.least {
					t.Errorf("Get() took %v, want at least %v", d, tt.least)
				}
				if n := h.api.Calls(""); n > 8 {
					t.Errorf("%d calls for one question", n)
				}
			})
		})
	}
}

// What happens to a meeting while the API comes and goes.
func TestAPIComesAndGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		h.cache = newCache(t, h.client.Conferences, meeting.CacheOptions{TTL: time.Second, UnknownFor: -1})
		ask := func() (*meeting.Snapshot, meeting.Kind) {
			pass(time.Second)
			s, err := h.cache.Get(t.Context(), "900000001")
			return s, meeting.KindOf(err)
		}
		if _, kind := ask(); kind != meeting.NotFound {
			t.Errorf("before it is booked: %s, want %s", kind, meeting.NotFound)
		}
		h.api.Add(meetingtest.Meeting{ID: "900000001", Subject: "Plan A", Participants: meetingtest.People(57)})
		if s, _ := ask(); s == nil || s.Conference.Subject != "Plan A" || s.Stale {
			t.Errorf("booked: %+v, want Plan A", s)
		}
		h.api.Edit("900000001", func(m *meetingtest.Meeting) { m.Subject = "Plan B" })
		if s, _ := ask(); s == nil || s.Conference.Subject != "Plan B" || s.Stale {
			t.Errorf("renamed: %+v, want Plan B", s)
		}
		h.api.Fail("", -1, 500, "MMC.111070003")
		if s, _ := ask(); s == nil || s.Conference.Subject != "Plan B" || !s.Stale || len(s.Participants) != 57 {
			t.Errorf("while the API fails: %+v, want Plan B, stale", s)
		}
		h.api.ClearProblems()
		if s, _ := ask(); s == nil || s.Stale {
			t.Errorf("healed: %+v, want it fresh", s)
		}
		h.api.Remove("900000001")
		if s, kind := ask(); s != nil || kind != meeting.NotFound {
			t.Errorf("cancelled: %+v, %s, want %s", s, kind, meeting.NotFound)
		}
	})
}

// Many different meetings at once need one sign-in and one call each.
func TestAPIManyMeetings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newFixture(t, meetingtest.Options{}, testCredentials())
		for i := range 100 {
			h.api.Add(meetingtest.Meeting{ID: strconv.Itoa(900000000 + i), Subject: "One of many"})
		}
		ids := make(chan string, 100)
		for i := range 100 {
			ids <- strconv.Itoa(900000000 + i)
		}
		for _, err := range together(t.Context(), 100, func(ctx context.Context) error {
			_, err := h.cache.Get(ctx, <-ids)
			return err
		}) {
			if err != nil {
				t.Fatal(err)
			}
		}
		h.wantCalls(t, 1, 100)
	})
}
