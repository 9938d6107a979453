package text

// Sharing a card with a channel.
const (
	MenuShare           Key = "menu_share"
	ShareQuestion       Key = "share_question"
	ShareQuestionDirect Key = "share_question_direct"
	ButtonShare         Key = "button_share"
	LabelShare          Key = "label_share"
	ButtonShareDecline  Key = "button_share_decline"
	LabelShareDecline   Key = "label_share_decline"
	Shared              Key = "shared"
	ShareDeclined       Key = "share_declined"
	ShareUnsure         Key = "share_unsure"
	FooterShared        Key = "footer_shared"
	FooterSharedStale   Key = "footer_shared_stale"
	UsageWhich          Key = "usage_which"
)

// Details that only a host may see.
const (
	ButtonHost         Key = "button_host"
	LabelHost          Key = "label_host"
	ButtonHostJoin     Key = "button_host_join"
	FieldHostLink      Key = "field_host_link"
	FieldHostPassword  Key = "field_host_password"
	HostIntro          Key = "host_intro"
	HostWarning        Key = "host_warning"
	HostNothing        Key = "host_nothing"
	RefusalNotHost     Key = "refusal_not_host"
	RefusalHostUnclear Key = "refusal_host_unclear"
)

// All meetings of a series.
const (
	SeriesOne         Key = "series_one"
	SeriesNone        Key = "series_none"
	SeriesGone        Key = "series_gone"
	SeriesPassed      Key = "series_passed"
	DatesTitleAll     Key = "dates_title_all"
	DatesTitle        Key = "dates_title"
	ButtonDates       Key = "button_dates"
	LabelDates        Key = "label_dates"
	ButtonOpen        Key = "button_open"
	LabelOpen         Key = "label_open"
	ButtonBack        Key = "button_back"
	LabelBack         Key = "label_back"
	LabelPreviousPage Key = "label_previous_page"
	LabelNextPage     Key = "label_next_page"
)

// Groups of invitees, and whether the reader is one of them.
const (
	GroupAll         Key = "group_all"
	GroupPeople      Key = "group_people"
	GroupRooms       Key = "group_rooms"
	AmInvited        Key = "am_invited"
	AmInvitedHost    Key = "am_invited_host"
	AmNotInvited     Key = "am_not_invited"
	AmNotAddressed   Key = "am_not_addressed"
	AmInvitedUnclear Key = "am_invited_unclear"
	AmInvitedPerhaps Key = "am_invited_perhaps"
)

// Lists of meetings.
const (
	ListUpcoming     Key = "list_upcoming"
	ListToday        Key = "list_today"
	ListTomorrow     Key = "list_tomorrow"
	ListWeek         Key = "list_week"
	ListFound        Key = "list_found"
	ListRange        Key = "list_range"
	ListOne          Key = "list_one"
	ListAll          Key = "list_all"
	ListNone         Key = "list_none"
	ListNoneHint     Key = "list_none_hint"
	ListNoneToday    Key = "list_none_today"
	ListNoneTomorrow Key = "list_none_tomorrow"
	ListNoneWeek     Key = "list_none_week"
	ListNoneUpcoming Key = "list_none_upcoming"
	ListMine         Key = "list_mine"
	ListMineCut      Key = "list_mine_cut"
	ListCut          Key = "list_cut"
	ListUnclear      Key = "list_unclear"

	ListUntil         Key = "list_until"
	ListRunning       Key = "list_running"
	ListOverRunning   Key = "list_over_running"
	ListCreating      Key = "list_creating"
	ListPresumed      Key = "list_presumed"
	ListSoon          Key = "list_soon"
	ListNow           Key = "list_now"
	ListDue           Key = "list_due"
	ListOver          Key = "list_over"
	ListEnded         Key = "list_ended"
	ListRecurring     Key = "list_recurring"
	ListWebinar       Key = "list_webinar"
	ButtonAllMeetings Key = "button_all_meetings"
	LabelListJoin     Key = "label_list_join"

	LabelPick      Key = "label_pick"
	ListUnverified Key = "list_unverified"
	ListForbidden  Key = "list_forbidden"
	UsageFind      Key = "usage_find"
)

