package text

// Booking a meeting, and the card of one that was booked.
const (
	BookedReady    Key = "booked_ready"
	BookedBySelf   Key = "booked_by_self"
	BookedForHost  Key = "booked_for_host"
	BookedFor      Key = "booked_for"
	BookedIdle     Key = "booked_idle"
	BookedVoid     Key = "booked_void"
	BookedName     Key = "booked_name"
	BookedNameless Key = "booked_nameless"

	ButtonStart      Key = "button_start"
	LabelStart       Key = "label_start"
	ButtonCheck      Key = "button_check"
	LabelCheck       Key = "label_check"
	ButtonCancelIdle Key = "button_cancel_idle"
	LabelCancelIdle  Key = "label_cancel_idle"

	BookingTitle   Key = "booking_title"
	HelpNowExample Key = "help_now_example"
	HelpNow        Key = "help_now"

	DoctorBookMembers  Key = "doctor_book_members"
	DoctorBookLinked   Key = "doctor_book_linked"
	DoctorBookNobody   Key = "doctor_book_nobody"
	DoctorPolls        Key = "doctor_polls"
	DoctorEvents       Key = "doctor_events"
	DoctorNoEvents     Key = "doctor_no_events"
	DoctorEventsSilent Key = "doctor_events_silent"

	// What is said while and after a meeting is booked.
	BookingSlow      Key = "booking_slow"
	BookingPending   Key = "booking_pending"
	BookingChecking  Key = "booking_checking"
	BookingUnknown   Key = "booking_unknown"
	BookingMissing   Key = "booking_missing"
	BookingForgotten Key = "booking_forgotten"
	BookingSent      Key = "booking_sent"

	RefusalBookingOff      Key = "refusal_booking_off"
	RefusalBookingGuest    Key = "refusal_booking_guest"
	RefusalBookingExternal Key = "refusal_booking_external"
	RefusalNotLinked       Key = "refusal_not_linked"

	// Why a booking was refused.
	BookRefused      Key = "book_refused"
	BookSubjectLong  Key = "book_subject_long"
	BookMeetingLimit Key = "book_meeting_limit"
	BookRunningLimit Key = "book_running_limit"
	BookForbidden    Key = "book_forbidden"
	BookNoAnswer     Key = "book_no_answer"
	BookThrottled    Key = "book_throttled"
	BookAccount      Key = "book_account"
	BookNotStored    Key = "book_not_stored"
)
