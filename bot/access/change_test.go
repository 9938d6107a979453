package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Hosts and whoever booked a meeting may change it; what proves nothing lets nobody.
func TestChange(t *testing.T) {
	t.Parallel()
	const hosting = meeting.RoleHost
	ana := person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "ana@example.com"}
	with := func(edit func(*person.Person)) person.Person {
		who := ana
		edit(&who)
		return who
	}
	linked := access.MeetingUser{UUID: "uuid-ana", Account: "ana.m", UserID: "third-ana"}
	hosts, other := meeting.Participant{Email: "ana@example.com", Role: hosting}, meeting.Participant{Email: "bo@example.com", Role: hosting}
	tests := []struct {
		name   string
		policy access.Policy
		who    person.Person
		user   access.MeetingUser
		booker meeting.Text
		list   []meeting.Participant
		more   int
		want   access.Denial
	}{
		{name: "a host by address", who: ana, list: []meeting.Participant{hosts}},
		{name: "invited", who: ana, list: []meeting.Participant{{Email: "ana@example.com"}, other}, want: access.NotHost},
		{name: "not invited", who: ana, list: []meeting.Participant{other}, want: access.NotHost},
		{name: "nobody has an address", who: ana, list: []meeting.Participant{{Account: "user01", Role: hosting}}, want: access.Unclear},
		{name: "more than could be read", who: ana, list: []meeting.Participant{other}, more: 1, want: access.ListUnread},
		{name: "linked, booked it", who: ana, user: linked, booker: "uuid-ana", list: []meeting.Participant{other}},
		{name: "linked, host by account", who: ana, user: linked, list: []meeting.Participant{{Account: "ana.m", Role: hosting}, other}},
		{name: "linked, host by user ID", who: ana, user: linked, list: []meeting.Participant{{Account: "third-ana", Role: hosting}, other}},
		{name: "linked, invited by account", who: ana, user: linked, list: []meeting.Participant{{Account: "ana.m"}, other}, want: access.NotHost},
		{name: "linked, another booked it", who: ana, user: linked, booker: "uuid-bo", list: []meeting.Participant{other}, want: access.NotHost},
		{name: "nobody is linked, nobody booked it", who: ana, list: []meeting.Participant{other}, want: access.NotHost},
		{name: "no address", who: with(func(p *person.Person) { p.Email = "" }), list: []meeting.Participant{hosts}, want: access.NotHost},
		{name: "address not confirmed", who: with(func(p *person.Person) { p.Confirmed = false }), list: []meeting.Participant{hosts}, want: access.NotHost},
		{name: "of another workspace", who: with(func(p *person.Person) { p.Local = false }), user: linked, booker: "uuid-ana", list: []meeting.Participant{hosts}, want: access.NotHost},
		{
			name: "a guest", policy: access.Policy{Lookup: access.Everyone}, who: with(func(p *person.Person) { p.AccountType = person.Guest }),
			user: linked, booker: "uuid-ana", list: []meeting.Participant{hosts}, want: access.Guest,
		},
		{
			name: "a stranger", policy: access.Policy{Lookup: access.Everyone}, who: with(func(p *person.Person) { p.AccountType = person.External }),
			list: []meeting.Participant{hosts}, want: access.External,
		},
		{name: "deactivated", who: with(func(p *person.Person) { p.AccountType = person.Deactivated }), list: []meeting.Participant{hosts}, want: access.Deactivated},
		{
			name: "unknown", policy: access.Policy{Unknown: access.UnknownAreMembers}, who: with(func(p *person.Person) { p.AccountType = person.Unknown }),
			list: []meeting.Participant{hosts}, want: access.Unknown,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &meeting.Snapshot{Conference: &meeting.Conference{BookerUUID: tt.booker}, Participants: tt.list, Count: len(tt.list) + tt.more}
			if got := tt.policy.Change(m, tt.who, tt.user); got != tt.want {
				t.Errorf("Change = %q, want %q", got, tt.want)
			}
		})
	}
}
