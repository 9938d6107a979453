package meeting_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// A room is one of the booker's, has one meeting at a time, and cannot be changed.
func TestBookInRoom(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	api.AddRoom(meetingtest.OwnRoom{Room: meetingtest.Room{Number: "911000111", ID: "r00m"}, Owner: "ana", Personal: true})
	start := bookingClock().Add(time.Hour)
	in := func(room *meeting.RoomChoice, at time.Time) meeting.Booking {
		return meeting.Booking{Subject: "Room", Start: at, Length: time.Hour, Room: room}
	}
	own := &meeting.RoomChoice{ID: "r00m"}
	first := book(t, a, in(own, start))
	if !first.InRoom || first.Number() != "911000111" || first.ID == "911000111" {
		t.Errorf("booked %s, number %s", first.ID, first.Number())
	}
	if s, err := a.Resolve(t.Context(), "911000111"); err != nil || s.Conference.ID != first.ID {
		t.Errorf("Resolve() of the room = %v, %v", s, err)
	}
	random := book(t, a, in(&meeting.RoomChoice{ID: "r00m", RandomID: true}, start))
	if random.Number() == "911000111" {
		t.Error("a random number is the room's")
	}
	for name, tt := range map[string]struct {
		who  string
		b    meeting.Booking
		want meeting.Reason
	}{
		"at the same time": {"ana", in(own, start.Add(59*time.Minute)), meeting.RoomInUse},
		"of another":       {"bob", in(own, start.Add(5*time.Hour)), meeting.RoomForeign},
		"unknown":          {"ana", in(&meeting.RoomChoice{ID: "none"}, start), meeting.RoomUnknown},
	} {
		if _, err := a.As(tt.who).Book(t.Context(), tt.b); meeting.ReasonOf(err) != tt.want || len(meeting.FieldErrors(err)) != 1 {
			t.Errorf("%s: Book() = %v, want %s", name, err, tt.want)
		}
	}
	book(t, a, in(own, start.Add(time.Hour))) // right after the first

	id := first.ID.String()
	b := bookingAt(t, a, id)
	b.Subject = "Still there"
	if c, err := a.As("ana").Change(t.Context(), id, b); err != nil || c.Number() != "911000111" || c.Subject != "Still there" {
		t.Errorf("Change() = %v, %v", c, err)
	}
	b = bookingAt(t, a, id)
	b.Room = &meeting.RoomChoice{ID: "other"}
	if _, err := a.As("ana").Change(t.Context(), id, b); meeting.ReasonOf(err) != meeting.Fixed {
		t.Errorf("Change() of the room = %v", err)
	}
}

// An instant meeting starts now, with nobody in it, and can be cancelled until somebody
// has come.
func TestBookInstant(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	c := book(t, a, meeting.Booking{Subject: "Quick call"})
	if c.Kind != meeting.KindInstant || c.State != meeting.StateScheduled || c.StartTime != "2026-12-01 01:00" || c.EndTime != "2026-12-01 01:30" {
		t.Errorf("booked %+v", c)
	}
	id, ana := c.ID.String(), a.As("ana")
	other := book(t, a, meeting.Booking{Subject: "Quick call"}).ID.String()
	if other == id {
		t.Fatal("two bookings are one meeting")
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{}); err != nil {
		t.Errorf("Cancel() of an empty meeting = %v", err)
	}
	api.Start(other)
	if err := ana.Cancel(t.Context(), other, meeting.Cancellation{}); meeting.ReasonOf(err) != meeting.Started {
		t.Errorf("Cancel() of a running meeting = %v", err)
	}
	b := bookingAt(t, a, other)
	b.Subject = "Slow call"
	if _, err := ana.Change(t.Context(), other, b); meeting.ReasonOf(err) != meeting.Started {
		t.Errorf("Change() of a running meeting = %v", err)
	}
	if err := ana.Cancel(t.Context(), other, meeting.Cancellation{Running: true}); err != nil {
		t.Errorf("Cancel() that ends a meeting = %v", err)
	}
	if s, err := a.History(t.Context(), other); err != nil || s.Conference.Subject != "Quick call" {
		t.Errorf("History() = %v, %v", s, err)
	}
}

