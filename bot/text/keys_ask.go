package text

// Sharing a card with a channel.
const (
	MenuShare         Key = "menu_share"
	FooterShared      Key = "footer_shared"
	FooterSharedStale Key = "footer_shared_stale"
	UsageWhich        Key = "usage_which"
	HelpShare         Key = "help_share"
	HelpShareWord     Key = "help_share_word"
)

// What only a host may see.
const (
	ButtonHost        Key = "button_host"
	LabelHost         Key = "label_host"
	ButtonHostJoin    Key = "button_host_join"
	FieldHostLink     Key = "field_host_link"
	FieldHostPassword Key = "field_host_password"
	HostIntro         Key = "host_intro"
	HostWarning       Key = "host_warning"
	HostNothing       Key = "host_nothing"
	RefusalNotHost    Key = "refusal_not_host"
)

// All meetings of a series.
const (
	SeriesOne         Key = "series_one"
	SeriesNone        Key = "series_none"
	SeriesGone        Key = "series_gone"
	SeriesPassed      Key = "series_passed"
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

// Groups of the people invited, and whether the reader is one of them.
const (
	GroupAll          Key = "group_all"
	GroupPeople       Key = "group_people"
	GroupRooms        Key = "group_rooms"
	ButtonInvited     Key = "button_invited"
	LabelInvited      Key = "label_invited"
	AmInvited         Key = "am_invited"
	AmInvitedHost     Key = "am_invited_host"
	AmNotInvited      Key = "am_not_invited"
	AmNotInvitedOfCut Key = "am_not_invited_of_cut"
	AmInvitedUnsure   Key = "am_invited_unsure"
)

// Lists of meetings.
const (
	ListUpcoming   Key = "list_upcoming"
	ListToday      Key = "list_today"
	ListTomorrow   Key = "list_tomorrow"
	ListWeek       Key = "list_week"
	ListFound      Key = "list_found"
	ListRange      Key = "list_range"
	ListOne        Key = "list_one"
	ListNone       Key = "list_none"
	ListMine       Key = "list_mine"
	ListCut        Key = "list_cut"
	ListBookedBy   Key = "list_booked_by"
	LabelPick      Key = "label_pick"
	ListUnverified Key = "list_unverified"
	ListForbidden  Key = "list_forbidden"
	UsageFind      Key = "usage_find"
	HelpList       Key = "help_list"
	HelpListWord   Key = "help_list_word"
	HelpTodayWord  Key = "help_today_word"
	HelpFind       Key = "help_find"
	HelpFindWord   Key = "help_find_word"
)

// The form that searches the people invited.
const (
	ButtonPeopleSearch Key = "button_people_search"
	LabelPeopleSearch  Key = "label_people_search"
	PeopleTitle        Key = "people_title"
	PeopleQuery        Key = "people_query"
	PeopleSubmit       Key = "people_submit"
	PeopleFound        Key = "people_found"
	PeopleNone         Key = "people_none"
	PeopleEmpty        Key = "people_empty"
	PeopleLater        Key = "people_later"
)
