package reminder

import (
	"context"
	"slices"
	"time"

	"meetingbot/meeting"
)

// learn takes a reading into a watch that is locked, and tells those who were
// promised something else. It reports whether anything has changed.
func (d *desk) learn(ctx context.Context, w Watch, m *meeting.Snapshot) (Watch, bool, error) {
	was, is := w.Facts, factsOf(w.MeetingID, m)
	if outdated(is.ReadAt, was.ReadAt, d.now) {
		return w, false, nil
	}
	if len(is.Occurrences) == 0 {
		is.Occurrences = was.Occurrences // an answer without times takes nothing back
	}
	moved, dropped := compare(was.Occurrences, is.Occurrences, d.now)
	is.Occurrences = carry(was.Occurrences, is.Occurrences, d.now)
	is.Occurrences = upTo(is.Occurrences, d.now, running(m), linger)
	w.Facts, w.Misses, w.MissingSince = is, 0, time.Time{}
	if err := d.PutWatch(ctx, w); err != nil {
		return w, false, err
	}
	if len(moved)+len(dropped) > 0 {
		if err := d.tellAll(ctx, w.MeetingKey, tidings{Moved: moved, Dropped: dropped}); err != nil {
			return w, false, err
		}
	}
	return w, !slices.EqualFunc(was.Occurrences, is.Occurrences, Occurrence.same), nil
}

// tellAll queues one message for each conversation that is told about a
// meeting.
func (d *desk) tellAll(ctx context.Context, k MeetingKey, t tidings) error {
	subs, err := d.SubscriptionsTo(ctx, k)
	if err != nil {
		return err
	}
	for _, s := range subs {
		if s.Parked != "" {
			continue
		}
		t.Subscription = s
		if err := d.send(ctx, t); err != nil {
			return err
		}
	}
	return nil
}
