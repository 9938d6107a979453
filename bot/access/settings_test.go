package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
)

// Members see the settings of the workspace, and its admins change them, whoever else
// may look up meetings.
func TestSettings(t *testing.T) {
	t.Parallel()
	everyone := access.Policy{Lookup: access.Everyone, Unknown: access.UnknownAreMembers}
	tests := []struct {
		name   string
		who    person.Person
		see    access.Denial
		change bool
	}{
		{"member", person.Person{AccountType: person.Member}, "", false},
		{"admin", person.Person{AccountType: person.Member, Admin: true}, "", true},
		{"guest", person.Person{AccountType: person.Guest, Admin: true}, access.Guest, false},
		{"external", person.Person{AccountType: person.External, Admin: true}, access.External, false},
		{"unknown", person.Person{AccountType: person.Unknown, Admin: true}, access.Unknown, false},
		{"bot", person.Person{AccountType: person.Bot, Admin: true}, access.Bot, false},
		{"deactivated", person.Person{AccountType: person.Deactivated, Admin: true}, access.Deactivated, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, p := range []access.Policy{{}, {Lookup: access.Invitees}, everyone} {
				if got := p.SeeSettings(tt.who); got != tt.see {
					t.Errorf("SeeSettings under %+v = %q, want %q", p, got, tt.see)
				}
				if got := p.ChangeSettings(tt.who); got != tt.change {
					t.Errorf("ChangeSettings under %+v = %v, want %v", p, got, tt.change)
				}
			}
		})
	}
}
