package bot

import (
	"meetingbot/bot/access"
	"meetingbot/bot/text"
)

// invitationKey is what a card says to its reader about their invitation, "" for
// nothing: what the list cannot tell is no "no".
func invitationKey(i access.Invitation) text.Key {
	switch i {
	case access.Host:
		return text.AmInvitedHost
	case access.Invited:
		return text.AmInvited
	case access.Perhaps:
		return text.AmInvitedPerhaps
	case access.NotListed:
		return text.AmNotInvited
	case access.SomeUnaddressed:
		return text.AmNotAddressed
	case access.NoneAddressed, access.ListCut:
		return text.AmInvitedUnclear
	case access.NoAddress:
	}
	return ""
}
