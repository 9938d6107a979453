package view

import (
	"slices"
	"time"

	"github.com/slack-go/slack"

	"meetingbot/bot/text"
)

// Ids of the form for what somebody decides for themselves. An element has the id of
// its block.
const (
	ModalMySettings = "my_settings_form"

	BlockMySettingsIntro   = "my_settings_intro"
	BlockMySettingsButtons = "my_settings_buttons"

	InputMyLanguage   = "my_settings_language"
	InputMyUsualLeads = "my_settings_usual_leads"
	InputMyLeads      = "my_settings_leads"
	InputMyDigest     = "my_settings_digest"
	InputMyDigestTime = "my_settings_digest_time"
)

// Values of InputMyDigest.
const (
	DigestOff         = "off"
	DigestWorkingDays = "working_days"
)

// usualDigest is the time that the form offers to those who have no digest.
const usualDigest = "08:30"

// OwnSettings are what somebody decided for themselves.
type OwnSettings struct {
	Leads  []time.Duration // before each of their meetings, longest first; none for no reminders
	Digest string          // when they get the digest of their day, such as "08:30"; "" for never

	Language   string          // "en" or "zh-CN", "" for that of their Slack
	UsualLeads []time.Duration // where they do not say when, longest first; none for those of the workspace
}

// MySettingsFacts are what the form for somebody's own settings shows.
type MySettingsFacts struct {
	OwnSettings
	Typed     string          // Leads as people type them
	Usual     string          // UsualLeads as people type them
	Default   []time.Duration // the leads of the workspace
	NoEmail   bool            // nothing tells which meetings are theirs
	Account   []slack.Block   // about their meeting account, none where there is nothing to say
	Workspace bool            // they may see the settings of the workspace
}

// MySettingsForm asks what somebody wants to be told.
func MySettingsForm(r Reader, f MySettingsFacts) slack.ModalViewRequest {
	intro := r.Say(text.OwnIntro)
	if f.NoEmail {
		intro = lines(intro, r.Say(text.OwnNoEmail))
	}
	blocks := []slack.Block{
		section(BlockMySettingsIntro, intro),
		f.languageInput(r.Localizer), f.leadsInput(r.Localizer), f.digestInput(r.Localizer), f.timeInput(r),
		f.usualInput(r.Localizer),
	}
	blocks = append(blocks, f.Account...)
	if f.Workspace {
		blocks = append(blocks, slack.NewActionBlock(BlockMySettingsButtons, WorkspaceSettingsButton(r.Localizer)))
	}
	m := modal(r.Say(text.OwnTitle), r.Say(text.FormCancel), blocks...)
	m.Submit = plain(r.Say(text.FormSubmit))
	m.CallbackID = ModalMySettings
	return m
}

// LanguageOfSlack is the value of InputMyLanguage for the language of Slack.
const LanguageOfSlack = "slack"

// ownLanguage is one that can be chosen, with its name in itself: who chose one that
// they cannot read finds the way back.
type ownLanguage struct{ tag, name string }

func ownLanguages() []ownLanguage {
	return []ownLanguage{{"en", "English"}, {"zh-CN", "简体中文"}}
}

// OffersLanguage reports whether a language can be chosen.
func OffersLanguage(tag string) bool {
	return slices.ContainsFunc(ownLanguages(), func(l ownLanguage) bool { return l.tag == tag })
}

// languageInput asks in which language to write to somebody.
func (f MySettingsFacts) languageInput(loc text.Localizer) slack.Block {
	initial := slack.NewOptionBlockObject(LanguageOfSlack, caption(loc.Say(text.OwnAsSlack)), nil)
	options := []*slack.OptionBlockObject{initial}
	for _, l := range ownLanguages() {
		option := slack.NewOptionBlockObject(l.tag, caption(l.name), nil)
		if l.tag == f.Language {
			initial = option
		}
		options = append(options, option)
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, InputMyLanguage, options...)
	menu.InitialOption = initial
	return slack.NewInputBlock(InputMyLanguage, plain(loc.Say(text.OwnLanguage)), plain(loc.Say(text.OwnLanguageHint)), menu)
}

