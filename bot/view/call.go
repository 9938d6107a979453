package view

import (
	"meetingbot/bot/text"
	"meetingbot/internal/contact"
	"meetingbot/meeting"
)

// Bounds of what Slack's own calls show, which has no documented limits.
const (
	maxCallTitle = 150
	maxCallName  = 80
)

// CallTitle is what Slack's own call of a meeting is called. It is plain text.
func CallTitle(loc text.Localizer, c *meeting.Conference) string {
	if title := clean(c.Subject.String(), maxCallTitle); title != "" {
		return title
	}
	return loc.Say(text.UntitledMeeting)
}

// CallNumber is what people type to join, as cards show it.
func CallNumber(c *meeting.Conference) string { return clean(c.Number(), maxWord) }

// CallName is the name of somebody who is in a meeting as plain text, without addresses
// and phone numbers and without their own, however short. It is "" if nothing is left.
func CallName(p *meeting.Attendee) string {
	return clean(contact.Remove(string(p.Name), p.Number.String(), p.Account.String()), maxCallName)
}

// CallUnnamed stands for somebody in a meeting of whom no name is shown.
func CallUnnamed(loc text.Localizer) string { return loc.Say(text.CallUnnamed) }
