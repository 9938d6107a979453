package post

import (
	"context"
	"time"
)

// Slots space out the messages to one conversation, across all processes.
type Slots interface {
	// TakeSlot takes the slot of a conversation: it returns 0 if the slot is free
	// at now and keeps it taken for gap, and otherwise how long it is still
	// taken and changes nothing. Two transactions that take one slot do so one
	// after the other.
	TakeSlot(ctx context.Context, c Conversation, now time.Time, gap time.Duration) (wait time.Duration, err error)
	// SlotFreeAt tells when the slot of a conversation is free, zero if it was
	// never taken. It takes nothing and waits for nobody who does.
	SlotFreeAt(ctx context.Context, c Conversation) (time.Time, error)
	// ReserveSlot takes the first slot of a conversation that is free at now or
	// later, keeps it taken for gap, and returns when it begins. Transactions that
	// reserve do so one after the other.
	ReserveSlot(ctx context.Context, c Conversation, now time.Time, gap time.Duration) (time.Time, error)
	// BlockSlot keeps the slot of a conversation taken until the given time at
	// least.
	BlockSlot(ctx context.Context, c Conversation, until time.Time) error
}
