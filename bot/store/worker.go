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
	"meetingbot/internal/outagelog"
)

// endLimit is how long it may take to note that a job has ended.
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
	hand := &inHand{jobID: idOf(j), row: job.ID}
	err := w.jobs.Work(withCurrentJob(ctx, hand), j)
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), endLimit, errors.New("a job's end was not noted in time"))
	defer cancel()
	later, waits := errors.AsType[*queue.RetryAfter](err)
	never, givenUp := errors.AsType[*queue.Discard](err)
	switch {
	case hand.ended.Load():
		markNoted(ctx)
		return nil
	case waits:
		return w.putOff(ctx, job, j, max(later.After, 0))
	case givenUp:
		w.logger.WarnContext(ctx, "job discarded", logAttrs(j, never.Err)...)
		return w.discard(ctx, j, cancelled(job.JobRow, w.base.clock.Now(), never))
	case err != nil:
		w.logger.WarnContext(ctx, "job failed", logAttrs(j, err)...)
		return err
	}
	return w.end(ctx, j, job.ID)
}

// putOff has a job done again after a while and, in the same transaction, brings
// it forward if somebody asked for that while it was being done. The queue's own
// way would note the wait a moment later: it is left to do so where the wait is
// over as soon.
func (w *worker[T]) putOff(ctx context.Context, job *river.Job[jobArgs], j queue.Job, after time.Duration) error {
	snooze := river.JobSnooze(after)
	if after <= handOverWithin {
		return snooze
	}
	count, err := snoozes(job.JobRow)
	if err != nil {
		return err
	}
	notes := fmt.Appendf(nil, `{"snoozes":%d}`, count+1)
	err = w.base.transact(ctx, func(open openTx[T]) error {
		at := w.base.clock.Now().Add(after)
		if err := w.set(ctx, open, riverdriver.JobSetStateSnoozed(job.ID, at, max(job.Attempt-1, 0), notes)); err != nil {
			return err
		}
		t := w.base.tx(open)
		hastened, err := t.takeHastened(ctx, idOf(j))
		for _, sooner := range hastened {
			err = errors.Join(err, t.Hasten(ctx, sooner))
		}
		return err
	})
	if err != nil {
		w.logger.WarnContext(ctx, "wait of a job not noted, the queue does it", outageAttrs(j, err)...)
		return snooze
	}
	markNoted(ctx)
	return snooze
}

// snoozes is how often a job has been put off.
func snoozes(row *rivertype.JobRow) (int, error) {
	var metadata struct{ Snoozes int }
	if err := json.Unmarshal(row.Metadata, &metadata); err != nil {
		return 0, fmt.Errorf("read the queue's notes on a job: %w", err)
	}
	return metadata.Snoozes, nil
}

// dropRepeat forgets that a job is to be done once more if it is, by now, being
// done once more: after a wait or a failure.
func (w *worker[T]) dropRepeat(ctx context.Context, job *river.Job[jobArgs], id jobID) error {
	count, err := snoozes(job.JobRow)
	if err != nil {
		return err
	}
	if job.Attempt == 1 && count == 0 {
		return nil
	}
	return w.base.inTx(ctx, func(t *tx) error {
		_, err := t.takeRepeat(ctx, id)
		return err
	})
}

// end notes that a job is done and, in the same transaction, queues the one that was
// to follow it. The queue's own way would note the end a moment later on its own: what
// is queued in that moment would be lost.
func (w *worker[T]) end(ctx context.Context, j queue.Job, row int64) error {
	err := w.base.inTx(ctx, func(t *tx) error { return t.endJob(ctx, idOf(j), row) })
	return w.noted(ctx, j, err)
}

// discard notes that a job was given up, as end does.
func (w *worker[T]) discard(ctx context.Context, j queue.Job, set *riverdriver.JobSetStateIfRunningParams) error {
	err := w.base.transact(ctx, func(open openTx[T]) error {
		if err := w.set(ctx, open, set); err != nil {
			return err
		}
		t := w.base.tx(open)
		repeats, err := t.takeRepeat(ctx, idOf(j))
		if err != nil {
			return err
		}
		return t.Enqueue(ctx, repeats...)
	})
	return w.noted(ctx, j, err)
}

// noted marks that the end of a job was noted, or logs why it was not.
func (w *worker[T]) noted(ctx context.Context, j queue.Job, err error) error {
	if err == nil {
		markNoted(ctx)
		return nil
	}
	w.logger.WarnContext(ctx, "end of a job not noted, it will be done again", outageAttrs(j, err)...)
	return fmt.Errorf("note the end of a job: %w", err)
}

// set sets the state of a job that is being done, as the queue does.
func (w *worker[T]) set(ctx context.Context, open openTx[T], p *riverdriver.JobSetStateIfRunningParams) error {
	_, err := w.base.driver.UnwrapExecutor(open.queue).JobSetStateIfRunningMany(ctx, &riverdriver.JobSetStateIfRunningManyParams{
		ID:              []int64{p.ID},
		Attempt:         []*int{p.Attempt},
		ErrData:         [][]byte{p.ErrData},
		FinalizedAt:     []*time.Time{p.FinalizedAt},
		MetadataDoMerge: []bool{p.MetadataDoMerge},
		MetadataUpdates: [][]byte{p.MetadataUpdates},
		ScheduledAt:     []*time.Time{p.ScheduledAt},
		State:           []rivertype.JobState{p.State},
	})
	return err
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

// outageAttrs is what is logged of a job of which the database did not take a note.
func outageAttrs(j queue.Job, err error) []any {
	return append(logAttrs(j, err), outagelog.Of("database"))
}
