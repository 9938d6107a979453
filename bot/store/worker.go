package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"meetingbot/bot/queue"
)

// endLimit is how long it may take to note that a job has ended. Together with
// jobTimeout it is less than rescueAfter.
const endLimit = 10 * time.Second

// worker hands the queue's jobs to a queue.Worker, and what becomes of them
// back.
type worker[T any] struct {
	river.WorkerDefaults[jobArgs]
	settings
	base *base[T]
}

// Work does one job.
func (w *worker[T]) Work(ctx context.Context, job *river.Job[jobArgs]) error {
	if early := fromMillis(job.Args.At).Sub(w.base.clock.Now()); job.Args.At != 0 && early > 0 {
		return river.JobSnooze(early)
	}
	ctx, release := w.base.hands.take(ctx, job.ID)
	defer release()
	j := queue.Job{
		Kind:     queue.Kind(job.Kind),
		Key:      job.Args.Key,
		Payload:  job.Args.Payload,
		At:       job.ScheduledAt.UTC(),
		Priority: job.Priority,
		Attempt:  job.Attempt,
	}
	if err := w.dropRepeat(ctx, job, idOf(j)); err != nil {
		return err
	}
	err := w.jobs.Work(withCurrentJob(ctx, idOf(j)), j)
	if later, ok := errors.AsType[*queue.RetryAfter](err); ok {
		return river.JobSnooze(max(later.After, 0))
	}
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), endLimit, errors.New("a job's end was not noted in time"))
	defer cancel()
	if never, ok := errors.AsType[*queue.Discard](err); ok {
		w.logger.WarnContext(ctx, "job discarded", logAttrs(j, never.Err)...)
		return w.end(ctx, j, cancelled(job.JobRow, w.base.clock.Now(), never))
	}
	if err != nil {
		w.logger.WarnContext(ctx, "job failed", logAttrs(j, err)...)
		return err
	}
	return w.end(ctx, j, riverdriver.JobSetStateCompleted(job.ID, w.base.clock.Now(), nil))
}

// dropRepeat forgets that a job is to be done once more if it is, by now, being
// done once more: after a wait or a failure.
func (w *worker[T]) dropRepeat(ctx context.Context, job *river.Job[jobArgs], id jobID) error {
	var metadata struct{ Snoozes int }
	if err := json.Unmarshal(job.Metadata, &metadata); err != nil {
		return fmt.Errorf("read the queue's notes on a job: %w", err)
	}
	if job.Attempt == 1 && metadata.Snoozes == 0 {
		return nil
	}
	return w.base.inTx(ctx, func(t *tx) error {
		_, err := t.takeRepeat(ctx, id)
		return err
	})
}

// end notes that a job has ended and, in the same transaction, queues the one
// that was to follow it. The queue's own way would note the end a moment later
// on its own: what is queued in that moment would be lost.
func (w *worker[T]) end(ctx context.Context, j queue.Job, set *riverdriver.JobSetStateIfRunningParams) error {
	err := w.base.transact(ctx, func(open openTx[T]) error {
		_, err := w.base.driver.UnwrapExecutor(open.queue).JobSetStateIfRunningMany(ctx, &riverdriver.JobSetStateIfRunningManyParams{
			ID:              []int64{set.ID},
			Attempt:         []*int{set.Attempt},
			ErrData:         [][]byte{set.ErrData},
			FinalizedAt:     []*time.Time{set.FinalizedAt},
			MetadataDoMerge: []bool{set.MetadataDoMerge},
			MetadataUpdates: [][]byte{set.MetadataUpdates},
			ScheduledAt:     []*time.Time{set.ScheduledAt},
			State:           []rivertype.JobState{set.State},
		})
		if err != nil {
			return err
		}
		t := w.base.tx(open)
		repeats, err := t.takeRepeat(ctx, idOf(j))
		if err != nil {
			return err
		}
		return t.Enqueue(ctx, repeats...)
	})
	if err != nil {
		w.logger.WarnContext(ctx, "end of a job not noted, it will be done again", logAttrs(j, err)...)
		return fmt.Errorf("note the end of a job: %w", err)
	}
	return nil
}

// cancelled is the end of a job that was given up.
func cancelled(row *rivertype.JobRow, now time.Time, never *queue.Discard) *riverdriver.JobSetStateIfRunningParams {
	why, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: row.Attempt, Error: never.Error()})
	if err != nil {
		panic(err) // a time, a number and texts can be written
	}
	return riverdriver.JobSetStateCancelled(row.ID, now, why, nil)
}

// logAttrs is what is logged of a job.
func logAttrs(j queue.Job, err error) []any {
	return []any{slog.String("kind", string(j.Kind)), slog.Int("attempt", j.Attempt), slog.Any("error", err)}
}
