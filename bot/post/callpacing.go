package post

import (
	"context"
	"time"

	"meetingbot/bot/workspace"
)

// How often a method for calls may be used in one workspace: 50 times a minute. Source:
// https://docs.slack.dev/reference/methods/calls.add
const (
	callGap = 1200 * time.Millisecond
	// Many meetings begin on the hour: of new calls, so many may be made at once, and
	// then one in each gap, which is 50 in any minute.
	newCallBurst = 20
	newCallGap   = 2 * time.Second
)

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

// CallSlot is HomeSlot for changes of calls: in each slot, every method may be used
// once.
func (p Pacing) CallSlot(ctx context.Context, k workspace.Key, reserved time.Time) (time.Time, error) {
	return p.slot(ctx, k, lane{callChanges, callsBlocked, callGap}, reserved)
}

// TakeNewCall takes the slot of a call that is made now, or tells how long to wait for
// one.
func (p Pacing) TakeNewCall(ctx context.Context, k workspace.Key) (time.Duration, error) {
	if wait, err := p.wait(ctx, Conversation{Key: k, ChannelID: callsBlocked}); err != nil || wait > 0 {
		return wait, err
	}
	slots := Conversation{Key: k, ChannelID: newCalls}
	taken, err := p.wait(ctx, slots)
	if early := taken - (newCallBurst-1)*newCallGap; err != nil || early > 0 {
		return max(early, 0), err
	}
	_, err = p.Slots.ReserveSlot(ctx, slots, p.Now, newCallGap)
	return 0, err
}
