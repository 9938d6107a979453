package access

import (
	"meetingbot/bot/person"
	"meetingbot/meeting"
)

// NotHost says that somebody neither booked a meeting nor is a host of it, as far
// as anything proves.
const NotHost Denial = "not_host"

// Change says why somebody may not change, cancel or run a meeting, "" when they may:
// its proven hosts may, whoever booked it among them. They must have been looked up for
// this very question.
func (p Policy) Change(m *meeting.Snapshot, who person.Person, user MeetingUser) Denial {
	if denial := p.SeeSettings(who); denial != "" {
		return denial
	}
	switch i := InvitationOf(m, who, user); {
	case i.ProvesHost(who):
		return ""
	case who.AccountType != person.Member:
		return Unknown
	case i == ListCut:
		return ListUnread
	case HostsUnclear(m):
		return Unclear
	default:
		return NotHost
	}
}
