package text

// What is said of recordings.
const (
	RecordingTitle   Key = "recording_title"
	RecordingParts   Key = "recording_parts"
	RecordingCut     Key = "recording_cut"
	RecordingPrivate Key = "recording_private"

	RecordingAnyone     Key = "recording_anyone"
	RecordingEnterprise Key = "recording_enterprise"
	RecordingAttendees  Key = "recording_attendees"

	ButtonWatch     Key = "button_watch"
	ButtonWatchPart Key = "button_watch_part"
	LabelWatch      Key = "label_watch"

	RecordingNotYet    Key = "recording_not_yet"
	RecordingNone      Key = "recording_none"
	RecordingForbidden Key = "recording_forbidden"

	RefusalRecording           Key = "refusal_recording"
	RefusalRecordingUnclear    Key = "refusal_recording_unclear"
	RefusalRecordingUnverified Key = "refusal_recording_unverified"
	RefusalRecordingOutside    Key = "refusal_recording_outside"
)
