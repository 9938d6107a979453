package view

import (
	"strings"
	"time"

	"meetingbot/bot/text"
)

// maxMoves is how many changes are told one by one.
const maxChanges = 5

// ChangeFacts is what has become of the meeting that a conversation would have
// been told about.
type ChangeFacts struct {
	ReminderFacts
	Cancelled bool
	Moved     []Moved
	Dropped   []time.Time // starts that will not be
}

// Moved is a start that has another time than before.
type Moved struct{ From, To time.Time }

// Change tells a conversation what has become of a meeting.
func Change(r Reader, f ChangeFacts) Message {
	l := r.locale()
	about := f.meetingText(r.Localizer)
	if f.Cancelled {
		return Message{Text: r.Say(text.ChangeCancelled, text.Args{"Meeting": about})}
	}
	var moved, dropped string
	if len(f.Moved) > 0 {
		moved = listUnder(r.Say(text.ChangeMoved, text.Args{"Meeting": about}), firstChanges(r.Localizer, f.Moved, func(m Moved) string {
			return r.Say(text.ChangeMove, text.Args{"From": l.dateTimeToken(m.From), "To": l.dateTimeToken(m.To)})
		}))
	}
	if len(f.Dropped) > 0 {
		dropped = listUnder(r.Say(text.ChangeDropped, text.Args{"Meeting": about}), firstChanges(r.Localizer, f.Dropped, l.dateTimeToken))
	}
	return Message{Text: lines(moved, dropped)}
}

// listing is a list under a sentence that has a name in bold.
func listUnder(sentence string, list []string) string {
	return sentence + "\n• " + strings.Join(list, "\n• ")
}

// several says the first ones of a list, and how many more there are.
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

// Warning tells the one who made a promise that it is not kept at present: why,
// and what they can do. The sentence knows the Meeting, the Channel, Who made the
// promise and the Command that makes it again.
func Warning(loc text.Localizer, command string, sentence text.Key, f ReminderFacts) Message {
	again := example(command, loc.Say(text.RemindWord)+" "+escapeCode(f.Number))
	return Message{Text: loc.Say(sentence, text.Args{"Meeting": f.meetingText(loc), "Channel": channelMention(loc, f.Channel), "Who": mention(f.SetBy), "Command": again})}
}
