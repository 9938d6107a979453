package remindertest

import (
	"context"
	"slices"
	"strings"

	"meetingbot/bot/watch"
)

func (t *tx) LockWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	return t.GetWatch(ctx, k)
}

func (t *tx) OpenWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	if _, ok := t.watches.rows[k]; !ok {
		t.watches.put(k, watch.Watch{MeetingKey: k})
	}
	return t.GetWatch(ctx, k)
}

func (t *tx) GetWatch(ctx context.Context, k watch.MeetingKey) (watch.Watch, error) {
	w, err := row(ctx, t, t.watches, k)
	w.Facts.Occurrences = slices.Clone(w.Facts.Occurrences)
	return w, err
}

func (t *tx) PutWatch(ctx context.Context, w watch.Watch) error {
	if err := t.ready(ctx); err != nil {
		return err
	}
	w.Facts.Occurrences = slices.Clone(w.Facts.Occurrences)
	for i, o := range w.Facts.Occurrences {
		w.Facts.Occurrences[i] = storedAs(o)
	}
	w.Facts.ReadAt, w.MissingSince = stored(w.Facts.ReadAt), stored(w.MissingSince)
	t.watches.put(w.MeetingKey, w)
	return nil
}

func (t *tx) DeleteWatch(ctx context.Context, k watch.MeetingKey) error {
	t.watches.drop(k)
	return t.ready(ctx)
}

func (t *tx) WatchesOf(ctx context.Context, meetingID string) ([]watch.MeetingKey, error) {
	var keys []watch.MeetingKey
	for k := range t.watches.rows {
		if k.MeetingID == meetingID {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b watch.MeetingKey) int { return strings.Compare(a.String(), b.String()) })
	return keys, t.ready(ctx)
}