// The form that searches the invitees.
const (
	ButtonPeopleSearch Key = "button_people_search"
	LabelPeopleSearch  Key = "label_people_search"
	PeopleTitle        Key = "people_title"
	PeopleQuery        Key = "people_query"
	PeopleSubmit       Key = "people_submit"
	PeopleFound        Key = "people_found"
	PeopleNone         Key = "people_none"
	PeopleEmpty        Key = "people_empty"
)

// Attendees of a running meeting and of one that has ended.
const (
	AttendeesInvited    Key = "present_invited"
	AttendeesOthers     Key = "present_others"
	AttendeesBoth       Key = "present_and"
	AttendeesHere       Key = "present_here"
	AttendeesCut        Key = "present_cut"
	ButtonAttendance    Key = "button_attendance"
	LabelAttendance     Key = "label_attendance"
	AttendanceTitle     Key = "attendance_title"
	AttendanceNobody    Key = "attendance_nobody"
	AttendanceCut       Key = "attendance_cut"
	AttendanceLate      Key = "attendance_late"
	AttendanceNone      Key = "attendance_none"
	AttendanceForbidden Key = "attendance_forbidden"
	RefusalAttendance   Key = "refusal_attendance"
	AttendanceUnclear   Key = "refusal_attendance_unclear"
	ButtonCSV           Key = "button_csv"
	LabelCSV            Key = "label_csv"
	CSVCut              Key = "csv_cut"
	CSVName             Key = "csv_name"
	CSVDepartment       Key = "csv_department"
	CSVJoined           Key = "csv_joined"
	CSVLeft             Key = "csv_left"
	CSVMinutes          Key = "csv_minutes"
	CSVLate             Key = "csv_late"
)

// How the bot is doing.
const (
	DoctorTitle          Key = "doctor_title"
	DoctorAccount        Key = "doctor_account"
	DoctorAccountRefused Key = "doctor_account_refused"
	DoctorAccountUnknown Key = "doctor_account_unknown"
	DoctorSiteUnknown    Key = "doctor_site_unknown"
	DoctorAdministrator  Key = "doctor_administrator"
	DoctorMember         Key = "doctor_member"
	DoctorMembers        Key = "doctor_members"
	DoctorInvitees       Key = "doctor_invitees"
	DoctorEveryone       Key = "doctor_everyone"
	DoctorListsMine      Key = "doctor_lists_mine"
	DoctorListsAll       Key = "doctor_lists_all"
	DoctorHostLinks      Key = "doctor_host_links"
	DoctorNoHostLinks    Key = "doctor_no_host_links"
	DoctorReader         Key = "doctor_reader"
	DoctorReaderNoZone   Key = "doctor_reader_no_zone"
	DoctorAddress        Key = "doctor_address"
	DoctorNoAddress      Key = "doctor_no_address"
	DoctorRefusal        Key = "doctor_refusal"
	DoctorNoRefusal      Key = "doctor_no_refusal"
	LanguageName         Key = "language_name"
	WhySignIn            Key = "why_sign_in"
	WhyForbidden         Key = "why_forbidden"
	WhyThrottled         Key = "why_throttled"
	WhyInvalid           Key = "why_invalid"
	WhyGarbled           Key = "why_garbled"
	WhyNotFound          Key = "why_not_found"
	WhyUnavailable       Key = "why_unavailable"
)

// What was not understood, and what may have been meant.
const (
	UsageMeant        Key = "usage_meant"
	CardNotUnderstood Key = "card_not_understood"
	FoundNothing      Key = "found_nothing"
	FoundMine         Key = "found_mine"
	FindWord          Key = "find_word"
	ListWord          Key = "list_word"
	ButtonMeeting     Key = "button_meeting"
	ButtonSearch      Key = "button_search"
	ButtonList        Key = "button_list"
	ButtonHelp        Key = "button_help"
	WhichMeeting      Key = "which_meeting"
	WhichOwn          Key = "which_own"
	RoomNow           Key = "room_now"
	RoomNext          Key = "room_next"
	RoomLast          Key = "room_last"
	LabelSuggestion   Key = "label_suggestion"
)
