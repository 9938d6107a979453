package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"meetingbot/bot/text"
)

// SettingsValues are a value for each setting of a workspace, "" or none for the
// operator's default.
type SettingsValues struct {
	Language    string // "en" or "zh-CN"
	Lookup      string // see access.Lookup
	Lists       string // see access.Lists
	HostSecrets string // see access.HostSecrets
	Booking     string // see access.Booking
	CallNames   string // see access.CallNames
	Leads       []time.Duration
}

// settingsVersion begins the metadata of the form.
const settingsVersion = "settings3"

// String writes the values as a modal's metadata: "settings3|zh-CN||all||linked||60,10".
func (v SettingsValues) String() string {
	minutes := make([]string, len(v.Leads))
	for i, lead := range v.Leads {
		minutes[i] = strconv.Itoa(int(lead / time.Minute))
	}
	return strings.Join([]string{settingsVersion, v.Language, v.Lookup, v.Lists, v.HostSecrets, v.Booking, v.CallNames, strings.Join(minutes, ",")}, "|")
}

// ParseSettingsValues reads what String wrote.
func ParseSettingsValues(metadata string) (SettingsValues, bool) {
	parts := strings.Split(metadata, "|")
	if len(parts) != 8 || parts[0] != settingsVersion {
		return SettingsValues{}, false
	}
	v := SettingsValues{Language: parts[1], Lookup: parts[2], Lists: parts[3], HostSecrets: parts[4], Booking: parts[5], CallNames: parts[6]}
	if parts[7] == "" {
		return v, true
	}
	for word := range strings.SplitSeq(parts[7], ",") {
		minutes, err := strconv.Atoi(word)
		if err != nil || minutes < 0 {
			return SettingsValues{}, false
		}
		v.Leads = append(v.Leads, time.Duration(minutes)*time.Minute)
	}
	return v, true
}

var _ fmt.Stringer = SettingsValues{}

// setting is one of those that are chosen from some values.
type setting struct {
	id          string
	label, hint text.Key // hint is "" for none
	values      []settingValue
	of          func(*SettingsValues) *string
}

type settingValue struct {
	value string
	words text.Key
}

// chosenSettings are the settings that are chosen from some values, in the order in
// which they are shown.
func chosenSettings() []setting {
	return []setting{
		{InputSettingsLanguage, text.SettingsLanguage, text.SettingsLanguageHint, []settingValue{
			{"en", text.SettingsEnglish}, {"zh-CN", text.SettingsChinese},
		}, func(v *SettingsValues) *string { return &v.Language }},
		{InputSettingsLookup, text.SettingsLookup, "", []settingValue{
			{"members", text.SettingsMember}, {"invitees", text.SettingsInvitees}, {"everyone", text.SettingsEveryone},
		}, func(v *SettingsValues) *string { return &v.Lookup }},
		{InputSettingsLists, text.SettingsLists, text.SettingsListsHint, []settingValue{
			{"mine", text.SettingsMine}, {"all", text.SettingsAll},
		}, func(v *SettingsValues) *string { return &v.Lists }},
		{InputSettingsHost, text.SettingsHost, "", []settingValue{
			{"host", text.SettingsHosts}, {"never", text.SettingsNobody},
		}, func(v *SettingsValues) *string { return &v.HostSecrets }},
		{InputSettingsBooking, text.SettingsBooking, "", []settingValue{
			{"members", text.SettingsMember}, {"linked", text.SettingsLinked}, {"nobody", text.SettingsBookNobody},
		}, func(v *SettingsValues) *string { return &v.Booking }},
		{InputSettingsCalls, text.SettingsCalls, text.SettingsCallsHint, []settingValue{
			{"linked", text.SettingsCallsLinked}, {"everyone", text.SettingsCallsEveryone}, {"nobody", text.SettingsCallsNobody},
		}, func(v *SettingsValues) *string { return &v.CallNames }},
	}
}

// words are those of a value of the setting.
func (s setting) words(loc text.Localizer, value string) string {
	i := slices.IndexFunc(s.values, func(v settingValue) bool { return v.value == value })
	if i < 0 {
		return ""
	}
	return loc.Say(s.values[i].words)
}

