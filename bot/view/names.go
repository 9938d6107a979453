package view

import (
	"cmp"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// displayName returns the name of a person or a department as plain text, "" if
// there is none.
func displayName(name meeting.Name) string { return clean(name.String(), maxName) }

// inviteeName returns the name of an invitee as plain text.
func inviteeName(loc text.Localizer, who *meeting.Participant) string {
	return cmp.Or(clean(who.DisplayName(), maxName), loc.Say(text.Unnamed))
}
