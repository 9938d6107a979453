package view

import (
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// attendeeCount says how many people are in a meeting now, and how many of them could
// be read.
func attendeeCount(loc text.Localizer, m *meeting.Snapshot, p *meeting.Attendees) string {
	words := whoIsIn(loc, m, p)
	if p.Count > p.Connections {
		words = loc.Say(text.AttendeesCut, text.Args{"Attendees": words, "Read": p.Connections, "Total": p.Count})
	}
	return words
}

// whoIsIn says how many invitees are in a meeting now, and how many others: "12 of 42
// invited are in; 3 others". Where not all invitees could be read, nobody knows who is
// one.
func whoIsIn(loc text.Localizer, m *meeting.Snapshot, p *meeting.Attendees) string {
	if m.Count > len(m.Participants) {
		return loc.Count(text.AttendeesHere, len(p.People))
	}
	joined, uninvited := p.MatchInvitees(m.Participants)
	words := loc.Say(text.AttendeesInvited, text.Args{"Here": len(joined), "Total": len(m.Participants)})
	if others := len(uninvited); others > 0 {
		words = loc.Say(text.AttendeesBoth, text.Args{"Invited": words, "Others": loc.Count(text.AttendeesOthers, others)})
	}
	return words
}
