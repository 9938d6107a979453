package view

// What tests look at from inside.
var (
	Clean         = clean
	Safe          = safe
	JoinLink      = joinLink
	DisplayName   = displayName
	IsPhoneNumber = isPhoneNumber
	MeetingType   = meetingType
)
