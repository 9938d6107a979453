package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"meetingbot/bot/queue"
	"meetingbot/bot/store/internal/rows"
)

// maxAttempts is how often a job is tried before it is given up: with pauses
// of ten minutes, for three days.
const maxAttempts = 450

// handOverWithin is how far ahead a job is still handed to the workers at once,
// to wait there: the queue looks for jobs that have become due only every five
// seconds.
const handOverWithin = 6 * time.Second

// jobArgs are a job as the queue keeps it. Programs of two versions read each
// other's, so fields are only ever added.
type jobArgs struct {
	Key     string          `json:"key"               river:"unique"`
	Payload json.RawMessage `json:"payload,omitempty"`
	At      int64           `json:"at,omitempty"` // not before, in milliseconds
	kind    queue.Kind
}

// Kind is the name of the job's kind, which the queue makes part of what is
// unique.
func (a jobArgs) Kind() string { return string(a.kind) }

// jobID is what there is one job of.
type jobID struct {
	kind queue.Kind
	key  string
}

// inserted is what became of a job that was handed to the queue.
type inserted struct {
	row     *rivertype.JobRow // the one that was there, where skipped
	skipped bool
}

// Enqueue is that of queue.Queue. A job that is being done at this moment may
// have read already what the new one is queued for, so the new one is stored and
// queued when the first one ends; unless it is the job itself that queues it.
func (t *tx) Enqueue(ctx context.Context, jobs ...queue.Job) error {
	if _, err := t.enqueue(ctx, false, distinct(jobs)); err != nil {
		return fmt.Errorf("queue jobs: %w", err)
	}
	return nil
}

// Hasten is that of queue.Queue. The queue cannot change a job's time, so one
// that waits for a later time is replaced.
func (t *tx) Hasten(ctx context.Context, j queue.Job) error {
	if err := t.hasten(ctx, j); err != nil {
		return fmt.Errorf("bring a job forward: %w", err)
	}
	return nil
}

func (t *tx) hasten(ctx context.Context, j queue.Job) error {
	if waits, err := t.hold(ctx, j); err != nil || waits {
		return err
	}
	results, err := t.enqueue(ctx, true, []queue.Job{j})
	if err != nil || !results[0].skipped {
		return err
	}
	row := results[0].row
	waits := row.State == rivertype.JobStateScheduled || row.State == rivertype.JobStateRetryable
	if !waits || !row.ScheduledAt.After(j.At) {
		return nil
	}
	if err := t.remove(ctx, row.ID); err != nil {
		return err
	}
	_, err = t.enqueue(ctx, true, []queue.Job{j})
	return err
}

// enqueue queues distinct jobs and returns what became of each.
func (t *tx) enqueue(ctx context.Context, hastened bool, jobs []queue.Job) ([]inserted, error) {
	if len(jobs) == 0 {
		return nil, nil
	}
	params := make([]river.InsertManyParams, 0, len(jobs))
	for _, j := range jobs {
		if t.known != nil && !t.known.Has(j.Kind) {
			return nil, fmt.Errorf("there is no kind %q", j.Kind)
		}
		params = append(params, insertParams(j, t.now()))
	}
	results, err := t.insert(ctx, params)
	if err != nil {
		return nil, err
	}
	for i, r := range results {
		j := jobs[i] //nolint:gosec // insert answers for every job
		if hastened {
			t.seen.put(idOf(j), r.row.ID)
		}
		if r.skipped && r.row.State == rivertype.JobStateRunning && currentJob(ctx) != idOf(j) {
			if err := t.putRepeat(ctx, j, hastened); err != nil {
				return nil, err
			}
		}
	}
	return results, nil
}

// distinct drops jobs that are named twice, which the queue would refuse, and
// sorts the others: transactions that queue the same ones cannot deadlock then.
func distinct(jobs []queue.Job) []queue.Job {
	seen := make(map[jobID]bool, len(jobs))
	list := make([]queue.Job, 0, len(jobs))
	for _, j := range jobs {
		if !seen[idOf(j)] {
			seen[idOf(j)] = true
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b queue.Job) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key))
	})
	return list
}

