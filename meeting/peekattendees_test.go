package meeting_test

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
)

// What is in memory is answered without a call, and read anew behind the answer
// once it is about half as old as it may get.
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
		<-time.After(4*time.Second - 1)
		peek(1, true)
		a.wantCalls(t, "ListAttendees", 1)

		a.present = append(a.present, meeting.Attendee{ID: "2"})
		<-time.After(3*time.Second + 1)
		peek(1, true) // read anew behind this
		a.wantCalls(t, "ListAttendees", 2)
		peek(2, true)

		a.err = &meeting.Error{Kind: meeting.Unavailable}
		<-time.After(7 * time.Second)
		peek(2, true)
		peek(2, true) // the reading is tried once
		a.wantCalls(t, "ListAttendees", 3)
		<-time.After(3 * time.Second)
		a.err = nil
		<-time.After(time.Minute)
		peek(0, false)
	})
}

// Meetings that were read at the same time are not all read anew at the same time.
func TestPeekAttendeesOfManyMeetings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const meetings, most = 200, 40 // some 13 are expected in each step
		c, _, a := withArchive(t, meeting.CacheOptions{})
		for i := range meetings {
			if _, err := c.Attendees(t.Context(), strconv.Itoa(i)); err != nil {
				t.Fatal(err)
			}
		}
		before := a.callsOf("ListAttendees")
		for step := range 36 {
			<-time.After(200 * time.Millisecond)
			for i := range meetings {
				c.PeekAttendees(strconv.Itoa(i))
			}
			synctest.Wait()
			calls := a.callsOf("ListAttendees")
			if calls-before > most {
				t.Errorf("%d of %d meetings are read anew in step %d, want at most %d", calls-before, meetings, step, most)
			}
			before = calls
		}
		if before != 2*meetings {
			t.Errorf("%d readings, want each of %d meetings read twice", before, meetings)
		}
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
