package view

import (
	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the form for the settings of a workspace, and of the button that opens it. An
// element has the id of its block.
const (
	ActionMySettings = "settings_open" // on Home tabs from before people had settings of their own
	ActionSettings   = "settings_workspace"
	ModalSettings    = "settings_form"

	BlockSettingsIntro   = "settings_intro"
	BlockSettingsHost    = "settings_host_fixed"
	BlockSettingsBooking = "settings_booking_fixed"

	InputSettingsLanguage = "settings_language"
	InputSettingsLookup   = "settings_lookup"
	InputSettingsLists    = "settings_lists"
	InputSettingsHost     = "settings_host"
	InputSettingsBooking  = "settings_booking"
	InputSettingsCalls    = "settings_calls"
	InputSettingsLeads    = "settings_leads"
)

// settingDefault is the value of the option that leaves a setting to the operator.
const settingDefault = "default"

// SettingsButton is the button that opens the reader's own settings.
func SettingsButton(loc text.Localizer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionMySettings, "", caption(loc.Say(text.OwnButton)))
	b.AccessibilityLabel = loc.Say(text.OwnButtonLabel)
	return b
}

// WorkspaceSettingsButton is the button that opens the settings of the workspace.
func WorkspaceSettingsButton(loc text.Localizer) *slack.ButtonBlockElement {
	b := slack.NewButtonBlockElement(ActionSettings, "", caption(loc.Say(text.SettingsButton)))
	b.AccessibilityLabel = loc.Say(text.SettingsLabel)
	return b
}

// SettingsForm asks what is to hold in the workspace. What it carries is what is set
// when it is opened, so that nothing else is changed than what a person changes in it.
func SettingsForm(r Reader, f SettingsFacts) slack.ModalViewRequest {
	blocks := []slack.Block{section(BlockSettingsIntro, lines(r.Say(text.SettingsIntro), f.lastChange(r)))}
	for _, s := range f.settings() {
		blocks = append(blocks, f.input(r.Localizer, s))
	}
	m := modal(r.Say(text.SettingsTitle), r.Say(text.FormCancel), append(blocks, f.leadsInput(r.Localizer))...)
	m.Submit = plain(r.Say(text.FormSubmit))
	m.CallbackID, m.PrivateMetadata = ModalSettings, f.Own.String()
	return m
}

// input asks for a setting, or says that the operator has decided it.
func (f SettingsFacts) input(loc text.Localizer, s setting) slack.Block {
	switch {
	case s.id == InputSettingsHost && f.HostFixed:
		return section(BlockSettingsHost, loc.Say(text.SettingsHostFixed))
	case s.id == InputSettingsBooking && f.BookingFixed:
		return section(BlockSettingsBooking, loc.Say(text.SettingsBookingFixed))
	default:
		return s.input(loc, *s.of(&f.Own), *s.of(&f.Default))
	}
}

// input is a menu of the default and the values of a setting.
func (s setting) input(loc text.Localizer, own, usual string) slack.Block {
	words := loc.Say(text.SettingsDefault, text.Args{"Value": s.words(loc, usual)})
	initial := slack.NewOptionBlockObject(settingDefault, caption(words), nil)
	options := []*slack.OptionBlockObject{initial}
	for _, v := range s.values {
		option := slack.NewOptionBlockObject(v.value, caption(loc.Say(v.words)), nil)
		if v.value == own {
			initial = option
		}
		options = append(options, option)
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, s.id, options...)
	menu.InitialOption = initial
	var hint *slack.TextBlockObject
	if s.hint != "" {
		hint = plain(loc.Say(s.hint))
	}
	return slack.NewInputBlock(s.id, plain(loc.Say(s.label)), hint, menu)
}

// leadsInput asks for the leads; empty leaves them to the operator.
func (f SettingsFacts) leadsInput(loc text.Localizer) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputSettingsLeads)
	in.InitialValue, in.MaxLength = f.Typed, maxLeads
	hint := loc.Say(text.SettingsLeadsHint, text.Args{"Leads": leadsText(loc, f.Default.Leads)})
	return slack.NewInputBlock(InputSettingsLeads, plain(loc.Say(text.SettingsLeads)), plain(hint), in).WithOptional(true)
}
