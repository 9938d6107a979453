package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/post"
	"meetingbot/bot/reminder"
	"meetingbot/bot/watch"
)

// notice is one that is due ten minutes before noon.
func notice(c post.Conversation, meetingID string) reminder.Notice {
	start := keptNoon().Truncate(time.Minute)
	return reminder.Notice{
		ID:             reminder.NewID(),
		SubscriptionID: reminder.NewID(),
		Conversation:   c,
		MeetingID:      meetingID,
		Occurrence:     watch.Occurrence{ID: "a1", Start: start, End: start.Add(time.Hour)},
		Lead:           10 * time.Minute,
		DueAt:          start.Add(-10 * time.Minute),
		State:          reminder.Pending,
	}
}

// arm arms a notice and returns it as it is kept then.
func (b bench) arm(t *testing.T, n reminder.Notice) (kept reminder.Notice) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) (err error) {
		kept, err = tx.AddNotice(ctx, n)
		return err
	})
	return kept
}

// keep arms a notice and puts it into a state.
func (b bench) keep(t *testing.T, n reminder.Notice, state reminder.State) reminder.Notice {
	t.Helper()
	n = b.arm(t, n)
	n.State = state
	switch state {
	case reminder.Pending, reminder.Dead:
	case reminder.Claimed:
		n.ClaimedAt = n.DueAt
	case reminder.Sent:
		n.ClaimedAt, n.SentAt = n.DueAt, n.DueAt.Add(time.Second)
		n.Posted = post.Posted{ChannelID: n.ChannelID, TS: "1764.000100"}
	case reminder.Dropped:
		n.Reason = reminder.TooLate
	}
	b.in(t, func(ctx context.Context, tx tx) error { return tx.PutNotice(ctx, n) })
	return n
}

// get returns a notice that must be there.
func (b bench) get(t *testing.T, id string) (n reminder.Notice) {
	t.Helper()
	b.in(t, func(ctx context.Context, tx tx) (err error) {
		n, err = tx.GetNotice(ctx, id)
		return err
	})
	return n
}

func testNotices(t *testing.T, b bench) {
	t.Run("are armed", func(t *testing.T) {
		n := notice(anywhere(), "1")
		n.For = "U7"
		same(t, "AddNotice()", b.arm(t, n), n)
		same(t, "GetNotice()", b.get(t, n.ID), n)
	})
	t.Run("are about something else than a start", func(t *testing.T) { testAbout(t, b) })
	t.Run("are armed once", func(t *testing.T) { testArmAgain(t, b) })
	t.Run("come back to life", func(t *testing.T) { testRevive(t, b) })
	t.Run("differ in each part of what they are", func(t *testing.T) { testDistinct(t, b) })
	t.Run("are changed", func(t *testing.T) { testPutNotice(t, b) })
	t.Run("stay as they ended", func(t *testing.T) { testEnded(t, b) })
	t.Run("are sent in whatever state they are", func(t *testing.T) { testSent(t, b) })
	t.Run("are due with all that belongs to them", func(t *testing.T) { testDue(t, b) })
	t.Run("are armed by one of many", func(t *testing.T) {
		here, ids := anywhere(), make([]string, 8)
		b.together(t, len(ids), func(ctx context.Context, i int, tx tx) error {
			n, err := tx.AddNotice(ctx, notice(here, "1"))
			ids[i] = n.ID
			return err
		})
		for _, id := range ids {
			same(t, "the id that everybody gets", id, ids[0])
		}
	})
}

// testAbout arms all that there may be of one occurrence: none is taken for another.
func testAbout(t *testing.T, b bench) {
	start, late, overrun := notice(anywhere(), "1"), notice(anywhere(), "1"), notice(anywhere(), "1")
	late.Conversation, overrun.Conversation = start.Conversation, start.Conversation
	start.Lead = reminder.OverrunBefore
	late.About, late.Lead = reminder.AboutLate, -reminder.LateAfter
	overrun.About, overrun.Lead = reminder.AboutOverrun, -reminder.OverrunBefore
	for _, n := range []reminder.Notice{start, late, overrun} {
		same(t, "AddNotice()", b.arm(t, n), n)
		same(t, "GetNotice()", b.get(t, n.ID), n)
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		claimed, err := tx.ClaimNotice(ctx, late.ID, noon())
		same(t, "what is claimed", claimed.About, reminder.AboutLate)
		open, openErr := tx.OpenNotices(ctx, late.Meeting())
		same(t, "how many are open", len(open), 3)
		return errors.Join(err, openErr)
	})
	extended := overrun
	extended.ID, extended.Occurrence.End = reminder.NewID(), overrun.Occurrence.End.Add(15*time.Minute)
	extended.DueAt = overrun.DueAt.Add(15 * time.Minute)
	same(t, "AddNotice() for another end", b.arm(t, extended), overrun)
	b.keep(t, overrun, reminder.Dead)
	extended.ID = overrun.ID
	same(t, "AddNotice() for another end over a dead one", b.arm(t, extended), extended)
}

