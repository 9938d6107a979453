package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// ProvenHost reports whether somebody is proven to be a host of a meeting:
// their Slack e-mail address is that of a host on the invitation list, Slack has
// confirmed it, and they are a full member of this very workspace.
func ProvenHost(m *meeting.Snapshot, who person.Person) bool {
	return who.AccountType == person.Member && who.Local && who.Confirmed && InvitationOf(m, who) == Host
}
