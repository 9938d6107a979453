package live

import (
	"context"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// Call is Slack's own call for one run of a meeting in a workspace.
type Call struct {
	// UniqueID is its external_unique_id: under it Slack makes one call, however often
	// it is asked.
	UniqueID string
	workspace.Key
	MeetingID string
	UUID      string // the vendor's id of the run, "" where it is not known
	CallID    string // Slack's, "" until it is known to be made
	// People are the ids of who is in it at Slack: users' ids, and others' external ids,
	// which tell nothing of them.
	People  []string
	In      int    // connections in the meeting, -1 where that is not known
	Shown   string // a digest of what it shows of the meeting
	Unnamed bool   // Slack does not know somebody who is linked: nobody is named by a user's id
	Refused string // why Slack makes none, "" where it does

	BeganAt  time.Time
	SeenAt   time.Time // when the meeting was last seen to run
	ReadAt   time.Time // when it was last compared with what the API says of the meeting
	SlotAt   time.Time // when it may be changed, zero when it waits for no slot
	EndedAt  time.Time // when the meeting ended, zero while it runs
	ClosedAt time.Time // when the call was ended at Slack, zero before that
}

// Meeting is the key of the meeting.
func (c Call) Meeting() watch.MeetingKey {
	return watch.MeetingKey{Key: c.Key, MeetingID: c.MeetingID}
}

// CallStore keeps calls.
type CallStore interface {
	// InTx is that of Store.
	InTx(ctx context.Context, do func(CallTx) error) error
}

// CallTx is what can be done within one transaction, as Tx is.
type CallTx interface {
	queue.Queue
	post.Slots
	// PutCall stores a call, in place of one with the same UniqueID.
	PutCall(ctx context.Context, c Call) error
	// GetCall returns the one with the UniqueID, or ErrNotFound.
	GetCall(ctx context.Context, uniqueID string) (Call, error)
	// CallsOf lists those of a meeting, the latest first.
	CallsOf(ctx context.Context, k watch.MeetingKey) ([]Call, error)
	// DeleteCall deletes the one with the UniqueID, if there is one.
	DeleteCall(ctx context.Context, uniqueID string) error
}
