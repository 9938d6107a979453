package view

import (
	"strings"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// StopRef is the value of the button that stops further reminders. It has the
// meeting as well, because the conversation may have subscribed to it again
// since the button was sent.
type StopRef struct {
	SubscriptionID string
	MeetingID      string // "" on buttons sent by old versions
}

// String writes it as the value of a button: "ABC:914083136".
func (s StopRef) String() string { return s.SubscriptionID + ":" + s.MeetingID }

// ParseStopRef reads the value of a button.
func ParseStopRef(value string) StopRef {
	subscription, meeting, _ := strings.Cut(value, ":")
	return StopRef{SubscriptionID: subscription, MeetingID: meeting}
}

// stopRef is the value of the button that stops further reminders.
func (f NoticeFacts) stopRef() string { return StopRef{f.ID, f.MeetingID}.String() }

// Stopped confirms to one person that a subscription has ended. undo is what the
// button carries that turns it back on.
func Stopped(loc text.Localizer, f ReminderFacts, undo string) Message {
	sentence := f.stoppedText(loc)
	return Message{Text: sentence, Blocks: []slack.Block{
		section(BlockSubscription, sentence),
		slack.NewActionBlock(BlockSubscriptionActions, f.undoButton(loc, undo)),
	}}
}

func (f ReminderFacts) stoppedText(loc text.Localizer) string {
	switch {
	case f.Channel == "":
		return loc.Say(text.ReminderStoppedYou, text.Args{"Meeting": f.meetingText(loc)})
	case f.Away:
		return loc.Say(text.HomeStopped, text.Args{"Meeting": f.meetingText(loc), "Channel": channelMention(loc, f.Channel)})
	default:
		return loc.Say(text.ReminderStopped, text.Args{"Meeting": f.meetingText(loc)})
	}
}

// againCommand is the command that sets the same reminders again.
func (f ReminderFacts) againCommand(loc text.Localizer, command string) string {
	return example(command, strings.TrimSpace(loc.Say(text.RemindWord)+" "+escapeCode(f.Number)+" "+f.Typed))
}

// StoppedBy tells a channel who ended its subscription, and how to set it again.
func StoppedBy(loc text.Localizer, command, by string, f ReminderFacts) Message {
	return Message{Text: loc.Say(text.ReminderStoppedBy, text.Args{
		"Who": mention(by), "Meeting": f.meetingText(loc), "Command": f.againCommand(loc, command),
	})}
}

// StoppedToSetter tells the setter in private who ended a channel's
// subscription, when the message to the channel failed.
func StoppedToSetter(loc text.Localizer, command, by string, f ReminderFacts) Message {
	return Message{Text: loc.Say(text.ReminderStoppedToSetter, text.Args{
		"Who": mention(by), "Meeting": f.meetingText(loc), "Channel": channelMention(loc, f.Channel), "Command": f.againCommand(loc, command),
	})}
}
