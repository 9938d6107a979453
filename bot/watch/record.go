package watch

import (
	"context"
	"time"

	"meetingbot/bot/queue"
	"meetingbot/meeting"
)

// Begin locks the watch of a meeting, or makes one, takes a reading into it, and
// has the meeting read again in time. It is called within a transaction.
func (w *Watcher) Begin(ctx context.Context, tx queue.Queue, k MeetingKey, m *meeting.Snapshot) (Watch, error) {
	t := w.txn(w.store.Join(tx))
	known, err := t.OpenWatch(ctx, k)
	if err != nil {
		return Watch{}, err
	}
	if known, _, err = t.record(ctx, known, m); err != nil {
		return Watch{}, err
	}
	return known, t.hasten(ctx, known)
}

// Record locks the watch of a meeting and takes a reading into it that was made
// for another purpose. It reports whether occurrences have changed; the meeting
// is then read again in time. It is called within a transaction. There may be no
// watch: ErrNotFound.
func (w *Watcher) Record(ctx context.Context, tx queue.Queue, k MeetingKey, m *meeting.Snapshot) (Watch, bool, error) {
	t := w.txn(w.store.Join(tx))
	known, err := t.LockWatch(ctx, k)
	if err != nil {
		return Watch{}, false, err
	}
	known, changed, err := t.record(ctx, known, m)
	if err != nil || !changed {
		return known, false, err
	}
	return known, true, t.hasten(ctx, known)
}

// IsOverdue reports whether the job that reads a meeting seems to be lost.
func (w *Watcher) IsOverdue(known Watch) bool { return w.now().Sub(known.Facts.ReadAt) >= overdue }

// Requeue has a meeting read whose job seems to be lost. It is called within a
// transaction.
func (w *Watcher) Requeue(ctx context.Context, tx queue.Queue, known Watch) error {
	if !w.IsOverdue(known) {
		return nil
	}
	return tx.Enqueue(ctx, readAt(known.MeetingKey, w.now()))
}

// hasten brings the next reading of a meeting forward to when it should be by
// what is known now.
func (t *txn) hasten(ctx context.Context, w Watch) error {
	return t.Hasten(ctx, readAt(w.MeetingKey, t.now.Add(w.interval(t.now))))
}

// Facts returns what is known of a watched meeting with a reading, and whether that
// needs to be recorded: a reading that is newer and otherwise the same does not, nor
// does an older one.
func (w *Watcher) Facts(known Watch, m *meeting.Snapshot) (f Facts, news bool) {
	now := w.now()
	if m == nil || isOutdated(m.ReadAt.UTC().Truncate(time.Millisecond), known.Facts.ReadAt, now) {
		return known.Facts, false
	}
	after, moved, dropped := merge(known, m, now)
	return after, !known.Facts.saysSame(after) || known.Misses > 0 || len(moved)+len(dropped) > 0
}

// merge returns what is known of a meeting with a reading that is not outdated, and
// what has become of its occurrences.
func merge(w Watch, m *meeting.Snapshot, now time.Time) (after Facts, moved []Move, dropped []Occurrence) {
	before := w.Facts
	after = FactsOf(w.MeetingID, m)
	if len(after.Occurrences) == 0 {
		after.Occurrences = before.Occurrences // an answer without times takes nothing back
	}
	found := match(before.Occurrences, after.Occurrences, before.Series || after.Series)
	moved, dropped = compare(before.Occurrences, after.Occurrences, found, now)
	after.Occurrences = carry(before.Occurrences, after.Occurrences, found, now)
	after.Occurrences = current(after.Occurrences, now, isRunning(m), occurrenceRetention)
	return after, moved, dropped
}

// record takes a reading into a watch that is locked, and notifies the followers
// what it changed. It reports whether occurrences have changed.
func (t *txn) record(ctx context.Context, w Watch, m *meeting.Snapshot) (Watch, bool, error) {
	if t.isOutdated(w, m) {
		return w, false, nil
	}
	return t.take(ctx, w, m, Rename{})
}

func (t *txn) isOutdated(w Watch, m *meeting.Snapshot) bool {
	return isOutdated(m.ReadAt.UTC().Truncate(time.Millisecond), w.Facts.ReadAt, t.now)
}

// take is record for a reading that is not outdated. here is what was renamed here.
func (t *txn) take(ctx context.Context, w Watch, m *meeting.Snapshot, here Rename) (Watch, bool, error) {
	before := w.Facts
	after, moved, dropped := merge(w, m, t.now)
	w.Facts, w.Misses, w.MissingSince = after, 0, time.Time{}
	if err := t.PutWatch(ctx, w); err != nil {
		return w, false, err
	}
	c := Change{Watch: w, Moved: moved, Dropped: dropped, Renamed: here}
	if !here.Is() && !before.ReadAt.IsZero() {
		c.Renamed = Rename{From: before.Subject, To: after.Subject}
	}
	if len(moved)+len(dropped) > 0 || c.Renamed.Is() {
		if err := t.notifyChanged(ctx, c); err != nil {
			return w, false, err
		}
	}
	return w, !equal(before.Occurrences, after.Occurrences), nil
}
