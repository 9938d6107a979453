package remindertest

import (
	"context"
	"time"

	"meetingbot/bot/post"
)

func (t *tx) TakeSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Duration, error) {
	if wait := t.slots.rows[c].Sub(now); wait > 0 {
		return wait, t.ready(ctx)
	}
	t.slots.put(c, stored(now.Add(gap)))
	return 0, t.ready(ctx)
}

func (t *tx) SlotFreeAt(ctx context.Context, c post.Conversation) (time.Time, error) {
	return t.slots.rows[c], t.ready(ctx)
}

func (t *tx) ReserveSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Time, error) {
	begins := stored(now)
	if free := t.slots.rows[c]; free.After(begins) {
		begins = free
	}
	t.slots.put(c, stored(begins.Add(gap)))
	return begins, t.ready(ctx)
}

func (t *tx) BlockSlot(ctx context.Context, c post.Conversation, until time.Time) error {
	if until.After(t.slots.rows[c]) {
		t.slots.put(c, stored(until))
	}
	return t.ready(ctx)
}
