package meeting_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// What an account may not ask is remembered for a while, for the meeting or for
// all, so that the API is not asked the same in vain with each card. Only the
// API's own word counts.
func TestOptionalCallsAreNotMadeInVain(t *testing.T) {
	t.Parallel()
	type fault = func(s *meetingtest.Server, endpoint string)
	fail := func(status int, code string) fault {
		return func(s *meetingtest.Server, endpoint string) { s.Fail(endpoint, -1, status, code) }
	}
	block := func(status int) fault {
		return func(s *meetingtest.Server, endpoint string) { s.Block(endpoint, -1, status) }
	}
	attendees := func(ctx context.Context, a *meeting.Account, id string) error { return second(a.Attendees(ctx, id)) }
	history := func(ctx context.Context, a *meeting.Account, id string) error { return second(a.History(ctx, id)) }
	find := func(ctx context.Context, a *meeting.Account, id string) error { return second(a.Find(ctx, id)) }
	for _, tt := range []struct {
		name     string
		endpoint string
		ask      func(context.Context, *meeting.Account, string) error
		begin    fault
		one      int           // calls for one meeting, asked for ten times in 100 s
		all      int           // calls for that and another one
		after    time.Duration // when it is asked again
	}{
		{"who is in it: no such call", meetingtest.EndpointAttendees, attendees, fail(404, "APIG.0101"), 1, 1, 10 * time.Minute},
		{"who is in it: not for this app", meetingtest.EndpointAttendees, attendees, fail(403, "APIG.0304"), 1, 1, 10 * time.Minute},
		{"who is in it: not this meeting", meetingtest.EndpointAttendees, attendees, fail(403, "MMC.111070010"), 1, 2, 10 * time.Minute},
		{"who is in it: it does not run", meetingtest.EndpointAttendees, attendees, fail(400, "MMC.111070005"), 2, 3, time.Minute},
		{"who is in it: a firewall", meetingtest.EndpointAttendees, attendees, block(403), 4, 5, 30 * time.Second},
		{"who is in it: nothing there", meetingtest.EndpointAttendees, attendees, fail(404, ""), 4, 5, 30 * time.Second},
		{"who is in it: failing", meetingtest.EndpointAttendees, attendees, fail(500, ""), 4, 5, 30 * time.Second},
		{"history: not for this account", meetingtest.EndpointHistory, history, fail(403, "MMC.111070002"), 1, 1, 10 * time.Minute},
		{"history: no such call", meetingtest.EndpointHistory, history, fail(404, "APIG.0101"), 3, 3, 10 * time.Minute},
		{"history: a firewall", meetingtest.EndpointHistory, history, block(403), 30, 33, 5 * time.Second},
		{"a list: not for this account", meetingtest.EndpointList, find, fail(403, "MMC.111070002"), 1, 1, 10 * time.Minute},
		{"a list: a firewall", meetingtest.EndpointList, find, block(404), 30, 33, 5 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				h := newBusyFixture(t)
				a := accountOf(t, h.client, meeting.CacheOptions{})
				tt.begin(h.api, tt.endpoint)
				for range 10 {
					if tt.ask(t.Context(), a, "928473016") == nil {
						t.Fatal("it does not fail")
					}
					pass(10 * time.Second)
				}
				if n := h.api.Calls(tt.endpoint); n != tt.one {
					t.Errorf("%d calls about one meeting, want %d", n, tt.one)
				}
				_ = tt.ask(t.Context(), a, "991427358")
				if n := h.api.Calls(tt.endpoint); n != tt.all {
					t.Errorf("%d calls about two meetings, want %d", n, tt.all)
				}
				h.api.ClearProblems()
				pass(tt.after)
				calls := h.api.Calls(tt.endpoint)
				_ = tt.ask(t.Context(), a, "928473016")
				if h.api.Calls(tt.endpoint) == calls {
					t.Errorf("not asked again after %s", tt.after)
				}
			})
		})
	}
}
