package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the form for reminders. An element has the id of its block.
const (
	ModalReminder = "reminder_form"

	BlockFormMeeting = "reminder_meeting"
	InputChannel     = "reminder_channel"
	InputAudience    = "reminder_audience"
	InputLeads       = "reminder_leads"
)

// Values of InputAudience.
const (
	AudienceChannel = "channel"
	AudienceMe      = "me"
)

// maxLeads is how long the text of leads may be, in characters.
const maxLeads = 100

// Form is what the form carries: the meeting, and the promise that it
// changes, if any.
type Form struct {
	MeetingID      string // 1 to 32 digits
	SubscriptionID string // "" for a new one
}

// String writes it as a modal's metadata.
func (f Form) String() string { return f.MeetingID + " " + f.SubscriptionID }

// ParseForm reads a modal's metadata.
func ParseForm(metadata string) (Form, bool) {
	id, promise, ok := strings.Cut(metadata, " ")
	if !ok || id == "" || len(id) > maxIDDigits || strings.Trim(id, "0123456789") != "" {
		return Form{}, false
	}
	return Form{MeetingID: id, SubscriptionID: promise}, true
}

// FormFacts are what the form shows at first.
type FormFacts struct {
	Form
	Known   bool // Subject and Start say what is known of the meeting
	Subject string
	Number  string
	Start   time.Time
	Channel string // C… or G…, "" to leave it to the person
	Private bool   // only the person is told
	Leads   string // as people type them
}

// ReminderForm asks who is told about a meeting, and when.
func ReminderForm(r Reader, f FormFacts) slack.ModalViewRequest {
	about := Number(f.Number)
	if f.Known {
		p := ReminderFacts{Subject: f.Subject, Number: f.Number, Start: f.Start}
		about = lines(p.meeting(r.Say), p.next(r.Say, r.clock().moment))
	}
	m := modal(r.Say.Say(text.FormTitle), r.Say.Say(text.FormCancel),
		section(BlockFormMeeting, about), audience(r.Say, f.Private), channelInput(r.Say, f.Channel), leadsInput(r.Say, f.Leads))
	m.Submit = plain(r.Say.Say(text.FormSubmit))
	m.CallbackID, m.PrivateMetadata = ModalReminder, f.String()
	return m
}

// audience asks whether everybody in the channel is told, or the person alone.
func audience(say text.Localizer, private bool) slack.Block {
	everybody := slack.NewOptionBlockObject(AudienceChannel, plain(say.Say(text.FormEverybody)), nil)
	me := slack.NewOptionBlockObject(AudienceMe, plain(say.Say(text.FormMe)), nil)
	radio := slack.NewRadioButtonsBlockElement(InputAudience, everybody, me)
	radio.InitialOption = everybody
	if private {
		radio.InitialOption = me
	}
	return slack.NewInputBlock(InputAudience, plain(say.Say(text.FormAudience)), nil, radio)
}

// channelInput asks for the channel: public and private ones of this workspace,
// and direct messages of several people, where commands work as well. Elsewhere
// the bot cannot be.
func channelInput(say text.Localizer, initial string) slack.Block {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain(say.Say(text.FormChannelPick)), InputChannel)
	menu.InitialConversation = initial
	menu.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private", "mpim"}}
	return slack.NewInputBlock(InputChannel, plain(say.Say(text.FormChannel)), plain(say.Say(text.FormChannelHint)), menu).WithOptional(true)
}

func leadsInput(say text.Localizer, initial string) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputLeads)
	in.InitialValue, in.MaxLength = initial, maxLeads
	return slack.NewInputBlock(InputLeads, plain(say.Say(text.FormLeads)), plain(say.Say(text.FormLeadsHint)), in)
}
