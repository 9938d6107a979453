package text

// My day, and the Home tab.
const (
	DayTitle        Key = "day_title"
	DayToday        Key = "day_today"
	DayNoneTomorrow Key = "day_none_tomorrow"
	DayNoneKnown    Key = "day_none_known"
	DayNone         Key = "day_none"
	DayHow          Key = "day_how"
	DayMore         Key = "day_more"
	HelpDayExample  Key = "help_day_example"
	HelpDay         Key = "help_day"
	ListNotYet      Key = "list_not_yet"

	HomeReminders       Key = "home_reminders"
	HomeRemindersMore   Key = "home_reminders_more"
	HomeRemindersUnread Key = "home_reminders_unread"
	HomeReminderIn      Key = "home_reminder_in"
	HomeNoAnswer        Key = "home_no_answer"
	HomeStopped         Key = "home_stopped"
	HomeLeft            Key = "home_left"
)
