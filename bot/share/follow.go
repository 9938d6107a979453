package share

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/live"
	"meetingbot/bot/queue"
	"meetingbot/bot/watch"
)

// Follow updates one card when its meeting changes. Its key is the id of a
// live.Message, and its text is stored.
const Follow queue.Kind = "share_follow"

const (
	priorityFollow = 3
	// readAhead is how long before its start a meeting is read again and again because
	// a card shows it. One that is moved before is noticed then.
	readAhead = 7 * 24 * time.Hour
	// checkRunning is how soon a meeting is asked for that has begun when it is shared.
	checkRunning = time.Minute
)

// Register makes the engine do its jobs.
func (e *Engine) Register(jobs *queue.Registry) {
	jobs.Register(Follow, queue.WorkerFunc(e.follow))
}

// schedule has a card looked at once its meeting begins.
func (e *Engine) schedule(ctx context.Context, tx queue.Queue, m live.Message) error {
	job := queue.Job{Kind: Follow, Key: m.ID, At: m.Occurrence.Start, Priority: priorityFollow}
	if soon := e.now().Add(checkRunning); job.At.Before(soon) {
		job.At = soon
	}
	return tx.Hasten(ctx, job)
}

func (e *Engine) follow(ctx context.Context, j queue.Job) error {
	err := e.live.Follow(ctx, j.Key, updater{e})
	if errors.Is(err, live.ErrNotFound) {
		return queue.ErrDone
	}
	return err
}

// follower follows the meetings that cards show.
type follower struct{ e *Engine }

var _ watch.Follower = follower{}

// Interest is to have a meeting read while a date is near that is shown.
func (f follower) Interest(ctx context.Context, tx queue.Queue, k watch.MeetingKey) (watch.Interest, error) {
	next, err := f.e.live.NextStart(ctx, tx, liveKind, k)
	switch {
	case err != nil || next.IsZero():
		return watch.Ignores, err
	case next.Sub(f.e.now()) > readAhead:
		return watch.Remembers, nil
	default:
		return watch.Follows, nil
	}
}

// MeetingChanged has the cards updated that show a date which has changed.
func (f follower) MeetingChanged(ctx context.Context, tx queue.Queue, c watch.Change) error {
	outdated, err := f.e.live.Change(ctx, tx, liveKind, c)
	if err != nil {
		return err
	}
	for _, id := range outdated {
		if err := tx.Hasten(ctx, queue.Job{Kind: Follow, Key: id, At: f.e.now(), Priority: priorityFollow}); err != nil {
			return err
		}
	}
	return nil
}

// MeetingRead does nothing: a card is updated when it changes.
func (follower) MeetingRead(context.Context, queue.Queue, watch.Watch) error { return nil }
