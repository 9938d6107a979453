package text

// How long before its start a meeting is told about.
const (
	LeadBefore      Key = "lead_before" // one of several that are told in a row
	LeadBeforeStart Key = "lead_before_start"
	LeadAtStart     Key = "lead_at_start"
	LeadsMissing    Key = "leads_missing"
	LeadsTooMany    Key = "leads_too_many"
	LeadTooLong     Key = "lead_too_long"
	LeadsStrange    Key = "leads_strange"
)

// A promise to remind a conversation. Those that end in You are for one person.
const (
	RemindWord             Key = "remind_word"
	RemindersWord          Key = "reminders_word"
	ForgetWord             Key = "forget_word"
	HelpRemind             Key = "help_remind"
	HelpReminders          Key = "help_reminders"
	RemindWhich            Key = "remind_which"
	RemindNothing          Key = "remind_nothing"
	MenuRemind             Key = "menu_remind"
	LabelRemindersPrevious Key = "label_reminders_previous"
	LabelRemindersNext     Key = "label_reminders_next"
	PromiseMeeting         Key = "promise_meeting"
	PromiseLead            Key = "promise_lead"
	PromiseLeads           Key = "promise_leads"
	PromiseNext            Key = "promise_next"
	PromiseNothingAhead    Key = "promise_nothing_ahead"
	PromiseSetBy           Key = "promise_set_by"
	PromiseBefore          Key = "promise_before"
	PromiseSet             Key = "promise_set"
	PromiseSetYou          Key = "promise_set_you"
	PromiseAlready         Key = "promise_already"
	PromiseAlreadyYou      Key = "promise_already_you"
	PromiseChanged         Key = "promise_changed"
	PromiseChangedYou      Key = "promise_changed_you"
	PromiseStopped         Key = "promise_stopped"
	PromiseStoppedYou      Key = "promise_stopped_you"
	PromiseStoppedBy       Key = "promise_stopped_by"
	PromiseGone            Key = "promise_gone"
	PromiseUnknown         Key = "promise_unknown"
	PromiseUnknownYou      Key = "promise_unknown_you"
	HintInvite             Key = "hint_invite"
	HintArchived           Key = "hint_archived"
	ButtonChange           Key = "button_change"
	ButtonStop             Key = "button_stop"
	RemindersTitle         Key = "reminders_title"
	RemindersTitleYou      Key = "reminders_title_you"
	RemindersNone          Key = "reminders_none"
	RemindersNoneYou       Key = "reminders_none_you"
	RemindersHow           Key = "reminders_how"
	RemindersRange         Key = "reminders_range"
	RemindersOne           Key = "reminders_one"
	ParkedNotInvited       Key = "parked_not_invited"
	ParkedArchived         Key = "parked_archived"
	ParkedGone             Key = "parked_gone"
	ParkedRevoked          Key = "parked_revoked"
	ParkedRestricted       Key = "parked_restricted"
	ParkedAccessLost       Key = "parked_access_lost"
	ParkedAccountLost      Key = "parked_account_lost"
)

// The form for reminders.
const (
	FormTitle       Key = "form_title"
	FormCancel      Key = "form_cancel"
	FormSubmit      Key = "form_submit"
	FormAudience    Key = "form_audience"
	FormEverybody   Key = "form_everybody"
	FormMe          Key = "form_me"
	FormChannel     Key = "form_channel"
	FormChannelPick Key = "form_channel_pick"
	FormChannelHint Key = "form_channel_hint"
	FormChannelMiss Key = "form_channel_miss"
	FormLeads       Key = "form_leads"
	FormLeadsHint   Key = "form_leads_hint"
	FormSlow        Key = "form_slow"
)

// Reminders themselves, and what becomes of their meetings.
const (
	ReminderStartsIn   Key = "reminder_starts_in"
	ReminderStartsNow  Key = "reminder_starts_now"
	ReminderStarted    Key = "reminder_started"
	ReminderRunning    Key = "reminder_running"
	ReminderOver       Key = "reminder_over"
	ReminderFromMemory Key = "reminder_from_memory"
	ButtonDetails      Key = "button_details"
	ButtonSnooze       Key = "button_snooze"
	ButtonStopChannel  Key = "button_stop_channel"
	ButtonStopYou      Key = "button_stop_you"
	Snoozed            Key = "snoozed"
	SnoozeLate         Key = "snooze_late"
	ChangeCancelled    Key = "change_cancelled"
	ChangeMoved        Key = "change_moved"
	ChangeMove         Key = "change_move"
	ChangeDropped      Key = "change_dropped"
)

// Told to whoever set a reminder up that is not given any more.
const (
	WarnYou         Key = "warn_you"
	WarnNotInvited  Key = "warn_not_invited"
	WarnArchived    Key = "warn_archived"
	WarnGone        Key = "warn_gone"
	WarnRevoked     Key = "warn_revoked"
	WarnRestricted  Key = "warn_restricted"
	WarnAccessLost  Key = "warn_access_lost"
	WarnAccountLost Key = "warn_account_lost"
)