func testArmAgain(t *testing.T, b bench) {
	for _, state := range []reminder.State{reminder.Pending, reminder.Claimed, reminder.Sent, reminder.Dropped} {
		first := b.keep(t, notice(anywhere(), "1"), state)
		again := notice(first.Conversation, "1")
		again.DueAt = again.DueAt.Add(time.Second)
		same(t, "AddNotice() over one that is "+string(state), b.arm(t, again), first)
		same(t, "what is kept", b.get(t, first.ID), first)
		b.in(t, func(ctx context.Context, tx tx) error {
			_, err := tx.GetNotice(ctx, again.ID)
			gone(t, "GetNotice() of the second id", err)
			return nil
		})
	}
}

func testRevive(t *testing.T, b bench) {
	dead := notice(anywhere(), "1")
	b.keep(t, dead, reminder.Claimed)
	b.keep(t, dead, reminder.Dead)
	again := notice(dead.Conversation, "1")
	want := again
	want.ID = dead.ID
	same(t, "AddNotice() over a dead one", b.arm(t, again), want)
	same(t, "what is kept", b.get(t, dead.ID), want)
}

func testDistinct(t *testing.T, b bench) {
	base := notice(anywhere(), "1")
	b.arm(t, base)
	changes := map[string]func(*reminder.Notice){
		"enterprise": func(n *reminder.Notice) { n.EnterpriseID = "E2" },
		"workspace":  func(n *reminder.Notice) { n.TeamID += "X" },
		"channel":    func(n *reminder.Notice) { n.ChannelID = "C2" },
		"meeting":    func(n *reminder.Notice) { n.MeetingID = "2" },
		"occurrence": func(n *reminder.Notice) { n.Occurrence.ID = "a2" },
		"start":      func(n *reminder.Notice) { n.Occurrence.Start = n.Occurrence.Start.Add(time.Minute) },
		"lead":       func(n *reminder.Notice) { n.Lead = time.Minute },
		"person":     func(n *reminder.Notice) { n.For = "U7" },
	}
	for part, change := range changes {
		n := base
		n.ID = reminder.NewID()
		change(&n)
		same(t, "AddNotice() with another "+part, b.arm(t, n), n)
	}
	moved := base
	moved.ID, moved.Occurrence.End = reminder.NewID(), base.Occurrence.End.Add(time.Hour)
	same(t, "the id of one with another end", b.arm(t, moved).ID, base.ID)
}

func testPutNotice(t *testing.T, b bench) {
	n := b.arm(t, notice(anywhere(), "1"))
	n.SubscriptionID, n.DueAt = reminder.NewID(), noon()
	n.State, n.Reason = reminder.Dropped, reminder.Undelivered
	n.ClaimedAt, n.SentAt = noon().Add(time.Second), noon().Add(time.Minute)
	n.Posted = post.Posted{ChannelID: "D1", TS: "1764.5"}
	b.in(t, func(ctx context.Context, tx tx) error { return tx.PutNotice(ctx, n) })
	n.DueAt, n.ClaimedAt, n.SentAt = keptNoon(), keptNoon().Add(time.Second), keptNoon().Add(time.Minute)
	same(t, "GetNotice()", b.get(t, n.ID), n)
	b.in(t, func(ctx context.Context, tx tx) error {
		gone(t, "PutNotice() of an unknown one", tx.PutNotice(ctx, notice(anywhere(), "1")))
		_, err := tx.GetNotice(ctx, reminder.NewID())
		gone(t, "GetNotice() of an unknown one", err)
		return nil
	})
}

func testClaims(t *testing.T, b bench) {
	claim := func(t *testing.T, id string, at time.Time) (claimed reminder.Notice) {
		t.Helper()
		b.in(t, func(ctx context.Context, tx tx) (err error) {
			claimed, err = tx.ClaimNotice(ctx, id, at)
			return err
		})
		return claimed
	}
	t.Run("keep the time of the first", func(t *testing.T) {
		n := b.arm(t, notice(anywhere(), "1"))
		first := claim(t, n.ID, noon())
		n.State, n.ClaimedAt = reminder.Claimed, keptNoon()
		same(t, "the first ClaimNotice()", first, n)
		same(t, "what is kept", b.get(t, n.ID), n)
		same(t, "the second ClaimNotice()", claim(t, n.ID, noon().Add(time.Minute)), n)
		same(t, "what is kept then", b.get(t, n.ID), n)
	})
	t.Run("are refused for what is over", func(t *testing.T) {
		for _, state := range []reminder.State{reminder.Sent, reminder.Dropped, reminder.Dead} {
			n := b.keep(t, notice(anywhere(), "1"), state)
			b.in(t, func(ctx context.Context, tx tx) error {
				_, err := tx.ClaimNotice(ctx, n.ID, noon())
				gone(t, "ClaimNotice() of one that is "+string(state), err)
				return nil
			})
			same(t, "what is kept", b.get(t, n.ID), n)
		}
	})
	t.Run("are made one after the other", func(t *testing.T) {
		n := b.arm(t, notice(anywhere(), "1"))
		claimedAt := make([]time.Time, 8)
		b.together(t, len(claimedAt), func(ctx context.Context, i int, tx tx) error {
			got, err := tx.ClaimNotice(ctx, n.ID, noon().Add(time.Duration(i)*time.Second))
			claimedAt[i] = got.ClaimedAt
			return err
		})
		for _, at := range claimedAt {
			same(t, "the time of the first", at, b.get(t, n.ID).ClaimedAt)
		}
	})
}

