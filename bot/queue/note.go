package queue

import (
	"context"
	"time"
)

const (
	// NoteTimeout bounds one attempt to store what came of a post, and how long that
	// is tried after the job's own time is over or the process stops.
	NoteTimeout = 10 * time.Second
	// noteFor is how long it is tried, at most.
	noteFor = 2 * time.Minute
	// Bounds of the pauses between two attempts.
	minNotePause = 100 * time.Millisecond
	maxNotePause = 2 * time.Second
)

// Note stores that something was posted. It tries again while that fails: what is not
// marked would be posted once more, by the next attempt of the job.
func Note(ctx context.Context, do func(context.Context) error) error {
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteFor)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(NoteTimeout, cancel) })()
	for pause := minNotePause; ; pause = min(2*pause, maxNotePause) {
		err := NoteOnce(noting, do)
		if err == nil || IsOutcome(err) {
			return err
		}
		select {
		case <-noting.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// NoteOnce stores something although the job's own time may be over.
func NoteOnce(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), NoteTimeout)
	defer cancel()
	return do(ctx)
}
