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

	ButtonRecording Key = "button_recording"
	LabelRecording  Key = "label_recording"
)
