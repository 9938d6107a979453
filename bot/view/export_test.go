package view

// Internals that tests in view_test need.
var (
	Clean         = clean
	DayStart      = dayStart
	Safe          = safe
	JoinLink      = joinLink
	DisplayName   = displayName
	IsPhoneNumber = isPhoneNumber
	MeetingType   = meetingType
)
