package text

// What is shown under a link that somebody posted.
const (
	UnfurlMeeting Key = "unfurl_meeting"
	UnfurlVoid    Key = "unfurl_void"
)
