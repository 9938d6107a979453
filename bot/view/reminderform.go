package view

import (
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the form for reminders. An element has the id of its block.
const (
	ModalReminder = "reminder_form"

	BlockFormMeeting = "reminder_meeting"
	BlockFormBlocked = "reminder_blocked"
	InputChannel     = "reminder_channel"
	InputAudience    = "reminder_audience"
	InputLeads       = "reminder_leads"
	InputAlso        = "reminder_also"
)

// Values of InputAudience.
const (
	AudienceChannel = "channel"
	AudienceMe      = "me"
)

// Values of InputAlso.
const (
	AlsoLate    = "late"
	AlsoOverrun = "overrun"
)

// AlsoTold reads the values of InputAlso.
func AlsoTold(ticked []string) (late, overrun bool) {
	return slices.Contains(ticked, AlsoLate), slices.Contains(ticked, AlsoOverrun)
}

// maxLeads is the longest text of leads, in characters.
const maxLeads = 100

// FormState is the form's private metadata: the meeting, the subscription that it
// changes, if any, and where the form was opened.
type FormState struct {
	MeetingID      string // 1 to 32 digits
	SubscriptionID string // "" for a new one
	OpenedIn       string // C… or G…, or U… or W… for the conversation with a person
}

// String writes it as a modal's metadata.
func (f FormState) String() string {
	return f.MeetingID + " " + f.SubscriptionID + " " + f.OpenedIn
}

// maxFormState is the longest metadata that is read, in bytes. What String writes
// is far shorter.
const maxFormState = 256

// ParseFormState parses a modal's metadata.
func ParseFormState(metadata string) (FormState, bool) {
	parts := strings.Split(metadata, " ")
	if len(parts) != 3 || len(metadata) > maxFormState {
		return FormState{}, false
	}
	id := parts[0]
	if !isMeetingID(id) {
		return FormState{}, false
	}
	return FormState{MeetingID: id, SubscriptionID: parts[1], OpenedIn: parts[2]}, true
}

// FormFacts are the initial values of the form.
type FormFacts struct {
	FormState
	Known   bool // Subject and Start are known
	Subject string
	Number  string
	Start   time.Time
	Channel string   // C… or G…, "" for no initial channel
	Private bool     // the reminder goes to the person only
	Alone   bool     // it can go nowhere else: they are alone with the bot
	Blocked text.Key // why nothing can be posted in Channel, "" for no reason; may use {{.Channel}}
	Leads   string   // as people type them
	Late    bool     // as in ReminderFacts
	Overrun bool     // as in ReminderFacts
}

// ReminderForm asks whom to remind of a meeting, and when.
func ReminderForm(r Reader, f FormFacts) slack.ModalViewRequest {
	about := Number(f.Number)
	if f.Known {
		known := ReminderFacts{Subject: f.Subject, Number: f.Number, Start: f.Start}
		about = lines(known.meetingText(r.Localizer), known.nextStartLine(r.Localizer, r.locale().dateTimeToken))
	}
	blocks := []slack.Block{section(BlockFormMeeting, about)}
	if f.Blocked != "" {
		blocks = append(blocks, section(BlockFormBlocked, "⚠️ "+r.Say(f.Blocked, text.Args{"Channel": channelMention(r.Localizer, f.Channel)})))
	}
	blocks = append(blocks, f.audience(r.Localizer))
	if !f.Alone {
		blocks = append(blocks, channelInput(r.Localizer, f.Channel))
	}
	m := modal(r.Say(text.FormTitle), r.Say(text.FormCancel), append(blocks, leadsInput(r.Localizer, f.Leads), f.also(r.Localizer))...)
	m.Submit = plain(r.Say(text.FormSubmit))
	m.CallbackID, m.PrivateMetadata = ModalReminder, f.String()
	return m
}

// audience asks whether to remind the channel or only the person.
func (f FormFacts) audience(loc text.Localizer) slack.Block {
	everybody := slack.NewOptionBlockObject(AudienceChannel, plain(loc.Say(text.FormEverybody)), nil)
	me := slack.NewOptionBlockObject(AudienceMe, plain(loc.Say(text.FormMe)), nil)
	options, initial := []*slack.OptionBlockObject{everybody, me}, everybody
	if f.Private {
		initial = me
	}
	if f.Alone {
		options, initial = options[1:], me
	}
	radio := slack.NewRadioButtonsBlockElement(InputAudience, options...)
	radio.InitialOption = initial
	return slack.NewInputBlock(InputAudience, plain(loc.Say(text.FormAudience)), nil, radio)
}

// channelInput asks for the channel. It offers the conversations that the bot can
// join: channels of this workspace and group direct messages.
func channelInput(loc text.Localizer, initial string) slack.Block {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, plain(loc.Say(text.FormChannelPick)), InputChannel)
	menu.InitialConversation = initial
	menu.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private", "mpim"}}
	return slack.NewInputBlock(InputChannel, plain(loc.Say(text.FormChannel)), plain(loc.Say(text.FormChannelHint)), menu).WithOptional(true)
}

// also asks what else is to be told.
func (f FormFacts) also(loc text.Localizer) slack.Block {
	late := slack.NewOptionBlockObject(AlsoLate, plain(loc.Say(text.FormAlsoLate)), nil)
	overrun := slack.NewOptionBlockObject(AlsoOverrun, plain(loc.Say(text.FormAlsoOverrun)), nil)
	boxes := slack.NewCheckboxGroupsBlockElement(InputAlso, late, overrun)
	if f.Late {
		boxes.InitialOptions = append(boxes.InitialOptions, late)
	}
	if f.Overrun {
		boxes.InitialOptions = append(boxes.InitialOptions, overrun)
	}
	return slack.NewInputBlock(InputAlso, plain(loc.Say(text.FormAlso)), nil, boxes).WithOptional(true)
}

func leadsInput(loc text.Localizer, initial string) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputLeads)
	in.InitialValue, in.MaxLength = initial, maxLeads
	return slack.NewInputBlock(InputLeads, plain(loc.Say(text.FormLeads)), plain(loc.Say(text.FormLeadsHint)), in)
}
