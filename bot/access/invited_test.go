package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Only the letters A to Z have another case: an address that Unicode folds into
// another one belongs to somebody else.
func TestAddresses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		listed, email string
		same          bool
	}{
		{"boss@example.com", "boss@example.com", true},
		{" Boss@Example.COM\n", "bOSS@example.com", true},
		{"jürgen@example.com", "Jürgen@example.com", true},
		{"boss@example.com", "boſs@example.com", false},
		{"boſs@example.com", "boss@example.com", false},
		{"kim@example.com", "\u212aim@example.com", false},
		{"\u212aim@example.com", "kim@example.com", false},
		{"jürgen@example.com", "JÜRGEN@example.com", false},
		{"boss@example.com", "boss@example.con", false},
		{"bo@s", "bo\x60s", false}, // @ and the accent differ like A and a
		{"", "", false},
		{" ", "", false},
	}
	for _, tt := range tests {
		m := &meeting.Snapshot{Participants: []meeting.Participant{
			{Name: "Host", Email: meeting.Text(tt.listed), Account: meeting.Text(tt.listed), Role: meeting.RoleHost},
		}}
		if got := access.InvitationOf(m, person.Person{Email: tt.email}, access.MeetingUser{}); (got == access.Host) != tt.same {
			t.Errorf("%q on the list and %q: %q, want host %v", tt.listed, tt.email, got, tt.same)
		}
	}
}
