package bot

import (
	"meetingbot/bot/access"
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// invitation says whether somebody is on the invitation list.
func invitation(m *meeting.Snapshot, email string) text.Key {
	switch {
	case email == "":
		return text.AmInvitedUnknown
	case access.Hosts(m, email):
		return text.AmInvitedHost
	case access.Invited(m, email):
		return text.AmInvited
	case m.Count > len(m.Participants):
		return text.AmNotInvitedIncomplete
	default:
		return text.AmNotInvited
	}
}
