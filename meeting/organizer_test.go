package meeting_test

import (
	"testing"
	"time"

	"meetingbot/meeting"
)

// A meeting that the account booked for somebody is theirs in the card and on lists, and
// whoever booked a meeting themselves is named, whoever hosts it.
func TestHostIsNamedWhereTheAccountBooked(t *testing.T) {
	t.Parallel()
	a, _ := newBooking(t)
	booking := meeting.Booking{
		Subject: "Weekly sync", Start: bookingClock().Add(time.Hour), Length: time.Hour, ZoneID: "56",
		Invitees: []meeting.Invitee{{Name: "Cy", Email: "cy@example.com"}, {Name: "Ana Morel", Email: "ana@example.com", Host: true}},
	}
	for by, want := range map[string]meeting.Name{"": "Ana Morel", "ben": "ben"} {
		booked, err := a.As(by).Book(t.Context(), booking)
		if err != nil {
			t.Fatal(err)
		}
		s, err := a.Get(t.Context(), booked.ID.String())
		if err != nil || s.Conference.BookerName != want {
			t.Errorf("booked by %q: Get() says %q, %v, want %q", by, s.Conference.BookerName, err, want)
		}
		l, err := a.Find(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range l.Conferences {
			if c.ID == booked.ID && c.BookerName != want {
				t.Errorf("booked by %q: Find() says %q, want %q", by, c.BookerName, want)
			}
		}
	}
}
