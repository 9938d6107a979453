package watch

import (
	"context"
	"errors"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/bot/workspace"
)

// overdue is how old the last reading of a watch is when it seems to have lost
// its job.
const overdue = 2 * intervalFar

// read reads a meeting and comes back to it until nobody follows it. One that is
// only to be remembered is not read.
func (w *Watcher) read(ctx context.Context, j queue.Job) error {
	k, err := ParseMeetingKey(j.Key)
	if err != nil {
		return &queue.Discard{Err: err}
	}
	known, interest, err := w.followed(ctx, k)
	if err != nil {
		return err
	}
	if interest == Remembers {
		return w.inTx(ctx, func(t *txn) error { return t.rest(ctx, k) })
	}
	ws, installed, err := w.workspace(ctx, k)
	if err != nil {
		return err
	}
	var r Reading // an app that was removed cannot ask
	if installed {
		r = Read(ctx, w.log, ws, k.MeetingID)
		w.sawRunning(r.Fresh)
	}
	cancelled := r.Missing && w.isCancelled(ctx, ws, known.missed(w.now()))
	return w.inTx(ctx, func(t *txn) error { return t.apply(ctx, k, r, cancelled) })
}

// followed returns a watch that somebody is interested in, and how much; any
// other is deleted.
func (w *Watcher) followed(ctx context.Context, k MeetingKey) (known Watch, interest Interest, err error) {
	err = w.inTx(ctx, func(t *txn) error {
		if known, err = t.LockWatch(ctx, k); err != nil {
			return doneIfNotFound(err)
		}
		if interest, err = t.interest(ctx, k); err != nil || interest != Ignores {
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
	return known, interest, err
}

// interest is the greatest interest of any follower in a meeting.
func (t *txn) interest(ctx context.Context, k MeetingKey) (greatest Interest, err error) {
	for _, f := range t.followers {
		i, err := f.Interest(ctx, t.Tx, k)
		if err != nil {
			return Ignores, err
		}
		greatest = max(greatest, i)
	}
	return greatest, nil
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
		return t.carryOn(ctx, w)
	default:
		return t.unread(ctx, w)
	}
}

// unread carries on after a reading without a result: the API fails, the account
// may not see the meeting, or the app was removed. The meeting may have been moved
// meanwhile, so what is over is remembered for longer, and asked for less often.
func (t *txn) unread(ctx context.Context, w Watch) error {
	w.Facts.Occurrences = current(w.Facts.Occurrences, t.now, false, unreadRetention)
	if err := t.PutWatch(ctx, w); err != nil {
		return err
	}
	err := t.carryOn(ctx, w)
	if later, ok := errors.AsType[*queue.RetryAfter](err); ok && len(w.Facts.Unfinished(t.now)) == 0 {
		later.After = max(later.After, jitter(w.MeetingKey, t.now, intervalFar))
	}
	return err
}

// rest lets time pass for a meeting that is remembered and not read.
func (t *txn) rest(ctx context.Context, k MeetingKey) error {
	w, err := t.LockWatch(ctx, k)
	if err != nil {
		return doneIfNotFound(err)
	}
	w.Facts.Occurrences = current(w.Facts.Occurrences, t.now, false, occurrenceRetention)
	if len(w.Facts.Occurrences) == 0 {
		return t.end(ctx, w)
	}
	if err := t.PutWatch(ctx, w); err != nil {
		return err
	}
	return &queue.RetryAfter{After: jitter(k, t.now, intervalResting)}
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
