package view

import (
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
}

// MySettingsFacts are what the form for somebody's own settings shows.
type MySettingsFacts struct {
	OwnSettings
	Typed     string        // the leads as people type them
	NoEmail   bool          // nothing tells which meetings are theirs
	Account   []slack.Block // about their meeting account, none where there is nothing to say
	Workspace bool          // they may see the settings of the workspace
}

// MySettingsForm asks what somebody wants to be told.
func MySettingsForm(r Reader, f MySettingsFacts) slack.ModalViewRequest {
	intro := r.Say(text.OwnIntro)
	if f.NoEmail {
		intro = lines(intro, r.Say(text.OwnNoEmail))
	}
	blocks := []slack.Block{
		section(BlockMySettingsIntro, intro),
		f.leadsInput(r.Localizer), f.digestInput(r.Localizer), f.timeInput(r),
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

// MySettingsSaved says what has changed.
func MySettingsSaved(loc text.Localizer, before, after OwnSettings) Message {
	var list []string
	change := func(label text.Key, from, to string) {
		if from != to {
			list = append(list, loc.Say(text.OwnChange, text.Args{"Label": loc.Say(label), "From": from, "To": to}))
		}
	}
	change(text.OwnLeads, before.leads(loc), after.leads(loc))
	change(text.OwnDigest, before.digest(loc), after.digest(loc))
	if len(list) == 0 {
		return Sentence(loc, text.OwnSame)
	}
	return Message{Text: listUnder(loc.Say(text.OwnSaved), list)}
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
