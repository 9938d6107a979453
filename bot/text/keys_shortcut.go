package text

// The modal that finds a meeting.
const (
	FindTitle       Key = "find_title"
	FindHint        Key = "find_hint"
	FindPlaceholder Key = "find_placeholder"
	FindNumber      Key = "find_number"
	FindLater       Key = "find_later"
	FindOther       Key = "find_other"
)

// What a message says whose shortcut was chosen.
const (
	MessageWithout Key = "message_without"
	MessageSeveral Key = "message_several"
	MessageMore    Key = "message_more"
)

// SpokenHint answers who mentions the bot and asks for nothing.
const SpokenHint Key = "spoken_hint"
