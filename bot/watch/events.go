package watch

import (
	"context"
	"log/slog"

	"meetingbot/internal/outagelog"
)

// Happened notes that something has happened to a meeting: it is read soon, in every
// workspace where somebody follows it. It never waits.
func (w *Watcher) Happened(meetingID string) { w.noted.Add(meetingID) }

// Run brings readings forward of meetings to which something has happened, until ctx
// ends. What cannot be stored is lost: these meetings are read when their time has come.
func (w *Watcher) Run(ctx context.Context) {
	w.noted.Run(ctx, func(ids []string) { w.hasten(ctx, ids) })
}

// hasten brings readings forward, by the ids of meetings.
func (w *Watcher) hasten(ctx context.Context, ids []string) {
	err := w.inTx(ctx, func(t *txn) error { return t.hastenAll(ctx, ids) })
	if err != nil {
		w.log.LogAttrs(ctx, slog.LevelWarn, "meetings are read later than could be", outagelog.Of("database"),
			slog.Int("count", len(ids)), slog.Any("error", err))
	}
}

// hastenAll brings the readings of meetings forward, by their ids.
func (t *txn) hastenAll(ctx context.Context, ids []string) error {
	for _, id := range ids {
		keys, err := t.WatchesOf(ctx, id)
		if err != nil {
			return err
		}
		for _, k := range keys {
			if err := t.Hasten(ctx, readAt(k, t.now)); err != nil {
				return err
			}
		}
	}
	return nil
}
