package text

// The settings of a workspace.
const (
	SettingsTitle     Key = "settings_title"
	SettingsWord      Key = "settings_word"
	HelpSettings      Key = "help_settings"
	SettingsIntro     Key = "settings_intro"
	SettingsButton    Key = "settings_button"
	SettingsLabel     Key = "settings_button_label"
	SettingsDefault   Key = "settings_default"
	SettingsLine      Key = "settings_line"
	SettingsLineOwn   Key = "settings_line_own"
	SettingsWhoMay    Key = "settings_who_may"
	SettingsChangedBy Key = "settings_changed_by"
	SettingsSaved     Key = "settings_saved"
	SettingsSame      Key = "settings_same"
	SettingsRefused   Key = "settings_refused"
	SettingsMembers   Key = "settings_members_only"
	SettingsHostFixed Key = "settings_host_fixed"

	SettingsLanguage     Key = "settings_language"
	SettingsLanguageHint Key = "settings_language_hint"
	SettingsLookup       Key = "settings_lookup"
	SettingsLists        Key = "settings_lists"
	SettingsListsHint    Key = "settings_lists_hint"
	SettingsHost         Key = "settings_host"
	SettingsBooking      Key = "settings_booking"
	SettingsBookingFixed Key = "settings_booking_fixed"
	SettingsLinked       Key = "settings_booking_linked"
	SettingsBookNobody   Key = "settings_booking_nobody"
	SettingsCalls        Key = "settings_calls"
	SettingsCallsHint    Key = "settings_calls_hint"
	SettingsLeads        Key = "settings_leads"
	SettingsLeadsHint    Key = "settings_leads_hint"

	SettingsEnglish  Key = "settings_english"
	SettingsChinese  Key = "settings_chinese"
	SettingsMember   Key = "settings_lookup_members"
	SettingsInvitees Key = "settings_lookup_invitees"
	SettingsEveryone Key = "settings_lookup_everyone"
	SettingsMine     Key = "settings_lists_mine"
	SettingsAll      Key = "settings_lists_all"
	SettingsHosts    Key = "settings_host_hosts"
	SettingsNobody   Key = "settings_host_nobody"

	SettingsCallsLinked   Key = "settings_calls_linked"
	SettingsCallsEveryone Key = "settings_calls_everyone"
	SettingsCallsNobody   Key = "settings_calls_nobody"
)

// CallUnnamed stands in Slack's call block for somebody who is not named there.
const CallUnnamed Key = "call_unnamed"
