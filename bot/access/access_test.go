package access_test

import (
	"testing"

	"meetingbot/bot/access"
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"members", "invitees", "everyone"} {
		if got, err := access.ParseLookup(s); string(got) != s || err != nil {
			t.Errorf("ParseLookup(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"mine", "all"} {
		if got, err := access.ParseLists(s); string(got) != s || err != nil {
			t.Errorf("ParseLists(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"host", "never"} {
		if got, err := access.ParseHostSecrets(s); string(got) != s || err != nil {
			t.Errorf("ParseHostSecrets(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"refuse", "member"} {
		if got, err := access.ParseUnknownUsers(s); string(got) != s || err != nil {
			t.Errorf("ParseUnknownUsers(%q) = %q, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "Members", "anybody"} {
		_, lookup := access.ParseLookup(s)
		_, lists := access.ParseLists(s)
		_, secrets := access.ParseHostSecrets(s)
		_, unknown := access.ParseUnknownUsers(s)
		if lookup == nil || lists == nil || secrets == nil || unknown == nil {
			t.Errorf("%q: errors %v, %v, %v, %v, want one each", s, lookup, lists, secrets, unknown)
		}
	}
}

// Who may do what: the rows are people, the columns what is asked.
func TestPolicy(t *testing.T) {
	t.Parallel()
	m := &meeting.Snapshot{Conference: &meeting.Conference{}, Participants: []meeting.Participant{
		{Name: "Host", Email: " Host@Example.com", Role: meeting.RoleHost}, {Name: "Guest", Account: "invited@example.com"},
	}}
	full := access.Policy{Lookup: access.Everyone, Lists: access.ListAll}
	lenient := access.Policy{Unknown: access.UnknownAreMembers}
	tests := []struct {
		name            string
		policy          access.Policy
		who             person.Person
		person, meeting access.Denial
		reminded        bool
		secrets         bool
	}{
		{"member", access.Policy{}, person.Person{AccountType: person.Member}, "", "", true, false},
		{"member who hosts", access.Policy{}, person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "host@example.com"}, "", "", true, true},
		{"host without a confirmed address", access.Policy{}, person.Person{AccountType: person.Member, Local: true, Email: "host@example.com"}, "", "", true, false},
		{"host of another workspace", access.Policy{}, person.Person{AccountType: person.Member, Confirmed: true, Email: "host@example.com"}, "", "", true, false},
		{"host without secrets", access.Policy{HostSecrets: access.Nobody}, person.Person{AccountType: person.Member, Local: true, Confirmed: true, Email: "host@example.com"}, "", "", true, false},
		{"guest", access.Policy{}, person.Person{AccountType: person.Guest, Email: "host@example.com", Local: true}, access.Guest, "", false, false},
		{"guest where everyone may", full, person.Person{AccountType: person.Guest, Email: "host@example.com", Local: true}, "", "", true, false},
		{"external", access.Policy{}, person.Person{AccountType: person.External}, access.External, "", false, false},
		{"external where everyone may", full, person.Person{AccountType: person.External}, "", "", true, false},
		{"bot where everyone may", full, person.Person{AccountType: person.Bot}, access.Bot, "", false, false},
		{"deactivated where everyone may", full, person.Person{AccountType: person.Deactivated}, access.Deactivated, "", false, false},
		{"unknown", access.Policy{}, person.Person{AccountType: person.Unknown, Local: true, Confirmed: true, Email: "host@example.com"}, access.Unknown, "", true, false},
		{"unknown where everyone may", full, person.Person{AccountType: person.Unknown}, access.Unknown, "", true, false},
		{"of no type", access.Policy{}, person.Person{}, access.Unknown, "", true, false},
		{"unknown, taken for a member", lenient, person.Person{AccountType: person.Unknown, Local: true, Confirmed: true, Email: "host@example.com"}, "", "", true, false},
		{"unknown, from elsewhere", lenient, person.Person{AccountType: person.Unknown, Elsewhere: true}, access.Unknown, "", true, false},
		{"unseen", lenient, person.Person{AccountType: person.Unseen, Local: true, Confirmed: true, Email: "host@example.com"}, access.Unseen, "", false, false},
		{"unseen where everyone may", full, person.Person{AccountType: person.Unseen}, access.Unseen, "", false, false},
		{"invitee", access.Policy{Lookup: access.Invitees}, person.Person{AccountType: person.Member, Email: "invited@example.com"}, "", "", true, false},
		{"not invited", access.Policy{Lookup: access.Invitees}, person.Person{AccountType: person.Member, Email: "other@example.com"}, "", access.NotInvited, false, false},
		{"without an address", access.Policy{Lookup: access.Invitees}, person.Person{AccountType: person.Member}, "", access.NoEmail, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.policy.Person(tt.who); got != tt.person {
				t.Errorf("Person = %q, want %q", got, tt.person)
			}
			if got := tt.policy.Meeting(m, tt.who, access.MeetingUser{}); got != tt.meeting {
				t.Errorf("Meeting = %q, want %q", got, tt.meeting)
			}
			if got := tt.policy.Reminded(m, tt.who, access.MeetingUser{}); got != tt.reminded {
				t.Errorf("Reminded = %v, want %v", got, tt.reminded)
			}
			may := tt.person == "" || tt.person == access.Unknown // who had them set up keeps them
			if got := tt.policy.Reminded(nil, tt.who, access.MeetingUser{}); got != may {
				t.Errorf("Reminded of no meeting = %v, want %v", got, may)
			}
			if got := tt.policy.HostSecretsOf(m, tt.who, access.MeetingUser{}); got != tt.secrets {
				t.Errorf("HostSecretsOf = %v, want %v", got, tt.secrets)
			}
		})
	}
}

// A list tells of no meeting that a lookup would deny.
func TestLists(t *testing.T) {
	t.Parallel()
	for policy, want := range map[access.Policy]bool{
		{}:                       false,
		{Lists: access.ListMine}: false,
		{Lists: access.ListAll}:  true,
		{Lists: access.ListAll, Lookup: access.Invitees}: false,
		{Lists: access.ListAll, Lookup: access.Everyone}: true,
	} {
		if got := policy.ListsAll(); got != want {
			t.Errorf("%+v: ListsAll = %v, want %v", policy, got, want)
		}
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	if (access.Policy{}).Password(person.Person{AccountType: person.Unknown}) {
		t.Error("somebody unknown may see guest passwords")
	}
	if !(access.Policy{}).Password(person.Person{AccountType: person.Member}) {
		t.Error("a member may not see guest passwords")
	}
}
