package meeting_test

import (
	"net/http"
	"testing"
	"time"

	"meetingbot/meeting"
	"meetingbot/meeting/meetingtest"
)

// bookingClock is a Tuesday morning.
func bookingClock() time.Time { return time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) }

// newBooking returns an account on a simulated API whose clock stands still.
func newBooking(t *testing.T) (*meeting.Account, *meetingtest.Server) {
	t.Helper()
	return newBookingAt(t, bookingClock)
}

func newBookingAt(t *testing.T, now func() time.Time) (*meeting.Account, *meetingtest.Server) {
	t.Helper()
	return bookingOver(t, now, func(h http.Handler) http.Handler { return h })
}

// newBookingOver is newBooking with something between the account and the API.
func newBookingOver(t *testing.T, between func(http.Handler) http.Handler) (*meeting.Account, *meetingtest.Server) {
	t.Helper()
	return bookingOver(t, bookingClock, between)
}

func bookingOver(t *testing.T, now func() time.Time, between func(http.Handler) http.Handler) (*meeting.Account, *meetingtest.Server) {
	t.Helper()
	api := meetingtest.New(meetingtest.Options{AppID: "app-id", AppKey: appKey, Now: now, Admins: []string{"boss"}})
	a, err := meeting.NewAccount(meeting.AccountOptions{
		URL: "https://api.example", Credentials: testCredentials(), Now: now, HTTPClient: &http.Client{Transport: inMemory{between(api)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, api
}

func TestBookAndCancel(t *testing.T) {
	t.Parallel()
	a, api := newBooking(t)
	ana := a.As("ana")
	booked, err := ana.Book(t.Context(), meeting.Booking{
		Subject: "Weekly sync", Start: bookingClock().Add(30 * time.Minute), Length: 45 * time.Minute, ZoneID: "56",
	})
	if err != nil {
		t.Fatal(err)
	}
	if booked.Subject != "Weekly sync" || booked.StartTime != "2026-12-01 01:30" || booked.EndTime != "2026-12-01 02:15" || booked.TimeZone != "56" {
		t.Errorf("booked %s, %s to %s in zone %s", booked.Subject, booked.StartTime, booked.EndTime, booked.TimeZone)
	}
	id := booked.ID.String()
	if s, err := a.Get(t.Context(), id); err != nil || s.Conference.BookerName != "ana" {
		t.Errorf("Get() = %+v, %v, want a meeting of ana", s, err)
	}
	if err := a.As("bob").Cancel(t.Context(), id, meeting.Cancellation{}); meeting.ReasonOf(err) != meeting.NotYours {
		t.Errorf("Cancel() by somebody else = %v", err)
	}
	if err := ana.Cancel(t.Context(), id, meeting.Cancellation{}); err != nil {
		t.Error(err)
	}
	if _, err := a.Get(t.Context(), id); meeting.KindOf(err) != meeting.NotFound {
		t.Errorf("Get() of a meeting that was cancelled = %v", err)
	}
	if n := api.Calls(meetingtest.EndpointBook); n != 1 {
		t.Errorf("booked %d times", n)
	}
}
