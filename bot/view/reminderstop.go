package view

import (
	"strings"

	"meetingbot/bot/text"
)

// Stop is what the button of a reminder carries that stops further ones: the
// promise, and the meeting, of which the same conversation may have been
// promised anew since.
type StopRef struct {
	SubscriptionID string
	MeetingID      string // "" on reminders of old versions
}

// String writes it as the value of a button: "ABC:914083136".
func (s StopRef) String() string { return s.SubscriptionID + ":" + s.MeetingID }

// ParseStop reads the value of a button.
func ParseStopRef(value string) StopRef {
	promise, meeting, _ := strings.Cut(value, ":")
	return StopRef{SubscriptionID: promise, MeetingID: meeting}
}

// stop is what stops further reminders like this one.
func (f NoticeFacts) stopRef() string { return StopRef{f.ID, f.MeetingID}.String() }

// StoppedToSetter tells the one who made a promise to a channel, in private, who
// took it back: the channel could not be told.
func StoppedToSetter(loc text.Localizer, command, by string, f ReminderFacts) Message {
	again := example(command, loc.Say(text.RemindWord)+" "+escapeCode(f.Number))
	return Message{Text: loc.Say(text.ReminderStoppedToSetter, text.Args{
		"Who": mention(by), "Meeting": f.meetingText(loc), "Channel": channelMention(loc, f.Channel), "Command": again,
	})}
}
