// Package access decides who may do what: look up meetings, have them listed,
// see what lets its holder in as host. No other package decides that.
//
// It knows people and meetings. It is pure: no clock, no I/O, no sentences.
package access

import (
	"fmt"

	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Lookup says who may look up meetings.
type Lookup string

// The values of Lookup.
const (
	// Members lets full members of the workspace look up every meeting. It is
	// the default.
	Members Lookup = "members"
	// Invitees lets full members look up meetings whose invitation list has
	// their Slack e-mail address. A list that does not tell lets nobody in.
	Invitees Lookup = "invitees"
	// Everyone lets guests and people of other organisations in, too.
	Everyone Lookup = "everyone"
)

// Lists says which meetings a list of meetings has.
type Lists string

// The values of Lists.
const (
	// ListMine lists the meetings that a person is invited to, as bookers are.
	// It is the default.
	ListMine Lists = "mine"
	// ListAll lists all meetings that a person may look up.
	ListAll Lists = "all"
)

// HostSecrets says who may see what lets its holder into a meeting as host.
type HostSecrets string

// The values of HostSecrets.
const (
	// HostsOnly shows it to those who are proven to be a host. It is the default.
	HostsOnly HostSecrets = "host"
	// Nobody shows it to nobody.
	Nobody HostSecrets = "never"
)

// UnknownUsers says what somebody is of whom nothing is known while Slack cannot
// say who they are.
type UnknownUsers string

// The values of UnknownUsers.
const (
	// RefuseUnknown lets them do nothing until Slack has said who they are. It is
	// the default.
	RefuseUnknown UnknownUsers = "refuse"
	// UnknownAreMembers takes them for members, who see no password.
	UnknownAreMembers UnknownUsers = "member"
)

// Policy is what the people of a workspace may do. The zero value of a field is
// its default.
type Policy struct {
	Lookup      Lookup
	Lists       Lists
	HostSecrets HostSecrets
	Unknown     UnknownUsers
	Booking     Booking
	CallNames   CallNames
	NoCalls     bool // there are no calls at all
}

// ParseLookup reads a Lookup as operators write it.
func ParseLookup(s string) (Lookup, error) {
	switch l := Lookup(s); l {
	case Members, Invitees, Everyone:
		return l, nil
	}
	return "", fmt.Errorf("must be %s, %s or %s, got %q", Members, Invitees, Everyone, s)
}

// ParseLists reads a Lists as operators write it.
func ParseLists(s string) (Lists, error) {
	switch l := Lists(s); l {
	case ListMine, ListAll:
		return l, nil
	}
	return "", fmt.Errorf("must be %s or %s, got %q", ListMine, ListAll, s)
}

// ParseHostSecrets reads a HostSecrets as operators write it.
func ParseHostSecrets(s string) (HostSecrets, error) {
	switch h := HostSecrets(s); h {
	case HostsOnly, Nobody:
		return h, nil
	}
	return "", fmt.Errorf("must be %s or %s, got %q", HostsOnly, Nobody, s)
}

// ParseUnknownUsers reads an UnknownUsers as operators write it.
func ParseUnknownUsers(s string) (UnknownUsers, error) {
	switch u := UnknownUsers(s); u {
	case RefuseUnknown, UnknownAreMembers:
		return u, nil
	}
	return "", fmt.Errorf("must be %s or %s, got %q", RefuseUnknown, UnknownAreMembers, s)
}

// Denial is why somebody may not do something, "" when they may.
type Denial string

// The reasons for a Denial.
const (
	Bot         Denial = "bot"
	Deactivated Denial = "deactivated"
	Guest       Denial = "guest"
	External    Denial = "external"    // of another organisation
	Unseen      Denial = "unseen"      // Slack shows no such account
	Unknown     Denial = "unknown"     // Slack cannot say at the moment
	NoEmail     Denial = "no_email"    // Slack gives no address to look for
	NotInvited  Denial = "not_invited" // to this meeting
	Unclear     Denial = "unclear"     // the list of this meeting has no address to compare with theirs
	ListUnread  Denial = "list_unread" // not in the part of the list of this meeting that could be read

	BookingOff      Denial = "booking_off"      // nobody books here
	BookingGuest    Denial = "booking_guest"    // guests do not book
	BookingExternal Denial = "booking_external" // people of other organisations do not book
	NotLinked       Denial = "not_linked"       // with the meeting account
)

// Person says why somebody may not look up meetings at all, "" when they may.
// Nobody may of whom Slack has not said who they are, unless operators decided
// otherwise.
func (p Policy) Person(who person.Person) Denial {
	switch who.AccountType {
	case person.Member:
		return ""
	case person.Bot:
		return Bot
	case person.Deactivated:
		return Deactivated
	case person.Unseen:
		return Unseen
	case person.Guest:
		return p.unlessEveryone(Guest)
	case person.External:
		return p.unlessEveryone(External)
	case person.Unknown:
		if p.Unknown == UnknownAreMembers && !who.Elsewhere {
			return ""
		}
	}
	return Unknown
}

// unlessEveryone is a denial where not everyone may look up meetings.
func (p Policy) unlessEveryone(d Denial) Denial {
	if p.Lookup == Everyone {
		return ""
	}
	return d
}

// Meeting says why somebody who may look up meetings may not look up this one,
// "" when they may.
func (p Policy) Meeting(m *meeting.Snapshot, who person.Person, user MeetingUser) Denial {
	if p.Lookup != Invitees {
		return ""
	}
	switch i := InvitationOf(m, who, user); {
	case i.Sure():
		return ""
	case i == NoAddress:
		return NoEmail
	case i == ListCut:
		return ListUnread
	case i.Unclear():
		return Unclear
	default:
		return NotInvited
	}
}

// Reminded reports whether somebody who had reminders set up may still look up
// their meeting, or any meeting if m is nil. They may while Slack cannot say who
// they are or what their address is, and while the list could not be read in full.
func (p Policy) Reminded(m *meeting.Snapshot, who person.Person, user MeetingUser) bool {
	if denial := p.Person(who); denial != "" && denial != Unknown {
		return false
	}
	if m == nil {
		return true
	}
	denial := p.Meeting(m, who, user)
	return denial == "" || denial == NoEmail || denial == ListUnread
}

// ListsAll reports whether lists have meetings that a person has no part in.
// They never tell of one that a lookup would deny.
func (p Policy) ListsAll() bool { return p.Lists == ListAll && p.Lookup != Invitees }

// TellsUnclear reports whether a list for these words, "" for none, says how many
// meetings it leaves out because nothing tells whether somebody is invited. A search
// would tell what is in the subject of a meeting that a lookup would deny.
func (p Policy) TellsUnclear(words string) bool { return words == "" || p.Lookup != Invitees }

// HostsSeeSecrets reports whether hosts may see what lets its holder in as host.
func (p Policy) HostsSeeSecrets() bool { return p.HostSecrets != Nobody }

// HostSecretsOf reports whether somebody may see what lets its holder into this
// meeting as host. They must have been looked up for this very question.
func (p Policy) HostSecretsOf(m *meeting.Snapshot, who person.Person, user MeetingUser) bool {
	return p.HostsSeeSecrets() && ProvenHost(m, who, user)
}

// SeeSettings says why somebody may not see the settings of the workspace, "" when
// they may: its members do.
func (p Policy) SeeSettings(who person.Person) Denial {
	if denial := p.Person(who); denial != "" {
		return denial
	}
	switch who.AccountType {
	case person.Guest:
		return Guest
	case person.External:
		return External
	case person.Unknown:
		return Unknown
	default:
		return ""
	}
}

// ChangeSettings reports whether somebody may change the settings of the workspace:
// its admins and owners do. They must have been looked up for this very question.
func (p Policy) ChangeSettings(who person.Person) bool { return p.SeeSettings(who) == "" && who.Admin }

// Password reports whether somebody may see guest passwords.
func (p Policy) Password(who person.Person) bool { return who.AccountType != person.Unknown }
