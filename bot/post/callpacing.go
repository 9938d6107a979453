package post

import (
	"context"
	"time"

	"meetingbot/bot/workspace"
)

// callGap is the time between two uses of one method for calls in one workspace: 50 a
// minute. Source: https://docs.slack.dev/reference/methods/calls.add
const callGap = 1200 * time.Millisecond

// Names that stand for a channel's id where calls are paced. They are stored.
const (
	callChanges  = "call"     // the slots of what changes calls
	newCalls     = "call_add" // those of what makes them
	callsBlocked = "call_halted"
)

// BlockCalls is BlockUpdates for Slack's own calls.
func (p Pacing) BlockCalls(ctx context.Context, k workspace.Key, wait time.Duration) (time.Duration, error) {
	return p.block(ctx, Conversation{Key: k, ChannelID: callsBlocked}, wait)
}

// CallSlot is UpdateSlot for changes of calls: in each slot, every method may be used
// once.
func (p Pacing) CallSlot(ctx context.Context, k workspace.Key, reserved time.Time) (time.Time, error) {
	return p.slot(ctx, k, lane{callChanges, callsBlocked, callGap}, reserved)
}

// TakeNewCall takes the slot of a call that is made, or tells how long to wait for it.
func (p Pacing) TakeNewCall(ctx context.Context, k workspace.Key) (time.Duration, error) {
	if wait, err := p.wait(ctx, Conversation{Key: k, ChannelID: callsBlocked}); err != nil || wait > 0 {
		return wait, err
	}
	return believable(p.Slots.TakeSlot(ctx, Conversation{Key: k, ChannelID: newCalls}, p.Now, callGap))
}
