package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"meetingbot/bot/post"
)

// gap is how long a slot is taken.
const gap = 1100 * time.Millisecond

func testSlots(t *testing.T, b bench) {
	now := keptNoon()
	take := func(t *testing.T, c post.Conversation, at time.Time) (wait time.Duration) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			wait, err = tx.TakeSlot(ctx, c, at, gap)
			return err
		})
		return wait
	}
	t.Run("are taken for a gap", func(t *testing.T) {
		here := anywhere()
		same(t, "the wait for a free slot", take(t, here, now), time.Duration(0))
		same(t, "the wait at once", take(t, here, now), gap)
		same(t, "the wait a little later", take(t, here, now.Add(time.Second)), gap-time.Second)
		same(t, "the wait when it is free again", take(t, here, now.Add(gap)), time.Duration(0))
		same(t, "the wait after that", take(t, here, now.Add(gap)), gap)
	})
	t.Run("are each conversation's own", func(t *testing.T) {
		here := anywhere()
		whole := post.Conversation{Key: here.Key}
		take(t, here, now)
		for _, there := range append(elsewhere(here), whole) {
			same(t, "the wait elsewhere", take(t, there, now), time.Duration(0))
		}
	})
	t.Run("are looked at", func(t *testing.T) { testSlotFreeAt(t, b, take) })
	t.Run("are reserved", func(t *testing.T) { testReserveSlot(t, b) })
	t.Run("are held", func(t *testing.T) { testBlockSlot(t, b, take) })
	t.Run("are taken by one of many", func(t *testing.T) {
		here := anywhere()
		waits := make([]time.Duration, 8)
		b.together(t, len(waits), func(ctx context.Context, i int, tx tx) (err error) {
			waits[i], err = tx.TakeSlot(ctx, here, now, gap)
			return err
		})
		taken := 0
		for _, wait := range waits {
			if wait == 0 {
				taken++
			} else {
				same(t, "the wait of one who came too late", wait, gap)
			}
		}
		same(t, "how many took the slot", taken, 1)
	})
}

func testSlotFreeAt(t *testing.T, b bench, take func(*testing.T, post.Conversation, time.Time) time.Duration) {
	now, here := keptNoon(), anywhere()
	look := func() (free time.Time) {
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			free, err = tx.SlotFreeAt(ctx, here)
			return err
		})
		return free
	}
	same(t, "when a slot is free that nobody took", look(), time.Time{})
	take(t, here, now)
	same(t, "when a taken slot is free", look(), now.Add(gap))
	same(t, "the wait after a look", take(t, here, now.Add(gap)), time.Duration(0))
}

func testReserveSlot(t *testing.T, b bench) {
	now, here := keptNoon(), anywhere()
	reserve := func(at time.Time) (begins time.Time) {
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			begins, err = tx.ReserveSlot(ctx, here, at, gap)
			return err
		})
		return begins
	}
	same(t, "the first slot", reserve(now), now)
	same(t, "the second slot", reserve(now), now.Add(gap))
	same(t, "the third slot, reserved a little later", reserve(now.Add(gap/2)), now.Add(2*gap))
	same(t, "the slot after a pause", reserve(now.Add(time.Hour)), now.Add(time.Hour))
	b.in(t, func(ctx context.Context, tx tx) error { return tx.BlockSlot(ctx, here, now.Add(2*time.Hour)) })
	same(t, "the slot after a block", reserve(now.Add(time.Hour)), now.Add(2*time.Hour))

	begins := make([]time.Time, 8)
	here = anywhere()
	b.together(t, len(begins), func(ctx context.Context, i int, tx tx) (err error) {
		begins[i], err = tx.ReserveSlot(ctx, here, now, gap)
		return err
	})
	slices.SortFunc(begins, time.Time.Compare)
	for i, at := range begins {
		same(t, "a slot that was reserved by one of many", at, now.Add(time.Duration(i)*gap))
	}
}

func testBlockSlot(t *testing.T, b bench, take func(*testing.T, post.Conversation, time.Time) time.Duration) {
	now, here := keptNoon(), anywhere()
	block := func(until time.Time) {
		b.in(t, func(ctx context.Context, tx tx) error { return tx.BlockSlot(ctx, here, until) })
	}
	block(now.Add(time.Minute))
	same(t, "the wait for a held slot", take(t, here, now), time.Minute)
	block(now.Add(time.Second))
	same(t, "the wait after a shorter block", take(t, here, now), time.Minute)
	block(now.Add(time.Hour))
	same(t, "the wait after a longer block", take(t, here, now), time.Hour)
	same(t, "the wait after the block", take(t, here, now.Add(time.Hour)), time.Duration(0))
}
