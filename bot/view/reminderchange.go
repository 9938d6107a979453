package view

import (
	"strings"
	"time"

	"meetingbot/bot/text"
)

// maxMoves is how many changes are told one by one.
const maxMoves = 5

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
func Change(r Reader, a ChangeFacts) Message {
	c := r.clock()
	about := a.meeting(r.Localizer)
	if a.Cancelled {
		return Message{Text: r.Say(text.ChangeCancelled, text.Args{"Meeting": about})}
	}
	var moved, dropped string
	if len(a.Moved) > 0 {
		moved = listing(r.Say(text.ChangeMoved, text.Args{"Meeting": about}), several(r.Localizer, a.Moved, func(m Moved) string {
			return r.Say(text.ChangeMove, text.Args{"From": c.moment(m.From), "To": c.moment(m.To)})
		}))
	}
	if len(a.Dropped) > 0 {
		dropped = listing(r.Say(text.ChangeDropped, text.Args{"Meeting": about}), several(r.Localizer, a.Dropped, c.moment))
	}
	return Message{Text: lines(moved, dropped)}
}

// listing is a list under a sentence that has a name in bold.
func listing(sentence string, list []string) string {
	return sentence + "\n• " + strings.Join(list, "\n• ")
}

// several says the first ones of a list, and how many more there are.
func several[T any](say text.Localizer, all []T, one func(T) string) []string {
	var list []string
	for _, x := range all[:min(len(all), maxMoves)] {
		list = append(list, one(x))
	}
	if more := len(all) - maxMoves; more > 0 {
		list = append(list, say.Say(text.SeriesMore, text.Args{"Count": more}))
	}
	return list
}

// Warning tells the one who made a promise that it is not kept at present: why,
// and what they can do. The sentence knows the Meeting, the Channel, Who made the
// promise and the Command that makes it again.
func Warning(say text.Localizer, command string, sentence text.Key, p ReminderFacts) Message {
	again := example(command, say.Say(text.RemindWord)+" "+inCode(p.Number))
	return Message{Text: say.Say(sentence, text.Args{"Meeting": p.meeting(say), "Channel": channelOf(say, p.Channel), "Who": mention(p.SetBy), "Command": again})}
}
