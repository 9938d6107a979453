package view

import (
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// attendeeCount says how many invitees are in a meeting now, and how many
// others: "12 of 42 invited are in; 3 others".
func attendeeCount(loc text.Localizer, m *meeting.Snapshot, p *meeting.Attendees) string {
	joined, uninvited := p.MatchInvitees(m.Participants)
	words := loc.Say(text.AttendeesInvited, text.Args{"Here": len(joined), "Total": max(m.Count, len(m.Participants))})
	if others := len(uninvited); others > 0 {
		words = loc.Say(text.AttendeesBoth, text.Args{"Invited": words, "Others": loc.Count(text.AttendeesOthers, others)})
	}
	return words
}
