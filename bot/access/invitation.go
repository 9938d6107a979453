package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// Invitation is what the invitation list of a meeting says of somebody. It tells
// "no" from "cannot be told": lists leave out addresses, and some are cut.
type Invitation string

// The values of Invitation.
const (
	// Host has their address at a host.
	Host Invitation = "host"
	// Invited has their address, or an account of that name.
	Invited Invitation = "invited"
	// Perhaps has an account named like their address up to the @. It proves
	// nothing: others have that name in other domains.
	Perhaps Invitation = "perhaps"
	// NotListed has an address for everybody on it, and none is theirs.
	NotListed Invitation = "not_listed"
	// SomeUnaddressed has no address for some people, and theirs at nobody else.
	SomeUnaddressed Invitation = "some_unaddressed"
	// NoneAddressed has no address for anybody.
	NoneAddressed Invitation = "none_addressed"
	// ListCut has more people than could be read, and their address at none of
	// those.
	ListCut Invitation = "list_cut"
	// NoAddress says nothing, since Slack gives no address of theirs.
	NoAddress Invitation = "no_address"
)

// Sure reports whether somebody is on the list for certain.
func (i Invitation) Sure() bool { return i == Host || i == Invited }

// Unclear reports whether nothing in the list tells if somebody is on it.
func (i Invitation) Unclear() bool { return i == Perhaps || i == NoneAddressed || i == ListCut }

// InvitationOf says what a meeting says of somebody: its booker is its host, and its
// invitation list has the others. It looks at each entry once.
func InvitationOf(m *meeting.Snapshot, who person.Person, user MeetingUser) Invitation {
	if who.Email == "" && !user.Linked() {
		return NoAddress
	}
	l := listed{email: who.Email, local: localPart(who.Email), user: user}
	for i := range m.Participants {
		l.count(&m.Participants[i])
	}
	l.host = l.host || user.booked(m.Conference)
	switch {
	case l.host:
		return Host
	case l.invited:
		return Invited
	case l.perhaps:
		return Perhaps
	case m.Count > len(m.Participants):
		return ListCut
	case l.unaddressed == 0:
		return NotListed
	case l.addressed == 0:
		return NoneAddressed
	default:
		return SomeUnaddressed
	}
}

// HostsUnclear reports whether nothing tells who the hosts of a meeting are: the
// whole list has no host's address.
func HostsUnclear(m *meeting.Snapshot) bool {
	for i := range m.Participants {
		if p := &m.Participants[i]; p.Host() && addressOf(p) != "" {
			return false
		}
	}
	return m.Count <= len(m.Participants)
}

// listed is what a list has of one person.
type listed struct {
	email, local           string // the address, and what is before its @
	user                   MeetingUser
	host, invited, perhaps bool
	addressed, unaddressed int // people with an address and without
}

// count adds an entry of the list.
func (l *listed) count(p *meeting.Participant) {
	address := addressOf(p)
	switch {
	case address != "":
		l.addressed++
	case !p.Room():
		l.unaddressed++
	}
	account := trimmed(p.Account)
	switch {
	case sameAddress(address, l.email):
		l.invited = true
		l.host = l.host || p.Host()
	case l.user.has(account):
		l.invited = true
		l.host = l.host || address == "" && p.Host()
	case sameAddress(account, l.email):
		l.invited = true
	case address == "" && sameAddress(account, l.local):
		l.perhaps = true
	}
}
