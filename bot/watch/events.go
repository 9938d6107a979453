package watch

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"meetingbot/internal/outagelog"
)

const (
	// maxNoted bounds how many meetings are noted. The others are read when their time
	// has come.
	maxNoted = 10_000
	// noteEvery is how often the meetings are brought forward that were noted: a burst
	// about one is one reading.
	noteEvery = time.Second
	// maxHastened is how many are brought forward in one transaction.
	maxHastened = 100
)

// noted are meetings of which it is known that something has happened. The zero value
// is none.
type noted struct {
	mu  sync.Mutex
	ids map[string]struct{}
}

// add notes a meeting.
func (n *noted) add(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = make(map[string]struct{})
	}
	if len(n.ids) < maxNoted {
		n.ids[id] = struct{}{}
	}
}

// take returns those that were noted since the last call, at most so many.
func (n *noted) take(most int) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var ids []string
	for id := range n.ids {
		if len(ids) == most {
			break
		}
		ids = append(ids, id)
		delete(n.ids, id)
	}
	slices.Sort(ids) // transactions lock rows in the same order
	return ids
}

// Happened notes that something has happened to a meeting: it is read soon, in every
// workspace where somebody follows it. It never waits.
func (w *Watcher) Happened(meetingID string) { w.noted.add(meetingID) }

// Run brings readings forward of meetings to which something has happened, until ctx
// ends. What cannot be stored is lost: these meetings are read when their time has come.
func (w *Watcher) Run(ctx context.Context) {
	ticker := time.NewTicker(noteEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			w.hasten(ctx)
		}
	}
}

// hasten brings the readings forward of all that were noted.
func (w *Watcher) hasten(ctx context.Context) {
	for ids := w.noted.take(maxHastened); len(ids) > 0; ids = w.noted.take(maxHastened) {
		err := w.inTx(ctx, func(t *txn) error { return t.hastenAll(ctx, ids) })
		if err != nil {
			w.log.LogAttrs(ctx, slog.LevelWarn, "meetings are read later than could be", outagelog.Of("database"),
				slog.Int("count", len(ids)), slog.Any("error", err))
		}
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
