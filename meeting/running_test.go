package meeting_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// runningWith has meetings that are running, with so many people in each.
func runningWith(t *testing.T, o meetingtest.Options, people ...int) *fixture {
	t.Helper()
	h := newFixture(t, o, meeting.Credentials{AppID: "app-id", AppKey: appKey, UserID: "ana"})
	h.api.Remove("914083136")
	h.api.Remove("969304019")
	for i, n := range people {
		h.api.Add(meetingtest.Meeting{
			ID: strconv.Itoa(900000000 + i), Subject: "Running", Start: time.Now().Add(-time.Minute), End: time.Now().Add(time.Hour),
			Booker: meetingtest.Booker{Name: "Ana", Account: "ana"}, Attendees: attendees(n),
		})
	}
	return h
}

// attendees are n people who join at once.
func attendees(n int) []meetingtest.Attendee {
	list := []meetingtest.Attendee{}
	for i := range n {
		list = append(list, meetingtest.Attendee{Name: fmt.Sprint("Person ", i), Account: fmt.Sprint("person", i)})
	}
	return list
}

// One list tells of all running meetings, how many are in each of them, and that the
// others do not run.
func TestRunning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := runningWith(t, meetingtest.Options{Admins: []string{"ana"}}, 3, 0, 12)
		h.api.Add(meetingtest.Meeting{ID: "900000009", Subject: "Later", Start: time.Now().Add(time.Hour), End: time.Now().Add(2 * time.Hour)})
		got, err := h.cache.Running(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		in := map[string]int{}
		for id, m := range got.Meetings {
			if in[id] = m.In; len(m.UUID) != 32 {
				t.Errorf("%s has the UUID %q, want that of its run", id, m.UUID)
			}
		}
		if diff := cmp.Diff(map[string]int{"900000000": 3, "900000001": 0, "900000002": 12}, in); diff != "" {
			t.Errorf("running (-want +got):\n%s", diff)
		}
		if !got.Complete || !got.ReadAt.Equal(time.Now()) {
			t.Errorf("complete %v, read at %v, want all of now", got.Complete, got.ReadAt)
		}
	})
}

// Who is no administrator sees some meetings only: what is missing may run.
func TestRunningOfAMember(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := runningWith(t, meetingtest.Options{}, 3)
		h.api.Add(meetingtest.Meeting{ID: "900000009", Subject: "Not hers", Start: time.Now().Add(-time.Minute), End: time.Now().Add(time.Hour)})
		got, err := h.cache.Running(t.Context())
		if err != nil || got.Complete || len(got.Meetings) != 1 || got.Meetings["900000000"].In != 3 {
			t.Errorf("Running() of a member = %+v, %v, want hers, and not that it is all", got, err)
		}
	})
}

// All pages are read, and an answer lives for two seconds.
func TestRunningReadsAllPagesOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ n, calls int }{{0, 1}, {500, 1}, {1200, 3}} {
		synctest.Test(t, func(t *testing.T) {
			h := runningWith(t, meetingtest.Options{Admins: []string{"ana"}}, make([]int, tt.n)...)
			h.api.Slow(meetingtest.EndpointOnline, 100*time.Millisecond)
			began := time.Now()
			ask := func(ctx context.Context) error {
				got, err := h.cache.Running(ctx)
				if err == nil && (len(got.Meetings) != tt.n || !got.Complete) {
					err = fmt.Errorf("%d running, complete %v, want %d", len(got.Meetings), got.Complete, tt.n)
				}
				return err
			}
			for _, err := range together(t.Context(), 50, ask) {
				if err != nil {
					t.Fatal(err)
				}
			}
			if got, err := h.cache.Running(t.Context()); err != nil || !got.ReadAt.Equal(began) {
				t.Errorf("read at %v, %v, want when its reading began, %v", got.ReadAt, err, began)
			}
			pass(time.Second)
			if err := ask(t.Context()); err != nil || h.api.Calls(meetingtest.EndpointOnline) != tt.calls {
				t.Errorf("%v after %d calls, want %d", err, h.api.Calls(meetingtest.EndpointOnline), tt.calls)
			}
			pass(1500 * time.Millisecond)
			if err := ask(t.Context()); err != nil || h.api.Calls(meetingtest.EndpointOnline) != 2*tt.calls {
				t.Errorf("%v after %d calls, want another reading", err, h.api.Calls(meetingtest.EndpointOnline))
			}
		})
	}
}

