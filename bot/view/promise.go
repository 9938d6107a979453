package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
	"meetingbot/meeting"
)

// Ids of the blocks and buttons of a promise. The buttons carry the promise's
// ID.
const (
	BlockPromise        = "promise"
	BlockPromiseActions = "promise_actions"

	ActionReminderChange = "reminder_change"
	ActionReminderStop   = "reminder_stop"
)

// ReminderFacts is what a conversation is told about one meeting.
type ReminderFacts struct {
	ID      string // by which it is changed and stopped
	Subject string // of the meeting
	Number  string // what people type to join
	Start   time.Time
	Leads   []time.Duration // before each start, longest first
	SetBy   string          // U… or W…
	Channel string          // C… or G…; "" for a person in private
	Problem text.Key        // why it is not kept at present, "" while it is
}

// Reader is who reads a message, and when.
type Reader struct {
	Say  text.Localizer
	Now  time.Time
	Zone *time.Location // nil when not known
}

// clock says times to the reader.
func (r Reader) clock() clock {
	c := clock{say: r.Say, now: r.Now.UTC().Truncate(time.Minute), zone: time.UTC}
	if r.Zone != nil {
		c.zone, c.read = r.Zone, true
	}
	return c
}

// titled is a subject as mrkdwn on one line.
func titled(say text.Localizer, subject string) string {
	if title := safe(subject, maxHeader); title != "" {
		return title
	}
	return say.Say(text.UntitledMeeting)
}

// meeting names the meeting: "*Budget* (914 083 136)".
func (p ReminderFacts) meeting(say text.Localizer) string {
	return say.Say(text.ReminderMeeting, text.Args{"Subject": bold(titled(say, p.Subject)), "Number": Number(p.Number)})
}

// channelOf names a channel by Slack's id of it, which Slack shows as its name;
// without one it is the reader.
func channelOf(say text.Localizer, id string) string {
	if id == "" {
		return say.Say(text.WarnYou)
	}
	return "<#" + safe(id, maxWord) + ">"
}

// leads says when a conversation is told, longest first: "1 hour before ·
// 10 minutes before the start".
func leads(say text.Localizer, all []time.Duration) string {
	words := make([]string, len(all))
	for i, lead := range all {
		switch {
		case lead == 0:
			words[i] = say.Say(text.LeadAtStart)
		case i < len(all)-1:
			words[i] = say.Say(text.LeadBefore, text.Args{"Lead": say.Duration(lead)})
		default:
			words[i] = say.Say(text.LeadBeforeStart, text.Args{"Lead": say.Duration(lead)})
		}
	}
	return strings.Join(words, separator)
}

// told says when a conversation is told, and how often where that is more than
// once.
func (p ReminderFacts) told(say text.Localizer) string {
	if len(p.Leads) == 1 {
		return say.Say(text.ReminderLead, text.Args{"Lead": leads(say, p.Leads)})
	}
	return say.Say(text.ReminderLeads, text.Args{"Count": len(p.Leads), "Leads": leads(say, p.Leads)})
}

// next says when the next start is, as when says times.
func (p ReminderFacts) next(say text.Localizer, when func(time.Time) string) string {
	if p.Start.IsZero() {
		return say.Say(text.ReminderNothingAhead)
	}
	return say.Say(text.ReminderNext, text.Args{"When": when(p.Start)})
}

// details are what there is to know about a promise, in lines of mrkdwn.
func (p ReminderFacts) details(say text.Localizer, when func(time.Time) string) string {
	var trouble string
	if p.Problem != "" {
		trouble = "⚠️ " + say.Say(p.Problem)
	}
	return lines(
		p.told(say),
		p.next(say, when),
		say.Say(text.ReminderSetBy, text.Args{"Who": mention(p.SetBy)}),
		trouble,
	)
}

// SetFacts is what has become of a promise.
type SetFacts struct {
	ReminderFacts
	Already bool            // it stood before, just like this
	Before  []time.Duration // its leads before they were changed, nil if they were not
	Missed  []time.Duration // leads that are past for the next start
	Resumes time.Time       // the first start with a reminder where all are, zero if none is known
	Hint    text.Key        // what is left to do for it to be kept, "" for nothing
}

