package post

import (
	"context"
	"time"

	"meetingbot/bot/workspace"
)

const (
	// MessageGap is the time between two messages to one conversation. Source:
	// https://docs.slack.dev/apis/web-api/rate-limits
	MessageGap = time.Second
	// UpdateGap is the time between two updates of messages in one workspace: 50
	// a minute. Source: https://docs.slack.dev/reference/methods/chat.update
	UpdateGap = 1200 * time.Millisecond
	// homeGap is the time between two publications of Home tabs in one workspace: 100
	// a minute. Source: https://docs.slack.dev/reference/methods/views.publish
	homeGap = 600 * time.Millisecond
	// maxBlock bounds how long a slot is kept taken; one that is taken for longer
	// was taken before the clock was set back, and is free.
	maxBlock = 2 * time.Minute
	// maxUpdateWait bounds how long an update is believed to wait, should the
	// clock be set back: for 6,000 others.
	maxUpdateWait = 2 * time.Hour
)

// Names that stand for a channel's id where updates are paced. They are stored.
const (
	updates = "amend" // the slots of a workspace's updates
	// UpdatesBlocked is the slot that is taken while Slack asks to wait with updates.
	UpdatesBlocked = "amend_halted"

	homes        = "home" // the slots of a workspace's Home tabs
	homesBlocked = "home_halted"
)

// lane is the slots of one kind of call in a workspace.
type lane struct {
	slots, blocked string
	gap            time.Duration
}

// Pacing keeps to Slack's rate limits within one transaction, at one time.
type Pacing struct {
	Slots Slots
	Now   time.Time
}

// Take takes the slot of a conversation, or tells how long to wait for it.
func (p Pacing) Take(ctx context.Context, c Conversation) (time.Duration, error) {
	if wait, err := p.Backoff(ctx, c.Key); err != nil || wait > 0 {
		return wait, err
	}
	return believable(p.Slots.TakeSlot(ctx, c, p.Now, MessageGap))
}

// Backoff tells how long nothing may be posted in a workspace. It takes no lock,
// because many transactions ask at once.
func (p Pacing) Backoff(ctx context.Context, k workspace.Key) (time.Duration, error) {
	return p.wait(ctx, Conversation{Key: k})
}

// ApplyRetryAfter blocks a conversation, or its workspace, for as long as Slack
// asks, and returns for how long.
func (p Pacing) ApplyRetryAfter(ctx context.Context, c Conversation, e *Error) (time.Duration, error) {
	if e.Workspace {
		c.ChannelID = ""
	}
	return p.block(ctx, c, e.RetryAfter)
}

// BlockUpdates blocks all updates of messages in a workspace for a time, and
// returns for how long.
func (p Pacing) BlockUpdates(ctx context.Context, k workspace.Key, wait time.Duration) (time.Duration, error) {
	return p.block(ctx, Conversation{Key: k, ChannelID: UpdatesBlocked}, wait)
}

// UpdateSlot tells when a message of a workspace may be updated: a time that is
// kept with the message, since it is reserved once. A reserved time that has come
// is returned as zero: the message is updated now. So is one that need not be
// waited for. One that has passed while updates were blocked is reserved anew.
func (p Pacing) UpdateSlot(ctx context.Context, k workspace.Key, reserved time.Time) (time.Time, error) {
	return p.slot(ctx, k, lane{updates, UpdatesBlocked, UpdateGap}, reserved)
}

// TakeUpdate takes the slot of a workspace's updates, or tells how long to wait for it.
func (p Pacing) TakeUpdate(ctx context.Context, k workspace.Key) (time.Duration, error) {
	if wait, err := p.wait(ctx, Conversation{Key: k, ChannelID: UpdatesBlocked}); err != nil || wait > 0 {
		return wait, err
	}
	return p.TakeEvery(ctx, Conversation{Key: k, ChannelID: updates}, UpdateGap)
}

// TakeEvery takes a slot that is not taken within a gap, or tells how long to wait for
// it.
func (p Pacing) TakeEvery(ctx context.Context, c Conversation, gap time.Duration) (time.Duration, error) {
	return believable(p.Slots.TakeSlot(ctx, c, p.Now, gap))
}

// Wait tells how long a slot is still taken that is taken with TakeEvery.
func (p Pacing) Wait(ctx context.Context, c Conversation) (time.Duration, error) { return p.wait(ctx, c) }

// BlockHomes is BlockUpdates for Home tabs.
func (p Pacing) BlockHomes(ctx context.Context, k workspace.Key, wait time.Duration) (time.Duration, error) {
	return p.block(ctx, Conversation{Key: k, ChannelID: homesBlocked}, wait)
}

// HomeSlot is UpdateSlot for Home tabs: it tells when one may be published.
func (p Pacing) HomeSlot(ctx context.Context, k workspace.Key, reserved time.Time) (time.Time, error) {
	return p.slot(ctx, k, lane{homes, homesBlocked, homeGap}, reserved)
}

func (p Pacing) slot(ctx context.Context, k workspace.Key, l lane, reserved time.Time) (time.Time, error) {
	if p.isAhead(reserved) {
		return reserved, nil
	}
	blocked, err := p.wait(ctx, Conversation{Key: k, ChannelID: l.blocked})
	if err != nil || !reserved.IsZero() && blocked == 0 {
		return time.Time{}, err
	}
	slot, err := p.Slots.ReserveSlot(ctx, Conversation{Key: k, ChannelID: l.slots}, p.Now.Add(blocked), l.gap)
	if err != nil || !p.isAhead(slot) {
		return time.Time{}, err
	}
	return slot, nil
}

// isAhead reports whether an update has to wait for its time.
func (p Pacing) isAhead(slot time.Time) bool {
	wait := slot.Sub(p.Now)
	return wait > 0 && wait <= maxUpdateWait
}

func (p Pacing) wait(ctx context.Context, c Conversation) (time.Duration, error) {
	free, err := p.Slots.SlotFreeAt(ctx, c)
	return believable(max(free.Sub(p.Now), 0), err)
}

func (p Pacing) block(ctx context.Context, c Conversation, wait time.Duration) (time.Duration, error) {
	wait = max(min(wait, maxBlock), 0) // Slack's number may overflow
	return wait, p.Slots.BlockSlot(ctx, c, p.Now.Add(wait))
}

// believable takes a slot that is taken for too long as free.
func believable(wait time.Duration, err error) (time.Duration, error) {
	if wait > maxBlock {
		return 0, err
	}
	return wait, err
}
