package view

import (
	"cmp"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the buttons that say which meeting a number means: the one with that id, or
// the one in the cloud room of that number.
const (
	ActionMeantMeeting = "meant_meeting"
	ActionMeantRoom    = "meant_room"
)

// Ids of the blocks of the question which meeting is meant.
const (
	BlockWhich        = "which"
	BlockWhichButtons = "which_buttons"
)

// WhichFacts are two meetings that one number may mean, and the questions that ask
// about them.
type WhichFacts struct {
	Number          string // as typed
	Own, Room       *meeting.Snapshot
	AskOwn, AskRoom Again
	Now             time.Time
}

// WhichMeeting asks which meeting a number means.
func WhichMeeting(loc text.Localizer, f WhichFacts) Message {
	ask := loc.Say(text.WhichMeeting, text.Args{"Number": Number(f.Number)})
	own := loc.Say(text.WhichOwn, text.Args{"Number": Number(f.Number), "Subject": subjectLine(loc, f.Own)})
	room := roomLine(loc, f.Number, f.Room, f.Now)
	return Message{
		Text: lines(ask, "• "+escapeMrkdwn(own), "• "+escapeMrkdwn(room)),
		Blocks: []slack.Block{
			section(BlockWhich, ask),
			slack.NewActionBlock(BlockWhichButtons,
				button(ActionMeantMeeting, clean(own, maxCaption), clean(own, maxCaption), f.AskOwn),
				button(ActionMeantRoom, clean(room, maxCaption), clean(room, maxCaption), f.AskRoom)),
		},
	}
}

// RoomNote says that the number that was typed is that of a cloud room, and which
// meeting is in it.
func RoomNote(loc text.Localizer, number string, f Facts) string {
	return escapeMrkdwn(roomLine(loc, number, f.Meeting, f.Now))
}

// roomLine says which meeting is in a cloud room, as plain text: the one that goes on,
// else the next or the last one.
func roomLine(loc text.Localizer, number string, m *meeting.Snapshot, now time.Time) string {
	args := text.Args{"Number": Number(number), "Subject": subjectLine(loc, m)}
	switch {
	case m.Over():
		return loc.Say(text.RoomLast, args)
	case m.Conference.State == meeting.StateRunning, m.Conference.State == "" && m.Conference.Current(now).Contains(now):
		return loc.Say(text.RoomNow, args)
	default:
		return loc.Say(text.RoomNext, args)
	}
}

// subjectLine is the subject of a meeting as plain text, short enough for a button.
func subjectLine(loc text.Localizer, m *meeting.Snapshot) string {
	return cmp.Or(clean(m.Conference.Subject.String(), maxName), loc.Say(text.UntitledMeeting))
}
