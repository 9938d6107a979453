package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
)

func TestParseBooking(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"members", "linked", "nobody"} {
		if got, err := access.ParseBooking(s); string(got) != s || err != nil {
			t.Errorf("ParseBooking(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "Members", "everyone"} {
		if got, err := access.ParseBooking(s); err == nil {
			t.Errorf("ParseBooking(%q) = %q, want an error", s, got)
		}
	}
}

// Who may book: whoever looks meetings up, only full members do.
func TestBook(t *testing.T) {
	t.Parallel()
	linked := access.MeetingUser{UserID: "ann"}
	member, guest, external := person.Person{AccountType: person.Member}, person.Person{AccountType: person.Guest}, person.Person{AccountType: person.External}
	everyone := access.Policy{Lookup: access.Everyone, Unknown: access.UnknownAreMembers}
	for name, tt := range map[string]struct {
		policy access.Policy
		who    person.Person
		user   access.MeetingUser
		want   access.Denial
	}{
		"a member":                     {access.Policy{}, member, access.MeetingUser{}, ""},
		"a member who is linked":       {access.Policy{Booking: access.BookLinked}, member, linked, ""},
		"a member who is not":          {access.Policy{Booking: access.BookLinked}, member, access.MeetingUser{}, access.NotLinked},
		"a member where nobody may":    {access.Policy{Booking: access.BookNobody}, member, linked, access.BookingOff},
		"a guest who may look up":      {everyone, guest, access.MeetingUser{}, access.BookingGuest},
		"somebody else who may":        {everyone, external, linked, access.BookingExternal},
		"a guest":                      {access.Policy{}, guest, access.MeetingUser{}, access.Guest},
		"somebody of another one":      {access.Policy{}, external, access.MeetingUser{}, access.External},
		"a bot":                        {everyone, person.Person{AccountType: person.Bot}, linked, access.Bot},
		"somebody whose account ended": {everyone, person.Person{AccountType: person.Deactivated}, linked, access.Deactivated},
		"somebody unknown":             {everyone, person.Person{AccountType: person.Unknown}, linked, access.Unknown},
	} {
		if got := tt.policy.Book(tt.who, tt.user); got != tt.want {
			t.Errorf("%s is denied %q, want %q", name, got, tt.want)
		}
	}
	if (access.Policy{Booking: access.BookNobody}).Books() || !(access.Policy{}).Books() {
		t.Error("Books() is wrong")
	}
}
