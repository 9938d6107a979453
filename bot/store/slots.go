package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/store/internal/rows"
)

func (t *tx) TakeSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Duration, error) {
	taken, err := t.rows.TakeSlot(ctx, rows.TakeSlotParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID,
		FreeAt: millis(now.Add(gap)), Now: millis(now),
	})
	if err != nil || taken > 0 {
		return 0, failed("take a slot", err)
	}
	// The statement above has locked the row although it changed nothing, so
	// nobody takes the slot in between.
	free, err := t.SlotFreeAt(ctx, c)
	return free.Sub(now.Truncate(time.Millisecond)), err
}

func (t *tx) SlotFreeAt(ctx context.Context, c post.Conversation) (time.Time, error) {
	free, err := t.rows.SlotFreeAt(ctx, rows.SlotFreeAtParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID,
	})
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return fromMillis(free), failed("look when a slot is free", err)
}

func (t *tx) ReserveSlot(ctx context.Context, c post.Conversation, now time.Time, gap time.Duration) (time.Time, error) {
	free, err := t.rows.ReserveSlot(ctx, rows.ReserveSlotParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID,
		Now: millis(now), Gap: gap.Milliseconds(),
	})
	return fromMillis(free).Add(-gap.Truncate(time.Millisecond)), failed("reserve a slot", err)
}

func (t *tx) BlockSlot(ctx context.Context, c post.Conversation, until time.Time) error {
	return failed("block a slot", t.rows.BlockSlot(ctx, rows.BlockSlotParams{
		EnterpriseID: c.EnterpriseID, TeamID: c.TeamID, ChannelID: c.ChannelID, FreeAt: millis(until),
	}))
}
