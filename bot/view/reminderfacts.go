package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the blocks and buttons of a subscription. The buttons carry the
// subscription's ID. Ids stay as they are: messages in Slack have them.
const (
	BlockSubscription        = "promise"
	BlockSubscriptionActions = "promise_actions"

	ActionReminderChange = "reminder_change"
	ActionReminderStop   = "reminder_stop"
	ActionReminderUndo   = "reminder_undo" // carries an UndoRef, sealed
)

// ReminderFacts describe one subscription: which meeting a conversation is
// reminded of, and when.
type ReminderFacts struct {
	ID      string // of the subscription
	Subject string // of the meeting
	Number  string // what people type to join
	Start   time.Time
	Leads   []time.Duration // before each start, longest first
	Late    bool            // they are also told that nobody is there a while after the start
	Overrun bool            // and that people are still there shortly before the end
	Typed   string          // all that as people type it: "1h 10m late"; "" where no command has them
	SetBy   string          // Slack's user id, U… or W…
	Channel string          // C… or G…; "" for a private reminder to one person
	Problem text.Key        // why reminders are not sent at present, "" while they are
	Rule    *RuleFacts      // the rule that made it, nil for none
	Away    bool            // the reader is not in Channel just now: it is named, not "this channel"
}

// subjectText returns the subject as mrkdwn on one line.
func subjectText(loc text.Localizer, subject string) string {
	if title := safe(subject, maxHeader); title != "" {
		return title
	}
	return loc.Say(text.UntitledMeeting)
}

// meetingText names the meeting: "*Budget* (914 083 136)".
func (f ReminderFacts) meetingText(loc text.Localizer) string {
	return loc.Say(text.ReminderMeeting, text.Args{"Subject": bold(subjectText(loc, f.Subject)), "Number": Number(f.Number)})
}

// channelMention mentions a channel by its Slack id. Without an id it returns
// the word for the reader, "you".
func channelMention(loc text.Localizer, id string) string {
	if id == "" {
		return loc.Say(text.WarnYou)
	}
	return "<#" + safe(id, maxWord) + ">"
}

// leadsText lists how long before the start reminders are sent, longest first:
// "1 hour before · 10 minutes before the start".
func leadsText(loc text.Localizer, all []time.Duration) string {
	parts := make([]string, len(all))
	for i, lead := range all {
		switch {
		case lead == 0:
			parts[i] = loc.Say(text.LeadAtStart)
		case i < len(all)-1:
			parts[i] = loc.Say(text.LeadBefore, text.Args{"Lead": loc.Duration(lead)})
		default:
			parts[i] = loc.Say(text.LeadBeforeStart, text.Args{"Lead": loc.Duration(lead)})
		}
	}
	return strings.Join(parts, separator)
}

// leadsLine says when reminders are sent, and how many when there are several.
func (f ReminderFacts) leadsLine(loc text.Localizer) string {
	if len(f.Leads) == 1 {
		return loc.Say(text.ReminderLead, text.Args{"Lead": leadsText(loc, f.Leads)})
	}
	return loc.Say(text.ReminderLeads, text.Args{"Count": len(f.Leads), "Leads": leadsText(loc, f.Leads)})
}

// alsoLine says what else the conversation is told, "" for nothing.
func (f ReminderFacts) alsoLine(loc text.Localizer) string {
	var told []string
	if f.Late {
		told = append(told, loc.Say(text.AlsoLate))
	}
	if f.Overrun {
		told = append(told, loc.Say(text.AlsoOverrun))
	}
	if told == nil {
		return ""
	}
	return loc.Say(text.ReminderAlso, text.Args{"What": strings.Join(told, separator)})
}

// nextStartLine says when the meeting starts next. when formats times.
func (f ReminderFacts) nextStartLine(loc text.Localizer, when func(time.Time) string) string {
	if f.Start.IsZero() {
		return loc.Say(text.ReminderNoStart)
	}
	return loc.Say(text.ReminderNext, text.Args{"When": when(f.Start)})
}

// details describe the subscription in lines of mrkdwn. when formats times.
func (f ReminderFacts) details(loc text.Localizer, when func(time.Time) string) string {
	var setter, problem string
	if f.Channel != "" { // what is for one person alone, they have set up themselves
		setter = loc.Say(text.ReminderSetBy, text.Args{"Who": mention(f.SetBy)})
	}
	if f.Problem != "" {
		problem = "⚠️ " + loc.Say(f.Problem)
	}
	return lines(f.leadsLine(loc), f.alsoLine(loc), f.nextStartLine(loc, when), setter, problem)
}

// reminderButton makes a button that carries value.
func reminderButton(action, words, value string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, value, caption(words))
}

// stopButton makes a button that ends the reminders. Slack asks first where a whole
// channel would no longer be reminded.
func (f ReminderFacts) stopButton(loc text.Localizer, action, words, value string) *slack.ButtonBlockElement {
	b := reminderButton(action, words, value)
	if f.Channel == "" {
		return b
	}
	sentence := loc.Say(text.ConfirmStop, text.Args{"Meeting": f.meetingText(loc)})
	return b.WithConfirm(slack.NewConfirmationBlockObject(
		plain(loc.Say(text.ConfirmStopTitle)), mrkdwn(sentence), plain(loc.Say(text.ConfirmStopYes)), plain(loc.Say(text.ConfirmStopNo))))
}
