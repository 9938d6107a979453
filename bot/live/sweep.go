package live

import (
	"context"
	"time"

	"meetingbot/bot/queue"
)

// sweepEvery is how often lost jobs are made up for.
const sweepEvery = 5 * time.Minute

// sweep gives each workspace that has messages the jobs that it should have.
func (u *Updater) sweep(ctx context.Context, _ queue.Job) error {
	return u.inTx(ctx, func(t *txn) error {
		all, err := t.Workspaces(ctx)
		if err != nil {
			return err
		}
		jobs := make([]queue.Job, 0, len(all))
		for _, w := range all {
			jobs = append(jobs, pollAt(w.Key, later(t.now, w.First)))
			if w.Due {
				jobs = append(jobs, updateAt(w.Key, t.now))
			}
		}
		return t.Enqueue(ctx, jobs...)
	})
}
