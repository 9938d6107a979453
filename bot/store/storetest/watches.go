package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

func watchOf(k watch.MeetingKey) watch.Watch {
	return watch.Watch{
		MeetingKey: k,
		Facts: watch.Facts{
			Subject: "周会 \u0000 <&> \"quoted\"",
			Number:  "914083136",
			Booker:  "Ana",
			Series:  true,
			Occurrences: []watch.Occurrence{
				{ID: "a1", Start: keptNoon().Truncate(time.Minute), End: keptNoon().Add(time.Hour).Truncate(time.Minute)},
				{Start: keptNoon().Add(24 * time.Hour).Truncate(time.Minute)},
			},
			ReadAt: noon(),
		},
		Misses:       2,
		MissingSince: noon(),
	}
}

// keptWatch is w as it comes back.
func keptWatch(w watch.Watch) watch.Watch {
	w.Facts.ReadAt, w.MissingSince = keptNoon(), keptNoon()
	return w
}

func testWatches(t *testing.T, b bench) {
	t.Run("are kept and replaced", func(t *testing.T) {
		w := watchOf(watch.MeetingKey{Key: anywhere().Key, MeetingID: "1"})
		for _, misses := range []int{2, 3} {
			w.Misses = misses
			b.in(t, func(ctx context.Context, tx tx) error { return tx.watches.PutWatch(ctx, w) })
			b.in(t, func(ctx context.Context, tx tx) error {
				got, err := tx.GetWatch(ctx, w.MeetingKey)
				same(t, "GetWatch()", got, keptWatch(w))
				locked, lockErr := tx.watches.LockWatch(ctx, w.MeetingKey)
				same(t, "LockWatch()", locked, keptWatch(w))
				return errors.Join(err, lockErr)
			})
		}
	})
	t.Run("are found by their meeting, in all workspaces", func(t *testing.T) {
		first, second := watch.MeetingKey{Key: anywhere().Key, MeetingID: "77100"}, watch.MeetingKey{Key: workspace.Key{TeamID: "T0ZZZ"}, MeetingID: "77100"}
		b.in(t, func(ctx context.Context, tx tx) error {
			return errors.Join(tx.watches.PutWatch(ctx, watch.Watch{MeetingKey: first}), tx.watches.PutWatch(ctx, watch.Watch{MeetingKey: second}),
				tx.watches.PutWatch(ctx, watch.Watch{MeetingKey: watch.MeetingKey{Key: first.Key, MeetingID: "77102"}}))
		})
		b.in(t, func(ctx context.Context, tx tx) error {
			got, err := tx.watches.WatchesOf(ctx, "77100")
			slices.SortFunc(got, func(a, b watch.MeetingKey) int { return strings.Compare(a.String(), b.String()) })
			want := []watch.MeetingKey{first, second}
			slices.SortFunc(want, func(a, b watch.MeetingKey) int { return strings.Compare(a.String(), b.String()) })
			same(t, "WatchesOf()", got, want)
			none, noneErr := tx.watches.WatchesOf(ctx, "77103")
			if len(none) != 0 {
				t.Errorf("WatchesOf() of a meeting that nobody follows = %v", none)
			}
			return errors.Join(err, noneErr)
		})
	})
	t.Run("may know nothing yet", func(t *testing.T) {
		w := watch.Watch{MeetingKey: watch.MeetingKey{Key: anywhere().Key, MeetingID: "1"}}
		b.in(t, func(ctx context.Context, tx tx) error { return tx.watches.PutWatch(ctx, w) })
		b.in(t, func(ctx context.Context, tx tx) error {
			got, err := tx.GetWatch(ctx, w.MeetingKey)
			same(t, "GetWatch()", got, w)
			return err
		})
	})
	t.Run("are not there before and after", func(t *testing.T) { testNoWatch(t, b) })
	t.Run("are locked by one at a time", func(t *testing.T) { testLockWatch(t, b) })
	t.Run("are opened by one of many", func(t *testing.T) { testOpenWatch(t, b) })
}

func testNoWatch(t *testing.T, b bench) {
	here := anywhere()
	w := watchOf(watch.MeetingKey{Key: here.Key, MeetingID: "1"})
	b.in(t, func(ctx context.Context, tx tx) error { return tx.watches.PutWatch(ctx, w) })
	none := func(k watch.MeetingKey) {
		b.in(t, func(ctx context.Context, tx tx) error {
			_, err := tx.GetWatch(ctx, k)
			gone(t, "GetWatch()", err)
			_, err = tx.watches.LockWatch(ctx, k)
			gone(t, "LockWatch()", err)
			return tx.watches.DeleteWatch(ctx, k) // which is no error
		})
	}
	none(watch.MeetingKey{Key: here.Key, MeetingID: "2"})
	for _, there := range elsewhere(here)[:2] { // other workspaces
		none(watch.MeetingKey{Key: there.Key, MeetingID: "1"})
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		if _, err := tx.GetWatch(ctx, w.MeetingKey); err != nil {
			return err
		}
		return tx.watches.DeleteWatch(ctx, w.MeetingKey)
	})
	none(w.MeetingKey)
}

func testLockWatch(t *testing.T, b bench) {
	const n = 10
	w := watch.Watch{MeetingKey: watch.MeetingKey{Key: anywhere().Key, MeetingID: "1"}}
	b.in(t, func(ctx context.Context, tx tx) error { return tx.watches.PutWatch(ctx, w) })
	b.together(t, n, func(ctx context.Context, _ int, tx tx) error {
		got, err := tx.watches.LockWatch(ctx, w.MeetingKey)
		if err != nil {
			return err
		}
		got.Misses++
		return tx.watches.PutWatch(ctx, got)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		got, err := tx.GetWatch(ctx, w.MeetingKey)
		same(t, "what all of them have counted", got.Misses, n)
		return err
	})
}

func testOpenWatch(t *testing.T, b bench) {
	const n = 10
	k := watch.MeetingKey{Key: anywhere().Key, MeetingID: "1"}
	b.together(t, n, func(ctx context.Context, _ int, tx tx) error {
		got, err := tx.watches.OpenWatch(ctx, k)
		if err != nil {
			return err
		}
		got.Misses++
		return tx.watches.PutWatch(ctx, got)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		got, err := tx.GetWatch(ctx, k)
		same(t, "what all of them have counted", got, watch.Watch{MeetingKey: k, Misses: n})
		return err
	})
}
