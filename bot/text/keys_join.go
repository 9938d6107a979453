package text

// Joining as oneself.
const (
	MenuJoinOwn        Key = "menu_join_own"
	JoinOwn            Key = "join_own"
	JoinNotOwn         Key = "join_not_own"
	JoinOver           Key = "join_over"
	ButtonJoinOwn      Key = "button_join_own"
	LabelJoinOwn       Key = "button_join_own_label"
	ButtonJoinOrdinary Key = "button_join_ordinary"

	JoinOverTitle  Key = "join_over_title"
	JoinOverLead   Key = "join_over_lead"
	JoinLaterTitle Key = "join_later_title"
	JoinLaterLead  Key = "join_later_lead"
)
