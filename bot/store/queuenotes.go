package store

import (
	"context"
	"encoding/json"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// A worker notes itself what becomes of most jobs: their end, with what is to follow it,
// and long waits. The queue would note it once more, a moment later or, where the database
// is away, much later. By then the job may be done again, and what is being done would be
// put off, or ended. So the worker marks what it has noted, and the queue's note is dropped.

// notedMark is what a worker leaves with the queue as the output of a job.
const notedMark = "noted"

// markNoted has the queue's own note on what becomes of the job in hand dropped. Outside
// of the queue there is none.
func markNoted(ctx context.Context) { _ = river.RecordOutput(ctx, notedMark) }

// notingDriver is a driver of the queue that drops notes on what was noted already.
type notingDriver[T any] struct{ riverdriver.Driver[T] }

// GetExecutor is that of riverdriver.Driver.
func (d notingDriver[T]) GetExecutor() riverdriver.Executor {
	return notingExecutor{d.Driver.GetExecutor()}
}

type notingExecutor struct{ riverdriver.Executor }

// JobSetStateIfRunningMany is that of riverdriver.Executor, which returns no rows of jobs
// that are not there.
func (e notingExecutor) JobSetStateIfRunningMany(
	ctx context.Context, p *riverdriver.JobSetStateIfRunningManyParams,
) ([]*rivertype.JobRow, error) {
	left := unnoted(p)
	if len(left.ID) == 0 {
		return nil, nil
	}
	return e.Executor.JobSetStateIfRunningMany(ctx, left)
}

// unnoted is what of a list was not noted yet.
func unnoted(p *riverdriver.JobSetStateIfRunningManyParams) *riverdriver.JobSetStateIfRunningManyParams {
	left := &riverdriver.JobSetStateIfRunningManyParams{Now: p.Now, Schema: p.Schema}
	for i := range p.ID {
		if isNoted(p.MetadataUpdates[i]) {
			continue
		}
		left.ID = append(left.ID, p.ID[i])
		left.Attempt = append(left.Attempt, p.Attempt[i])
		left.ErrData = append(left.ErrData, p.ErrData[i])
		left.FinalizedAt = append(left.FinalizedAt, p.FinalizedAt[i])
		left.MetadataDoMerge = append(left.MetadataDoMerge, p.MetadataDoMerge[i])
		left.MetadataUpdates = append(left.MetadataUpdates, p.MetadataUpdates[i])
		left.ScheduledAt = append(left.ScheduledAt, p.ScheduledAt[i])
		left.State = append(left.State, p.State[i])
	}
	return left
}

// isNoted reports whether a worker has left its mark in what the queue writes of a job.
func isNoted(metadata []byte) bool {
	var written struct {
		Output string `json:"output"`
	}
	return len(metadata) > 0 && json.Unmarshal(metadata, &written) == nil && written.Output == notedMark
}