func testOrder(t *testing.T, b bench) {
	t.Run("open ones of a meeting come as they are due", func(t *testing.T) { testOpenNotices(t, b) })
	t.Run("those ahead are counted", func(t *testing.T) { testCountAhead(t, b) })
}

func testOpenNotices(t *testing.T, b bench) {
	here := anywhere()
	there := here
	there.ChannelID = "C2"
	later, first, second := notice(here, "1"), notice(here, "1"), notice(there, "1")
	first.Lead, first.DueAt = 20*time.Minute, later.DueAt.Add(-10*time.Minute)
	second.DueAt = later.DueAt.Add(-time.Minute)
	later = b.arm(t, later)
	first, second = b.keep(t, first, reminder.Claimed), b.arm(t, second)
	for i, state := range []reminder.State{reminder.Sent, reminder.Dropped, reminder.Dead} {
		over := notice(here, "1")
		over.Lead = time.Duration(i+1) * time.Minute
		b.keep(t, over, state)
	}
	b.arm(t, notice(here, "2"))
	for _, c := range elsewhere(here)[:2] { // other workspaces
		b.arm(t, notice(c, "1"))
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		list, err := tx.OpenNotices(ctx, later.Meeting())
		same(t, "OpenNotices()", list, []reminder.Notice{first, second, later})
		return err
	})
}

// testCountAhead arms a queue in its order; each has as many ahead as stand
// before it, and what is not due or not of this conversation is not counted.
func testCountAhead(t *testing.T, b bench) {
	here := anywhere()
	now := keptNoon()
	in := func(meetingID string, start, due time.Duration) reminder.Notice {
		n := notice(here, meetingID)
		n.Occurrence.Start, n.DueAt = now.Add(start).Truncate(time.Minute), now.Add(due)
		return n
	}
	same1, same2 := in("3", 2*time.Minute, -time.Second), in("4", 2*time.Minute, -time.Second)
	if same2.ID < same1.ID {
		same1, same2 = same2, same1
	}
	queue := []reminder.Notice{
		in("1", time.Minute, -time.Second),   // starts first, though it is due last
		in("2", 2*time.Minute, -time.Minute), // was due first of those that start together
		same1,
		same2,
		in("5", 3*time.Minute, -time.Hour),
	}
	for i := range queue {
		n := queue[len(queue)-1-i]
		b.arm(t, n)
	}
	b.arm(t, in("6", 0, time.Second)) // not due
	for i, state := range []reminder.State{reminder.Claimed, reminder.Sent, reminder.Dropped, reminder.Dead} {
		over := in("7", 0, -time.Second)
		over.Lead = time.Duration(i) * time.Minute
		b.keep(t, over, state)
	}
	for _, there := range elsewhere(here) {
		n := in("1", 0, -time.Hour)
		n.Conversation = there
		b.arm(t, n)
	}
	for i, n := range queue {
		b.in(t, func(ctx context.Context, tx tx) error {
			count, err := tx.CountAhead(ctx, n, now)
			same(t, "CountAhead() of meeting "+n.MeetingID, count, i)
			return err
		})
	}
}

func testSweep(t *testing.T, b bench) {
	limit := keptNoon().Truncate(time.Minute)
	kept, swept := map[string]bool{}, map[string]bool{}
	for i, state := range []reminder.State{reminder.Pending, reminder.Claimed, reminder.Sent, reminder.Dropped, reminder.Dead} {
		for _, start := range []time.Time{limit.Add(-time.Minute), limit} {
			n := notice(anywhere(), "1")
			n.Occurrence.Start = start
			b.keep(t, n, state)
			if i >= 2 && start.Before(limit) {
				swept[n.ID] = true
			} else {
				kept[n.ID] = true
			}
		}
	}
	followed := notice(anywhere(), "2") // its message is still to be updated
	followed.Occurrence.Start = limit.Add(-time.Minute)
	b.keep(t, followed, reminder.Sent)
	kept[followed.ID] = true
	b.in(t, func(ctx context.Context, tx tx) error {
		m := message()
		m.ID = followed.ID
		return tx.live.PutMessage(ctx, m)
	})
	b.in(t, func(ctx context.Context, tx tx) error {
		count, err := tx.DeleteNotices(ctx, limit)
		same(t, "DeleteNotices()", count, len(swept))
		return err
	})
	for id := range kept {
		b.get(t, id)
	}
	b.in(t, func(ctx context.Context, tx tx) error {
		for id := range swept {
			_, err := tx.GetNotice(ctx, id)
			gone(t, "GetNotice() of a deleted one", err)
		}
		return nil
	})
}
