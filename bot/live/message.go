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

// Message is a message in Slack that follows one occurrence of a meeting.
type Message struct {
	ID string
	workspace.Key
	Posted     post.Posted // where it is in Slack
	MeetingID  string
	Occurrence watch.Occurrence
	Kind       Kind
	Ref        string    // what the message is about, by the id that its kind gives it
	Shown      Phase     // what it showed last, "" before the first update
	SlotAt     time.Time // when it may be updated, zero when it waits for no slot
	// Facts are what was known of the meeting when the message was posted, but for
	// its occurrences. They stand in once the meeting is not followed any more.
	Facts     watch.Facts
	RefusedAt time.Time // since when Slack has refused its update, zero while it does not
}

// Meeting is the key of the meeting that the message follows.
func (m Message) Meeting() watch.MeetingKey {
	return watch.MeetingKey{Key: m.Key, MeetingID: m.MeetingID}
}

// Phase is where an occurrence is in its life. Its text is stored.
type Phase = meeting.Phase

// View is what a message shows at Now.
type View struct {
	Message Message           // its Occurrence as it is booked by now
	Facts   watch.Facts       // what is known of the meeting
	Meeting *meeting.Snapshot // a new reading, nil when there is none
	State   State
	Now     time.Time

	stored watch.Occurrence // as it was when the message was updated last
	shown  Phase            // Message.Shown as it was then
}
