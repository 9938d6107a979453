package watch

import (
	"context"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// overdue is how old the last reading of a watch is when it seems to have lost
// its job.
const overdue = 2 * intervalFar

// read reads a meeting and comes back to it until nobody follows it.
func (w *Watcher) read(ctx context.Context, j queue.Job) error {
	k, err := ParseMeetingKey(j.Key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	known, err := w.followed(ctx, k)
	if err != nil {
		return err
	}
	ws, installed, err := w.workspace(ctx, k)
	if err != nil {
		return err
	}
	var r Reading // an app that was removed cannot ask
	if installed {
		r = Read(ctx, w.log, ws, k.MeetingID)
	}
	cancelled := r.Missing && w.isCancelled(ctx, ws, known.missed(w.now()))
	return w.inTx(ctx, func(t *txn) error { return t.apply(ctx, k, r, cancelled) })
}

// followed returns a watch that somebody follows; any other is deleted.
func (w *Watcher) followed(ctx context.Context, k MeetingKey) (known Watch, err error) {
	err = w.inTx(ctx, func(t *txn) error {
		if known, err = t.LockWatch(ctx, k); err != nil {
			return doneIfNotFound(err)
		}
		if follows, err := t.anyFollows(ctx, k); err != nil || follows {
			return err
		}
		if left := watchRetention - t.now.Sub(known.Facts.ReadAt); left > 0 && len(known.Facts.Occurrences) == 0 {
			return &queue.RetryAfter{After: left} // it has just ended, and is still posted about
		}
		if err := t.DeleteWatch(ctx, k); err != nil {
			return err
		}
		return queue.ErrDone
	})
	return known, err
}

func (t *txn) anyFollows(ctx context.Context, k MeetingKey) (bool, error) {
	for _, f := range t.followers {
		if follows, err := f.Follows(ctx, t.Tx, k); err != nil || follows {
			return follows, err
		}
	}
	return false, nil
}

// isCancelled reports whether a meeting has been missing for long and was not
// held either, which would be why the API does not know it.
func (w *Watcher) isCancelled(ctx context.Context, ws workspace.Workspace, missed Watch) bool {
	if !missed.isLost(w.now()) {
		return false
	}
	held, err := ws.Meetings.Held(ctx, missed.MeetingID, missed.heldAfter(w.now()))
	return err == nil && !held
}

// apply stores what a scheduled reading found, and says when the next one is.
func (t *txn) apply(ctx context.Context, k MeetingKey, r Reading, cancelled bool) error {
	w, err := t.LockWatch(ctx, k)
	switch {
	case err != nil:
		return doneIfNotFound(err)
	case r.Missing:
		return t.miss(ctx, w, cancelled)
	case r.Any() != nil:
		if w, _, err = t.record(ctx, w, r.Any()); err != nil {
			return err
		}
	}
	return t.carryOn(ctx, w)
}

// miss notes that the API does not know the meeting.
func (t *txn) miss(ctx context.Context, w Watch, cancelled bool) error {
	w = w.missed(t.now)
	if cancelled && w.isLost(t.now) {
		if err := t.notifyChanged(ctx, Change{Watch: w, Cancelled: true}); err != nil {
			return err
		}
		return t.end(ctx, w)
	}
	if err := t.PutWatch(ctx, w); err != nil {
		return err
	}
	return t.carryOn(ctx, w)
}

// carryOn ends a reading: the followers go on, or end if there is nothing left
// to wait for.
func (t *txn) carryOn(ctx context.Context, w Watch) error {
	if len(w.Facts.Occurrences) == 0 {
		return t.end(ctx, w)
	}
	if err := t.notifyRead(ctx, w); err != nil {
		return err
	}
	return &queue.RetryAfter{After: w.interval(t.now)}
}

// end has all followers end, and remembers the meeting for a while.
func (t *txn) end(ctx context.Context, w Watch) error {
	w.Facts.Occurrences = nil
	if err := t.notifyRead(ctx, w); err != nil {
		return err
	}
	if err := t.PutWatch(ctx, w); err != nil {
		return err
	}
	return &queue.RetryAfter{After: watchRetention}
}

func (t *txn) notifyChanged(ctx context.Context, c Change) error {
	for _, f := range t.followers {
		if err := f.MeetingChanged(ctx, t.Tx, c); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) notifyRead(ctx context.Context, w Watch) error {
	for _, f := range t.followers {
		if err := f.MeetingRead(ctx, t.Tx, w); err != nil {
			return err
		}
	}
	return nil
}

// readAt is the job that reads a meeting at a time.
func readAt(k MeetingKey, at time.Time) queue.Job {
	return queue.Job{Kind: ReadMeeting, Key: k.String(), At: at, Priority: priority}
}
