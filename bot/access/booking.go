package access

import (
	"fmt"

	"meetingbot/bot/person"
)

// Booking says who may book meetings.
type Booking string

// The values of Booking.
const (
	// BookMembers lets full members of the workspace book. It is the default.
	BookMembers Booking = "members"
	// BookLinked lets those of them book who are linked with the meeting account: all
	// book as themselves.
	BookLinked Booking = "linked"
	// BookNobody lets nobody book.
	BookNobody Booking = "nobody"
)

// ParseBooking reads a Booking as operators write it.
func ParseBooking(s string) (Booking, error) {
	switch b := Booking(s); b {
	case BookMembers, BookLinked, BookNobody:
		return b, nil
	}
	return "", fmt.Errorf("must be %s, %s or %s, got %q", BookMembers, BookLinked, BookNobody, s)
}

// Books reports whether anybody may book meetings.
func (p Policy) Books() bool { return p.Booking != BookNobody }

// Book says why somebody may not book meetings, "" when they may: full members may,
// whoever may look meetings up. user is who they are at the meeting account.
func (p Policy) Book(who person.Person, user MeetingUser) Denial {
	if !p.Books() {
		return BookingOff
	}
	if denial := p.Person(who); denial != "" {
		return denial
	}
	switch who.AccountType {
	case person.Member:
	case person.Guest:
		return BookingGuest
	case person.External:
		return BookingExternal
	default:
		return Unknown
	}
	if p.Booking == BookLinked && !user.Linked() {
		return NotLinked
	}
	return ""
}
