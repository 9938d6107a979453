package meeting_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// overHTTP is an account on a simulated API behind a socket, whose connections can be
// lost.
func overHTTP(t *testing.T) (*meeting.Account, *meetingtest.Server) {
	t.Helper()
	api := meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey, Now: bookingClock})
	srv := httptest.NewServer(api)
	t.Cleanup(srv.Close)
	a, err := meeting.NewAccount(meeting.AccountOptions{URL: srv.URL, Credentials: testCredentials(), Now: bookingClock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Client().CloseIdleConnections)
	return a, api
}

// Whatever is lost on the way of a booking, it is made once at most. Its error says
// whether it may be made, and looking for it tells.
func TestBookWithLostAnswers(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		lose      func(*meetingtest.Server)
		kind      meeting.Kind
		uncertain bool
		booked    int
	}{
		{"nothing", func(*meetingtest.Server) {}, "", false, 1},
		{"the sign-in", func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointAppAuth, -1, 401, "USG.206010025") }, meeting.SignInRefused, false, 0},
		{"one answer to the sign-in", func(s *meetingtest.Server) { s.Lose(meetingtest.EndpointAppAuth, 1) }, "", false, 1},
		{"the request, at a proxy", func(s *meetingtest.Server) { s.Block(meetingtest.EndpointBook, 1, 502) }, meeting.Unavailable, true, 0},
		{"the request, behind a firewall", func(s *meetingtest.Server) { s.Block(meetingtest.EndpointBook, 1, 403) }, meeting.Garbled, true, 0},
		{"the answer", func(s *meetingtest.Server) { s.Lose(meetingtest.EndpointBook, 1) }, meeting.Unavailable, true, 1},
		{"half of the answer", func(s *meetingtest.Server) { s.Disconnect(meetingtest.EndpointBook, 1) }, meeting.Unavailable, true, 1},
		{"the answer's body", func(s *meetingtest.Server) { s.Corrupt(meetingtest.EndpointBook, 1) }, meeting.Garbled, true, 0},
		{"the request, by throttling", func(s *meetingtest.Server) { s.Throttle(meetingtest.EndpointBook, 1, time.Second) }, meeting.Throttled, false, 0},
		{"the token", func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointBook, 1, 401, "USG.206020002") }, "", false, 1},
		{"the token, then the answer", func(s *meetingtest.Server) {
			s.Fail(meetingtest.EndpointBook, 1, 401, "USG.206020002")
			s.Lose(meetingtest.EndpointBook, 1)
		}, meeting.Unavailable, true, 1},
		{"the API itself", func(s *meetingtest.Server) { s.Fail(meetingtest.EndpointBook, 1, 500, "MMC.111070003") }, meeting.Unavailable, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, api := overHTTP(t)
			tt.lose(api)
			ana := a.As("ana")
			start := bookingClock().Add(time.Hour)
			_, err := ana.Book(t.Context(), meeting.Booking{Subject: "Weekly sync", Start: start})
			if meeting.KindOf(err) != tt.kind || meeting.IsUncertain(err) != tt.uncertain {
				t.Errorf("Book() = %v, uncertain %t, want %q and %t", err, meeting.IsUncertain(err), tt.kind, tt.uncertain)
			}
			api.ClearProblems()
			if meeting.KindOf(err) == meeting.SignInRefused {
				return // and will be for a while
			}
			found, err := ana.FindBooked(t.Context(), meeting.BookedQuery{Subject: "Weekly sync", Start: start})
			if err != nil || len(found) != tt.booked {
				t.Errorf("FindBooked() = %d meetings, %v, want %d", len(found), err, tt.booked)
			}
		})
	}
}

