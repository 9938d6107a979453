package text

// Names for meetings and people without one.
const (
	UntitledMeeting Key = "untitled_meeting"
	Unnamed         Key = "unnamed"
)

// The state of a meeting, in words.
const (
	StatusScheduled   Key = "status_scheduled"
	StatusStartsIn    Key = "status_starts_in"
	StatusStartsNow   Key = "status_starts_now"
	StatusOverdue     Key = "status_overdue"
	StatusCreating    Key = "status_creating"
	StatusRunning     Key = "status_running"
	StatusPresumed    Key = "status_presumed"
	StatusOver        Key = "status_over"
	StatusOverRunning Key = "status_over_running"
	StatusEnded       Key = "status_ended"
	StatusUnknown     Key = "status_unknown"
)

// Labels of facts.
const (
	LabelValue    Key = "label_value"
	FieldNumber   Key = "field_number"
	FieldBooker   Key = "field_booker"
	FieldDialIn   Key = "field_dial_in"
	FieldPassword Key = "field_password"
	FieldJoin     Key = "field_join"
)

// When a meeting is.
const (
	WhenUntil   Key = "when_until"
	WhenUnknown Key = "when_unknown"
	WhenOwnZone Key = "when_own_zone"
	Span        Key = "span"
	WithZone    Key = "with_zone"
)

// What sort of meeting it is.
const (
	TypeRecurring     Key = "type_recurring"
	TypeRecurringRule Key = "type_recurring_rule"
	TypeWebinar       Key = "type_webinar"
)

// The rule of a series.
const (
	RuleDaily     Key = "rule_daily"
	RuleDays      Key = "rule_days"
	RuleWeekly    Key = "rule_weekly"
	RuleWeeks     Key = "rule_weeks"
	RuleWeeklyOn  Key = "rule_weekly_on"
	RuleWeeksOn   Key = "rule_weeks_on"
	RuleMonthly   Key = "rule_monthly"
	RuleMonths    Key = "rule_months"
	RuleMonthlyOn Key = "rule_monthly_on"
	RuleMonthsOn  Key = "rule_months_on"
	RuleUntil     Key = "rule_until"
)

// Notes to read before joining.
const (
	NoteAnyone      Key = "note_anyone"
	NoteEnterprise  Key = "note_enterprise"
	NoteInvited     Key = "note_invited"
	NoteRestriction Key = "note_restriction"
	NoteWaitingRoom Key = "note_waiting_room"
	NoteMuted       Key = "note_muted"
	NoteRecorded    Key = "note_recorded"
	NoteMayRecord   Key = "note_may_record"
	NoteLive        Key = "note_live"
)

// The meetings of a series.
const (
	SeriesNext        Key = "series_next"
	SeriesMore        Key = "series_more"
	SeriesDone        Key = "series_done"
	SeriesOtherDay    Key = "series_other_day"
	SeriesOtherTime   Key = "series_other_time"
	SeriesOtherLength Key = "series_other_length"
)

// Buttons, and their labels for screen readers.
const (
	ButtonJoin     Key = "button_join"
	ButtonPrevious Key = "button_previous"
	ButtonNext     Key = "button_next"
	ButtonRefresh  Key = "button_refresh"
	LabelJoin      Key = "label_join"
	LabelPrevious  Key = "label_previous"
	LabelNext      Key = "label_next"
	NoJoinLink     Key = "no_join_link"
)

// The people invited.
const (
	Invited       Key = "invited"
	InvitedRange  Key = "invited_range"
	InvitedAll    Key = "invited_all"
	InvitedOne    Key = "invited_one"
	InvitedNobody Key = "invited_nobody"
	InvitedCut    Key = "invited_cut"
	// InvitedAndIn is the title of the list while it is known who is in the meeting.
	InvitedAndIn Key = "invited_and_in"
	InMeeting    Key = "in_meeting"
	NotInvited   Key = "not_invited"
	RoleHost     Key = "role_host"
	KindRoom     Key = "kind_room"
	KindExternal Key = "kind_external"
	KindMobile   Key = "kind_mobile"
)

// The last line of a card.
const (
	FooterUpdated Key = "footer_updated"
	FooterStale   Key = "footer_stale"
)

