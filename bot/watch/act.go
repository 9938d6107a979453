package watch

import (
	"context"
	"errors"

	"meetingbot/meeting"
)

// Changed has the followers of a meeting hear at once of what somebody has changed
// here. m is a reading that was made after the change, nil where there is none. The
// meeting is then read again: without a reading, that is how they hear of it.
func (w *Watcher) Changed(ctx context.Context, k MeetingKey, m *meeting.Snapshot, renamed Rename) error {
	renamed.Here = true
	return w.inTx(ctx, func(t *txn) error {
		known, err := t.LockWatch(ctx, k)
		if err != nil {
			return nilIfNotFound(err)
		}
		switch {
		case m != nil && !m.Stale && !t.isOutdated(known, m):
			_, _, err = t.take(ctx, known, m, renamed)
		case renamed.Is():
			err = t.notifyChanged(ctx, Change{Watch: known, Renamed: renamed})
		}
		if err != nil {
			return err
		}
		return t.Hasten(ctx, readAt(k, t.now))
	})
}

// Cancelled has the followers of a meeting hear at once that somebody has cancelled
// it here. Nobody waits until the API has not known it for long, nor is it asked.
func (w *Watcher) Cancelled(ctx context.Context, k MeetingKey) error {
	return w.inTx(ctx, func(t *txn) error {
		known, err := t.LockWatch(ctx, k)
		if err != nil {
			return nilIfNotFound(err)
		}
		known.Facts.ReadAt = t.now // a reading from before says nothing
		if len(known.Facts.Unfinished(t.now)) > 0 {
			if err := t.notifyChanged(ctx, Change{Watch: known, Cancelled: true}); err != nil {
				return err
			}
		}
		known.Facts.Occurrences = nil
		if err := t.notifyRead(ctx, known); err != nil {
			return err
		}
		return t.PutWatch(ctx, known) // its job goes on, and deletes it in the end
	})
}

// nilIfNotFound is for what concerns nobody where nobody follows a meeting.
func nilIfNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