// A list that lacks something does not say that what it lacks does not run.
func TestRunningWithLoss(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		answer   string
		want     map[string]meeting.RunningMeeting
		complete bool
	}{
		"whole":             {`{"count":2,"data":[{"conferenceID":"1","onlineAttendeeAmount":2},{"conferenceID":2,"onlineAttendeeAmount":"5"}]}`, map[string]meeting.RunningMeeting{"1": {In: 2}, "2": {In: 5}}, true},
		"nothing":           {`{"count":0,"data":[]}`, map[string]meeting.RunningMeeting{}, true},
		"fewer than count":  {`{"count":2,"data":[{"conferenceID":"1","onlineAttendeeAmount":2}]}`, map[string]meeting.RunningMeeting{"1": {In: 2}}, false},
		"without an id":     {`{"count":2,"data":[{"conferenceID":"1","onlineAttendeeAmount":2},{"onlineAttendeeAmount":2}]}`, map[string]meeting.RunningMeeting{"1": {In: 2}}, false},
		"null":              {`{"count":2,"data":[{"conferenceID":"1","onlineAttendeeAmount":2},null]}`, map[string]meeting.RunningMeeting{"1": {In: 2}}, false},
		"ended meanwhile":   {`{"count":1,"data":[{"conferenceID":"1","conferenceState":"Destroyed"}]}`, map[string]meeting.RunningMeeting{}, true},
		"no amount":         {`{"count":1,"data":[{"conferenceID":"1","confUUID":"u"}]}`, map[string]meeting.RunningMeeting{"1": {In: -1, UUID: "u"}}, true},
		"amount of nothing": {`{"count":1,"data":[{"conferenceID":"1","onlineAttendeeAmount":null}]}`, map[string]meeting.RunningMeeting{"1": {In: -1}}, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			api := &stub{
				signIn: func(_ int, w http.ResponseWriter, _ *http.Request) {
					fmt.Fprint(w, `{"accessToken":"t","validPeriod":3600,"user":{"adminType":1}}`)
				},
				list: func(_ int, w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, tt.answer) },
			}
			got, err := accountOf(t, newClient(t, api), meeting.CacheOptions{}).Running(t.Context())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(tt.want, got.Meetings); diff != "" || got.Complete != tt.complete {
				t.Errorf("%s: complete %v, want %v (-want +got):\n%s", name, got.Complete, tt.complete, diff)
			}
		})
	}
}

// Failures are typed and not kept, but for a refusal, which stands.
func TestRunningFails(t *testing.T) {
	t.Parallel()
	for kind, tt := range map[meeting.Kind]struct {
		status int
		code   string
		calls  int
	}{
		meeting.Unavailable: {500, "MMC.111070027", 3},
		meeting.Forbidden:   {403, "MMC.111070010", 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := runningWith(t, meetingtest.Options{Admins: []string{"ana"}}, 3)
			h.api.Fail(meetingtest.EndpointOnline, -1, tt.status, tt.code)
			for range 3 {
				if _, err := h.cache.Running(t.Context()); meeting.KindOf(err) != kind {
					t.Errorf("Running() = %v, want %s", err, kind)
				}
				pass(10 * time.Second)
			}
			if calls := h.api.Calls(meetingtest.EndpointOnline); calls != tt.calls {
				t.Errorf("%d calls of what is %s, want %d", calls, kind, tt.calls)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		h := runningWith(t, meetingtest.Options{})
		h.api.Fail(meetingtest.EndpointAppAuth, -1, 401, "USG.206010025")
		if _, err := h.cache.Running(t.Context()); meeting.KindOf(err) != meeting.SignInRefused {
			t.Errorf("Running() without a sign-in = %v", err)
		}
	})
}
