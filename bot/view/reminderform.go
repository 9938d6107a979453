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
type FormState struct {
	MeetingID      string // 1 to 32 digits
	SubscriptionID string // "" for a new one
}

// String writes it as a modal's metadata.
func (f FormState) String() string { return f.MeetingID + " " + f.SubscriptionID }

// ParseForm reads a modal's metadata.
func ParseFormState(metadata string) (FormState, bool) {
	id, promise, ok := strings.Cut(metadata, " ")
	if !ok || id == "" || len(id) > maxMeetingID || strings.Trim(id, "0123456789") != "" {
		return FormState{}, false
	}
	return FormState{MeetingID: id, SubscriptionID: promise}, true
}

// FormFacts are what the form shows at first.
type FormFacts struct {
	FormState
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
		known := ReminderFacts{Subject: f.Subject, Number: f.Number, Start: f.Start}
		about = lines(known.meetingText(r.Localizer), known.nextStartLine(r.Localizer, r.locale().dateTimeToken))
	}
	m := modal(r.Say(text.FormTitle), r.Say(text.FormCancel),
		section(BlockFormMeeting, about), audience(r.Localizer, f.Private), channelInput(r.Localizer, f.Channel), leadsInput(r.Localizer, f.Leads))
	m.Submit = plain(r.Say(text.FormSubmit))
	m.CallbackID, m.PrivateMetadata = ModalReminder, f.String()
	return m
}

// audience asks whether everybody in the channel is told, or the person alone.
func audience(loc text.Localizer, private bool) slack.Block {
	everybody := slack.NewOptionBlockObject(AudienceChannel, plain(loc.Say(text.FormEverybody)), nil)
	me := slack.NewOptionBlockObject(AudienceMe, plain(loc.Say(text.FormMe)), nil)
	radio := slack.NewRadioButtonsBlockElement(InputAudience, everybody, me)
	radio.InitialOption = everybody
	if private {
		radio.InitialOption = me
	}
	return slack.NewInputBlock(InputAudience, plain(loc.Say(text.FormAudience)), nil, radio)
}

// channelInput asks for the channel: public and private ones of this workspace,
// and direct messages of several people, where commands work as well. Elsewhere
// the bot cannot be.
func channelInput(loc text.Localizer, initial string) slack.Block {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain(loc.Say(text.FormChannelPick)), InputChannel)
	menu.InitialConversation = initial
	menu.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private", "mpim"}}
	return slack.NewInputBlock(InputChannel, plain(loc.Say(text.FormChannel)), plain(loc.Say(text.FormChannelHint)), menu).WithOptional(true)
}

func leadsInput(loc text.Localizer, initial string) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputLeads)
	in.InitialValue, in.MaxLength = initial, maxLeads
	return slack.NewInputBlock(InputLeads, plain(loc.Say(text.FormLeads)), plain(loc.Say(text.FormLeadsHint)), in)
}
