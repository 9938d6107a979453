package text

// What cards say that follow their meeting.
const (
	LiveIn       Key = "live_in"
	LiveNobodyIn Key = "live_nobody_in"
	LiveInvited  Key = "live_invited"
	LiveCounts   Key = "live_counts"
	LiveLasted   Key = "live_lasted"
	LiveCame     Key = "live_came"
	LiveStarted  Key = "live_started"

	FooterSharedBy   Key = "footer_shared_by"
	FooterAsOf       Key = "footer_as_of"
	FooterSharedAsOf Key = "footer_shared_as_of"

	LabelRefreshShared Key = "label_refresh_shared"

	ButtonRecording Key = "button_recording"
	LabelRecording  Key = "label_recording"
)
