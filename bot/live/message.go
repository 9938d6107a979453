package live

import (
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
	"meetingbot/meeting"
)

// Kind is what a message is. Its text is stored.
type Kind string

// Message is a message in Slack that follows one occurrence of a meeting. Whoever
// posts it sets what stands above Wanted, and may say what it shows.
type Message struct {
	ID string
	workspace.Key
	Posted     post.Posted // where it is in Slack
	MeetingID  string
	Occurrence watch.Occurrence
	Kind       Kind
	Ref        string // what the message is about, by the id that its kind gives it
	// Facts are what was known of the meeting when the message was posted, but for
	// its occurrences. They stand in once the meeting is not followed any more.
	Facts watch.Facts

	Wanted State // what it is to show, without a Phase as long as that is what it was posted with
	Shown  State // what it showed last, without a Phase where that is not known
	Final  bool  // what is wanted is the last
	// Doubtful says that of Shown no more than the Phase is known, and that for sure only
	// where no update was made since.
	Doubtful bool

	Due       Rank      // what is due
	DueSince  time.Time // zero where nothing is due
	TryAt     time.Time // it is not updated before
	Tries     int       // updates to what is wanted of which it is not known whether they were made
	Takes     int64     // how often it was taken to be updated
	RefusedAt time.Time // since when Slack has refused its update, zero while it does not

	OverAt time.Time // when its meeting was first seen to be over for good
	LookAt time.Time // its meeting is not read before
}

// Meeting is the key of the meeting that the message follows.
func (m Message) Meeting() watch.MeetingKey {
	return watch.MeetingKey{Key: m.Key, MeetingID: m.MeetingID}
}

// View is what a message shows at Now.
type View struct {
	Message Message           // its Occurrence as it is booked by now
	Facts   watch.Facts       // what is known of the meeting
	Meeting *meeting.Snapshot // a reading, nil when there is none
	State   State
	Now     time.Time
}

// Group is all messages of a workspace that show one occurrence of a meeting, which
// has begun. They are to show the same.
type Group struct {
	watch.MeetingKey
	Occurrence watch.Occurrence
	State      State     // what is wanted of them
	OverAt     time.Time // when it was first seen to be over for good
	LookAt     time.Time // the meeting is not read before
	Final      bool      // what is wanted is the last
	Messages   int       // how many there are
	Unset      bool      // of some nothing is wanted yet
}
