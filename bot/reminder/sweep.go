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
	// maxSwept is how many messages are given a job at once, at most.
	maxSwept = 2000
)

// sweep deletes old notices. Messages whose meeting began a while ago should have
// a job that updates them for the last time; those that lost it get another one.
func (e *Engine) sweep(ctx context.Context, _ queue.Job) error {
	var deleted int
	err := e.inTx(ctx, func(t *txn) (err error) {
		before := t.now.Add(-noticeRetention)
		if deleted, err = t.DeleteNotices(ctx, before); err != nil {
			return err
		}
		if err := t.DeletePosts(ctx, t.now.Add(-postRetention)); err != nil {
			return err
		}
		started, err := e.live.Started(ctx, t.Tx, liveKind, t.now.Add(-sweepEvery), maxSwept)
		if err != nil {
			return err
		}
		jobs := make([]queue.Job, 0, len(started))
		for _, id := range started {
			jobs = append(jobs, queue.Job{Kind: FollowNotice, Key: id, At: t.now, Priority: priorityUpdate})
		}
		return t.Enqueue(ctx, jobs...)
	})
	if err == nil && deleted > 0 {
		e.log.InfoContext(ctx, "old notices deleted", slog.Int("count", deleted))
	}
	return err
}
