package view

import (
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// maxChanges is how many changes are listed one by one.
const maxChanges = 5

// ChangeFacts describe how a meeting that a conversation is subscribed to has
// changed.
type ChangeFacts struct {
	ReminderFacts
	Cancelled bool
	Automatic bool   // the reader chose to be told of all of their meetings
	MeetingID string // for API calls, with Automatic
	Moved     []Moved
	Dropped   []time.Time // starts that were removed
	Renamed   Renamed     // zero where it has the name that it had
}

// Renamed is a subject that became another one.
type Renamed struct{ From, To string }

// Moved is a start that was moved to another time.
type Moved struct{ From, To time.Time }

// Change tells a conversation how a meeting has changed.
func Change(r Reader, f ChangeFacts) Message {
	m := f.message(r)
	if f.Automatic {
		m.Blocks = []slack.Block{section(BlockReminder, m.Text), slack.NewActionBlock(BlockReminderActions, ownStopButton(r.Localizer, f.MeetingID))}
	}
	return m
}

// message says what has changed.
func (f ChangeFacts) message(r Reader) Message {
	l := r.locale()
	about := f.meetingText(r.Localizer)
	if f.Cancelled {
		return Message{Text: r.Say(text.ChangeCancelled, text.Args{"Meeting": about})}
	}
	var renamed, moved, dropped string
	if f.Renamed != (Renamed{}) {
		was := f.ReminderFacts
		was.Subject = f.Renamed.From
		renamed = r.Say(text.ChangeRenamed, text.Args{"Meeting": was.meetingText(r.Localizer), "To": bold(subjectText(r.Localizer, f.Renamed.To))})
	}
	if len(f.Moved) > 0 {
		moved = listUnder(r.Say(text.ChangeMoved, text.Args{"Meeting": about}), firstChanges(r.Localizer, f.Moved, func(m Moved) string {
			return r.Say(text.ChangeMove, text.Args{"From": l.dateTimeToken(m.From), "To": l.dateTimeToken(m.To)})
		}))
	}
	if len(f.Dropped) > 0 {
		dropped = listUnder(r.Say(text.ChangeDropped, text.Args{"Meeting": about}), firstChanges(r.Localizer, f.Dropped, l.dateTimeToken))
	}
	return Message{Text: lines(renamed, moved, dropped)}
}

// firstChanges describes the first entries of a list, and counts the others.
func firstChanges[T any](loc text.Localizer, all []T, one func(T) string) []string {
	var list []string
	for _, x := range all[:min(len(all), maxChanges)] {
		list = append(list, one(x))
	}
	if more := len(all) - maxChanges; more > 0 {
		list = append(list, loc.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return list
}

// Warning tells the setter of a reminder why it is not sent at present, and what
// they can do. The sentence may use {{.Meeting}}, {{.Channel}}, {{.Who}} for the
// setter, and {{.Command}} that sets the reminder again.
func Warning(loc text.Localizer, command string, sentence text.Key, f ReminderFacts) Message {
	again, about := example(command, loc.Say(text.RemindWord)+" "+escapeCode(f.Number)), f.meetingText(loc)
	if f.Rule != nil {
		if sentence == text.WarnAccessLost || sentence == text.WarnSetterLost {
			return f.Rule.warning(loc, command, sentence == text.WarnSetterLost)
		}
		again = f.Rule.command(loc, command)
	}
	return Message{Text: loc.Say(sentence, text.Args{"Meeting": about, "Channel": channelMention(loc, f.Channel), "Who": mention(f.SetBy), "Command": again})}
}