// Only the booker and administrators change a meeting.
func TestWhoMayChange(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	for who, want := range map[string]meeting.Reason{"ana": "", "boss": "", "": "", "bob": meeting.NotYours, "zoe": meeting.NotYours} {
		m := rich()
		m.Participants = append(m.Participants, meetingtest.Participant{Name: "Zoe", Type: "normal", Account: "zoe", AppID: "app-id"})
		api.Add(m)
		b := bookingAt(t, a, m.ID)
		b.Subject = "Changed"
		_, err := a.As(who).Change(t.Context(), m.ID, b)
		if meeting.ReasonOf(err) != want {
			t.Errorf("Change() by %q = %v, want %q", who, err, want)
		}
		if err := a.As(who).Cancel(t.Context(), m.ID, meeting.Cancellation{}); meeting.ReasonOf(err) != want {
			t.Errorf("Cancel() by %q = %v, want %q", who, err, want)
		}
	}
}

// What is in memory, and what is being read, is older than a change.
func TestChangesDropWhatIsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, api := newBooking(t)
		api.Add(rich())
		ana := a.As("ana")
		b := bookingAt(t, a, "555000111")
		list := func() int {
			l, err := a.Find(t.Context(), "")
			if err != nil {
				t.Fatal(err)
			}
			return len(l.Conferences)
		}
		all := list()
		if _, err := a.Get(t.Context(), "555000111"); err != nil {
			t.Fatal(err)
		}
		book(t, a, meeting.Booking{Subject: "One more"})
		if got := list(); got != all+1 {
			t.Errorf("%d meetings are listed after a booking, want %d", got, all+1)
		}
		b.Subject = "Changed"
		if _, err := ana.Change(t.Context(), "555000111", b); err != nil {
			t.Fatal(err)
		}
		if s, err := a.Get(t.Context(), "555000111"); err != nil || s.Conference.Subject != "Changed" {
			t.Errorf("Get() after a change = %v, %v", s, err)
		}
		if err := ana.Cancel(t.Context(), "555000111", meeting.Cancellation{}); err != nil {
			t.Fatal(err)
		}
		if got := list(); got != all {
			t.Errorf("%d meetings are listed after cancelling one, want %d", got, all)
		}
	})
}

// slowAnswer holds the first answer to a question back after the API has made it.
type slowAnswer struct {
	*meetingtest.Server
	path    string
	held    atomic.Bool
	made    chan struct{}
	deliver chan struct{}
}

func (s *slowAnswer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Server.ServeHTTP(w, r)
	if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, s.path) && s.held.CompareAndSwap(false, true) {
		close(s.made)
		<-s.deliver
	}
}

// subjectsBy asks for the meeting, by itself or in a list.
func subjectsBy(ctx context.Context, a *meeting.Account, path string) (list []meeting.Text, err error) {
	if path == "/confDetail" {
		s, err := a.Get(ctx, "555000111")
		if err != nil {
			return nil, err
		}
		return []meeting.Text{s.Conference.Subject}, nil
	}
	l, err := a.Find(ctx, "Budget")
	if err != nil {
		return nil, err
	}
	for _, c := range l.Conferences {
		list = append(list, c.Subject)
	}
	return list, nil
}

// What was being read while a change was made is older than it, and not kept.
func TestReadingUnderWayIsNotKept(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/confDetail", "/conferences"} {
		synctest.Test(t, func(t *testing.T) {
			api := &slowAnswer{
				Server: meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey, Now: bookingClock}),
				path:   path, made: make(chan struct{}), deliver: make(chan struct{}),
			}
			a, err := meeting.NewAccount(meeting.AccountOptions{
				URL: "https://api.example", Credentials: testCredentials(), Now: bookingClock, HTTPClient: &http.Client{Transport: inMemory{api}},
			})
			if err != nil {
				t.Fatal(err)
			}
			api.Add(rich())
			read := make(chan error, 1)
			go func() {
				_, err := subjectsBy(t.Context(), a, path)
				read <- err
			}()
			<-api.made
			begun := time.Now()
			if _, err := a.As("ana").Change(t.Context(), "555000111", meeting.Booking{Subject: "Budget, new"}); err != nil {
				t.Fatal(err)
			}
			got, err := subjectsBy(t.Context(), a, path)
			if err != nil || len(got) != 1 || got[0] != "Budget, new" || time.Since(begun) != 0 {
				t.Errorf("%s: %q, %v after %s while an older reading is under way", path, got, err, time.Since(begun))
			}
			close(api.deliver)
			if err := <-read; err != nil {
				t.Error(err)
			}
			if got, err := subjectsBy(t.Context(), a, path); err != nil || len(got) != 1 || got[0] != "Budget, new" {
				t.Errorf("%s: %q, %v after an older reading has come", path, got, err)
			}
		})
	}
}