// ChosenSettings reads what is chosen in the form, by the id of each of its inputs. An
// input that the form does not have keeps the value that it had. It reports false
// for a value that there is not.
func ChosenSettings(had SettingsValues, chosen func(id string) string) (SettingsValues, bool) {
	for _, s := range chosenSettings() {
		switch value := chosen(s.id); {
		case value == "":
		case value == settingDefault:
			*s.of(&had) = ""
		case slices.ContainsFunc(s.values, func(v settingValue) bool { return v.value == value }):
			*s.of(&had) = value
		default:
			return SettingsValues{}, false
		}
	}
	return had, true
}

// SettingsFacts are the settings of a workspace.
type SettingsFacts struct {
	Own          SettingsValues
	Default      SettingsValues // what the operator set: it has a value for each
	HostFixed    bool           // the operator has host links shown to nobody
	BookingFixed bool           // the operator lets nobody book
	Typed        string         // the workspace's own leads, as people type them
	ChangedBy    string         // a user's id, "" where nobody has changed anything
	ChangedAt    time.Time
	NoCalls      bool // the operator has no calls made
}

// settings are those that are chosen from some values and mean something here.
func (f SettingsFacts) settings() []setting {
	return slices.DeleteFunc(chosenSettings(), func(s setting) bool { return f.NoCalls && s.id == InputSettingsCalls })
}

// held is what holds where own values stand in place of the defaults.
func (f SettingsFacts) held() SettingsValues {
	holds := f.Default
	for _, s := range chosenSettings() {
		if own := *s.of(&f.Own); own != "" {
			*s.of(&holds) = own
		}
	}
	if f.HostFixed {
		holds.HostSecrets = f.Default.HostSecrets
	}
	if f.BookingFixed {
		holds.Booking = f.Default.Booking
	}
	if len(f.Own.Leads) > 0 {
		holds.Leads = f.Own.Leads
	}
	return holds
}

// SettingsShown shows what holds in the workspace to somebody who may not change it.
func SettingsShown(r Reader, command string, f SettingsFacts) Message {
	holds, own := f.held(), f.Own
	if f.HostFixed {
		own.HostSecrets = ""
	}
	if f.BookingFixed {
		own.Booking = ""
	}
	var list []string
	for _, s := range f.settings() {
		list = append(list, settingLine(r.Localizer, s.label, s.words(r.Localizer, *s.of(&holds)), *s.of(&own) != ""))
	}
	list = append(list, settingLine(r.Localizer, text.SettingsLeads, leadsText(r.Localizer, holds.Leads), len(own.Leads) > 0))
	who := r.Say(text.SettingsWhoMay, text.Args{"Command": example(command, r.Say(text.SettingsWord))})
	return Message{Text: lines(bulleted(r.Say(text.SettingsTitle), list), who, f.lastChange(r))}
}

func settingLine(loc text.Localizer, label text.Key, value string, own bool) string {
	key := text.SettingsLine
	if own {
		key = text.SettingsLineOwn
	}
	return loc.Say(key, text.Args{"Label": loc.Say(label), "Value": value})
}

// lastChange says who changed the settings last, "" where nobody has.
func (f SettingsFacts) lastChange(r Reader) string {
	if f.ChangedBy == "" {
		return ""
	}
	return r.Say(text.SettingsChangedBy, text.Args{"Who": mention(f.ChangedBy), "When": r.locale().dateTimeToken(f.ChangedAt)})
}

// SettingsSaved says what has changed from one state of the settings to another.
// Both have the same defaults.
func SettingsSaved(loc text.Localizer, before, after SettingsFacts) Message {
	var list []string
	change := func(label text.Key, from, to string) {
		if from != to {
			list = append(list, settingLine(loc, label, from+" → "+to, false))
		}
	}
	for _, s := range after.settings() {
		value := func(f SettingsFacts) string {
			return settingWords(loc, s.words(loc, *s.of(&f.Own)), s.words(loc, *s.of(&f.Default)))
		}
		change(s.label, value(before), value(after))
	}
	leads := func(f SettingsFacts) string {
		return settingWords(loc, leadsText(loc, f.Own.Leads), leadsText(loc, f.Default.Leads))
	}
	change(text.SettingsLeads, leads(before), leads(after))
	if len(list) == 0 {
		return Sentence(loc, text.SettingsSame)
	}
	return Message{Text: listUnder(loc.Say(text.SettingsSaved), list)}
}

// settingWords are the words of a setting's own value, or say what the default is.
func settingWords(loc text.Localizer, own, usual string) string {
	if own != "" {
		return own
	}
	return loc.Say(text.SettingsDefault, text.Args{"Value": usual})
}
