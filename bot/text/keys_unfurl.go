package text

// What is shown under a link that somebody posted.
const (
	UnfurlMeeting Key = "unfurl_meeting"
	UnfurlVoid    Key = "unfurl_void"

	// What is missing where a workspace declines a scope.
	WithoutLinks    Key = "without_links"
	WithoutPreviews Key = "without_previews"
)
