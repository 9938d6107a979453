package live

import (
	"context"
	"log/slog"

	"meetingbot/bot/post"
	"meetingbot/internal/outagelog"
)

// Happened notes that something has happened to a meeting, and whether it may be more
// than that somebody came or left. What is shown of it is brought up to date soon. It
// never waits.
func (u *Updater) Happened(meetingID string, more bool) {
	u.noted.Add(meetingID)
	if more {
		u.changed.Add(meetingID)
	}
}

// Run brings polls forward of workspaces that show meetings to which something has
// happened, until ctx ends. What cannot be stored is lost: it is found out by the polls
// that come anyway.
func (u *Updater) Run(ctx context.Context) {
	u.noted.Run(ctx, func(ids []string) { u.happened(ctx, ids) })
}

// happened brings polls forward for what has happened to meetings.
func (u *Updater) happened(ctx context.Context, ids []string) {
	u.changed.Each(func(ids []string) { u.readAgain(ctx, ids) })
	u.hasten(ctx, ids)
}

// readAgain has meetings read at the next poll that the list of running ones does not
// tell about.
func (u *Updater) readAgain(ctx context.Context, ids []string) {
	u.late(ctx, ids, u.inTx(ctx, func(t *txn) error { return t.ReadAgain(ctx, ids) }))
}

// hasten brings polls forward, by the ids of meetings.
func (u *Updater) hasten(ctx context.Context, ids []string) {
	err := u.inTx(ctx, func(t *txn) error {
		workspaces, err := t.ShownIn(ctx, ids)
		if err != nil {
			return err
		}
		for _, k := range workspaces {
			if err := t.BlockSlot(ctx, post.Conversation{Key: k, ChannelID: eventsSlot}, t.now.Add(pollWithEvents)); err != nil {
				return err
			}
			if err := t.Hasten(ctx, pollAt(k, t.now)); err != nil {
				return err
			}
		}
		return nil
	})
	u.late(ctx, ids, err)
}

// late logs that meetings are polled later than could be.
func (u *Updater) late(ctx context.Context, ids []string, err error) {
	if err != nil {
		u.log.LogAttrs(ctx, slog.LevelWarn, "what is shown of meetings is brought up to date later than could be",
			outagelog.Of("database"), slog.Int("count", len(ids)), slog.Any("error", err))
	}
}
