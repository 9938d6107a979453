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
	BlockSubscription        = "promise"
	BlockSubscriptionActions = "promise_actions"

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
	text.Localizer
	Now  time.Time
	Zone *time.Location // nil when not known
}

// clock says times to the reader.
func (r Reader) locale() locale {
	l := locale{Localizer: r.Localizer, now: r.Now.UTC().Truncate(time.Minute), zone: time.UTC}
	if r.Zone != nil {
		l.zone, l.zoneIsReaders = r.Zone, true
	}
	return l
}

// titled is a subject as mrkdwn on one line.
func subjectText(loc text.Localizer, subject string) string {
	if title := safe(subject, maxHeader); title != "" {
		return title
	}
	return loc.Say(text.UntitledMeeting)
}

// meeting names the meeting: "*Budget* (914 083 136)".
func (f ReminderFacts) meetingText(loc text.Localizer) string {
	return loc.Say(text.ReminderMeeting, text.Args{"Subject": bold(subjectText(loc, f.Subject)), "Number": Number(f.Number)})
}

// channelOf names a channel by Slack's id of it, which Slack shows as its name;
// without one it is the reader.
func channelMention(loc text.Localizer, id string) string {
	if id == "" {
		return loc.Say(text.WarnYou)
	}
	return "<#" + safe(id, maxWord) + ">"
}

// leads says when a conversation is told, longest first: "1 hour before ·
// 10 minutes before the start".
func leadsText(loc text.Localizer, all []time.Duration) string {
	words := make([]string, len(all))
	for i, lead := range all {
		switch {
		case lead == 0:
			words[i] = loc.Say(text.LeadAtStart)
		case i < len(all)-1:
			words[i] = loc.Say(text.LeadBefore, text.Args{"Lead": loc.Duration(lead)})
		default:
			words[i] = loc.Say(text.LeadBeforeStart, text.Args{"Lead": loc.Duration(lead)})
		}
	}
	return strings.Join(words, separator)
}

// told says when a conversation is told, and how often where that is more than
// once.
func (f ReminderFacts) leadsLine(loc text.Localizer) string {
	if len(f.Leads) == 1 {
		return loc.Say(text.ReminderLead, text.Args{"Lead": leadsText(loc, f.Leads)})
	}
	return loc.Say(text.ReminderLeads, text.Args{"Count": len(f.Leads), "Leads": leadsText(loc, f.Leads)})
}

// next says when the next start is, as when says times.
func (f ReminderFacts) nextStartLine(loc text.Localizer, when func(time.Time) string) string {
	if f.Start.IsZero() {
		return loc.Say(text.ReminderNoStart)
	}
	return loc.Say(text.ReminderNext, text.Args{"When": when(f.Start)})
}

// details are what there is to know about a promise, in lines of mrkdwn.
func (f ReminderFacts) details(loc text.Localizer, when func(time.Time) string) string {
	var problem string
	if f.Problem != "" {
		problem = "⚠️ " + loc.Say(f.Problem)
	}
	return lines(
		f.leadsLine(loc),
		f.nextStartLine(loc, when),
		loc.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)}),
		problem,
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
func ReminderSet(r Reader, f SetFacts) Message {
	l := r.locale()
	channel := channelMention(r.Localizer, f.Channel)
	first := r.Say(f.confirmation(), text.Args{"Meeting": f.meetingText(r.Localizer), "Channel": channel})
	var before, hint string
	if f.Before != nil {
		before = r.Say(text.ReminderBefore, text.Args{"Leads": leadsText(r.Localizer, f.Before)})
	}
	if f.Hint != "" {
		hint = "⚠️ " + r.Say(f.Hint, text.Args{"Channel": channel})
	}
	say := func(when func(time.Time) string) string {
		return lines(first, f.details(r.Localizer, when), f.missedWarning(l, when), before, hint)
	}
	return Message{
		Text: say(l.dateTimeText),
		Blocks: []slack.Block{
			section(BlockSubscription, say(l.dateTimeToken)),
			slack.NewActionBlock(BlockSubscriptionActions,
				reminderButton(ActionReminderChange, r.Say(text.ButtonChange), f.ID),
				reminderButton(ActionReminderStop, r.Say(text.ButtonStop), f.ID)),
		},
	}
}

// late says what comes too late for the next start, "" for nothing.
func (f SetFacts) missedWarning(l locale, when func(time.Time) string) string {
	wait := f.Start.Sub(l.now)
	switch {
	case len(f.Missed) == 0:
		return ""
	case len(f.Missed) < len(f.Leads):
		return "⚠️ " + l.Say(text.ReminderLateSome, text.Args{"Leads": leadsText(l.Localizer, f.Missed)})
	case f.Resumes.IsZero():
		return "⚠️ " + l.Say(text.ReminderLate, text.Args{"Duration": l.Duration(wait)})
	default:
		return "⚠️ " + l.Say(text.ReminderLateOnce, text.Args{"Duration": l.Duration(wait), "When": when(f.Resumes)})
	}
}

// sentence tells what has become of the promise, and to whom.
func (f SetFacts) confirmation() text.Key {
	private := f.Channel == ""
	switch {
	case f.Already && private:
		return text.ReminderAlreadyYou
	case f.Already:
		return text.ReminderAlready
	case f.Before != nil && private:
		return text.ReminderChangedYou
	case f.Before != nil:
		return text.ReminderChanged
	case private:
		return text.ReminderSetYou
	default:
		return text.ReminderSet
	}
}

// inWords says a time on the clock of the reader's zone.
func (l locale) dateTimeText(t time.Time) string {
	return l.rangeText(meeting.Occurrence{Start: t}, l.zone)
}

// reminderButton is a button that carries what it is about.
func reminderButton(action, words, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, plain(words))
}

// Stopped confirms to one person that a promise was taken back.
func Stopped(loc text.Localizer, f ReminderFacts) Message {
	sentence := text.ReminderStopped
	if f.Channel == "" {
		sentence = text.ReminderStoppedYou
	}
	return Message{Text: loc.Say(sentence, text.Args{"Meeting": f.meetingText(loc)})}
}

// StoppedBy tells a channel who took a promise back, and how to make it again.
func StoppedBy(loc text.Localizer, command, by string, f ReminderFacts) Message {
	again := example(command, loc.Say(text.RemindWord)+" "+escapeCode(f.Number))
	return Message{Text: loc.Say(text.ReminderStoppedBy, text.Args{
		"Who": mention(by), "Meeting": f.meetingText(loc), "Command": again,
	})}
}

// NothingToRemind says that there is nothing to remind of.
func NothingToRemind(loc text.Localizer, subject, number string) Message {
	f := ReminderFacts{Subject: subject, Number: number}
	return Message{Text: loc.Say(text.RemindNoStart, text.Args{"Meeting": f.meetingText(loc)})}
}

// RemindUsage says what was wrong with a wish to be reminded, and shows what
// would be understood.
func RemindUsage(loc text.Localizer, command string, problem text.Key) Message {
	return usageMessage(loc, loc.Say(problem), remindUsageExamples(loc, command))
}

// remindWays are ways to be reminded.
func remindUsageExamples(loc text.Localizer, command string) string {
	word := loc.Say(text.RemindWord) + " " + exampleNumber
	return lines(example(command, word), example(command, word+" 10m"), example(command, word+" 1h 10m 1m"))
}