// A booking that never left is certain not to be made.
func TestBookWithoutConnection(t *testing.T) {
	t.Parallel()
	api := meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey, Now: bookingClock})
	var down bool
	transport := &http.Transport{DisableKeepAlives: true}
	srv := httptest.NewServer(api)
	t.Cleanup(srv.Close)
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if down {
			return nil, &net.OpError{Op: "dial", Err: context.DeadlineExceeded}
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	a, err := meeting.NewAccount(meeting.AccountOptions{
		URL: srv.URL, Credentials: testCredentials(), Now: bookingClock, HTTPClient: &http.Client{Transport: transport},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identity(t.Context()); err != nil {
		t.Fatal(err)
	}
	down = true
	if _, err := a.As("").Book(t.Context(), meeting.Booking{Subject: "x"}); meeting.KindOf(err) != meeting.Unavailable || meeting.IsUncertain(err) {
		t.Errorf("Book() = %v, uncertain %t", err, meeting.IsUncertain(err))
	}
}

// Only what the actor has booked is found, and by all that is known of it.
func TestFindBooked(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	start := bookingClock().Add(time.Hour)
	ana, own := a.As("ana"), a.As("")
	first := book(t, a, meeting.Booking{Subject: "Sync", Start: start})
	book(t, a, meeting.Booking{Subject: "Sync 2", Start: start})
	book(t, a, meeting.Booking{Subject: "Sync", Start: start.Add(time.Minute)})
	if _, err := a.As("bob").Book(t.Context(), meeting.Booking{
		Subject: "Sync", Start: start, Invitees: []meeting.Invitee{{Name: "Ana", UserID: "ana"}},
	}); err != nil {
		t.Fatal(err)
	}
	instant, err := own.Book(t.Context(), meeting.Booking{Subject: "Quick call"})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		who   *meeting.Actor
		query meeting.BookedQuery
		want  string
	}{
		"one of three":      {ana, meeting.BookedQuery{Subject: "Sync", Start: start.Add(59 * time.Second)}, first.ID.String()},
		"another length":    {ana, meeting.BookedQuery{Subject: "Sync", Start: start, Length: time.Hour}, ""},
		"another subject":   {ana, meeting.BookedQuery{Subject: "sync", Start: start}, ""},
		"not mine":          {a.As("carl"), meeting.BookedQuery{Subject: "Sync", Start: start}, ""},
		"an instant one":    {own, meeting.BookedQuery{Subject: "Quick call", From: bookingClock().Add(30 * time.Second), Until: bookingClock().Add(time.Minute)}, instant.ID.String()},
		"an instant before": {own, meeting.BookedQuery{Subject: "Quick call", From: bookingClock().Add(time.Minute), Until: start}, ""},
	} {
		found, err := tt.who.FindBooked(t.Context(), tt.query)
		var got []string
		for _, m := range found {
			got = append(got, m.ID.String())
		}
		if err != nil || strings.Join(got, " ") != tt.want {
			t.Errorf("%s: FindBooked() = %q, %v, want %q", name, got, err, tt.want)
		}
	}
	api.Fail(meetingtest.EndpointList, -1, 403, "MMC.111070002")
	if _, err := ana.FindBooked(t.Context(), meeting.BookedQuery{Subject: "Sync", Start: start}); meeting.KindOf(err) != meeting.Forbidden {
		t.Errorf("FindBooked() that is refused = %v", err)
	}
}

// A change whose answer is lost may be made; it is read anew by whoever asks.
func TestChangesWithLostAnswers(t *testing.T) {
	t.Parallel()
	a, api := overHTTP(t)
	c := book(t, a, weekly())
	id, ana := c.ID.String(), a.As("ana")
	single := book(t, a, meeting.Booking{Subject: "One", Start: bookingClock().Add(time.Hour)}).ID.String()
	b := bookingAt(t, a, single)
	b.Subject = "Two"
	for name, tt := range map[string]struct {
		endpoint string
		change   func() error
	}{
		"change": {meetingtest.EndpointEdit, func() error { _, err := ana.Change(t.Context(), single, b); return err }},
		"change occurrence": {meetingtest.EndpointEditOccurrence, func() error {
			return ana.ChangeOccurrence(t.Context(), id, meeting.OccurrenceChange{OccurrenceID: c.Series()[1].ID, Length: time.Hour})
		}},
		"cancel occurrence": {meetingtest.EndpointCancelOccurrence, func() error { return ana.Cancel(t.Context(), id, meeting.Cancellation{OccurrenceID: c.Series()[2].ID}) }},
	} {
		api.Lose(tt.endpoint, 1)
		if err := tt.change(); !meeting.IsUncertain(err) {
			t.Errorf("%s = %v, want uncertain", name, err)
		}
		if n := api.Calls(tt.endpoint); n != 1 {
			t.Errorf("%s was sent %d times", name, n)
		}
	}
	s, err := a.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if dates := s.Conference.Series(); len(dates) != 4 || dates[1].End.Sub(dates[1].Start) != time.Hour {
		t.Errorf("the dates are %v", dates)
	}
	if s, err := a.Get(t.Context(), single); err != nil || s.Conference.Subject != "Two" {
		t.Errorf("Get() = %v, %v", s, err)
	}
}