func insertParams(j queue.Job, now time.Time) river.InsertManyParams {
	opts := &river.InsertOpts{
		MaxAttempts: maxAttempts,
		Priority:    max(j.Priority, 1),
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable,
			rivertype.JobStatePending,
			rivertype.JobStateRunning,
			rivertype.JobStateScheduled,
			rivertype.JobStateRetryable,
		}},
	}
	if j.At.Sub(now) > handOverWithin {
		opts.ScheduledAt = j.At
	}
	return river.InsertManyParams{
		Args:       jobArgs{Key: j.Key, Payload: j.Payload, At: millis(j.At), kind: j.Kind},
		InsertOpts: opts,
	}
}

func (t *tx) putRepeat(ctx context.Context, j queue.Job, hastened bool) error {
	p := rows.PutRepeatParams{
		Kind: string(j.Kind), JobKey: j.Key, Payload: string(j.Payload), DueAt: millis(j.At), Priority: int64(j.Priority),
	}
	if hastened {
		p.Hastened = 1
	}
	return failed("have a job done once more", t.rows.PutRepeat(ctx, p))
}

// takeRepeat returns the job that was kept because one like it was being done,
// if there is one, and forgets it.
func (t *tx) takeRepeat(ctx context.Context, id jobID) ([]queue.Job, error) {
	return repeats(t.rows.TakeRepeat(ctx, rows.TakeRepeatParams{Kind: string(id.kind), JobKey: id.key}))
}

// takeHastened is takeRepeat for a job that was brought forward.
func (t *tx) takeHastened(ctx context.Context, id jobID) ([]queue.Job, error) {
	return repeats(t.rows.TakeHastened(ctx, rows.TakeHastenedParams{Kind: string(id.kind), JobKey: id.key}))
}

// repeats is the job of a row, if there is one.
func repeats(row rows.Repeat, err error) ([]queue.Job, error) {
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look whether a job is to be done once more: %w", err)
	}
	return []queue.Job{{
		Kind: queue.Kind(row.Kind), Key: row.JobKey, Payload: json.RawMessage(row.Payload),
		At: fromMillis(row.DueAt), Priority: int(row.Priority),
	}}, nil
}

func idOf(j queue.Job) jobID { return jobID{j.Kind, j.Key} }

type currentJobKey struct{}

// inHand is a job that is being done.
type inHand struct {
	jobID

	row   int64 // its number in the queue's table
	ended atomic.Bool
}

// withCurrentJob notes which job is being done under a context.
func withCurrentJob(ctx context.Context, j *inHand) context.Context {
	return context.WithValue(ctx, currentJobKey{}, j)
}

// jobInHand returns the job that is being done, or nil.
func jobInHand(ctx context.Context) *inHand {
	j, _ := ctx.Value(currentJobKey{}).(*inHand)
	return j
}

// currentJob tells which job is being done, or none.
func currentJob(ctx context.Context) jobID {
	if j := jobInHand(ctx); j != nil {
		return j.jobID
	}
	return jobID{}
}

// EndJob is that of queue.Ender.
func (t *tx) EndJob(ctx context.Context) error {
	j := jobInHand(ctx)
	if j == nil {
		return nil
	}
	if err := t.endJob(ctx, j.jobID, j.row); err != nil {
		return err
	}
	t.OnCommit(func() { j.ended.Store(true) })
	return nil
}

// endJob deletes a job that is done, and queues the one that was to follow it. It
// takes no part of a job that others do by now.
func (t *tx) endJob(ctx context.Context, id jobID, row int64) error {
	if err := t.finish(ctx, row); err != nil {
		return fmt.Errorf("end a job: %w", err)
	}
	repeats, err := t.takeRepeat(ctx, id)
	if err != nil {
		return err
	}
	return t.Enqueue(ctx, repeats...)
}
