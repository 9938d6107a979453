package view

import "meetingbot/bot/text"

// attendeeCount says how many people are in a meeting now, and how many of them could
// be read.
func (r *Roster) attendeeCount(loc text.Localizer) string {
	words := r.whoIsIn(loc)
	if r.allConnections > r.connections {
		words = loc.Say(text.AttendeesCut, text.Args{"Attendees": words, "Read": r.connections, "Total": r.allConnections})
	}
	return words
}

// whoIsIn says how many invitees are in a meeting now, and how many others: "12 of 42
// invited are in; 3 others". Where not all invitees could be read, nobody knows who is
// one.
func (r *Roster) whoIsIn(loc text.Localizer) string {
	if r.cut() {
		return loc.Count(text.AttendeesHere, r.joined+r.others)
	}
	words := loc.Say(text.AttendeesInvited, text.Args{"Here": r.joined, "Total": r.read})
	if r.others > 0 {
		words = loc.Say(text.AttendeesBoth, text.Args{"Invited": words, "Others": loc.Count(text.AttendeesOthers, r.others)})
	}
	return words
}
