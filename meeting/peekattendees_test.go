package meeting_test

import (
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// What is in memory is answered without a call, and read anew behind the answer
// once it is half as old as it may get.
func TestPeekAttendees(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _, a := withArchive(t, meeting.CacheOptions{})
		a.present = []meeting.Attendee{{ID: "1"}}
		peek := func(want int, ok bool) {
			t.Helper()
			p, got := c.PeekAttendees("1")
			if got != ok || ok && len(p.People) != want {
				t.Fatalf("PeekAttendees() = %+v, %v, want %d people, %v", p, got, want, ok)
			}
			synctest.Wait()
		}
		peek(0, false)
		if _, err := c.Attendees(t.Context(), "1"); err != nil {
			t.Fatal(err)
		}
		<-time.After(4 * time.Second)
		peek(1, true)
		a.wantCalls(t, "ListAttendees", 1)

		a.present = append(a.present, meeting.Attendee{ID: "2"})
		<-time.After(2 * time.Second)
		peek(1, true) // read anew behind this
		a.wantCalls(t, "ListAttendees", 2)
		peek(2, true)

		a.err = &meeting.Error{Kind: meeting.Unavailable}
		<-time.After(6 * time.Second)
		peek(2, true)
		peek(2, true) // the reading is tried once
		a.wantCalls(t, "ListAttendees", 3)
		<-time.After(4 * time.Second)
		a.err = nil
		<-time.After(time.Minute)
		peek(0, false)
	})
}

// A refusal that is remembered is an answer: nobody needs to ask.
func TestPeekAttendeesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, kind := range []meeting.Kind{meeting.Forbidden, meeting.Unavailable} {
		synctest.Test(t, func(t *testing.T) {
			c, _, a := withArchive(t, meeting.CacheOptions{})
			a.err = &meeting.Error{Kind: kind, Code: "MMC.111070001"}
			if _, err := c.Attendees(t.Context(), "1"); meeting.KindOf(err) != kind {
				t.Fatalf("Attendees() = %v, want %s", err, kind)
			}
			for _, after := range []time.Duration{0, 10 * time.Second} {
				<-time.After(after)
				if p, ok := c.PeekAttendees("1"); p != nil || !ok {
					t.Errorf("%s: PeekAttendees() = %+v, %v, want nil, true", kind, p, ok)
				}
			}
			<-time.After(time.Hour)
			if p, ok := c.PeekAttendees("1"); p != nil || ok {
				t.Errorf("%s: PeekAttendees() = %+v, %v, want nil, false", kind, p, ok)
			}
			a.wantCalls(t, "ListAttendees", 1)
		})
	}
}
