package view

import (
	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// timeLine says when the meeting is: the reader's clock, the clock of the
// meeting's own zone where it differs, and how the date differs from the others of
// the series.
func (c card) timeLine() string {
	own, _ := c.ownZoneClock(c.occurrence)
	return joined(c.bookedTokens(c.occurrence), own, c.deviation(c.occurrence))
}

// deviation says how a date differs from the others of the series, "" when it does
// not.
func (c card) deviation(s meeting.Occurrence) string {
	if len(c.series) == 0 || !c.series.Has(s) {
		return ""
	}
	return newPattern(c.conference, c.series).deviation(c.Localizer, s)
}

// noLinkNote says that the meeting has no usable link, "" when it has one or is
// over.
func (c card) noLinkNote() string {
	if c.link != "" || c.ended {
		return ""
	}
	return c.Say(text.NoJoinLink)
}

// facts are what is known about the meeting besides its time, in lines of mrkdwn.
// One that is over leaves out how to join.
func (c card) facts() string {
	number, password := c.number(), c.password
	if number != "" {
		number = c.named(text.FieldNumber, code(number))
	}
	if password != "" {
		password = unbroken(c.named(text.FieldPassword, code(password)))
	}
	all := []string{joined(number, password), c.named(text.FieldBooker, c.booker())}
	kind := meetingType(c.Localizer, c.conference, c.now)
	if c.ended {
		return lines(append(all, kind)...)
	}
	notes := c.notes()
	if c.conference.Recurring() {
		all = append(all, kind)
	} else {
		notes = append([]string{kind}, notes...)
	}
	_, own := c.ownZoneClock(c.occurrence)
	return lines(append(all, c.named(text.FieldDialIn, safe(c.conference.DialIn.String(), maxWord)), joined(notes...), own)...)
}

// named writes a fact after its name, "" without one.
func (c card) named(name text.Key, value string) string {
	if value == "" {
		return ""
	}
	return bold(c.Say(name)) + " " + value
}

// number is what people type to join. Without one from the API it is the
// meeting ID that was asked for.
func (c card) number() string {
	if n := c.conference.Number(); n != "" {
		return Number(n)
	}
	return Number(c.ref.ID)
}

// booker names who booked the meeting, with their department.
func (c card) booker() string {
	booker := escapeMrkdwn(displayName(c.conference.BookerName))
	if booker == "" {
		return ""
	}
	return joined(booker, escapeMrkdwn(displayName(c.conference.Department)))
}

// notes say what people should know before they join.
func (c card) notes() []string {
	for i := range c.conference.Occurrences {
		if o := &c.conference.Occurrences[i]; o.Booked().SameTime(c.occurrence) {
			return notes(c.Localizer, c.conference, o, c.panelist)
		}
	}
	return notes(c.Localizer, c.conference, &meeting.SubConference{}, c.panelist)
}
