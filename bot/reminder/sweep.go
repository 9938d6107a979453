package reminder

import (
	"context"
	"log/slog"
	"time"

	"meetingbot/bot/queue"
)

const (
	// noticeRetention is for how long the buttons of a reminder work.
	noticeRetention = 30 * 24 * time.Hour
	// postRetention is for how long it is remembered what was posted or may have
	// been: longer than anything is tried.
	postRetention = 7 * 24 * time.Hour
)

// sweep deletes old notices.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	var deleted int
	err := e.inTx(ctx, func(t *txn) (err error) {
		before := t.now.Add(-noticeRetention)
		if deleted, err = t.DeleteNotices(ctx, before); err != nil {
			return err
		}
		return t.DeletePosts(ctx, t.now.Add(-postRetention))
	})
	if err == nil && deleted > 0 {
		e.log.InfoContext(ctx, "old notices deleted", slog.Int("count", deleted))
	}
	return err
}
