package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// What a list says of ana@example.com. secrets is whether it proves her to be a
// host, unclear whether it proves nobody to be one.
func TestInvitation(t *testing.T) {
	t.Parallel()
	const hosting = meeting.RoleHost
	room := meeting.Participant{Name: "Room 1", AttendeeType: meeting.AttendeeRoom, Account: "room1"}
	tests := []struct {
		name             string
		list             []meeting.Participant
		more             int // people beyond the list
		want             access.Invitation
		secrets, unclear bool
	}{
		{"address", []meeting.Participant{{Email: "ana@example.com"}}, 0, access.Invited, false, true},
		{"address of a host", []meeting.Participant{{Email: "ana@example.com", Role: hosting}}, 0, access.Host, true, false},
		{"twice, once as a host", []meeting.Participant{{Email: "ana@example.com"}, {Email: "ana@example.com", Role: hosting}}, 0, access.Host, true, false},
		{"account is the address", []meeting.Participant{{Account: "Ana@Example.com"}}, 0, access.Invited, false, true},
		{"a host's only address is the account", []meeting.Participant{{Account: "ana@example.com", Role: hosting}}, 0, access.Host, true, false},
		{"a host has the account, and another address", []meeting.Participant{{Account: "ana@example.com", Email: "bo@example.com", Role: hosting}}, 0, access.Invited, false, false},
		{"account without the domain", []meeting.Participant{{Account: "ANA"}}, 0, access.Perhaps, false, true},
		{"a host's account without the domain", []meeting.Participant{{Account: "ana", Role: hosting}, {Email: "bo@example.com"}}, 0, access.Perhaps, false, true},
		{"account without the domain, with another address", []meeting.Participant{{Account: "ana", Email: "ana@example.org"}}, 0, access.NotListed, false, true},
		{"account of another domain", []meeting.Participant{{Account: "ana@example.org"}}, 0, access.NotListed, false, true},
		{"address without the domain", []meeting.Participant{{Email: "ana"}}, 0, access.NotListed, false, true},
		{"another address", []meeting.Participant{{Email: "bo@example.com", Role: hosting}}, 0, access.NotListed, false, false},
		{"nobody", nil, 0, access.NotListed, false, true},
		{"rooms only", []meeting.Participant{room}, 0, access.NotListed, false, true},
		{"another address, and a room", []meeting.Participant{room, {Email: "bo@example.com"}}, 0, access.NotListed, false, true},
		{"nobody's address", []meeting.Participant{room, {Account: "user01"}, {ID: "+991116003815"}}, 0, access.NoneAddressed, false, true},
		{"a host without an address", []meeting.Participant{{Account: "user01", Role: hosting}}, 0, access.NoneAddressed, false, true},
		{"accounts that are no addresses", []meeting.Participant{{Account: "@example.com"}, {Account: "user01@"}, {Account: "@"}, {Email: " \t"}}, 0, access.NoneAddressed, false, true},
		{"some without an address", []meeting.Participant{{Account: "user01"}, {Email: "bo@example.com"}}, 0, access.SomeUnaddressed, false, true},
		{"more than could be read", []meeting.Participant{{Email: "bo@example.com"}}, 1, access.ListCut, false, false},
		{"her, and more than could be read", []meeting.Participant{{Email: "ana@example.com"}}, 1, access.Invited, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &meeting.Snapshot{Participants: tt.list, Count: len(tt.list) + tt.more}
			ana := person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "ana@example.com"}
			if got := access.InvitationOf(m, ana, access.MeetingUser{}); got != tt.want {
				t.Errorf("InvitationOf = %q, want %q", got, tt.want)
			}
			if got := access.InviteesOf(m).Has(ana, access.MeetingUser{}); got != tt.want.Sure() {
				t.Errorf("InviteesOf has her: %v, want %v", got, tt.want.Sure())
			}
			if got := (access.Policy{}).HostSecretsOf(m, ana, access.MeetingUser{}); got != tt.secrets {
				t.Errorf("HostSecretsOf = %v, want %v", got, tt.secrets)
			}
			if got := access.HostsUnclear(m); got != tt.unclear {
				t.Errorf("HostsUnclear = %v, want %v", got, tt.unclear)
			}
			if got := access.InvitationOf(m, person.Person{}, access.MeetingUser{}); got != access.NoAddress {
				t.Errorf("of somebody without an address: %q", got)
			}
		})
	}
}

// Only a proof lets somebody look up a meeting as an invitee; what cannot be told
// is denied as that.
func TestOnlyAProofLetsInviteesIn(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		listed   meeting.Participant
		more     int
		want     access.Denial
		reminded bool
	}{
		"address":              {meeting.Participant{Email: "ana@example.com"}, 0, "", true},
		"account":              {meeting.Participant{Account: "ana@example.com", Email: "a@example.org"}, 0, "", true},
		"account's first half": {meeting.Participant{Account: "ana"}, 0, access.Unclear, false},
		"no address":           {meeting.Participant{Account: "user01"}, 0, access.Unclear, false},
		"cut":                  {meeting.Participant{Email: "bo@example.com"}, 1, access.ListUnread, true},
		"another":              {meeting.Participant{Email: "bo@example.com"}, 0, access.NotInvited, false},
	} {
		m := &meeting.Snapshot{Participants: []meeting.Participant{tt.listed}, Count: 1 + tt.more}
		ana := person.Person{AccountType: person.Member, Email: "ana@example.com"}
		p := access.Policy{Lookup: access.Invitees}
		if got := p.Meeting(m, ana, access.MeetingUser{}); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		if got := p.Reminded(m, ana, access.MeetingUser{}); got != tt.reminded {
			t.Errorf("%s: reminded %v, want %v", name, got, tt.reminded)
		}
	}
}