// usualInput asks when to remind somebody who does not say; empty leaves it to the
// workspace.
func (f MySettingsFacts) usualInput(loc text.Localizer) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputMyUsualLeads)
	in.InitialValue, in.MaxLength = f.Usual, maxLeads
	hint := loc.Say(text.OwnUsualHint, text.Args{"Leads": leadsText(loc, f.Default)})
	return slack.NewInputBlock(InputMyUsualLeads, plain(loc.Say(text.OwnUsual)), plain(hint), in).WithOptional(true)
}

// leadsInput asks when to remind; empty is never.
func (f MySettingsFacts) leadsInput(loc text.Localizer) slack.Block {
	in := slack.NewPlainTextInputBlockElement(nil, InputMyLeads)
	in.InitialValue, in.MaxLength = f.Typed, maxLeads
	return slack.NewInputBlock(InputMyLeads, plain(loc.Say(text.OwnLeads)), plain(loc.Say(text.OwnLeadsHint)), in).WithOptional(true)
}

// digestInput asks whether there is a digest.
func (f MySettingsFacts) digestInput(loc text.Localizer) slack.Block {
	off := slack.NewOptionBlockObject(DigestOff, caption(loc.Say(text.OwnOff)), nil)
	on := slack.NewOptionBlockObject(DigestWorkingDays, caption(loc.Say(text.OwnWorkingDays)), nil)
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, InputMyDigest, off, on)
	menu.InitialOption = off
	if f.Digest != "" {
		menu.InitialOption = on
	}
	return slack.NewInputBlock(InputMyDigest, plain(loc.Say(text.OwnDigest)), nil, menu)
}

// timeInput asks when the digest comes.
func (f MySettingsFacts) timeInput(r Reader) slack.Block {
	in := slack.NewTimePickerBlockElement(InputMyDigestTime)
	in.InitialTime = usualDigest
	if f.Digest != "" {
		in.InitialTime = f.Digest
	}
	hint := r.Say(text.OwnDigestHint, text.Args{"Zone": zoneName(r)})
	return slack.NewInputBlock(InputMyDigestTime, plain(r.Say(text.OwnDigestTime)), plain(hint), in).WithOptional(true)
}

// zoneName names the reader's time zone as it is now: "UTC+8".
func zoneName(r Reader) string {
	return text.Zone(r.Now.In(r.locale().zone))
}

// MySettingsSaved says what has changed. usual are the leads of the workspace.
func MySettingsSaved(loc text.Localizer, before, after OwnSettings, usual []time.Duration) Message {
	var list []string
	change := func(label text.Key, from, to string) {
		if from != to {
			list = append(list, loc.Say(text.OwnChange, text.Args{"Label": loc.Say(label), "From": from, "To": to}))
		}
	}
	change(text.OwnLanguage, before.language(loc), after.language(loc))
	change(text.OwnLeads, before.leads(loc), after.leads(loc))
	change(text.OwnDigest, before.digest(loc), after.digest(loc))
	change(text.OwnUsual, before.usualLeads(loc, usual), after.usualLeads(loc, usual))
	if len(list) == 0 {
		return Sentence(loc, text.OwnSame)
	}
	return Message{Text: listUnder(loc.Say(text.OwnSaved), list)}
}

func (s OwnSettings) language(loc text.Localizer) string {
	for _, l := range ownLanguages() {
		if l.tag == s.Language {
			return l.name
		}
	}
	return loc.Say(text.OwnAsSlack)
}

func (s OwnSettings) usualLeads(loc text.Localizer, usual []time.Duration) string {
	if len(s.UsualLeads) == 0 {
		return loc.Say(text.OwnAsWorkspace, text.Args{"Leads": leadsText(loc, usual)})
	}
	return leadsText(loc, s.UsualLeads)
}

func (s OwnSettings) leads(loc text.Localizer) string {
	if len(s.Leads) == 0 {
		return loc.Say(text.OwnOff)
	}
	return leadsText(loc, s.Leads)
}

func (s OwnSettings) digest(loc text.Localizer) string {
	if s.Digest == "" {
		return loc.Say(text.OwnOff)
	}
	return loc.Say(text.OwnDigestAt, text.Args{"Time": s.Digest})
}