// Help. Those that end in Example are what people type after the command's name.
const (
	HelpTitle          Key = "help_title"
	HelpIntro          Key = "help_intro"
	HelpIntroInvited   Key = "help_intro_invited"
	HelpRefused        Key = "help_refused"
	HelpLookUp         Key = "help_look_up"
	HelpCard           Key = "help_card"
	HelpToday          Key = "help_today"
	HelpList           Key = "help_list"
	HelpFind           Key = "help_find"
	HelpRemindersTitle Key = "help_reminders_title"
	HelpRemind         Key = "help_remind"
	HelpRemindMe       Key = "help_remind_me"
	HelpRemindYou      Key = "help_remind_you"
	HelpReminders      Key = "help_reminders"
	HelpRemindersYou   Key = "help_reminders_you"
	HelpForget         Key = "help_forget"
	HelpMore           Key = "help_more"
	HelpShare          Key = "help_share"
	HelpAttendance     Key = "help_attendance"
	HelpDoctor         Key = "help_doctor"
	HelpHelp           Key = "help_help"
	HelpWord           Key = "help_word"
	HelpVersion        Key = "help_version"

	HelpTodayExample      Key = "help_today_example"
	HelpListExample       Key = "help_list_example"
	HelpFindExample       Key = "help_find_example"
	HelpRemindExample     Key = "help_remind_example"
	HelpRemindMeExample   Key = "help_remind_me_example"
	HelpShareExample      Key = "help_share_example"
	HelpAttendanceExample Key = "help_attendance_example"
	HelpDoctorExample     Key = "help_doctor_example"
)

// Usage, shown when a command was not understood.
const (
	UsageNotUnderstood Key = "usage_not_understood"
	UsageTooLong       Key = "usage_too_long"
	UsageSeveral       Key = "usage_several"
	UsageTry           Key = "usage_try"
)

// Refusals.
const (
	RefusalNotFound    Key = "refusal_not_found"
	RefusalForbidden   Key = "refusal_forbidden"
	RefusalInvalid     Key = "refusal_invalid"
	RefusalAccount     Key = "refusal_account"
	RefusalGuest       Key = "refusal_guest"
	RefusalExternal    Key = "refusal_stranger"
	RefusalUnseen      Key = "refusal_unseen"
	RefusalBot         Key = "refusal_automaton"
	RefusalDeactivated Key = "refusal_deactivated"
	RefusalNotInvited  Key = "refusal_not_invited"
	RefusalUnverified  Key = "refusal_unverified"
	RefusalUnclear     Key = "refusal_unclear"
	RefusalListUnread  Key = "refusal_list_unread"
)

// Shown while the API does not respond, and when the bot stops waiting.
const (
	TryingNoAnswer  Key = "trying_silent"
	TryingThrottled Key = "trying_throttled"
	GaveUpNoAnswer  Key = "gave_up_silent"
	GaveUpThrottled Key = "gave_up_throttled"
	TryingIdentity  Key = "trying_identity"
	GaveUpIdentity  Key = "gave_up_identity"

	// With Number.
	GaveUpMeetingNoAnswer  Key = "gave_up_meeting_silent"
	GaveUpMeetingThrottled Key = "gave_up_meeting_throttled"
	NotFoundUnsearched     Key = "refusal_not_found_unsearched"

	// The button under such a sentence.
	ButtonAgain Key = "button_again"
	LabelAgain  Key = "label_again"
)

// Problems of the bot itself.
const (
	StaleButton Key = "stale_button"
	Sorry       Key = "sorry"
	// NotInstalled is shown in a workspace where the app is not installed.
	NotInstalled Key = "not_installed"
	WithRef      Key = "with_ref"
)

// Durations, dates and lists. The months are numbered from 1, the weekdays from 0, Sunday.
const (
	DurationMoment  Key = "duration_moment"
	DurationMinutes Key = "duration_minutes"
	DurationHours   Key = "duration_hours"
	DurationDays    Key = "duration_days"
	DurationTwo     Key = "duration_two"
	DateDay         Key = "date_day"
	DateDayYear     Key = "date_day_year"
	DateWeekday     Key = "date_weekday"
	DateClock       Key = "date_clock"
	ListComma       Key = "list_comma"
	ListAnd         Key = "list_and"
)
