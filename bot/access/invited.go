package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// ProvenHost reports whether somebody is proven to be a host of a meeting: their Slack
// e-mail address or their linked account is that of a host on the invitation list, or
// they booked it; Slack has confirmed their address, and they are a full member of this
// very workspace.
func ProvenHost(m *meeting.Snapshot, who person.Person, user MeetingUser) bool {
	return InvitationOf(m, who, user).ProvesHost(who)
}

// ProvesHost reports whether the list that says this of somebody proves that they
// are a host, as ProvenHost has it.
func (i Invitation) ProvesHost(who person.Person) bool {
	return i == Host && who.AccountType == person.Member && who.Local && who.Confirmed
}