// ReminderSet confirms a promise to the one who made it.
func ReminderSet(r Reader, m SetFacts) Message {
	c := r.clock()
	channel := channelOf(r.Say, m.Channel)
	first := r.Say.Say(m.sentence(), text.Args{"Meeting": m.meeting(r.Say), "Channel": channel})
	var before, hint string
	if m.Before != nil {
		before = r.Say.Say(text.ReminderBefore, text.Args{"Leads": leads(r.Say, m.Before)})
	}
	if m.Hint != "" {
		hint = "⚠️ " + r.Say.Say(m.Hint, text.Args{"Channel": channel})
	}
	say := func(when func(time.Time) string) string {
		return lines(first, m.details(r.Say, when), m.late(c, when), before, hint)
	}
	return Message{
		Text: say(c.inWords),
		Blocks: []slack.Block{
			section(BlockPromise, say(c.moment)),
			slack.NewActionBlock(BlockPromiseActions,
				reminderButton(ActionReminderChange, r.Say.Say(text.ButtonChange), m.ID),
				reminderButton(ActionReminderStop, r.Say.Say(text.ButtonStop), m.ID)),
		},
	}
}

// late says what comes too late for the next start, "" for nothing.
func (m SetFacts) late(c clock, when func(time.Time) string) string {
	wait := m.Start.Sub(c.now)
	switch {
	case len(m.Missed) == 0:
		return ""
	case len(m.Missed) < len(m.Leads):
		return "⚠️ " + c.say.Say(text.ReminderLateSome, text.Args{"Leads": leads(c.say, m.Missed)})
	case m.Resumes.IsZero():
		return "⚠️ " + c.say.Say(text.ReminderLate, text.Args{"Duration": c.say.Duration(wait)})
	default:
		return "⚠️ " + c.say.Say(text.ReminderLateOnce, text.Args{"Duration": c.say.Duration(wait), "When": when(m.Resumes)})
	}
}

// sentence tells what has become of the promise, and to whom.
func (m SetFacts) sentence() text.Key {
	private := m.Channel == ""
	switch {
	case m.Already && private:
		return text.ReminderAlreadyYou
	case m.Already:
		return text.ReminderAlready
	case m.Before != nil && private:
		return text.ReminderChangedYou
	case m.Before != nil:
		return text.ReminderChanged
	case private:
		return text.ReminderSetYou
	default:
		return text.ReminderSet
	}
}

// inWords says a time on the clock of the reader's zone.
func (c clock) inWords(t time.Time) string { return c.words(meeting.Occurrence{Start: t}, c.zone) }

// reminderButton is a button that carries what it is about.
func reminderButton(action, words, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(words))
}

// Stopped confirms to one person that a promise was taken back.
func Stopped(say text.Localizer, p ReminderFacts) Message {
	sentence := text.ReminderStopped
	if p.Channel == "" {
		sentence = text.ReminderStoppedYou
	}
	return Message{Text: say.Say(sentence, text.Args{"Meeting": p.meeting(say)})}
}

// StoppedBy tells a channel who took a promise back, and how to make it again.
func StoppedBy(say text.Localizer, command, by string, p ReminderFacts) Message {
	again := example(command, say.Say(text.RemindWord)+" "+inCode(p.Number))
	return Message{Text: say.Say(text.ReminderStoppedBy, text.Args{
		"Who": mention(by), "Meeting": p.meeting(say), "Command": again,
	})}
}

// NothingAhead says that there is nothing to remind of.
func NothingAhead(say text.Localizer, subject, number string) Message {
	p := ReminderFacts{Subject: subject, Number: number}
	return Message{Text: say.Say(text.RemindNothing, text.Args{"Meeting": p.meeting(say)})}
}

// RemindUsage says what was wrong with a wish to be reminded, and shows what
// would be understood.
func RemindUsage(say text.Localizer, command string, trouble text.Key) Message {
	return tryInstead(say, say.Say(trouble), remindWays(say, command))
}

// remindWays are ways to be reminded.
func remindWays(say text.Localizer, command string) string {
	word := say.Say(text.RemindWord) + " " + exampleNumber
	return lines(example(command, word), example(command, word+" 10m"), example(command, word+" 1h 10m 1m"))
}
