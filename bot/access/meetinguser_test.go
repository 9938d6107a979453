package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// A linked account is on the list as an address is; its user has booked what names
// them as the booker. Nobody who is not linked is anybody there.
func TestLinkedAccounts(t *testing.T) {
	t.Parallel()
	const hosting = meeting.RoleHost
	ana := access.MeetingUser{UUID: "0123", Account: "ana01", UserID: "third-ana"}
	bo := meeting.Participant{Email: "bo@example.com"}
	tests := []struct {
		name    string
		user    access.MeetingUser
		booker  meeting.Text
		listed  meeting.Participant
		want    access.Invitation
		secrets bool
	}{
		{"account", ana, "9999", meeting.Participant{Account: "ana01"}, access.Invited, false},
		{"account of a host", ana, "9999", meeting.Participant{Account: "ana01", Role: hosting}, access.Host, true},
		{"third-party id of a host", ana, "9999", meeting.Participant{Account: "third-ana", Role: hosting}, access.Host, true},
		{"account of a host with another address", ana, "9999", meeting.Participant{Account: "ana01", Email: "bo@example.com", Role: hosting}, access.Invited, false},
		{"account in another case", ana, "9999", meeting.Participant{Account: "ANA01", Role: hosting}, access.NoneAddressed, false},
		{"account of somebody else", ana, "9999", meeting.Participant{Account: "ana011", Role: hosting}, access.NoneAddressed, false},
		{"booker", ana, "0123", bo, access.Host, true},
		{"UUID of an entry", ana, "9999", meeting.Participant{Email: "bo@example.com", UserUUID: "0123", Role: hosting}, access.NotListed, false},
		{"not linked", access.MeetingUser{}, "", meeting.Participant{Role: hosting}, access.NoneAddressed, false},
		{"not linked, and the booker has no UUID", access.MeetingUser{UserID: "x"}, "", bo, access.NotListed, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &meeting.Snapshot{Conference: &meeting.Conference{BookerUUID: tt.booker}, Participants: []meeting.Participant{tt.listed}, Count: 1}
			who := person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "ana.lopez@example.com"}
			if got := access.InviteesOf(m).Has(who, tt.user); got != tt.want.Sure() {
				t.Errorf("InviteesOf has them: %v, want %v", got, tt.want.Sure())
			}
			if got := access.InvitationOf(m, who, tt.user); got != tt.want {
				t.Errorf("InvitationOf = %q, want %q", got, tt.want)
			}
			if got := (access.Policy{}).HostSecretsOf(m, who, tt.user); got != tt.secrets {
				t.Errorf("HostSecretsOf = %v, want %v", got, tt.secrets)
			}
			if got := (access.Policy{Lookup: access.Invitees}).Meeting(m, who, tt.user) == ""; got != tt.want.Sure() {
				t.Errorf("may look it up: %v, want %v", got, tt.want.Sure())
			}
			guest := who
			guest.AccountType = person.Guest
			if access.ProvenHost(m, guest, tt.user) {
				t.Error("a guest is a host")
			}
		})
	}
}
