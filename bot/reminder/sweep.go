package reminder

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/queue"
)

// noticeRetention is for how long the buttons of a reminder work.
const noticeRetention = 30 * 24 * time.Hour

// sweep deletes old notices and what is left of their messages.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	var deleted int
	err := e.inTx(ctx, func(t *txn) (err error) {
		before := t.now.Add(-noticeRetention)
		if deleted, err = t.DeleteNotices(ctx, before); err != nil {
			return err
		}
		return e.live.DeleteOld(ctx, t.Tx, before)
	})
	if err == nil && deleted > 0 {
		e.log.InfoContext(ctx, "old notices deleted", slog.Int("count", deleted))
	}
	return err
}
